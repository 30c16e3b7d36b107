"""What was decided about an event since it was declared."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.events.models.event import Event
from cases.events.vocabulary import Decided


class Decision(models.Model):
    """One decision about an event: what, when, by whom and why. Append-only: the story of the event is read from it.

    Attributes:
        reason: in the words of who decided, without anybody's name.
        what: codes, keys and counts only (`cases.events.domain.story`).
        token: one for each form; None where the act cannot be done twice.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="decisions", verbose_name=_("สถานการณ์"))
    kind = models.CharField(_("ตัดสินใจว่า"), max_length=8, choices=Decided)
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ตัดสินใจ")
    )
    reason = models.CharField(_("เหตุผล"), max_length=1000, blank=True)
    what = models.JSONField(default=dict, editable=False)
    token = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        ordering = ["event_id", "id"]
        verbose_name = _("การตัดสินใจของสถานการณ์")
        verbose_name_plural = _("การตัดสินใจของสถานการณ์")

    def __str__(self) -> str:
        return f"{self.event_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"
