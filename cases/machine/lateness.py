"""How late something is, and to which level its alarm has climbed (S2.45 to S2.48).

An organization is late since the first due time that it missed in a chain. Superseding, moving or suspending a duty
resets nothing; only a due time that somebody approved, or a pause that is over, does. A duty that ended late counts.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cases.machine.vocabulary import WITHOUT_LADDER, DutyBasis

if TYPE_CHECKING:
    from cases.machine.standing import Duty, Standing
    from cases.machine.world import Limits

LEVELS = 3
BEGINS_ANEW = frozenset({DutyBasis.APPROVED, DutyBasis.PAUSED})


def late_since(standing: Standing, duty: Duty, now: dt.datetime) -> dt.datetime | None:
    """Return since when the organization of a duty has been late with it; None when it is not.

    Args:
        standing: with all duties of the chain.
        duty: any one of the chain.
        now: the time to look at.
    """
    missed: dt.datetime | None = None
    for other in sorted(standing.duties.values(), key=lambda one: one.number):
        if other.chain != duty.chain or other.organization != duty.organization or other.number > duty.number:
            continue
        if other.basis in BEGINS_ANEW:
            missed = None
        if missed is None and other.due < (other.ended or now):
            missed = other.due
    return missed


def alarm_level(standing: Standing, duty: Duty, limits: Limits, now: dt.datetime) -> int:
    """Return the level that the alarm of an open duty has reached: 0 for none, 3 at most."""
    if not duty.is_open or duty.kind in WITHOUT_LADDER:
        return 0
    since = late_since(standing, duty, now)
    if since is None:
        return 0
    return sum(limits.alarm_at(standing, since, level) <= now for level in range(1, LEVELS + 1))
