"""Ways other than mail on which a message can leave: rooms and plug-ins say how, the outbox says when and how often.

A way is a name and what makes its line. Messages of all ways lie in one table, with the same tries, the same claim and the
same list of what is stuck; a way whose other side is away holds its messages by `failures.HeldError`, each by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portal.outbox.models import OutboxMessage


class Line(Protocol):
    """What hands over messages of one way."""

    def send(self, message: OutboxMessage) -> None:
        """Hand one message over, within a few seconds.

        Raises:
            HeldError: the other side is away, or has to be left alone until a moment.
            RefusedError: it refused this message.
            NeedlessError: nobody is to be told any more.
            AddressError, CompositionError, OSError: see `failures.judge`.
        """


_ways: dict[str, Callable[[], Line]] = {}


def register(name: str, line: Callable[[], Line]) -> None:
    """Say what sends the messages of a way; called once, when the room is ready.

    Args:
        name: of the way, as it stands in the rows; never "email".
        line: makes what sends, once for each run.
    """
    _ways[name] = line


def names() -> list[str]:
    """Return the ways that are known, in the order in which they were told."""
    return list(_ways)


def line_of(name: str) -> Line:
    """Return what sends the messages of a way.

    Raises:
        KeyError: nobody told of it.
    """
    return _ways[name]()
