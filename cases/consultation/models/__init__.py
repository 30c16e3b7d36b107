"""Questions to the center, what is published, and the rule of times."""

from cases.consultation.models.answer_rule import AnswerRule
from cases.consultation.models.consultation import Consultation
from cases.consultation.models.frequent_question import FrequentQuestion

__all__ = ["AnswerRule", "Consultation", "FrequentQuestion"]
