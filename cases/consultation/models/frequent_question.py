"""A question and answer for everybody, without anything of whoever asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.consultation.models.consultation import Consultation
from cases.consultation.vocabulary import PublicationState
from portal.vocabulary import ProblemType
from portal.web.language import localized


class FrequentQuestion(models.Model):
    """What is proposed to be published of an answer; it is public only after a second person agreed (S1.25)."""

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="publications", verbose_name=_("คำถามที่มา")
    )
    problem = models.CharField(_("เรื่อง"), max_length=30, choices=ProblemType, blank=True)
    question = models.CharField(_("คำถาม"), max_length=300)
    answer = models.TextField(_("คำตอบ"))
    question_en = models.CharField(_("คำถาม (อังกฤษ)"), max_length=300, blank=True)
    answer_en = models.TextField(_("คำตอบ (อังกฤษ)"), blank=True)
    state = models.CharField(
        _("สถานะ"), max_length=10, choices=PublicationState, default=PublicationState.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้เสนอ")
    )
    proposed_at = models.DateTimeField(_("เสนอเมื่อ"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้เห็นชอบ"),
    )
    decided_at = models.DateTimeField(_("พิจารณาเมื่อ"), null=True, blank=True)

    class Meta:
        ordering = ["problem", "-decided_at", "pk"]
        verbose_name = _("คำถามที่พบบ่อย")
        verbose_name_plural = _("คำถามที่พบบ่อย")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(state__in=[PublicationState.PROPOSED, PublicationState.PUBLISHED]),
                name="frequent_question_once",
            ),
            models.CheckConstraint(
                condition=Q(state=PublicationState.PROPOSED, decided_by__isnull=True)
                | Q(state=PublicationState.REFUSED, decided_by__isnull=False)
                | (
                    Q(
                        state__in=[PublicationState.PUBLISHED, PublicationState.WITHDRAWN],
                        decided_by__isnull=False,
                    )
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="frequent_question_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def display_question(self) -> str:
        """The question in the reader's language."""
        return localized(self, "question")

    @property
    def display_answer(self) -> str:
        """The answer in the reader's language; Thai where only the question was translated."""
        return localized(self, "answer")

    @property
    def anchor(self) -> str:
        """Of its place on a page."""
        return f"faq-{self.pk}"
