"""How long each step may take, and how long data is kept. Every value but one is the center's own default.

The sources fix only the 24 hours within which a crisis report must reach the lead agency (S2.40). All other limits are
defaults that the center may change (`set_limit`); pages name their source (`LimitSource`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.domain.clocks import Limit, due_time
from cases.errors import GuardFailed, NotAllowed
from cases.machine.lateness import late_since
from cases.machine.vocabulary import WITHOUT_LADDER, DutyKind
from cases.models import PolicyClock
from cases.vocabulary import LimitSource, RiskLevel, Severity, Track
from portal.audit import services as audit
from portal.calendar.domain.days import closed_days
from portal.calendar.working_days import office_time
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from cases.machine.standing import Duty, Standing
    from cases.models import Case
    from portal.actors import Officer

RETENTION_YEARS = 10
"""Default years for which a closed case is kept (Saraban regulation B.E. 2526: papers normally ten years)."""
HORIZONS = {RiskLevel.HIGH: 7, RiskLevel.MEDIUM: 30, RiskLevel.LOW: 90}
"""Days within which a person is followed up, by the risk that it happens again (cases.md, second edition, 5)."""
NO_RISK_KNOWN = 90
LONGEST_PAUSE = dt.timedelta(days=15)
"""For how long the time of the work may stand still, all questions together (cases.md, second edition, 5)."""

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


_SEED_24_HOURS = PolicyLimit(Limit(hours=24), LimitSource.SEED)
_EVERY = [(track, severity) for track in Track for severity in Severity]

DEFAULTS: dict[tuple[DutyKind, Track, Severity], PolicyLimit] = {
    (DutyKind.FORWARD, C, EMERGENCY): _hours(4),
    (DutyKind.FORWARD, C, URGENT): _SEED_24_HOURS,
    (DutyKind.FORWARD, C, NORMAL): _SEED_24_HOURS,
    (DutyKind.FORWARD, G, EMERGENCY): _hours(4),
    (DutyKind.FORWARD, G, URGENT): _days(1),
    (DutyKind.FORWARD, G, NORMAL): _days(1),
    (DutyKind.ACKNOWLEDGE, C, EMERGENCY): _hours(1),
    (DutyKind.ACKNOWLEDGE, C, URGENT): _hours(12),
    (DutyKind.ACKNOWLEDGE, C, NORMAL): _hours(24),
    (DutyKind.ACKNOWLEDGE, G, EMERGENCY): _hours(1),
    (DutyKind.ACKNOWLEDGE, G, URGENT): _days(1),
    (DutyKind.ACKNOWLEDGE, G, NORMAL): _days(3),
    **{
        (kind, track, severity): limit
        for kind in (DutyKind.ACT, DutyKind.PART)
        for track, severity, limit in (
            (C, EMERGENCY, _hours(3)),
            (C, URGENT, _hours(24)),
            (C, NORMAL, _hours(72)),
            (G, EMERGENCY, _hours(24)),
            (G, URGENT, _days(3)),
            (G, NORMAL, _days(7)),
        )
    },
    (DutyKind.REROUTE, C, EMERGENCY): _hours(1),
    (DutyKind.REROUTE, C, URGENT): _hours(4),
    (DutyKind.REROUTE, C, NORMAL): _hours(4),
    (DutyKind.REROUTE, G, EMERGENCY): _hours(1),
    (DutyKind.REROUTE, G, URGENT): _hours(4),
    (DutyKind.REROUTE, G, NORMAL): _days(1),
    **{(DutyKind.DECIDE, C, severity): _hours(4) for severity in Severity},
    **{(DutyKind.DECIDE, G, severity): _days(1) for severity in Severity},
    **{(DutyKind.READ, C, severity): _hours(24) for severity in Severity},
    **{(DutyKind.READ, G, severity): _days(3) for severity in Severity},
    **{(DutyKind.APPROVE, C, severity): _hours(24) for severity in Severity},
    **{(DutyKind.APPROVE, G, severity): _days(3) for severity in Severity},
    **{(DutyKind.FOLLOW, track, severity): _hours(24 * NO_RISK_KNOWN) for track, severity in _EVERY},
    **{(DutyKind.ANSWER, track, severity): _hours(24 * 15) for track, severity in _EVERY},
    **{(DutyKind.TELL, track, severity): _hours(24 * 15) for track, severity in _EVERY},
    **{(DutyKind.VISIT, track, severity): _hours(24) for track, severity in _EVERY},
    **{(DutyKind.COMMITTEE, track, severity): _days(10) for track, severity in _EVERY},
}


def limit_for(*, kind: DutyKind, track: Track, severity: Severity) -> PolicyLimit:
    """Return the limit in force: the office's own row, else the default."""
    row = PolicyClock.objects.filter(kind=kind, track=track, severity=severity).first()
    return _limit_of(row) if row is not None else DEFAULTS[DutyKind(kind), Track(track), Severity(severity)]


def _limit_of(row: PolicyClock) -> PolicyLimit:
    return PolicyLimit(
        Limit(hours=row.hours or 0, working_days=row.working_days or 0), LimitSource(row.source)
    )


class Policy:
    """The limits in force, for one case. Implements `cases.machine.world.Limits`.

    Attributes:
        case: whose last judged risk says how soon somebody is followed up.
    """

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], PolicyClock]:
        return {(row.kind, row.track, row.severity): row for row in PolicyClock.objects.all()}

    @cached_property
    def _closed_days(self) -> frozenset[dt.date]:
        return frozenset(closed_days())

    def limit(self, kind: DutyKind, standing: Standing) -> PolicyLimit:
        """Return the limit of a kind of duty for a case as it stands."""
        track = Track.CRISIS if standing.is_crisis else Track.GENERAL
        row = self._rows.get((kind, track, standing.severity))
        return _limit_of(row) if row is not None else DEFAULTS[kind, track, standing.severity]

    def due(self, kind: DutyKind, standing: Standing, start: dt.datetime) -> dt.datetime:
        """Return when something is due that begins at a time."""
        if kind == DutyKind.FOLLOW:
            return start + dt.timedelta(days=self.horizon)
        return due_time(start=start, limit=self.limit(kind, standing).limit, holidays=self._closed_days)

    @cached_property
    def horizon(self) -> int:
        """Days within which the person is followed up."""
        risk = self.case.risk_assessments.order_by("-pk").first() if self.case.pk else None
        return HORIZONS[RiskLevel(risk.level)] if risk is not None else NO_RISK_KNOWN

    def longest_pause(self, standing: Standing) -> dt.timedelta:
        """Return for how long the time of the work may stand still."""
        return LONGEST_PAUSE

    def alarm_at(self, standing: Standing, late_since: dt.datetime, level: int) -> dt.datetime:
        """Return when an alarm climbs to a level: at once, then a day each (a working day on the general track)."""
        if level == 1:
            return late_since
        if standing.is_crisis:
            return late_since + dt.timedelta(days=level - 1)
        return due_time(start=late_since, limit=Limit(working_days=level - 1), holidays=self._closed_days)

    def written_with(self, duty: Duty, standing: Standing) -> dict[str, object]:
        """Return what is kept beside a new duty: by how many working days it was counted, and who set its limit."""
        limit = self.limit(duty.kind, standing)
        by_limit = duty.kind != DutyKind.FOLLOW and duty.due == self.due(duty.kind, standing, duty.started)
        return {
            "working_days": (limit.working_days or None) if by_limit else None,
            "source": limit.source,
            **self._rings(duty, standing),
        }

    def _rings(self, duty: Duty, standing: Standing) -> dict[str, dt.datetime]:
        if duty.kind in WITHOUT_LADDER:
            return {}
        since = late_since(standing, duty, duty.made) or duty.due
        return {"late_from": since, "next_alarm_at": self.rings_at(standing, since, 1)}

    def rings_at(self, standing: Standing, since: dt.datetime, level: int) -> dt.datetime:
        """Return when people are told of a level: crisis cases day and night, others in office hours.

        Args:
            standing: of the case.
            since: when the organization began to be late.
            level: 1 to 3.
        """
        at = self.alarm_at(standing, since, level)
        return at if standing.is_crisis else office_time(at, self._closed_days)

    def may_ring(self, standing: Standing, now: dt.datetime) -> bool:
        """Whether people may be told now: a crisis always, other cases while offices are open."""
        return standing.is_crisis or office_time(now, self._closed_days) == now

    def opens_at(self, now: dt.datetime) -> dt.datetime:
        """Return when offices are open next; now if they are."""
        return office_time(now, self._closed_days)


def limits_in_force() -> dict[tuple[DutyKind, Track, Severity], PolicyLimit]:
    """Return every limit, those of the office in place of the defaults; one query."""
    rows = {
        (DutyKind(row.kind), Track(row.track), Severity(row.severity)): _limit_of(row)
        for row in PolicyClock.objects.all()
    }
    return DEFAULTS | rows


def is_fixed(kind: DutyKind, track: Track, severity: Severity) -> bool:
    """Whether the sources say how long it may take at most, so that the center can only shorten it (S2.40)."""
    return DEFAULTS[kind, track, severity].source == LimitSource.SEED


def may_set_limits(actor: Officer) -> bool:
    """Whether somebody may change limits: who supervises the center."""
    return actor.supervises and actor.organization.type == OrganizationType.CENTER


@transaction.atomic
def set_limit(
    *, actor: Officer, kind: DutyKind, track: Track, severity: Severity, limit: Limit, note: str
) -> PolicyClock:
    """Change a limit for the duties that start from now on; running ones keep the time they were given.

    Args:
        actor: a supervisor of the center.
        kind: which duty.
        track: for which track.
        severity: for which severity.
        limit: the new limit.
        note: why, or by which order.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: without a reason, or when the 24 hours of the OSCC guideline would become longer (S2.40).
    """
    if not may_set_limits(actor):
        raise NotAllowed("set_limit")
    note = note.strip()
    if not note:
        raise GuardFailed(_("เขียนเหตุผลหรือคำสั่งที่ให้เปลี่ยน"), field="note")
    fixed = DEFAULTS[kind, track, severity]
    if fixed.source == LimitSource.SEED and (limit.working_days or limit.hours > fixed.limit.hours):
        raise GuardFailed(_("แนวทาง OSCC กำหนดไว้ 24 ชั่วโมง ตั้งให้นานกว่านี้ไม่ได้"), field="limit")
    before = limit_for(kind=kind, track=track, severity=severity).limit
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
        data={
            "hours": limit.hours,
            "working_days": limit.working_days,
            "was_hours": before.hours,
            "was_working_days": before.working_days,
        },
    )
    return row
