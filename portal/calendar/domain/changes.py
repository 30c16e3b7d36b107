"""What follows when the calendar changes: rooms that promise working days say it here.

The calendar knows nothing of deadlines. A room registers a function when Django starts (`AppConfig.ready`); it is
called after the commit of a change, and puts its own work into the queue.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

Follow = Callable[[], object]

_following: list[Follow] = []


def register(follow: Follow) -> None:
    """Let a room follow the calendar; the same function a second time counts once."""
    if follow not in _following:
        _following.append(follow)


def announce() -> None:
    """Tell everybody, once the change is committed."""
    for follow in _following:
        transaction.on_commit(follow)
