"""Reading a case for one actor: only what the scope shows is asked of the database, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cases.domain.view.decision import Decision, decide
from cases.domain.view.fields import ROWS, VIEWS, CaseView, Whose
from cases.domain.view.parts import (
    Area,
    Contact,
    Due,
    Entry,
    File,
    Found,
    Help,
    Note,
    Person,
    Place,
    Planned,
    Risk,
    Sent,
    Waits,
    copied,
)
from cases.machine.standing import Grant
from cases.machine.vocabulary import DutyKind, GrantReason, Scope, Stage, WaitingKind, WaitingState
from cases.models import Duty
from cases.vocabulary import (
    AssistanceCategory,
    AssistanceKind,
    Fund,
    PlanState,
    ReturnReason,
    RiskLevel,
    Severity,
    Visibility,
)
from portal.actors import Officer
from portal.vocabulary import ActorKind, ProblemType

if TYPE_CHECKING:
    from cases.models import Case, CaseEvent
    from portal.actors import Actor

BESIDE = (
    ("questions", WaitingKind.QUESTION),
    ("approvals", WaitingKind.APPROVAL),
    ("follow_ups", WaitingKind.FOLLOW_UP),
    ("visits", WaitingKind.VISIT),
    ("committee_items", WaitingKind.COMMITTEE_ITEM),
)


def decision_on(case: Case, actor: Officer, now: dt.datetime | None = None) -> Decision:
    """Return how much of a case an officer may read, and why; two queries."""
    rows = case.grants.filter(organization=actor.organization.pk)
    return decide(
        organization=actor.organization.pk,
        person=actor.person.pk,
        works_on_cases=actor.works_on_cases,
        grants=[
            Grant(
                number=row.number,
                organization=row.organization_id,
                scope=Scope(row.scope),
                reason=GrantReason(row.reason),
                since=row.since,
                waiting=row.waiting,
                until=row.until,
            )
            for row in rows
        ],
        recused=case.recused.values_list("pk", flat=True),
        excluded=case.excluded,
        now=now or timezone.now(),
    )


def case_view(case: Case, actor: Actor, now: dt.datetime | None = None) -> CaseView | None:
    """Return what an actor may read of a case; None for nothing.

    Args:
        case: with its holder loaded.
        actor: only officers read cases here; citizens have `queries.tracking`.
        now: the time of the page; the present by default.
    """
    if not isinstance(actor, Officer):
        return None
    now = now or timezone.now()
    decision = decision_on(case, actor, now)
    if decision.scope is None:
        return None
    reading = _Reading(case, actor.organization.pk, decision.scope, now)
    values: dict[str, Any] = {
        "decision": decision,
        "reference": case.reference,
        "holder": case.holder,
        "dues": reading.dues(),
    }
    if decision.scope >= Scope.SUMMARY:
        values |= reading.summary()
    if decision.scope >= Scope.PART:
        values |= reading.part()
    if decision.scope >= Scope.REFERRAL:
        values["story"] = case.narrative
    if decision.scope == Scope.FULL:
        values |= reading.rest()
    return VIEWS[decision.scope](**values)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One case, read for one organization at one scope."""

    case: Case
    own: int
    scope: Scope
    now: dt.datetime

    def shows(self, name: str, whose: set[Whose]) -> bool:
        """Whether a row of a field is shown; a row that is nobody's in particular is others'."""
        return bool(ROWS[name].get(self.scope, frozenset()) & (whose or {Whose.OTHERS}))

    def of(self, *organizations: int | None) -> set[Whose]:
        """Say that a row is one's own, if it is of the own organization."""
        return {Whose.OWN} if self.own in organizations else set()

    def dues(self) -> tuple[Due, ...]:
        rows = Duty.objects.running().filter(case=self.case).select_related("organization")
        return tuple(
            copied(Due, row, kind=DutyKind(row.kind)) for row in rows if self.shows("dues", self._due(row))
        )

    def _due(self, row: Duty) -> set[Whose]:
        whose = self.of(row.organization_id)
        whose |= {Whose.OF_THE_CASE} if not row.waiting else set()
        return whose | ({Whose.LATE} if row.due_at < self.now else set())

    def summary(self) -> dict[str, Any]:
        """What the summary adds."""
        case = self.case
        entry = case.register_entries.filter(organization=self.own).first()
        named = self.scope > Scope.SUMMARY or not case.is_restricted
        return {
            "number": str(entry) if entry is not None else "",
            "problem": ProblemType(case.problem) if named else None,
            "area": copied(Area, case) if named else None,
            "stage": Stage(case.stage),
            "is_restricted": case.is_restricted,
            "received_at": case.received_at,
            "closed_at": case.closed_at,
            "referrals": self.referrals(),
        }

    def referrals(self) -> tuple[Sent, ...]:
        rows = self.case.referrals.select_related("sender", "target", "letter", "beside")
        return tuple(
            copied(
                Sent,
                row,
                mode=WaitingKind(row.mode),
                state=WaitingState(row.state),
                return_reason=ReturnReason(row.return_reason) if row.return_reason else None,
                request=row.request if self.scope > Scope.SUMMARY else "",
                letter=row.letter.number if row.letter is not None else "",
                beside=row.beside.number if row.beside is not None else 0,
            )
            for row in rows
            if self.shows("referrals", self.of(row.sender_id, row.target_id))
        )

    def part(self) -> dict[str, Any]:
        """What a part adds: facts, what waits, history, files, help."""
        case = self.case
        reporter = getattr(case, "reporter", None)
        return {
            "severity": Severity(case.severity),
            "danger_now": case.danger_now,
            "further_problems": tuple(
                ProblemType(code) for code in case.further_problems.values_list("problem", flat=True)
            ),
            "channel": case.get_channel_display(),
            **{name: getattr(case, name) for name in ("provision", "received_by", "consent", "version")},
            **{name: getattr(case, name) for name in ("closure_reason", "outcome", "consent_by")},
            "where": copied(Place, case),
            "people": tuple(copied(Person, row) for row in case.affected_people.all()),
            "contact": copied(Contact, reporter) if reporter is not None else None,
            "waits": tuple(self.waits()),
            "entries": tuple(self.entries()),
            "files": tuple(
                copied(File, row, scan=str(row.get_scan_display()))
                for row in case.files.all()
                if self.shows("files", self._file(row))
            ),
            "help": tuple(
                copied(
                    Help,
                    row,
                    category=AssistanceCategory(row.category),
                    kind=AssistanceKind(row.kind),
                    fund=Fund(row.fund) if row.fund else None,
                )
                for row in case.assistance.select_related("organization")
            ),
            "plan": tuple(
                copied(Planned, row, service=row.service.display_name, state=PlanState(row.state))
                for row in case.plan.select_related("service", "organization")
            ),
            "found": tuple(
                copied(Found, row)
                for row in case.follow_ups.all()
                if self.shows("found", self.of(row.organization_id))
            ),
            "risks": tuple(
                copied(
                    Risk,
                    row,
                    level=RiskLevel(row.level),
                    reasons=row.reasons if self.scope > Scope.PART else "",
                )
                for row in case.risk_assessments.all()
            ),
        }

    def waits(self) -> Iterator[Waits]:
        for name, kind in BESIDE:
            for row in getattr(self.case, name).select_related("organization"):
                if not self.shows("waits", self.of(row.organization_id, getattr(row, "requesting_id", None))):
                    continue
                yield Waits(
                    number=row.number,
                    kind=kind,
                    state=WaitingState(row.state),
                    organization=row.organization,
                    subject=getattr(row, "subject", ""),
                    disputed=getattr(row, "disputed", False),
                    due_on=getattr(row, "due_on", None),
                    text=getattr(row, "text", ""),
                )

    def _file(self, row: Any) -> set[Whose]:
        if row.organization_id is None:
            return {Whose.REPORTERS}
        return self.of(row.organization_id) | _marked(row.readers)

    def entries(self) -> Iterator[Entry]:
        """Yield the history, newest first; five tables, one query."""
        rows = self.case.events.select_related("user", "organization", "holder", "referral__target", "note")
        for event in rows.order_by("-sequence"):
            if self.own == self.case.holder_id or self.shows("entries", self._entry(event)):
                yield self._read(event)

    def _entry(self, event: CaseEvent) -> set[Whose]:
        return self.of(event.organization_id) | _marked(event.visibility)

    def _read(self, event: CaseEvent) -> Entry:
        note = getattr(event, "note", None)
        if note is not None and not self.shows("notes", self._note(event)):
            note = None
        return copied(
            Entry,
            event,
            actor_kind=ActorKind(event.actor_kind),
            user=event.user.display_name if event.user is not None else "",
            to_stage=Stage(event.to_stage),
            target=event.referral.target if event.referral is not None else None,
            note=copied(Note, note, readers=Visibility(note.readers)) if note is not None else None,
        )

    def _note(self, event: CaseEvent) -> set[Whose]:
        if event.organization_id is None:
            return {Whose.REPORTERS}
        return self.of(event.organization_id) | _marked(event.note.readers)

    def rest(self) -> dict[str, Any]:
        """What only the whole shows."""
        case = self.case
        return {
            "created_by": case.created_by.display_name if case.created_by is not None else "",
            "proposed_organization": case.proposed_organization,
            "avoid_local": case.avoid_local,
            "duplicate_of": case.duplicate_of.reference if case.duplicate_of is not None else "",
            "duplicates": tuple(case.duplicates.values_list("reference", flat=True)),
        }


def _marked(readers: str) -> set[Whose]:
    """Say that a row is marked for all, if its readers are more than the own office."""
    return set() if readers == Visibility.INTERNAL else {Whose.MARKED}
