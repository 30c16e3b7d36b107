"""Volunteers and outside helpers: a link for one shift, and what they say by it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.camps.vocabulary import Said
from portal.sealing.fields import SealedCharField


class HelperLink(models.Model):
    """One link for one shift at one shelter. It shows the minimum, expires by itself and is taken back at once.

    Only a keyed digest of the secret in the address is kept (as of `cases.AnswerLink`). It opens no case, no account and
    no name of anybody who is helped.

    Attributes:
        whom: to whom the office gave it; never shown by the link, gone with the names of the event.
        task, contact: what the link shows: what to do, and whom to call.
        expires_at: some time after the shift, so that *done* can still be said.
    """

    event = models.ForeignKey("events.Event", models.PROTECT, related_name="+", verbose_name=_("สถานการณ์"))
    shelter = models.ForeignKey("events.Shelter", models.PROTECT, related_name="+", verbose_name=_("ศูนย์พักพิง"))
    token = models.UUIDField(unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    whom = SealedCharField(_("ให้ใคร"), max_length=150, blank=True, bound_to=("token",))
    task = models.CharField(_("ทำอะไร"), max_length=500)
    contact = models.CharField(_("โทรหาใคร"), max_length=120)
    starts_at = models.DateTimeField(_("ตั้งแต่"))
    ends_at = models.DateTimeField(_("ถึง"))
    expires_at = models.DateTimeField(_("ใช้ได้ถึง"))
    made_at = models.DateTimeField(_("ออกเมื่อ"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ออก")
    )
    withdrawn_at = models.DateTimeField(_("ถอนเมื่อ"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ถอน")
    )

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("ลิงก์ผู้ช่วย")
        verbose_name_plural = _("ลิงก์ผู้ช่วย")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), expires_at__gte=F("ends_at")),
                name="camp_helper_shift_ends",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="camp_helper_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shelter_id} {self.starts_at:%Y-%m-%d %H:%M}"

    def is_over(self, now: dt.datetime | None = None) -> bool:
        """Say whether its time is over."""
        return self.expires_at <= (now or timezone.now())


class HelperWord(models.Model):
    """What a helper said by a link: here, done. Append-only; each once."""

    link = models.ForeignKey(HelperLink, models.PROTECT, related_name="words", verbose_name=_("ลิงก์ผู้ช่วย"))
    said = models.CharField(_("บอกว่า"), max_length=4, choices=Said)
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("คำบอกของผู้ช่วย")
        verbose_name_plural = _("คำบอกของผู้ช่วย")
        constraints = [models.UniqueConstraint(fields=["link", "said"], name="camp_helper_says_once")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.said}"
