"""How late something is, and to which level its alarm has climbed (S2.45 to S2.48).

An organization is late since the first due time that it missed in a chain. Superseding, moving or suspending a duty
resets nothing; only a due time that somebody approved, or a pause that is over, does. A duty that ended late counts.

Whoever asks in time to close the case is not late because somebody else decides slowly: until then the time of the work
stands still, and what is late meanwhile is the decision, which rings where it has to be made.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cases.machine.vocabulary import WITHOUT_LADDER, DutyBasis, DutyKind

if TYPE_CHECKING:
    from cases.machine.standing import Duty, Standing
    from cases.machine.world import Limits

LEVELS = 3
BEGINS_ANEW = frozenset({DutyBasis.APPROVED, DutyBasis.PAUSED})
ENDED_BY_CLOSING = (DutyKind.ACT, DutyKind.DECIDE)
"""What is done when the case is closed, and so was done when its closing was asked for (`verbs.deciding.approve`).

A follow-up is not among them: somebody looks how the person is until it is decided that nobody needs to.
"""


def due_in_effect(standing: Standing, duty: Duty, now: dt.datetime) -> dt.datetime:
    """Return when a duty is late: its due time, later by the time for which a closing waited that was asked for before it.

    Args:
        standing: of the case.
        duty: any of it.
        now: the time to look at.
    """
    due = duty.due
    if duty.kind not in ENDED_BY_CLOSING or duty.waiting:
        return due
    closings = standing.decided_on_closing(duty.organization)
    for deciding in sorted(closings, key=lambda duties: duties[0].number):
        asked = min(one.started for one in deciding)
        until = min(max(one.ended or now for one in deciding), duty.ended or now)
        if duty.started <= asked <= due and asked < until:
            due += until - asked
    return due


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
        if missed is None and (due := due_in_effect(standing, other, now)) < (other.ended or now):
            missed = due
    return missed


def alarm_level(standing: Standing, duty: Duty, limits: Limits, now: dt.datetime) -> int:
    """Return the level that the alarm of an open duty has reached: 0 for none, 3 at most."""
    if not duty.is_open or duty.kind in WITHOUT_LADDER:
        return 0
    since = late_since(standing, duty, now)
    if since is None:
        return 0
    return sum(limits.alarm_at(standing, since, level) <= now for level in range(1, LEVELS + 1))
