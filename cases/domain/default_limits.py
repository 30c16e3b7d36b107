"""The limits that hold where the office set none: the 24 hours of the sources (S2.40), and defaults of the center."""

from __future__ import annotations

from dataclasses import dataclass

from cases.domain.clocks import Limit
from cases.machine.vocabulary import LADDER, LimitStep
from cases.vocabulary import LimitSource, Severity, Track

C, G = Track.CRISIS, Track.GENERAL
EMERGENCY, URGENT, NORMAL = Severity.EMERGENCY, Severity.URGENT, Severity.NORMAL


@dataclass(frozen=True, slots=True)
class PolicyLimit:
    """A limit and where it comes from."""

    limit: Limit
    source: LimitSource = LimitSource.CENTER

    @property
    def working_days(self) -> int:
        """The days that it counts; 0 when it counts hours."""
        return self.limit.working_days


def _hours(count: int) -> PolicyLimit:
    return PolicyLimit(Limit(hours=count))


def _days(count: int) -> PolicyLimit:
    return PolicyLimit(Limit(working_days=count))


OSCC_HOURS = 24
"""Within which the responsible organization of a crisis is found, whatever its severity (S2.40)."""
_SEED_24_HOURS = PolicyLimit(Limit(hours=OSCC_HOURS), LimitSource.SEED)
_EVERY = [(track, severity) for track in Track for severity in Severity]

DEFAULTS: dict[tuple[LimitStep, Track, Severity], PolicyLimit] = {
    (LimitStep.FORWARD, C, EMERGENCY): _hours(4),
    (LimitStep.FORWARD, C, URGENT): _SEED_24_HOURS,
    (LimitStep.FORWARD, C, NORMAL): _SEED_24_HOURS,
    (LimitStep.FORWARD, G, EMERGENCY): _hours(4),
    (LimitStep.FORWARD, G, URGENT): _days(1),
    (LimitStep.FORWARD, G, NORMAL): _days(1),
    (LimitStep.ACKNOWLEDGE, C, EMERGENCY): _hours(1),
    (LimitStep.ACKNOWLEDGE, C, URGENT): _hours(12),
    (LimitStep.ACKNOWLEDGE, C, NORMAL): _hours(24),
    (LimitStep.ACKNOWLEDGE, G, EMERGENCY): _hours(1),
    (LimitStep.ACKNOWLEDGE, G, URGENT): _days(1),
    (LimitStep.ACKNOWLEDGE, G, NORMAL): _days(3),
    **{
        (kind, track, severity): limit
        for kind in (LimitStep.ACT, LimitStep.PART)
        for track, severity, limit in (
            (C, EMERGENCY, _hours(3)),
            (C, URGENT, _hours(24)),
            (C, NORMAL, _hours(72)),
            (G, EMERGENCY, _hours(24)),
            (G, URGENT, _days(3)),
            (G, NORMAL, _days(7)),
        )
    },
    (LimitStep.REROUTE, C, EMERGENCY): _hours(1),
    (LimitStep.REROUTE, C, URGENT): _hours(4),
    (LimitStep.REROUTE, C, NORMAL): _hours(4),
    (LimitStep.REROUTE, G, EMERGENCY): _hours(1),
    (LimitStep.REROUTE, G, URGENT): _hours(4),
    (LimitStep.REROUTE, G, NORMAL): _days(1),
    **{(LimitStep.DECIDE, C, severity): _hours(4) for severity in Severity},
    **{(LimitStep.DECIDE, G, severity): _days(1) for severity in Severity},
    **{(LimitStep.READ, C, severity): _hours(24) for severity in Severity},
    **{(LimitStep.READ, G, severity): _days(3) for severity in Severity},
    **{(LimitStep.APPROVE, C, severity): _hours(24) for severity in Severity},
    **{(LimitStep.APPROVE, G, severity): _days(3) for severity in Severity},
    **{
        (step, track, severity): _hours(24 * days)
        for step, days in (
            (LimitStep.FOLLOW_HIGH, 7),
            (LimitStep.FOLLOW_MEDIUM, 30),
            (LimitStep.FOLLOW_LOW, 90),
            (LimitStep.FOLLOW, 90),
        )
        for track, severity in _EVERY
    },
    **{(LimitStep.ANSWER, track, severity): _hours(24 * 15) for track, severity in _EVERY},
    **{(LimitStep.TELL, track, severity): _hours(24 * 15) for track, severity in _EVERY},
    **{(LimitStep.VISIT, track, severity): _hours(24) for track, severity in _EVERY},
    **{(LimitStep.COMMITTEE, track, severity): _days(10) for track, severity in _EVERY},
    **{(step, C, severity): _hours(24) for step in LADDER for severity in Severity},
    **{(step, G, severity): _days(1) for step in LADDER for severity in Severity},
}
