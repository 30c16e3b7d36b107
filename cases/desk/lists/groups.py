"""Groups of cases by which lists can be filtered: brought by rooms that stand above the desk (events)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class Groups:
    """What a room brings.

    Attributes:
        choices: takes the officer; returns pairs of value and words of the groups that they know.
        members: takes the officer and a value; returns the keys of its cases; None for a group that they do not know.
    """

    choices: Callable[[Officer], list[tuple[str, str]]]
    members: Callable[[Officer, str], QuerySet[object] | None]


_groups: list[Groups] = []


def register(groups: Groups) -> None:
    """Let a room bring groups; the same ones a second time count once."""
    if groups not in _groups:
        _groups.append(groups)


def choices_for(actor: Officer) -> list[tuple[str, str]]:
    """Return the groups that an officer may choose."""
    return [pair for groups in _groups for pair in groups.choices(actor)]


def members_of(actor: Officer, value: str) -> QuerySet[object] | None:
    """Return the keys of the cases of a group, None where the officer does not know it."""
    found = (groups.members(actor, value) for groups in _groups)
    return next((one for one in found if one is not None), None)
