"""A question to the center without a case (S1.25)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.consultation.vocabulary import ConsultationState
from portal.organizations.models import Organization
from portal.sealing.fields import SealedEmailField, SealedTextField
from portal.vocabulary import ProblemType


class Consultation(models.Model):
    """What somebody asked and what they were answered.

    Nobody is asked for a name. Whoever has the reference and the secret reads the answer; of the secret only a hash is
    kept. What people wrote goes when its time is over (`erased_at`), the figures stay.

    `working_days` says by how many the time was counted, so that it follows the calendar; None where it was not: words
    that speak of danger are looked at by the hour.
    """

    reference = models.CharField(_("เลขที่คำถาม"), max_length=9, unique=True)
    secret_hash = models.CharField(max_length=64, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="consultations", verbose_name=_("ศูนย์ที่ตอบ")
    )
    problem = models.CharField(_("เรื่อง"), max_length=30, choices=ProblemType, blank=True)
    question = SealedTextField(_("คำถาม"), blank=True, bound_to=("reference",))
    email = SealedEmailField(_("อีเมล"), blank=True, bound_to=("reference",))
    may_email = models.BooleanField(_("ส่งข่าวทางอีเมลได้"), default=False)
    danger = models.CharField(_("คำที่บอกว่าอาจมีอันตราย"), max_length=12, blank=True, editable=False)
    state = models.CharField(
        _("สถานะ"), max_length=10, choices=ConsultationState, default=ConsultationState.WAITING
    )
    asked_at = models.DateTimeField(_("ถามเมื่อ"))
    due_at = models.DateTimeField(_("ควรตอบภายใน"))
    working_days = models.PositiveSmallIntegerField(_("นับเป็นวันทำการ"), null=True, blank=True, editable=False)
    answer = SealedTextField(_("คำตอบ"), blank=True, bound_to=("reference",))
    answered_at = models.DateTimeField(_("ตอบเมื่อ"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ตอบ"),
    )
    read_at = models.DateTimeField(_("ผู้ถามอ่านครั้งแรกเมื่อ"), null=True, blank=True)
    erased_at = models.DateTimeField(_("ลบข้อความเมื่อ"), null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("คำถามถึงศูนย์")
        verbose_name_plural = _("คำถามถึงศูนย์")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=ConsultationState.WAITING, answered_at__isnull=True, answered_by__isnull=True
                )
                | Q(state=ConsultationState.ANSWERED, answered_at__isnull=False, answered_by__isnull=False),
                name="consultation_answered_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["organization", "state", "due_at"], name="consultation_queue")]

    def __str__(self) -> str:
        return self.reference
