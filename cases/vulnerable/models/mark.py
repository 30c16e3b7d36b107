"""What somebody said of a household in an event."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vulnerable.models.account import Account
from cases.vulnerable.vocabulary import SEEN, Source
from portal.sealing.fields import SealedCharField


class Mark(models.Model):
    """One observation, when it was made and by whom. Append-only; holds no words, so that it need never be erased."""

    account = models.ForeignKey(
        Account, models.PROTECT, related_name="marks", verbose_name=_("ครัวเรือนในสถานการณ์")
    )
    token = models.UUIDField(unique=True, editable=False)
    status = models.CharField(_("สถานะ"), max_length=12, choices=[(one.value, one.label) for one in SEEN])
    source = models.CharField(_("รู้จาก"), max_length=8, choices=Source)
    is_danger = models.BooleanField(_("มีอันตราย"), default=False)
    shelter = models.ForeignKey(
        "events.Shelter", models.PROTECT, null=True, related_name="+", verbose_name=_("ศูนย์พักพิง")
    )
    observed_at = models.DateTimeField(_("รู้เมื่อ"))
    """When it was seen or said, which on paper and phones is not when it was typed."""
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    class Meta:
        ordering = ["-observed_at", "-id"]
        verbose_name = _("ผลการติดต่อครัวเรือน")
        verbose_name_plural = _("ผลการติดต่อครัวเรือน")

    def __str__(self) -> str:
        return f"{self.account_id} {self.status}"


class MarkWords(models.Model):
    """Words to a mark: they name people, so they go when the household leaves, or some time after the event (`cases.events.domain.naming`)."""

    mark = models.OneToOneField(Mark, models.CASCADE, related_name="words", verbose_name=_("ผลการติดต่อ"))
    said_by = SealedCharField(_("ใครบอก"), max_length=150, blank=True, bound_to=("mark_id",))
    text = SealedCharField(_("รายละเอียด"), max_length=500, blank=True, bound_to=("mark_id",))

    class Meta:
        verbose_name = _("รายละเอียดของผลการติดต่อ")
        verbose_name_plural = _("รายละเอียดของผลการติดต่อ")

    def __str__(self) -> str:
        return str(self.mark_id)


class TakenBack(models.Model):
    """That a mark was wrong; it stays and counts no more. Append-only."""

    mark = models.OneToOneField(Mark, models.PROTECT, related_name="taken_back", verbose_name=_("ผลการติดต่อ"))
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ยกเลิก")
    )

    class Meta:
        verbose_name = _("การยกเลิกผลการติดต่อ")
        verbose_name_plural = _("การยกเลิกผลการติดต่อ")

    def __str__(self) -> str:
        return str(self.mark_id)
