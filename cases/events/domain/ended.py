"""What rooms above this one do when an event ends: they register it, and it happens in the transaction that closes the event."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.events.models import Event

Listener = Callable[["Event"], object]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Let something be done with every event that was closed; the same one a second time counts once."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(event: Event) -> None:
    """Tell everybody who registered that an event ended."""
    for listener in _listeners:
        listener(event)
