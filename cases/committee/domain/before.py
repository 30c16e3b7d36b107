"""Help that was given before the committee could resolve, and whether the committee has heard of it since (S1.01)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from cases.committee.models import Resolution
from cases.machine.vocabulary import WaitingState
from cases.models import AssistanceRecord, Case, CommitteeItem
from portal.thai.dates import fiscal_year_bounds

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_LINES = 1000
"""Lines of one report; a year of one local administration."""


@dataclass(frozen=True, slots=True)
class Line:
    """One help that could not wait.

    Attributes:
        help: what was given.
        reference: of the case; "" when the reader may not open it any more.
        resolution: the committee's last word on the case; None while it has not spoken.
        waits: it lies before the committee.
    """

    help: AssistanceRecord
    reference: str
    resolution: Resolution | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The help of a fiscal year given before a resolution.

    Attributes:
        year: the fiscal year (B.E.).
        lines: the newest first.
        baht: all of it in money.
    """

    year: int
    lines: list[Line]
    baht: Decimal


def helped_before(*, actor: Officer, year: int) -> Report:
    """Return what the actor's organization gave before a resolution in a fiscal year; four queries.

    Args:
        actor: reads the committee's pages. Of cases that they may not open there is the help without its reference.
        year: B.E.
    """
    first, last = fiscal_year_bounds(year)
    given = AssistanceRecord.objects.filter(
        organization=actor.organization.pk, before_committee=True, given_on__range=(first, last)
    )
    rows = list(given.order_by("-given_on", "-pk")[:MOST_LINES])
    cases = {row.case_id for row in rows}
    visible = dict(Case.objects.visible_to(actor, among=Q(pk__in=cases)).values_list("pk", "reference"))
    said = {
        one.case_id: one
        for one in Resolution.objects.filter(
            case__in=cases, item__meeting__committee__organization=actor.organization.pk
        )
        .select_related("item__meeting")
        .order_by("pk")
    }
    waiting = set(
        CommitteeItem.objects.filter(
            case__in=cases, organization=actor.organization.pk, state=WaitingState.SUBMITTED
        ).values_list("case_id", flat=True)
    )
    lines = [
        Line(row, visible.get(row.case_id, ""), said.get(row.case_id), row.case_id in waiting) for row in rows
    ]
    return Report(year, lines, sum((row.amount_baht or Decimal(0) for row in rows), Decimal(0)))
