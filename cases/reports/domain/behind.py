"""From a figure to its cases: the cases are looked up again, and seen through the one door alone (S1.10)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.reports.domain.filling import cases_of
from cases.reports.domain.storing import table_of
from cases.reports.figures import Number, value
from cases.reports.models import MonthlyReport
from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class Behind:
    """What lies behind one figure.

    Attributes:
        figure: as it stands in the report.
        counted: how many cases the register has for it now.
        cases: those that the reader may open.
        hidden: how many of those counted the reader may not open.
    """

    figure: Number
    counted: int
    cases: CaseQuerySet
    hidden: int

    @property
    def agrees(self) -> bool:
        """The figure is that of the register."""
        return self.figure == self.counted


def behind(*, report: MonthlyReport, problem: str, measure: str, actor: Officer) -> Behind:
    """Return the cases behind a figure of the actor's own report.

    Args:
        report: of the actor's own organization.
        problem: row.
        measure: column, one that counts cases.
        actor: who asks.
    """
    keys = cases_of(report.organization, report.month).get((problem, measure), [])
    seen = Case.objects.visible_to(actor, among=Q(pk__in=keys)).order_by()
    visible = seen.count()
    return Behind(
        figure=value(table_of(report), problem, measure),
        counted=len(keys),
        cases=seen,
        hidden=len(keys) - visible,
    )
