"""What is known of a case already, so that no form of the desk asks for it again (WCAG 2.2, 3.3.7).

The room of committees stands above this one and registers how its decisions are found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.models import AffectedPerson, Case
from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Decision:
    """What a committee decided to give.

    Attributes:
        words: number and day of the meeting, in Thai, as the record of help names it.
        amount: money as it is written; "" for none.
        basis: regulation or rule by which it may be given.
    """

    words: str
    amount: str
    basis: str


Finder = Callable[[Case, Organization], Decision | None]
_deciders: list[Finder] = []


def register(find: Finder) -> None:
    """Let a room say what was decided on a case; the same function a second time counts once."""
    if find not in _deciders:
        _deciders.append(find)


def decision_on(case: Case, organization: Organization) -> Decision | None:
    """Return the latest decision of an organization's own committee by which something is given; None for none."""
    return next((found for find in _deciders if (found := find(case, organization)) is not None), None)


def people_in(case: int) -> int:
    """Return how many people live in the house of a case, as far as somebody said; at least one."""
    sizes = AffectedPerson.objects.filter(case=case).values_list("household_size", flat=True)
    return max((size or 1 for size in sizes), default=1)
