"""*Are you safe?*, asked by text or voice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.calls.models.row import CallRow
from cases.calls.vocabulary import QuestionState, Way


class SafetyQuestion(models.Model):
    """One question to one telephone. The number is not kept: it is read from the case when the question leaves.

    Attributes:
        key: names the question to the carrier; at random.
        next_try: when it is offered to the carrier (again).
        ends_at: until when an answer is waited for; then somebody calls.
        answer: the digit, "" while there is none, "?" for whatever else came.
    """

    row = models.ForeignKey(
        CallRow, models.PROTECT, related_name="questions", verbose_name=_("แถวของรายการโทร")
    )
    way = models.CharField(_("ทาง"), max_length=5, choices=Way)
    state = models.CharField(_("สถานะ"), max_length=8, choices=QuestionState, default=QuestionState.WAITING)
    key = models.UUIDField(unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้สั่งถาม")
    )
    made_at = models.DateTimeField(_("สั่งเมื่อ"), default=timezone.now)
    next_try = models.DateTimeField(_("ส่งตั้งแต่"))
    tries = models.PositiveSmallIntegerField(_("จำนวนครั้งที่ลองส่ง"), default=0)
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), null=True)
    ends_at = models.DateTimeField(_("รอคำตอบถึง"), null=True)
    answered_at = models.DateTimeField(_("ตอบเมื่อ"), null=True)
    answer = models.CharField(_("ตอบว่า"), max_length=1, blank=True)

    class Meta:
        ordering = ["row_id", "id"]
        verbose_name = _("คำถามว่าปลอดภัยไหม")
        verbose_name_plural = _("คำถามว่าปลอดภัยไหม")
        constraints = [models.UniqueConstraint(fields=["row"], name="row_is_asked_once")]
        indexes = [
            models.Index(
                fields=["next_try"], condition=Q(state=QuestionState.WAITING), name="questions_to_send"
            ),
            models.Index(
                fields=["ends_at"], condition=Q(state=QuestionState.SENT), name="questions_in_silence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.state}"
