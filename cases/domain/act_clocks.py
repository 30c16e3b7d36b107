"""The clocks of one act: what its line of the table says happens to them, and nothing else (cases.verbs.effects)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cases.domain import limits
from cases.domain.clocks import Limit, due_time, followed_due_time, resumed_due_time
from cases.models import Clock
from cases.rules import previous_state
from cases.verbs.effects import Due, Of, Since, Start, Stop, StopAll, When
from cases.vocabulary import CaseState, ClockKind, Severity, Track
from portal.calendar.domain.days import closed_days

if TYPE_CHECKING:
    from cases.models import Case, Referral
    from cases.verbs.transition import Transition
    from portal.organizations.models import Organization


class BrokenActError(AssertionError):
    """A mistake of the program: an act did something else than its line of the table says. Nothing was written."""


@dataclass
class ActClocks:
    """Carries out the effects of one line on the clocks of one case, and proves that nothing else happened.

    Attributes:
        case: locked; its holder may change until the clocks are moved.
        line: of the table.
        answered: the referral that the act answers.
        now: the time of the act.
        log: what changed, for the event.
    """

    case: Case
    line: Transition
    answered: Referral | None
    now: dt.datetime
    log: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    _before: list[Clock] = field(default_factory=list)
    _stopped: set[int] = field(default_factory=set)
    _started: list[Clock] = field(default_factory=list)
    _worked_on: bool = False
    _moved: bool = False
    _passing: tuple[Organization, Organization, dict[int, Referral]] | None = None

    def __post_init__(self) -> None:
        """Remember what runs before the act."""
        self._before = list(self.case.clocks.running().order_by("pk"))
        if self.answered is not None:
            self._worked_on = previous_state(self.answered) == CaseState.IN_PROGRESS

    @property
    def started(self) -> Clock | None:
        """The clock that runs by the line's `starts`: a new one, or the one that ran already; None when it has none."""
        return self._started[0] if self._started else None

    def move(self, *, sent: Referral | None, due: dt.datetime | None) -> None:
        """Do what the line says, once; a second call changes nothing.

        Args:
            sent: the referral that the act made, if it made one.
            due: the time that somebody set, for the clocks that wait for a set day.

        Raises:
            BrokenActError: the line and what was given do not fit.
        """
        if self._moved:
            return
        self._moved = True
        starts = [effect for effect in self.line.starts if self._happens(effect.when)]
        if (due is not None) != any(effect.due == Due.GIVEN for effect in starts):
            raise BrokenActError(f"{self.line.verb}: a day was set that nothing waits for, or none was set")
        for stop in self.line.stops:
            if self._happens(stop.when):
                self._stop(stop, sent)
        for start in starts:
            self._start(start, sent, due)
        for kind in self.line.recounts:
            self._recount(kind)
        if self.line.follows_calendar:
            self._follow_calendar()
        if self.line.passes_on != (self._passing is not None):
            raise BrokenActError(
                f"{self.line.verb}: clocks are passed on that the line does not, or the other way round"
            )
        self._pass_on()

    def _happens(self, when: When) -> bool:
        if when == When.ALWAYS:
            return True
        if self.answered is None:
            raise BrokenActError(f"{self.line.verb} asks about a referral and answers none")
        return self._worked_on == (when == When.WORKED_ON)

    def _subject(self, of: Of, sent: Referral | None) -> Referral | None:
        if of == Of.CASE:
            return None
        subject = self.answered if of == Of.ANSWERED else sent
        if subject is None:
            raise BrokenActError(f"{self.line.verb} has no referral {of.value}")
        return subject

    def _stop(self, stop: Stop | StopAll, sent: Referral | None) -> None:
        clocks = self._before
        if isinstance(stop, Stop):
            subject = self._subject(stop.of, sent)
            clocks = [
                clock
                for clock in self._before
                if (clock.kind, clock.referral_id) == (stop.kind, subject.pk if subject else None)
            ]
        for clock in clocks:
            clock.stopped_at = self.now
            clock.save(update_fields=["stopped_at"])
            self._stopped.add(clock.pk)
            self._note("stopped", clock)

    def _start(self, start: Start, sent: Referral | None, due: dt.datetime | None) -> None:
        subject = self._subject(start.of, sent)
        for clock in self._before:
            if clock.pk not in self._stopped and (clock.kind, clock.referral_id) == (
                start.kind,
                subject.pk if subject else None,
            ):
                self._started.append(clock)
                return
        since = self.case.received_at if start.since == Since.RECEIPT else self.now
        limit = self._limit(start.kind)
        set_due = self._due(start, due)
        clock = Clock.objects.create(
            case=self.case,
            kind=start.kind,
            organization=subject.target if subject else self.case.holder,
            referral=subject,
            started_at=since,
            due_at=set_due or self._counted(since, limit.limit),
            working_days=None if set_due else limit.limit.working_days or None,
            source=limit.source,
        )
        self._started.append(clock)
        self._note("started", clock)

    def _due(self, start: Start, given: dt.datetime | None) -> dt.datetime | None:
        """Return a due time that does not follow from the limit; None when it does."""
        if start.due == Due.GIVEN:
            return given
        if start.due == Due.LEFT:
            paused = self.case.clocks.filter(kind=start.kind, referral=None, stopped_at__isnull=False).last()
            if paused is not None and paused.stopped_at is not None:
                return resumed_due_time(due=paused.due_at, stopped=paused.stopped_at, now=self.now)
        return None

    def _limit(self, kind: str) -> limits.PolicyLimit:
        return limits.limit_for(
            kind=ClockKind(kind), track=Track(self.case.track), severity=Severity(self.case.severity)
        )

    def _recount(self, kind: ClockKind) -> None:
        """Give the case's own running clock of a kind the limit of its track and severity as they are now (row 20)."""
        for clock in self._before:
            if clock.pk in self._stopped or (clock.kind, clock.referral_id) != (kind, None):
                continue
            limit = self._limit(kind)
            due = self._counted(clock.started_at, limit.limit)
            if (due, limit.source) != (clock.due_at, clock.source):
                was = clock.due_at
                clock.due_at, clock.source = due, limit.source
                clock.working_days = limit.limit.working_days or None
                clock.save(update_fields=["due_at", "source", "working_days"])
                self._note("changed", clock, was=was)

    def _counted(self, start: dt.datetime, limit: Limit) -> dt.datetime:
        return due_time(
            start=start, limit=limit, holidays=closed_days() if limit.working_days else frozenset()
        )

    def _follow_calendar(self) -> None:
        """Count the running clocks that wait for working days by the calendar as it is now."""
        holidays = closed_days()
        for clock in self._before:
            if clock.working_days is None or clock.pk in self._stopped:
                continue
            due = followed_due_time(
                start=clock.started_at,
                working_days=clock.working_days,
                due=clock.due_at,
                now=self.now,
                holidays=holidays,
            )
            if due != clock.due_at:
                was, clock.due_at = clock.due_at, due
                clock.save(update_fields=["due_at"])
                self._note("changed", clock, was=was)

    def pass_on(self, *, ended: Organization, heir: Organization, passed: dict[int, Referral]) -> None:
        """Say to whom the clocks of an organization go when they are moved.

        Args:
            ended: in which nobody can act.
            heir: who takes over.
            passed: id of each referral that went on → the one that took its place.
        """
        self._passing = (ended, heir, passed)

    def _pass_on(self) -> None:
        if self._passing is None:
            return
        ended, heir, passed = self._passing
        for clock in self._before:
            if clock.organization_id != ended.pk:
                continue
            clock.organization = heir
            clock.referral = passed.get(clock.referral_id or 0, clock.referral)
            clock.save(update_fields=["organization", "referral"])
            self._note("passed", clock)

    def _note(self, what: str, clock: Clock, *, was: dt.datetime | None = None) -> None:
        entry = {"kind": str(clock.kind), "due": clock.due_at.isoformat()}
        self.log.setdefault(what, []).append(entry | ({"was": was.isoformat()} if was else {}))

    def prove(self) -> None:
        """Compare what runs now with what ran before and what the line says.

        Raises:
            BrokenActError: something else happened.
        """
        now = {clock.pk: self._facts(clock) for clock in self.case.clocks.running()}
        wanted = {
            clock.pk: self._facts(clock)
            for clock in (*self._before, *self._started)
            if clock.pk not in self._stopped
        }
        if not self._moved or now != wanted:
            raise BrokenActError(
                f"{self.line.verb}: clocks run that its line does not start, or the other way round"
            )

    @staticmethod
    def _facts(clock: Clock) -> tuple[object, ...]:
        return clock.kind, clock.referral_id, clock.organization_id, clock.due_at
