"""`bin/drill phones`: fault schedules of phones without a signal against the real addresses and tables (issue 14, point 7).

Two phones, one of them shared by two officers, and a portal that is killed, put back from a backup and changed from the desk meanwhile.
After each schedule the ledger of what the phones said to have kept is held against the tables; then everything is taken back, and the
next one begins from the same morning. The same seed is the same schedule, so one that fails can be walked again by itself.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from random import Random

from django.db import transaction

from tests.cases import factories
from tests.cases.phones.conftest import made_unit
from tests.cases.phones.walks import walk

Write = Callable[[str], object]
TELL_EVERY = 100
SHOWN = 10
"""Schedules that failed and are named."""


def run(write: Write, *, schedules: int, steps: int, seed: int) -> int:
    """Walk the schedules and print what happened; return 1 when one of them failed.

    Ended from outside it prints what happened until then, for ten thousand take hours.

    Args:
        write: takes a line.
        schedules: how many.
        steps: of each, before everybody has a signal again.
        seed: of the first; the others follow it.
    """
    began, happened, failed = time.perf_counter(), Counter[str](), {}
    with transaction.atomic():
        world = factories.world()
        unit = made_unit(world)
        walked = 0
        for number in range(seed, seed + schedules):
            try:
                happened += walk(Random(number), unit, world.local.officer, steps).happened  # noqa: S311 - no secret
            except AssertionError as error:
                failed[number] = str(error).split("\n")[0]
            except KeyboardInterrupt:
                write("  ended from outside")
                break
            walked += 1
            if walked % TELL_EVERY == 0:
                write(f"  {walked:,} schedules, {len(failed)} failed ({time.perf_counter() - began:,.0f} s)")
        transaction.set_rollback(True)
    write(f"{walked:,} schedules of {steps} steps, seed {seed}; invented people only")
    for what, number in sorted(happened.items()):
        write(f"  {what:40} {number:>10,}")
    write(f"  {'seconds on this machine':40} {time.perf_counter() - began:>10,.0f}")
    for number, words in list(failed.items())[:SHOWN]:
        write(f"  seed {number}: {words}")
    write(
        f"lost, doubled, overwritten unseen, out of order or read too long: {len(failed)} schedules, 0 wanted"
    )
    return int(bool(failed))
