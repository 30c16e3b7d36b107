"""What stands on the agenda of a meeting, and the agenda frozen as it was sent (S1.07)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.committee.models.meeting import Meeting
from cases.committee.vocabulary import Variant
from portal.sealing.fields import SealedJSONField


class AgendaItem(models.Model):
    """A case on the agenda of a meeting. What the committee reads of it is a `Brief`."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=_("การประชุม"))
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="committee_agenda", verbose_name=_("เรื่อง")
    )
    row = models.ForeignKey(
        "cases.CommitteeItem", models.PROTECT, related_name="agenda", verbose_name=_("เรื่องเข้าคณะกรรมการ")
    )
    number = models.PositiveSmallIntegerField(_("ลำดับ"))
    helped_before = models.BooleanField(_("ช่วยก่อนมติคณะกรรมการ"), default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้เพิ่ม")
    )
    added_at = models.DateTimeField(_("เพิ่มเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["meeting_id", "number"]
        verbose_name = _("เรื่องในระเบียบวาระ")
        verbose_name_plural = _("เรื่องในระเบียบวาระ")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="committee_case_once_on_an_agenda")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class FrozenAgenda(models.Model):
    """The agenda as it was sent: a stored copy that nothing changes, with a digest over all of it.

    Whoever changes the agenda freezes it again: another edition, beside the first.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="frozen", verbose_name=_("การประชุม"))
    edition = models.PositiveSmallIntegerField(_("ฉบับที่"))
    variant = models.CharField(_("แบบ"), max_length=10, choices=Variant)
    frozen_at = models.DateTimeField(_("ตรึงเมื่อ"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ตรึง")
    )
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["meeting_id", "-edition"]
        verbose_name = _("ระเบียบวาระที่ตรึงแล้ว")
        verbose_name_plural = _("ระเบียบวาระที่ตรึงแล้ว")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "edition"], name="committee_agenda_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.edition}"


class Brief(models.Model):
    """What the committee was given to read of one case. Its content goes with the case's data; its digest stays."""

    agenda = models.ForeignKey(
        FrozenAgenda, models.PROTECT, related_name="briefs", verbose_name=_("ระเบียบวาระที่ตรึงแล้ว")
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name=_("เรื่อง"))
    number = models.PositiveSmallIntegerField(_("ลำดับ"))
    content: Any = SealedJSONField(_("สรุปเรื่อง"), default=dict, blank=True, bound_to=("agenda_id", "case_id"))
    digest = models.CharField(max_length=64, editable=False)
    is_restricted = models.BooleanField(_("เรื่องที่ปกปิด"), default=False)

    class Meta:
        ordering = ["agenda_id", "number"]
        verbose_name = _("สรุปเรื่องเสนอคณะกรรมการ")
        verbose_name_plural = _("สรุปเรื่องเสนอคณะกรรมการ")
        constraints = [models.UniqueConstraint(fields=["agenda", "case"], name="committee_brief_once")]

    def __str__(self) -> str:
        return f"{self.agenda_id} {self.number}"

    @property
    def is_erased(self) -> bool:
        """What it said is gone, because the case's time was over."""
        return not self.content
