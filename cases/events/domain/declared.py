"""What rooms above this one do when an event begins or its area grows: registered, and done in the transaction that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.events.models import Event

Listener = Callable[["Event"], object]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Let something be done with every event whose area is kept, new or grown; the same one a second time counts once.

    Args:
        listener: does it; of an event that it knows already it adds what is missing.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(event: Event) -> None:
    """Tell everybody who registered that an event began or that its area grew."""
    for listener in _listeners:
        listener(event)
