"""Further problems of a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.vocabulary import ProblemType


class CaseProblem(models.Model):
    """A problem that screening found beside the main one; routing follows the main one only."""

    case = models.ForeignKey(
        "cases.Case", models.CASCADE, related_name="further_problems", verbose_name=_("เรื่อง")
    )
    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType)

    class Meta:
        ordering = ["id"]
        verbose_name = _("ปัญหาร่วม")
        verbose_name_plural = _("ปัญหาร่วม")
        constraints = [models.UniqueConstraint(fields=["case", "problem"], name="case_problem_once")]

    def __str__(self) -> str:
        return str(self.get_problem_display())
