"""Whether the replica has replayed all that the primary has committed until now."""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections

log = logging.getLogger(__name__)

ALIAS = "replica"
"""Name in `settings.DATABASES`."""
PATIENCE = 0.1
"""Seconds that a request waits for the replica to come up with the primary: usually it needs a few milliseconds."""
PAUSE = 5.0
"""Seconds that a replica which lagged or failed is left alone, so that not every request waits for it."""
_STEP = 0.01

_HERE = "SELECT pg_current_wal_lsn()::text"
_THERE = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"


class Standing:
    """What this process knows of the replica."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._is_left_out = False

    def is_level(self) -> bool:
        """Say whether a request may read there: whatever was committed before this moment is there too.

        Raises:
            DatabaseError, InterfaceError: the primary itself does not answer.
        """
        if ALIAS not in settings.DATABASES or time.monotonic() < self._until:
            return False
        if connections["default"].vendor != "postgresql":
            self.leave_out("nothing but PostgreSQL has one")
            return False
        place = self._primary()
        try:
            is_there = self._has(place)
        except (DatabaseError, InterfaceError) as error:
            self.leave_out(type(error).__name__)
            return False
        if not is_there:
            self.leave_out("it lags")
            return False
        self._take_in()
        return True

    @staticmethod
    def _primary() -> str:
        with connections["default"].cursor() as cursor:
            cursor.execute(_HERE)
            place: str = cursor.fetchone()[0]
        return place

    @staticmethod
    def _has(place: str) -> bool:
        deadline = time.monotonic() + PATIENCE
        with connections[ALIAS].cursor() as cursor:
            while True:
                cursor.execute(_THERE, [place])
                if cursor.fetchone()[0]:
                    return True
                if time.monotonic() > deadline:
                    return False
                time.sleep(_STEP)

    def leave_out(self, why: str) -> None:
        """Ask the primary for a while; said once in the log until the replica is level again.

        Args:
            why: for the log; no words of the database, which may quote what was asked.
        """
        with self._lock:
            self._until = time.monotonic() + PAUSE
            is_new, self._is_left_out = not self._is_left_out, True
        connections[ALIAS].close()
        if is_new:
            log.warning("The replica is left out (%s); everything is read from the primary.", why)

    def _take_in(self) -> None:
        if not self._is_left_out:
            return
        with self._lock:
            is_new, self._is_left_out = self._is_left_out, False
        if is_new:
            log.warning("The replica is level with the primary again.")

    def forget(self) -> None:
        """Look anew at the next question; for tests."""
        self._until, self._is_left_out = 0.0, False


STANDING = Standing()
