"""A household of the register in one event."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.vulnerable.models.home import Home
from cases.vulnerable.vocabulary import Status


class Account(models.Model):
    """One household and event (many.md B3, one_row). It outlives the household: number and figure stay, nobody is named.

    Attributes:
        number: within the event, in the order of the way; stands on paper lists and leads to nobody outside.
        status, is_danger, seen_at: the function of all marks (`domain.figures`), written in the transaction of each mark.
        case: the request that was made of a need.
    """

    event = models.ForeignKey("events.Event", models.PROTECT, related_name="+", verbose_name=_("สถานการณ์"))
    number = models.PositiveIntegerField(_("เลขในรายการ"))
    home = models.ForeignKey(
        Home, models.SET_NULL, null=True, related_name="accounts", verbose_name=_("ครัวเรือน")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ดูแลทะเบียน")
    )
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6)
    moo = models.CharField(_("หมู่ที่"), max_length=20, blank=True)
    status = models.CharField(_("สถานะ"), max_length=12, choices=Status, default=Status.NOT_REACHED)
    is_danger = models.BooleanField(_("มีอันตราย"), default=False)
    seen_at = models.DateTimeField(_("รู้เมื่อ"), null=True)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", verbose_name=_("เรื่อง")
    )

    class Meta:
        ordering = ["event_id", "number"]
        verbose_name = _("ครัวเรือนในสถานการณ์")
        verbose_name_plural = _("ครัวเรือนในสถานการณ์")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "home"], condition=Q(home__isnull=False), name="first_account_once"
            ),
            models.UniqueConstraint(fields=["event", "number"], name="first_account_number_once"),
        ]
        indexes = [
            models.Index(fields=["event", "organization", "status"], name="first_account_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.number}"
