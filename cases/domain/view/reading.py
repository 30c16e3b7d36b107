"""Reading a case for one actor: only what the scope shows is asked of the database, in a fixed number of queries.

First what says who may read and what waits, then the words, the people and the history that the scope shows, then the
organizations and the people of offices that all of these name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cases.domain.gathering import (
    APPROVALS,
    COMMITTEE_ITEMS,
    DOOR,
    DUPLICATES,
    DUTIES,
    EVENTS,
    FILES,
    FOLLOW_UPS,
    GRANTS,
    HELP,
    LETTERS,
    NOTES,
    ORIGINAL,
    PEOPLE,
    PLAN,
    PROBLEMS,
    QUESTIONS,
    RECUSED,
    REFERRALS,
    REGISTERED,
    RISKS,
    SERVICES,
    STANDING,
    VISITS,
    WHERE_EXACTLY,
    WORDS,
    Rows,
    Source,
    attach,
    gather,
)
from cases.domain.store import grant_of
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
from cases.machine.vocabulary import DutyKind, Scope, Stage, WaitingKind, WaitingState
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
from portal.accounts.models import User
from portal.actors import Officer
from portal.organizations.models import Organization
from portal.vocabulary import ActorKind, ProblemType

if TYPE_CHECKING:
    from cases.models import Case, CaseEvent, Duty
    from portal.actors import Actor

BESIDE: tuple[tuple[Source[Any], WaitingKind], ...] = (
    (QUESTIONS, WaitingKind.QUESTION),
    (APPROVALS, WaitingKind.APPROVAL),
    (FOLLOW_UPS, WaitingKind.FOLLOW_UP),
    (VISITS, WaitingKind.VISIT),
    (COMMITTEE_ITEMS, WaitingKind.COMMITTEE_ITEM),
)


READ_FIRST = (*STANDING, REGISTERED, LETTERS)
"""What is read before it is known how much the reader may know: codes, numbers and times, and what waits."""
OF_A_PART = (PROBLEMS, PEOPLE, EVENTS, NOTES, FILES, HELP, PLAN, SERVICES, RISKS)
NAME_ORGANIZATIONS = (
    *(DUTIES, REFERRALS, QUESTIONS, APPROVALS, FOLLOW_UPS, VISITS, COMMITTEE_ITEMS),
    *(EVENTS, HELP, PLAN),
)
BEYOND = {
    Scope.PART: (*OF_A_PART, WHERE_EXACTLY),
    Scope.REFERRAL: (*OF_A_PART, WORDS),
    Scope.FULL: (*OF_A_PART, WORDS, ORIGINAL, DUPLICATES),
}
"""What is read besides, when it is known: nothing that the scope does not show."""


def decision_on(
    case: Case, actor: Officer, now: dt.datetime | None = None, rows: Rows | None = None
) -> Decision:
    """Return how much of a case an officer may read, and why; one query.

    Args:
        case: which.
        actor: who would read it.
        now: the time; the present by default.
        rows: of the case, where they were read already (`gathering.DOOR`).
    """
    rows = rows or gather(case, DOOR)
    return decide(
        organization=actor.organization.pk,
        person=actor.person.pk,
        works_on_cases=actor.works_on_cases,
        grants=[grant_of(row) for row in rows.of(GRANTS)],
        recused=[row.user_id for row in rows.of(RECUSED)],
        excluded=case.excluded,
        now=now or timezone.now(),
    )


def read_first(case: Case) -> Rows:
    """Return the rows of a case that `case_view` and `situation_of` both begin with; one query for the two."""
    return gather(case, READ_FIRST)


def case_view(
    case: Case, actor: Actor, now: dt.datetime | None = None, rows: Rows | None = None
) -> CaseView | None:
    """Return what an actor may read of a case; None for nothing. Five queries at most.

    Args:
        case: with its holder loaded.
        actor: only officers read cases here; citizens have `queries.tracking`.
        now: the time of the page; the present by default.
        rows: of the case, where they were read already (`read_first`).
    """
    if not isinstance(actor, Officer):
        return None
    now = now or timezone.now()
    rows = rows or read_first(case)
    decision = decision_on(case, actor, now, rows)
    if decision.scope is None:
        return None
    if decision.scope in BEYOND:
        rows += gather(case, BEYOND[decision.scope])
    _attach(rows, decision.scope)
    reading = _Reading(case, rows, actor.organization.pk, decision.scope, now)
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
        values["story"] = rows.of(WORDS)[0].narrative
    if decision.scope == Scope.FULL:
        values |= reading.rest()
    return VIEWS[decision.scope](**values)


def _attach(rows: Rows, scope: Scope) -> None:
    """Let rows have the organizations, people and other rows that they name, as far as the scope shows them."""
    named = {Scope.METADATA: (DUTIES,), Scope.SUMMARY: (DUTIES, REFERRALS)}.get(scope, NAME_ORGANIZATIONS)
    attach(rows, named, Organization.objects.all())
    if scope < Scope.SUMMARY:
        return
    sent = {row.pk: row for row in rows.of(REFERRALS)}
    letters = {row.pk: row for row in rows.of(LETTERS)}
    for row in rows.of(REFERRALS):
        row.letter, row.beside = letters.get(row.letter_id or 0), sent.get(row.beside_id or 0)
    if scope < Scope.PART:
        return
    attach(rows, (EVENTS,), User.objects.only("display_name", "username"))
    notes = {row.event_id: row for row in rows.of(NOTES)}
    for event in rows.of(EVENTS):
        event.referral = sent.get(event.referral_id or 0)
        event._state.fields_cache["note"] = notes.get(event.pk)
    services = {row.pk: row for row in rows.of(SERVICES)}
    for planned in rows.of(PLAN):
        planned.service = services[planned.service_id]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One case, read for one organization at one scope."""

    case: Case
    rows: Rows
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
        return tuple(
            copied(Due, row, kind=DutyKind(row.kind))
            for row in self.rows.of(DUTIES)
            if row.ended_at is None and self.shows("dues", self._due(row))
        )

    def _due(self, row: Duty) -> set[Whose]:
        whose = self.of(row.organization_id)
        whose |= {Whose.OF_THE_CASE} if not row.waiting else set()
        return whose | ({Whose.LATE} if row.due_at < self.now else set())

    def summary(self) -> dict[str, Any]:
        """What the summary adds."""
        case = self.case
        entry = next((row for row in self.rows.of(REGISTERED) if row.organization_id == self.own), None)
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
            for row in self.rows.of(REFERRALS)
            if self.shows("referrals", self.of(row.sender_id, row.target_id))
        )

    def part(self) -> dict[str, Any]:
        """What a part adds: facts, what waits, history, files, help."""
        case, rows = self.case, self.rows
        words = rows.of(WHERE_EXACTLY if self.scope == Scope.PART else WORDS)[0]
        reporter = getattr(case, "reporter", None)
        return {
            "severity": Severity(case.severity),
            "danger_now": case.danger_now,
            "further_problems": tuple(ProblemType(row.problem) for row in rows.of(PROBLEMS)),
            "channel": case.get_channel_display(),
            **{name: getattr(case, name) for name in ("provision", "received_by", "consent", "version")},
            **{name: getattr(case, name) for name in ("closure_reason", "outcome", "consent_by")},
            "where": copied(Place, case, place_detail=words.place_detail),
            "people": tuple(copied(Person, row) for row in rows.of(PEOPLE)),
            "contact": copied(Contact, reporter) if reporter is not None else None,
            "waits": tuple(self.waits()),
            "entries": tuple(self.entries()),
            "files": tuple(
                copied(File, row, scan=str(row.get_scan_display()))
                for row in rows.of(FILES)
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
                for row in rows.of(HELP)
            ),
            "plan": tuple(
                copied(Planned, row, service=row.service.display_name, state=PlanState(row.state))
                for row in rows.of(PLAN)
            ),
            "found": tuple(
                copied(Found, row, state=WaitingState(row.state))
                for row in rows.of(FOLLOW_UPS)
                if self.shows("found", self.of(row.organization_id))
            ),
            "risks": tuple(
                copied(
                    Risk,
                    row,
                    level=RiskLevel(row.level),
                    reasons=row.reasons if self.scope > Scope.PART else "",
                )
                for row in rows.of(RISKS)
            ),
        }

    def waits(self) -> Iterator[Waits]:
        for source, kind in BESIDE:
            for row in self.rows.of(source):
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
        """Yield the history, newest first."""
        for event in reversed(self.rows.of(EVENTS)):
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
        case, rows = self.case, self.rows
        return {
            "created_by": case.created_by.display_name if case.created_by is not None else "",
            "proposed_organization": case.proposed_organization,
            "avoid_local": case.avoid_local,
            "duplicate_of": "".join(row.reference for row in rows.of(ORIGINAL)),
            "duplicates": tuple(row.reference for row in rows.of(DUPLICATES)),
            "reopen_count": case.reopen_count,
        }


def _marked(readers: str) -> set[Whose]:
    """Say that a row is marked for all, if its readers are more than the own office."""
    return set() if readers == Visibility.INTERNAL else {Whose.MARKED}
