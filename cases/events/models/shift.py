"""Who is on duty."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.events.models.event import Event


class Shift(models.Model):
    """One person is on duty at one organization of the event from one moment to another, by day or night."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="shifts", verbose_name=_("สถานการณ์"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้อยู่เวร")
    )
    starts_at = models.DateTimeField(_("ตั้งแต่"))
    ends_at = models.DateTimeField(_("ถึง"))
    phone = models.CharField(_("โทรศัพท์เวร"), max_length=60, blank=True)
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["event_id", "starts_at", "organization_id", "id"]
        verbose_name = _("เวร")
        verbose_name_plural = _("เวร")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_began")
        ]
        indexes = [models.Index(fields=["event", "organization", "ends_at"], name="shift_of_organization")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts_at:%Y-%m-%d %H:%M}"
