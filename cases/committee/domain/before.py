"""Help that was given before the committee could resolve, and whether the committee has heard of it since (S1.01)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from cases.committee.models import Resolution
from cases.committee.vocabulary import ResolutionKind
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
        resolution: the committee's last word on the case since the help was recorded; None while it has not spoken.
        waits: it lies before the committee, for the first time or again.
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
    resolved = Resolution.objects.filter(
        case__in=cases, item__meeting__committee__organization=actor.organization.pk
    )
    said: dict[int, list[Resolution]] = defaultdict(list)
    for one in resolved.select_related("item__meeting").order_by("-pk"):
        said[one.case_id].append(one)
    waiting = set(
        CommitteeItem.objects.filter(
            case__in=cases, organization=actor.organization.pk, state=WaitingState.SUBMITTED
        ).values_list("case_id", flat=True)
    )
    latest: dict[int, dt.datetime] = {}
    for row in rows:
        latest[row.case_id] = max(row.recorded_at, latest.get(row.case_id, row.recorded_at))
    lines = []
    for row in rows:
        # Of help that was recorded afterwards an earlier resolution knew nothing.
        last = next((one for one in said[row.case_id] if one.decided_at >= row.recorded_at), None)
        waits = row.case_id in waiting and not _is_settled(last, latest[row.case_id])
        lines.append(Line(row, visible.get(row.case_id, ""), last, waits))
    return Report(year, lines, sum((row.amount_baht or Decimal(0) for row in rows), Decimal(0)))


def _is_settled(last: Resolution | None, latest: dt.datetime) -> bool:
    """Say whether what lies before the committee is newer help of the same case, and this help was heard of before it."""
    return last is not None and last.kind != ResolutionKind.DEFERRED and last.decided_at < latest
