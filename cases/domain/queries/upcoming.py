"""What happens next on a case, by whom and by when, as the citizen may know it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases.domain.queries.names import brief
from cases.machine.vocabulary import DutyKind
from cases.models import Case, Duty
from portal.composed import Composed

TOLD = (
    *(DutyKind.FORWARD, DutyKind.REROUTE, DutyKind.ACKNOWLEDGE, DutyKind.ACT, DutyKind.PART, DutyKind.VISIT),
    *(DutyKind.COMMITTEE, DutyKind.FOLLOW, DutyKind.DECIDE, DutyKind.READ, DutyKind.ANSWER),
)
"""Duties that mean something to the person who waits; what is decided inside the office is not among them."""
MOST = 6
"""Things that are named at once, the soonest."""


@dataclass(frozen=True)
class Next:
    """Something that somebody has to do.

    Attributes:
        kind: what.
        by: the organization that has to.
        due: by when.
    """

    kind: DutyKind
    by: str
    due: dt.datetime


_RUNNING = Composed(
    lambda case: (
        Duty.objects.running().filter(kind__in=TOLD, case=case).select_related("organization").order_by()
    ),
    case=int,
)
"""In no order, and all of the few that run: asked for the soonest of a case, PostgreSQL walks the duties of the whole country
in the order of their time until it has met six of this case, as long as it has not counted how many cases there are."""


def upcoming(case: Case) -> tuple[Next, ...]:
    """Return what runs, the soonest first. One query."""
    running = sorted(_RUNNING(case=case.pk), key=lambda duty: (duty.due_at, duty.number))
    return tuple(
        Next(kind=DutyKind(duty.kind), by=brief(duty.organization), due=duty.due_at)
        for duty in running[:MOST]
    )
