"""The list of those to be helped as it was posted, and what was said against it (S1.01)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.committee.models.meeting import Meeting
from cases.committee.models.sitting import Resolution
from cases.committee.vocabulary import ObjectionAnswer, ObjectionChannel, PostingCount
from portal.sealing.fields import SealedCharField, SealedTextField


class PostedList(models.Model):
    """One posting: where, from which day to which. It is evidence, so nothing of it is ever changed.

    The last day was reckoned with the holidays that were known when it was posted; it stands on the paper and stays.
    """

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, related_name="posted_list", verbose_name=_("การประชุม")
    )
    place = models.CharField(_("ปิดประกาศไว้ที่"), max_length=200)
    posted_on = models.DateField(_("ปิดประกาศวันที่"))
    ends_on = models.DateField(_("วันสุดท้ายที่คัดค้านได้"))
    days = models.PositiveSmallIntegerField(_("ระยะเวลา (วัน)"))
    counts = models.CharField(_("นับเป็น"), max_length=8, choices=PostingCount)
    names_source = models.CharField(_("ระเบียบหรือคำสั่งที่ให้ประกาศชื่อ"), max_length=300, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["-posted_on", "-pk"]
        verbose_name = _("บัญชีรายการที่ปิดประกาศ")
        verbose_name_plural = _("บัญชีรายการที่ปิดประกาศ")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("posted_on")), name="committee_list_ends_after_it_is_posted"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.posted_on}"

    def takes(self, day: dt.date) -> bool:
        """Whether one may object to it on a day."""
        return self.posted_on <= day <= self.ends_on


class PostedLine(models.Model):
    """One resolution on a posted list."""

    posted = models.ForeignKey(
        PostedList, models.PROTECT, related_name="lines", verbose_name=_("บัญชีที่ปิดประกาศ")
    )
    resolution = models.OneToOneField(
        Resolution, models.PROTECT, related_name="posted_line", verbose_name=_("มติ")
    )
    number = models.PositiveSmallIntegerField(_("ลำดับ"))

    class Meta:
        ordering = ["posted_id", "number"]
        verbose_name = _("รายการที่ปิดประกาศ")
        verbose_name_plural = _("รายการที่ปิดประกาศ")

    def __str__(self) -> str:
        return f"{self.posted_id} {self.number}"


class Objection(models.Model):
    """What somebody said against a resolution on a posted list, and how it was answered, once."""

    line = models.ForeignKey(
        PostedLine, models.PROTECT, related_name="objections", verbose_name=_("รายการที่ปิดประกาศ")
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name=_("เรื่อง"))
    channel = models.CharField(_("ทาง"), max_length=8, choices=ObjectionChannel)
    received_on = models.DateField(_("ได้รับเมื่อ"))
    by_whom = SealedCharField(_("ผู้คัดค้าน"), max_length=150, blank=True, bound_to=("line_id", "case_id"))
    words = SealedTextField(_("ข้อคัดค้าน"), max_length=2000, bound_to=("line_id", "case_id"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    answer = models.CharField(_("ผล"), max_length=8, choices=ObjectionAnswer, blank=True)
    answer_words = SealedCharField(
        _("คำตอบและเหตุผล"), max_length=1000, blank=True, bound_to=("line_id", "case_id")
    )
    answered_on = models.DateField(_("ตอบเมื่อ"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ตอบ")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("ข้อคัดค้าน")
        verbose_name_plural = _("ข้อคัดค้าน")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="committee_objection_is_answered_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.pk}"

    @property
    def is_answered(self) -> bool:
        """Somebody answered it."""
        return bool(self.answer)

    @property
    def is_from_the_person(self) -> bool:
        """Who asked for the help objects; others' objections are not shown to that person."""
        return self.channel == ObjectionChannel.SECRET
