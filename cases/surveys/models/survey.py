"""What is asked, where and until when."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.organizations.areas import area
from portal.vocabulary import ProblemType


class ReportState(models.TextChoices):
    """How far the result of a survey has come on its way to the center (S1.09)."""

    DRAFT = "draft", _("ยังไม่รายงานศูนย์")
    REPORTED = "reported", _("รายงานศูนย์แล้ว รอตรวจรับ")
    RETURNED = "returned", _("ศูนย์ส่งคืนให้แก้ไข")
    ACCEPTED = "accepted", _("ศูนย์รับรายงานแล้ว")

    @property
    def tone(self) -> str:
        """The mark that stands with its words."""
        return {ReportState.RETURNED: "warn", ReportState.REPORTED: "info", ReportState.ACCEPTED: "ok"}.get(
            self, "off"
        )


class Survey(models.Model):
    """One survey, or one round of registration, of one organization (S1.02).

    It takes answers from its first to its last day, while it is open. Names are kept until `keep_until`, figures stay.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="surveys", verbose_name=_("หน่วยงาน")
    )
    token = models.UUIDField(unique=True, editable=False)
    title = models.CharField(_("ชื่อแบบสำรวจ"), max_length=200)
    purpose = models.CharField(_("สำรวจเพื่ออะไร"), max_length=1000)
    first = models.DateField(_("ตั้งแต่"))
    last = models.DateField(_("ถึง"))
    keep_until = models.DateField(_("เก็บชื่อและที่อยู่ถึง"))
    is_public = models.BooleanField(_("ประชาชนตอบเองได้"), default=False)
    made_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    ended_at = models.DateTimeField(_("ปิดเมื่อ"), null=True)
    reported_at = models.DateTimeField(_("รายงานศูนย์เมื่อ"), null=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้รายงาน")
    )
    returned_at = models.DateTimeField(_("ส่งคืนเมื่อ"), null=True)
    """The last time; it stays when the result is reported again, so that the center reads what it had asked for."""
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ส่งคืน")
    )
    returned_reason = models.CharField(_("เหตุผลที่ส่งคืน"), max_length=500, blank=True, db_default="", default="")
    accepted_at = models.DateTimeField(_("ศูนย์รับรายงานเมื่อ"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้รับรายงาน")
    )

    class Meta:
        ordering = ["-first", "-id"]
        verbose_name = _("แบบสำรวจ")
        verbose_name_plural = _("แบบสำรวจ")
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="survey_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(keep_until__gte=F("last")), name="survey_keeps_until_its_end"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(reported_at__isnull=False),
                name="survey_accepted_was_reported",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def report_state(self) -> ReportState:
        """How far its result has come on the way to the center."""
        if self.reported_at is not None:
            return ReportState.ACCEPTED if self.accepted_at is not None else ReportState.REPORTED
        return ReportState.RETURNED if self.returned_at is not None else ReportState.DRAFT

    def takes_answers(self, today: dt.date) -> bool:
        """Whether households may answer on a day."""
        return self.ended_at is None and self.first <= today <= self.last

    def took_answers(self, at: dt.datetime) -> bool:
        """Whether households might answer at a time, for what was written then and comes later; not once it is reported."""
        in_time = self.first <= timezone.localdate(at) <= self.last
        return in_time and self.reported_at is None and (self.ended_at is None or at < self.ended_at)

    def is_given_back(self, today: dt.date) -> bool:
        """Whether the center gave the result back, so that its office may add households on a day.

        Not when names are no longer kept: what came then would be erased in the same night.
        """
        return self.report_state is ReportState.RETURNED and today <= self.keep_until


class SurveyArea(models.Model):
    """One subdistrict in which is asked."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="areas", verbose_name=_("แบบสำรวจ"))
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6)

    class Meta:
        ordering = ["subdistrict_code"]
        verbose_name = _("พื้นที่ของแบบสำรวจ")
        verbose_name_plural = _("พื้นที่ของแบบสำรวจ")
        constraints = [
            models.UniqueConstraint(fields=["survey", "subdistrict_code"], name="survey_area_once")
        ]

    def __str__(self) -> str:
        found = area(self.subdistrict_code)
        return found.label if found else self.subdistrict_code


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    YES_NO = "yes_no", _("ใช่ หรือไม่ใช่")
    CHOICE = "choice", _("เลือกหนึ่งข้อ")
    NUMBER = "number", _("จำนวน")
    TEXT = "text", _("ข้อความ")


class Question(models.Model):
    """One question. Questions are data: nothing is changed in the program for a new survey."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", verbose_name=_("แบบสำรวจ"))
    number = models.PositiveSmallIntegerField(_("ข้อ"))
    words = models.CharField(_("คำถาม"), max_length=300)
    kind = models.CharField(_("ชนิดคำตอบ"), max_length=8, choices=QuestionKind)
    options = models.TextField(_("ตัวเลือก"), blank=True)
    """One choice on a line."""
    is_required = models.BooleanField(_("ต้องตอบ"), default=False)
    theme = models.CharField(
        _("ถ้าตอบว่าใช่ คือต้องการความช่วยเหลือด้าน"), max_length=30, choices=ProblemType, blank=True
    )

    class Meta:
        ordering = ["survey", "number"]
        verbose_name = _("คำถาม")
        verbose_name_plural = _("คำถาม")
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_question_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.words}"

    @property
    def choices(self) -> list[str]:
        """The choices of a question that is answered by one."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]
