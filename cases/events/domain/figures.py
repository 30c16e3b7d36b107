"""What rooms above this one add to the report of an event: they register it, and the report knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.events.models import Event

Figure = tuple[str, str]
"""What is counted, in the reader's language, and how many; numbers only, of nobody."""
Counter = Callable[["Event"], Sequence[Figure]]
_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Let a room add figures; the same one a second time counts once.

    Args:
        counter: takes the event; a number of queries that does not grow.
    """
    if counter not in _counters:
        _counters.append(counter)


def figures_of(event: Event) -> list[Figure]:
    """Return what rooms add, in the order in which they registered."""
    return [figure for counter in _counters for figure in counter(event)]
