"""Doing the same to many objects so that the trouble of one is not that of the others.

Whatever comes round every minute begins with the same object again: without this, one that fails would keep all behind
it waiting for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, transaction

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
