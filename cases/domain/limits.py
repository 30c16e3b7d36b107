"""How long each step may take, and how long data is kept. Every value but one is the center's own default.

The sources fix only the 24 hours within which a crisis report must reach the lead agency (S2.40). All other limits are
defaults that the center may change (`set_limit`), for every problem of a track or for one alone; pages name their source
(`LimitSource`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.clocks import Limit, due_time
from cases.domain.default_limits import DEFAULTS, OSCC_HOURS, PolicyLimit
from cases.errors import GuardFailed, NotAllowed
from cases.machine.lateness import late_since
from cases.machine.vocabulary import LADDER, WITHOUT_LADDER, DutyKind, LimitStep
from cases.models import Duty as DutyRow
from cases.models import PolicyClock
from cases.models.policy_clock import EVERY_PROBLEM
from cases.vocabulary import LimitSource, RiskLevel, Severity, Track
from portal.audit import services as audit
from portal.calendar.domain.days import closed_days
from portal.calendar.working_days import office_time
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.machine.standing import Duty, Standing
    from cases.models import Case
    from portal.actors import Officer

RETENTION_YEARS = 10
"""Default years for which a closed case is kept (Saraban regulation B.E. 2526: papers normally ten years)."""
FOLLOWED_BY_RISK = {
    RiskLevel.HIGH: LimitStep.FOLLOW_HIGH,
    RiskLevel.MEDIUM: LimitStep.FOLLOW_MEDIUM,
    RiskLevel.LOW: LimitStep.FOLLOW_LOW,
}
"""Whose limit says by when a person is followed up, by the risk that it happens again (cases.md, second edition, 5)."""
Key: TypeAlias = tuple[str, str, str, str]
"""Step, track, severity and problem of a row."""
LONGEST_PAUSE = dt.timedelta(days=15)
"""For how long the time of the work may stand still, all questions together (cases.md, second edition, 5)."""


def limit_for(
    *,
    kind: DutyKind | LimitStep,
    track: Track,
    severity: Severity,
    problem: ProblemType | str = EVERY_PROBLEM,
) -> PolicyLimit:
    """Return the limit in force: the office's row for the problem, else its row for every problem, else the default."""
    found = PolicyClock.objects.filter(kind=kind, track=track, severity=severity)
    return _in_force(_by_key(found), LimitStep(kind), track, severity, problem)


def _by_key(rows: Iterable[PolicyClock]) -> dict[Key, PolicyClock]:
    return {(row.kind, row.track, row.severity, row.problem): row for row in rows}


def _in_force(
    rows: Mapping[Key, PolicyClock],
    step: LimitStep,
    track: Track,
    severity: Severity,
    problem: ProblemType | str,
) -> PolicyLimit:
    """Return the most specific limit: a row that names the problem stands above one for every problem."""
    for named in (problem, EVERY_PROBLEM):
        if (row := rows.get((step, track, severity, named))) is not None:
            return limit_of(row)
    return DEFAULTS[step, track, severity]


def limit_of(row: PolicyClock) -> PolicyLimit:
    """Return the limit that a row of the office holds."""
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
    def _rows(self) -> dict[Key, PolicyClock]:
        return _by_key(PolicyClock.objects.all())

    @cached_property
    def _closed_days(self) -> frozenset[dt.date]:
        return frozenset(closed_days())

    def limit(self, kind: DutyKind, standing: Standing) -> PolicyLimit:
        """Return the limit of a kind of duty for a case as it stands."""
        step = self._follow_step if kind == DutyKind.FOLLOW else LimitStep(kind)
        return self._limit_of_step(step, standing)

    def _limit_of_step(self, step: LimitStep, standing: Standing) -> PolicyLimit:
        track = Track.CRISIS if standing.is_crisis else Track.GENERAL
        return _in_force(self._rows, step, track, standing.severity, standing.problem)

    def due(self, kind: DutyKind, standing: Standing, start: dt.datetime) -> dt.datetime:
        """Return when something is due that begins at a time."""
        return due_time(start=start, limit=self.limit(kind, standing).limit, holidays=self._closed_days)

    @cached_property
    def _follow_step(self) -> LimitStep:
        """By the risk that was judged last; people of whom nobody judged it have a limit of their own."""
        risk = self.case.risk_assessments.order_by("-pk").first() if self.case.pk else None
        return FOLLOWED_BY_RISK[RiskLevel(risk.level)] if risk is not None else LimitStep.FOLLOW

    def longest_pause(self, standing: Standing) -> dt.timedelta:
        """Return for how long the time of the work may stand still."""
        return LONGEST_PAUSE

    def alarm_at(self, standing: Standing, late_since: dt.datetime, level: int) -> dt.datetime:
        """Return when an alarm climbs to a level: at once to the first, then step by step."""
        at = late_since
        for step in LADDER[: level - 1]:
            at = due_time(
                start=at, limit=self._limit_of_step(step, standing).limit, holidays=self._closed_days
            )
        return at

    def rings_otherwise(self, before: Standing, after: Standing) -> bool:
        """Whether alarms ring at other hours, or climb by other steps, after an act than before it."""
        if before.is_crisis != after.is_crisis:
            return True
        if (before.problem, before.severity) == (after.problem, after.severity):
            return False
        return any(self._limit_of_step(step, before) != self._limit_of_step(step, after) for step in LADDER)

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


def limits_in_force() -> dict[tuple[LimitStep, Track, Severity], PolicyLimit]:
    """Return every limit that holds for all problems, those of the office in place of the defaults; one query."""
    rows = _by_key(PolicyClock.objects.filter(problem=EVERY_PROBLEM))
    return {key: _in_force(rows, *key, EVERY_PROBLEM) for key in DEFAULTS}


def limits_of_problems() -> QuerySet[PolicyClock]:
    """Return the rows of the office that hold for one problem alone."""
    return PolicyClock.objects.exclude(problem=EVERY_PROBLEM)


def own_row(
    *, kind: LimitStep, track: Track, severity: Severity, problem: ProblemType | str = EVERY_PROBLEM
) -> PolicyClock | None:
    """Return the row that the office set for exactly this; None where a more general one or the default holds."""
    return PolicyClock.objects.filter(kind=kind, track=track, severity=severity, problem=problem).first()


def problems_of(track: Track) -> list[ProblemType]:
    """Return the problems that a track has: the four crises, or all others."""
    return [problem for problem in ProblemType if problem.is_crisis == (track == Track.CRISIS)]


def is_fixed(kind: DutyKind | LimitStep, track: Track) -> bool:
    """Whether the sources say how long it may take at most, so that the center can only shorten it (S2.40).

    Of every crisis, an emergency among them: that its default is shorter is the center's own, the 24 hours are not.
    """
    return (LimitStep(kind), track) == (LimitStep.FORWARD, Track.CRISIS)


def may_set_limits(actor: Officer) -> bool:
    """Whether somebody may change limits: who supervises the center."""
    return actor.supervises and actor.organization.type == OrganizationType.CENTER


def _reason(actor: Officer, note: str) -> str:
    """Return why a limit is changed.

    Raises:
        NotAllowed: for anybody who may not set limits.
        GuardFailed: without a reason.
    """
    if not may_set_limits(actor):
        raise NotAllowed("set_limit")
    if not note.strip():
        raise GuardFailed(_("เขียนเหตุผลหรือคำสั่งที่ให้เปลี่ยน"), field="note")
    return note.strip()


@transaction.atomic
def set_limit(
    *,
    actor: Officer,
    kind: DutyKind | LimitStep,
    track: Track,
    severity: Severity,
    limit: Limit,
    note: str,
    problem: ProblemType | str = EVERY_PROBLEM,
) -> PolicyClock:
    """Change a limit for the duties that start from now on; running ones keep the time they were given.

    Args:
        actor: a supervisor of the center.
        kind: which duty, or which other step.
        track: for which track.
        severity: for which severity.
        limit: the new limit.
        note: why, or by which order.
        problem: for which problem alone; for every one by default.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: without a reason, for a problem of the other track, or when the 24 hours of the OSCC guideline
            would become longer (S2.40).
    """
    note, step = _reason(actor, note), LimitStep(kind)
    if problem and problem not in problems_of(track):
        raise GuardFailed(_("ปัญหานี้อยู่ในกลุ่มเรื่องอื่น"), field="problem")
    if is_fixed(step, track) and (limit.working_days or limit.hours > OSCC_HOURS):
        raise GuardFailed(_("แนวทาง OSCC กำหนดไว้ 24 ชั่วโมง ตั้งให้นานกว่านี้ไม่ได้"), field="limit")
    before = limit_for(kind=step, track=track, severity=severity, problem=problem).limit
    row, _created = PolicyClock.objects.update_or_create(
        kind=step,
        track=track,
        severity=severity,
        problem=problem,
        defaults={
            "hours": limit.hours or None,
            "working_days": limit.working_days or None,
            "source": LimitSource.CENTER,
            "note": note,
        },
    )
    _changed(actor, "policy.set_limit", row, before=before, after=limit)
    return row


@transaction.atomic
def take_limit_away(*, actor: Officer, row: PolicyClock, note: str) -> PolicyLimit:
    """Let a more general limit hold again: that of every problem, or the default; returns it.

    Args:
        actor: a supervisor of the center.
        row: what the office had set (`own_row`).
        note: why, or by which order.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: without a reason.
    """
    note = _reason(actor, note)
    row.delete()
    left = limit_for(
        kind=LimitStep(row.kind),
        track=Track(row.track),
        severity=Severity(row.severity),
        problem=row.problem,
    )
    _changed(actor, "policy.take_limit_away", row, before=limit_of(row).limit, after=left.limit, purpose=note)
    return left


def look_again_at_alarms() -> int:
    """Let the alarm job find anew when what is late climbs to its next level; returns of how many duties."""
    now = timezone.now()
    waiting = DutyRow.objects.running().filter(late_from__lte=now, next_alarm_at__gt=now)
    return waiting.update(next_alarm_at=now)


def _changed(
    actor: Officer, action: str, row: PolicyClock, *, before: Limit, after: Limit, purpose: str = ""
) -> None:
    """Put a change on record; alarms that wait for the next level of a changed ladder are looked at anew."""
    if row.kind in LADDER:
        look_again_at_alarms()
    audit.record(
        actor=actor,
        action=action,
        subject="/".join(filter(None, (row.kind, row.track, row.severity, row.problem))),
        purpose=purpose,
        data={
            "hours": after.hours,
            "working_days": after.working_days,
            "was_hours": before.hours,
            "was_working_days": before.working_days,
        },
    )
