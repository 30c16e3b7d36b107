"""Running the checks: one after the other, each within its time, and none stops the others."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from portal.upkeep.models import Inspection
from portal.upkeep.registry import NOTHING, Check, Found, Look, Severity, checks

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that the database may take for one check, unless everything is to be read."""
_STEPS = 20_000
"""SQLite's steps between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one check ended.

    Attributes:
        check: which.
        found: what it found.
        seconds: how long it took.
        problem: kind of the error that kept it from looking; "" when it looked. Its text may quote what a person wrote.
    """

    check: Check
    found: Found
    seconds: float
    problem: str = ""

    @property
    def is_well(self) -> bool:
        """It looked, and found nothing."""
        return not self.problem and not self.found.count

    @property
    def severity(self) -> Severity:
        """How soon somebody has to see to it; a check that cannot look is never less than a matter of today."""
        return max(self.check.severity, Severity.TODAY) if self.problem else self.check.severity


def inspect(look: Look, names: Iterable[str] | None = None) -> list[Result]:
    """Run checks; returns how each ended, in their order.

    Args:
        look: when, and how much is read.
        names: of the checks; all by default.
    """
    known = checks()
    chosen = known if names is None else {name: known[name] for name in names}
    return [_run(one, look) for one in chosen.values()]


def _run(one: Check, look: Look) -> Result:
    started, found, problem = time.monotonic(), NOTHING, ""
    try:
        with within(None if look.is_full else PATIENCE):
            found = one.function(look)
    except Exception as error:
        # A check meets exactly what is broken, so it may raise anything; that it could not look is a finding itself.
        problem = type(error).__name__
        log.exception("The check %s could not look (%s).", one.name, problem)
    return Result(one, found, time.monotonic() - started, problem)


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """Let the database end statements that take too long; the tables stay as they are.

    Raises:
        OperationalError: the time was over.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {int((seconds or 0) * 1000)}")
            yield
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
        return
    # No transaction: on SQLite it would hold back everybody who writes.
    connection.ensure_connection()
    raw, end = connection.connection, None if seconds is None else time.monotonic() + seconds
    raw.set_progress_handler(None if end is None else lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


def inspect_and_keep(look: Look | None = None) -> Inspection:
    """Run every check and keep what they found, for the page; older looks are forgotten.

    Args:
        look: by default the present moment, within bounds.
    """
    now = look or Look(timezone.now())
    started = time.monotonic()
    results = inspect(now)
    found = [
        {
            "name": one.check.name,
            "count": one.found.count,
            "seconds": round(one.seconds, 3),
            "problem": one.problem,
        }
        for one in results
    ]
    # What a clock that ran ahead wrote would stand first until its day comes.
    Inspection.objects.filter(at__gt=now.now).delete()
    made = Inspection.objects.create(at=now.now, seconds=time.monotonic() - started, results=found)
    Inspection.objects.exclude(pk__in=Inspection.objects.values("pk")[: Inspection.KEPT]).delete()
    return made
