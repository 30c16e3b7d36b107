"""Doing the same to many objects so that the trouble of one is not that of the others.

Whatever comes round every minute begins with the same object again: without this, one that fails would keep all behind
it waiting for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, transaction

if TYPE_CHECKING:
    from django.db.models import QuerySet

log = logging.getLogger(__name__)

Key = TypeVar("Key")

_TOLD_SECONDS = 3600
"""How long a failure that comes again every minute is not told again."""


def each_apart(keys: Iterable[Key], change: Callable[[Key], int], *, what: str) -> int:
    """Change objects one by one, each in a transaction of its own; returns the sum of what `change` returns.

    An object that fails stays as it was, is told in the log once an hour, and is tried again at the next round.

    Args:
        keys: of the objects; read whole before the first change.
        change: does it for one, and says how much changed.
        what: is done, for the log: "publishing a revision".

    Raises:
        OperationalError, InterfaceError: the database is locked, full or gone; none of the others would fare better.
            What one object violates (`IntegrityError`, `DataError`) is its own trouble.
    """
    count = 0
    for key in list(keys):
        try:
            with transaction.atomic():
                count += change(key)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # Rooms above take part by signals and by registering; any of them may raise anything.
            if cache.add(f"one-by-one:{what}:{key}".replace(" ", "-"), True, _TOLD_SECONDS):
                log.exception("It failed for one, the others go on: %s, %s.", what, key)
    return count


def next_in_turn(rows: QuerySet[Any], most: int, *, what: str) -> list[Any]:
    """Return the keys of the next few rows: those behind whatever the round before ended with, then from the beginning.

    For work that stays where it is when it cannot be done now: a round that always began with the oldest would never
    come to what lies behind more of such rows than it takes. Where this process remembers no round, it begins anew.

    Args:
        rows: what could be done; taken in the order of their keys, whatever their own.
        most: rows that one round takes.
        what: is done, as for `each_apart`.
    """
    last = cache.get(_turn(what))
    keys = rows.order_by("pk").values_list("pk", flat=True)
    if last is None:
        taken = list(keys[:most])
    else:
        taken = list(keys.filter(pk__gt=last)[:most])
        taken += keys.filter(pk__lte=last)[: most - len(taken)] if len(taken) < most else ()
    if taken:
        go_on_behind(taken[-1], what=what)
    return taken


def go_on_behind(key: Any, *, what: str) -> None:
    """Let the next round begin behind a row, because this one broke off at it.

    Args:
        key: of the row.
        what: as for `next_in_turn`.
    """
    cache.set(_turn(what), key, None)


def _turn(what: str) -> str:
    return f"in-turn:{what}".replace(" ", "-")
