"""How long each step may take, and how long data is kept. Every value but one is the center's own default.

The sources fix only the 24 hours within which a crisis report must reach the lead agency (S2.40). All other limits are
defaults that the center may change (`set_limit`); pages name their source (`LimitSource`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.domain.clocks import Limit
from cases.errors import GuardFailed, NotAllowed
from cases.models import PolicyClock
from cases.rules import is_center
from cases.vocabulary import ClockKind, LimitSource, Severity, Track
from portal.audit import services as audit

if TYPE_CHECKING:
    from portal.actors import Officer

RETENTION_YEARS = 10
"""Default years for which a closed case is kept (Saraban regulation B.E. 2526: papers normally ten years)."""
FOLLOW_UP_DAYS = 30
"""Default days until the first follow-up (requirements 7.3)."""

C, G = Track.CRISIS, Track.GENERAL
EMERGENCY, URGENT, NORMAL = Severity.EMERGENCY, Severity.URGENT, Severity.NORMAL


@dataclass(frozen=True, slots=True)
class PolicyLimit:
    """A limit and where it comes from."""

    limit: Limit
    source: LimitSource = LimitSource.CENTER


def _hours(count: int) -> PolicyLimit:
    return PolicyLimit(Limit(hours=count))


def _days(count: int) -> PolicyLimit:
    return PolicyLimit(Limit(working_days=count))


_SEED_24_HOURS = PolicyLimit(Limit(hours=24), LimitSource.SEED)

DEFAULTS: dict[tuple[ClockKind, Track, Severity], PolicyLimit] = {
    (ClockKind.FIRST_FORWARD, C, EMERGENCY): _hours(4),
    (ClockKind.FIRST_FORWARD, C, URGENT): _SEED_24_HOURS,
    (ClockKind.FIRST_FORWARD, C, NORMAL): _SEED_24_HOURS,
    (ClockKind.FIRST_FORWARD, G, EMERGENCY): _hours(4),
    (ClockKind.FIRST_FORWARD, G, URGENT): _days(1),
    (ClockKind.FIRST_FORWARD, G, NORMAL): _days(1),
    (ClockKind.ACKNOWLEDGE, C, EMERGENCY): _hours(1),
    (ClockKind.ACKNOWLEDGE, C, URGENT): _hours(12),
    (ClockKind.ACKNOWLEDGE, C, NORMAL): _hours(24),
    (ClockKind.ACKNOWLEDGE, G, EMERGENCY): _hours(1),
    (ClockKind.ACKNOWLEDGE, G, URGENT): _days(1),
    (ClockKind.ACKNOWLEDGE, G, NORMAL): _days(3),
    (ClockKind.ACT, C, EMERGENCY): _hours(3),
    (ClockKind.ACT, C, URGENT): _hours(24),
    (ClockKind.ACT, C, NORMAL): _hours(72),
    (ClockKind.ACT, G, EMERGENCY): _hours(24),
    (ClockKind.ACT, G, URGENT): _days(3),
    (ClockKind.ACT, G, NORMAL): _days(7),
    (ClockKind.REROUTE, C, EMERGENCY): _hours(1),
    (ClockKind.REROUTE, C, URGENT): _hours(4),
    (ClockKind.REROUTE, C, NORMAL): _hours(4),
    (ClockKind.REROUTE, G, EMERGENCY): _hours(1),
    (ClockKind.REROUTE, G, URGENT): _hours(4),
    (ClockKind.REROUTE, G, NORMAL): _days(1),
    **{
        (ClockKind.FOLLOW_UP, track, severity): _hours(24 * FOLLOW_UP_DAYS)
        for track in Track
        for severity in Severity
    },
    **{(ClockKind.CLOSURE_APPROVAL, track, severity): _days(3) for track in Track for severity in Severity},
    **{
        (ClockKind.AWAIT_ANSWER, track, severity): _hours(24 * 15) for track in Track for severity in Severity
    },
}


def limit_for(*, kind: ClockKind, track: Track, severity: Severity) -> PolicyLimit:
    """Return the limit in force: the office's own row, else the default."""
    row = PolicyClock.objects.filter(kind=kind, track=track, severity=severity).first()
    if row is None:
        return DEFAULTS[ClockKind(kind), Track(track), Severity(severity)]
    return PolicyLimit(
        Limit(hours=row.hours or 0, working_days=row.working_days or 0), LimitSource(row.source)
    )


@transaction.atomic
def set_limit(
    *, actor: Officer, kind: ClockKind, track: Track, severity: Severity, limit: Limit, note: str = ""
) -> PolicyClock:
    """Change a limit for the clocks that start from now on; running clocks keep the time they were given.

    Args:
        actor: a supervisor of the center.
        kind: which clock.
        track: for which track.
        severity: for which severity.
        limit: the new limit.
        note: why, or by which order.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: when the 24 hours of the OSCC guideline would become longer (S2.40).
    """
    if not (actor.supervises and is_center(actor.organization)):
        raise NotAllowed("set_limit")
    fixed = DEFAULTS[kind, track, severity]
    if fixed.source == LimitSource.SEED and (limit.working_days or limit.hours > fixed.limit.hours):
        raise GuardFailed(_("แนวทาง OSCC กำหนดไว้ 24 ชั่วโมง ตั้งให้นานกว่านี้ไม่ได้"), field="limit")
    row, _created = PolicyClock.objects.update_or_create(
        kind=kind,
        track=track,
        severity=severity,
        defaults={
            "hours": limit.hours or None,
            "working_days": limit.working_days or None,
            "source": LimitSource.CENTER,
            "note": note,
        },
    )
    audit.record(
        actor=actor,
        action="policy.set_limit",
        subject=f"{kind}/{track}/{severity}",
        data={"hours": limit.hours, "working_days": limit.working_days},
    )
    return row
