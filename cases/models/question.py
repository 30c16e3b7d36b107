"""What only the reporter knows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import WaitingState
from portal.sealing.fields import SealedTextField


class Question(models.Model):
    """Something that the holder asks the reporter (row 13). The time of the work may stand still meanwhile."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="questions", verbose_name=_("เรื่อง"))
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(_("สถานะ"), max_length=15, choices=WaitingState)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    asked_at = models.DateTimeField(_("ถามเมื่อ"))
    until = models.DateTimeField(_("รอคำตอบถึง"))
    pausing = models.BooleanField(_("หยุดนับเวลา"), default=False)
    rest = models.DurationField(editable=False)
    paused = models.DurationField(editable=False)
    text = SealedTextField(_("คำถาม"), max_length=4000, blank=True, bound_to=("case_id", "number"))
    answer = SealedTextField(_("คำตอบ"), max_length=4000, blank=True, bound_to=("case_id", "number"))

    class Meta:
        ordering = ["case_id", "number"]
        verbose_name = _("คำถามถึงผู้แจ้ง")
        verbose_name_plural = _("คำถามถึงผู้แจ้ง")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="question_number_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.get_state_display()}"
