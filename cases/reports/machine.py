"""What may be done to a report, as one small table: the verb, from which states, to which, and by which side.

Pure: permission checks, buttons and tests derive from it, and no database is asked. Guards that need other rows stand in
`cases.reports.domain.acts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from cases.reports.vocabulary import OPEN_STATES, ReportState, ReportVerb
from portal.accounts.functions import Function


class Side(Enum):
    """How somebody stands to a report."""

    OWNER = "owner"
    """Its organization, or the one that took its place."""
    RECEIVER = "receiver"
    """The next level, which accepts it or gives it back."""


MAKES = frozenset({Function.REPORTING, Function.SUPERVISE, Function.DEPUTY})
"""Whoever fills, sends, accepts and gives back: appointed for reporting, or answering for the organization (S2.60)."""
READS = MAKES | {Function.VIEW}
"""Whoever reads: the governor's office has nothing but this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table.

    Attributes:
        verb: what is done.
        states: in which it may be done.
        to: the state afterwards; None leaves it.
        side: by whom.
        needs_reason: a sentence is asked for, and kept.
        changes_figures: the figures or words of the report may change.
    """

    verb: ReportVerb
    states: frozenset[ReportState]
    to: ReportState | None
    side: Side
    needs_reason: bool = False
    changes_figures: bool = False


_SENT, _ACCEPTED = frozenset({ReportState.SUBMITTED}), frozenset({ReportState.ACCEPTED})
TABLE: tuple[Line, ...] = (
    Line(verb=ReportVerb.FILL, states=OPEN_STATES, to=None, side=Side.OWNER, changes_figures=True),
    Line(verb=ReportVerb.EDIT, states=OPEN_STATES, to=None, side=Side.OWNER, changes_figures=True),
    Line(verb=ReportVerb.SUBMIT, states=OPEN_STATES, to=ReportState.SUBMITTED, side=Side.OWNER),
    Line(verb=ReportVerb.RECALL, states=_SENT, to=ReportState.DRAFT, side=Side.OWNER),
    Line(verb=ReportVerb.ACCEPT, states=_SENT, to=ReportState.ACCEPTED, side=Side.RECEIVER),
    Line(
        verb=ReportVerb.RETURN,
        states=_SENT,
        to=ReportState.RETURNED,
        side=Side.RECEIVER,
        needs_reason=True,
    ),
    Line(
        verb=ReportVerb.REOPEN,
        states=_ACCEPTED,
        to=ReportState.REOPENED,
        side=Side.RECEIVER,
        needs_reason=True,
    ),
    Line(
        verb=ReportVerb.EXCEPT,
        states=OPEN_STATES | _ACCEPTED,
        to=None,
        side=Side.RECEIVER,
        needs_reason=True,
    ),
)
BY_VERB: dict[ReportVerb, Line] = {line.verb: line for line in TABLE}


def is_allowed(verb: ReportVerb, state: str, sides: Iterable[Side]) -> bool:
    """Say whether the table has a line for a verb in this state by somebody who stands so to the report."""
    line = BY_VERB[verb]
    return ReportState(state) in line.states and line.side in set(sides)


def possible(state: str, sides: Iterable[Side]) -> list[Line]:
    """Return the lines that somebody may take now, in the order of the table."""
    held = set(sides)
    return [line for line in TABLE if ReportState(state) in line.states and line.side in held]
