"""What is known of a household, as a function of everything that was seen of it; and the four figures. Pure.

The order in which marks arrive changes nothing: phones without a signal send yesterday's after today's (many.md B3,
recompute; a register kept by "newest arrival wins" showed *safe* over a need).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cases.vulnerable.vocabulary import Status

_RANK = {Status.SAFE: 0, Status.MOVED: 1}
"""Of two at one moment the one that says more of where somebody is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One mark.

    Attributes:
        status: needs, moved or safe.
        at: when it was seen.
        by_person: somebody saw them or spoke to them.
        danger: somebody is in danger.
    """

    status: Status
    at: dt.datetime
    by_person: bool = True
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What holds of a household.

    Attributes:
        status: one of four.
        danger: it needs help, and somebody is in danger.
        at: since when it is known; None where nobody said anything.
    """

    status: Status = Status.NOT_REACHED
    danger: bool = False
    at: dt.datetime | None = None


def known(marks: Collection[Seen]) -> Known:
    """Return what holds after all of these marks.

    A need stands until somebody who saw them or spoke to them later says safe or moved (sticky); a digit never ends it. Of
    a need and its end at one moment the need stands: nobody is left waiting by a tie.

    Args:
        marks: in any order.
    """
    ends = max((one.at for one in marks if one.status is not Status.NEEDS and one.by_person), default=None)
    open_needs = [one for one in marks if one.status is Status.NEEDS and (ends is None or one.at >= ends)]
    if open_needs:
        newest = max(one.at for one in open_needs)
        return Known(Status.NEEDS, any(one.danger for one in open_needs), newest)
    rest = [one for one in marks if one.status is not Status.NEEDS]
    if not rest:
        return Known()
    last = max(rest, key=lambda one: (one.at, _RANK[one.status]))
    return Known(last.status, at=last.at)


@dataclass(slots=True)
class Figures:
    """Households by status. Whatever is shown is a sum of the same cells, so that nothing can disagree.

    Attributes:
        cells: status → households.
    """

    cells: Mapping[Status, int] = field(default_factory=dict)

    def of(self, status: Status) -> int:
        """Return how many have a status."""
        return self.cells.get(status, 0)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.of(status) for status in Status)

    @property
    def in_order(self) -> list[int]:
        """The four, those who were not reached first."""
        return [self.of(status) for status in Status]


def added(parts: Collection[Figures]) -> Figures:
    """Return the sum of some figures."""
    return Figures({status: sum(one.of(status) for one in parts) for status in Status})
