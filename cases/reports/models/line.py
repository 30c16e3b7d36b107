"""The figures of one kind of problem in a report."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.reports.figures import Number
from cases.reports.vocabulary import Measure, Origin
from portal.vocabulary import ProblemType


class ReportLine(models.Model):
    """One row of the form, as it is reported or as the register has it; a row of noughts is not kept.

    Both are kept side by side, so that a difference stays visible and its reason stands beside it.
    """

    report = models.ForeignKey(
        "reports.MonthlyReport", models.PROTECT, related_name="lines", verbose_name=_("รายงาน")
    )
    origin = models.CharField(_("ที่มา"), max_length=10, choices=Origin)
    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType)
    carried = models.PositiveIntegerField(Measure.CARRIED.label, default=0)
    received = models.PositiveIntegerField(Measure.RECEIVED.label, default=0)
    forwarded = models.PositiveIntegerField(Measure.FORWARDED.label, default=0)
    closed = models.PositiveIntegerField(Measure.CLOSED.label, default=0)
    refused = models.PositiveIntegerField(Measure.REFUSED.label, default=0)
    pending = models.PositiveIntegerField(Measure.PENDING.label, default=0)
    helped = models.PositiveIntegerField(Measure.HELPED.label, default=0)
    households = models.PositiveIntegerField(Measure.HOUSEHOLDS.label, default=0)
    persons = models.PositiveIntegerField(Measure.PERSONS.label, default=0)
    in_kind = models.PositiveIntegerField(Measure.IN_KIND.label, default=0)
    baht = models.DecimalField(
        Measure.BAHT.label, max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    remark = models.CharField(_("เหตุผลที่ต่างจากทะเบียน"), max_length=300, blank=True)

    class Meta:
        ordering = ["report_id", "origin", "problem"]
        verbose_name = _("ตัวเลขในรายงาน")
        verbose_name_plural = _("ตัวเลขในรายงาน")
        constraints = [
            models.UniqueConstraint(fields=["report", "origin", "problem"], name="report_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.get_problem_display()}"

    @property
    def values(self) -> dict[str, Number]:
        """Measure → number."""
        return {measure.value: getattr(self, measure.value) for measure in Measure}
