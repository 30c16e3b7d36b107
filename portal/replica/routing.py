"""Where a query goes: to the primary, unless this request was told that the replica is level."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections

from portal.replica.standing import ALIAS, STANDING

_reads: ContextVar[bool] = ContextVar("replica_reads", default=False)


@contextmanager
def reading() -> Iterator[bool]:
    """Read from the replica within this block, as long as nothing is written; yields whether it is level.

    Raises:
        DatabaseError, InterfaceError: the primary does not answer.
    """
    is_level = STANDING.is_level()
    token = _reads.set(is_level)
    try:
        yield is_level
    finally:
        _reads.reset(token)


def from_primary() -> None:
    """Read from the primary for the rest of the block."""
    _reads.set(False)


def is_reading() -> bool:
    """Say whether queries go to the replica now."""
    return _reads.get()


class Router:
    """Of `settings.DATABASE_ROUTERS`, where a replica is named."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        """Return where a query goes; what a transaction of ours has not committed yet stands in the primary alone."""
        return ALIAS if _reads.get() and not connections["default"].in_atomic_block else "default"

    def db_for_write(self, model: type, **hints: Any) -> str:
        """Return the primary: from here on this request reads there as well."""
        from_primary()
        return "default"

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Tables come by the log."""
        return db != ALIAS
