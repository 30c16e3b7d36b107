"""What rooms above this one show on the board of an event: they register it, and this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.events.models import Event
from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the board.

    Attributes:
        template: draws it, with `panel`.
        shown: what it shows, as the template knows it.
    """

    template: str
    shown: Any


Maker = Callable[[Event, Officer], Panel | None]
"""Takes the event and who reads; returns what they may see, or None for nothing."""
_makers: list[Maker] = []


def register(make: Maker) -> None:
    """Let a room have a part of the board; the same one a second time counts once.

    Args:
        make: makes it, with a number of queries that does not grow.
    """
    if make not in _makers:
        _makers.append(make)


def panels_of(event: Event, actor: Officer) -> list[Panel]:
    """Return what rooms show on the board of an event, in the order in which they registered."""
    return [panel for make in _makers if (panel := make(event, actor)) is not None]
