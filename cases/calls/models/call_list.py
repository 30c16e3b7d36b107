"""A list of people to be called back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.calls.vocabulary import Source


class CallList(models.Model):
    """One list of one organization. Its rows are fixed when it is made: what comes later does not slip in.

    Attributes:
        event: from which it was made; None for another source.
        beyond: how many were chosen and did not fit.
        token: one for each form.
    """

    name = models.CharField(_("ชื่อรายการโทร"), max_length=120)
    source = models.CharField(_("โทรหาใคร"), max_length=10, choices=Source)
    event = models.ForeignKey(
        "events.Event", models.PROTECT, null=True, related_name="+", verbose_name=_("สถานการณ์")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ทำรายการ")
    )
    made_at = models.DateTimeField(_("ทำเมื่อ"), default=timezone.now)
    beyond = models.PositiveIntegerField(_("เกินขนาดรายการ"), default=0)
    ended_at = models.DateTimeField(_("ปิดเมื่อ"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ปิด")
    )
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("รายการโทร")
        verbose_name_plural = _("รายการโทร")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")),
                name="call_list_ends_after_it_was_made",
            )
        ]
        indexes = [models.Index(fields=["organization", "ended_at", "-made_at"], name="call_lists_of")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.made_at:%Y-%m-%d %H:%M}"
