"""One household that answered, and its answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.surveys.models.survey import Question, Survey
from portal.sealing.fields import SealedCharField


class EntryWay(models.TextChoices):
    """How an answer came."""

    PUBLIC = "public", _("ตอบเอง")
    OFFICER = "officer", _("เจ้าหน้าที่บันทึก")
    IMPORT = "import", _("นำเข้าจากไฟล์")


class Household(models.Model):
    """One household of one survey; the key says that the same house answers once, whoever opens the door (S1.02)."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="households", verbose_name=_("แบบสำรวจ"))
    key = models.CharField(max_length=80, editable=False)
    """A digest of subdistrict, village and house number (`domain.answering.home_key`)."""
    token = models.UUIDField(unique=True, editable=False)
    name = SealedCharField(_("ชื่อหัวหน้าครัวเรือน"), max_length=200, blank=True, bound_to=("token",))
    phone = SealedCharField(_("โทรศัพท์"), max_length=40, blank=True, bound_to=("token",))
    house = SealedCharField(_("บ้านเลขที่"), max_length=60, blank=True, bound_to=("token",))
    moo = models.CharField(_("หมู่ที่"), max_length=20, blank=True)
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6)
    members = models.PositiveSmallIntegerField(_("จำนวนคนในบ้าน"), null=True, blank=True)
    way = models.CharField(_("ตอบอย่างไร"), max_length=8, choices=EntryWay)
    answered_at = models.DateTimeField(_("ตอบเมื่อ"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    erased_at = models.DateTimeField(_("ลบชื่อและที่อยู่เมื่อ"), null=True)

    class Meta:
        ordering = ["subdistrict_code", "moo", "id"]
        verbose_name = _("ครัวเรือนที่ตอบ")
        verbose_name_plural = _("ครัวเรือนที่ตอบ")
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="household_answers_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.pk}"


class Answer(models.Model):
    """What one household said to one question: a number, or words."""

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="answers", verbose_name=_("ครัวเรือน")
    )
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("คำถาม"))
    words = models.CharField(_("คำตอบที่เลือก"), max_length=1000, blank=True)
    """Yes, no or one of the choices: these are counted."""
    said = SealedCharField(_("คำตอบ"), max_length=1000, blank=True, bound_to=("household_id", "question_id"))
    """To a question that is answered in one's own words."""
    number = models.IntegerField(_("จำนวน"), null=True)

    class Meta:
        ordering = ["household", "question"]
        verbose_name = _("คำตอบ")
        verbose_name_plural = _("คำตอบ")
        constraints = [models.UniqueConstraint(fields=["household", "question"], name="survey_answer_once")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.question_id}"
