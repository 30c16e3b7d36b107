"""What a citizen may know of a request by its reference and secret: five plain words and whom to ask (privacy 8)."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from cases.domain import identity, store
from cases.domain.act import situation_of
from cases.domain.queries.conversation import Message, conversation
from cases.domain.queries.names import brief
from cases.domain.queries.rated import is_rated
from cases.domain.queries.upcoming import Next, upcoming
from cases.machine.act import missing, permits
from cases.machine.verb import Ask
from cases.machine.vocabulary import (
    ALIVE,
    BEFORE_WORK,
    ApprovalSubject,
    DutyKind,
    Stage,
    Verb,
    WaitingKind,
    WaitingState,
)
from cases.models import (
    Approval,
    AssistanceRecord,
    Case,
    CaseEvent,
    CommitteeItem,
    HelpService,
    PlanItem,
    Question,
    Referral,
    Visit,
)
from cases.vocabulary import AssistanceKind, Consent, PlanState, PublicStatus, Visibility
from portal.actors import Citizen
from portal.composed import Composed
from portal.thai.codes import clean

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.organizations.models import Organization

OF_STAGE = {
    Stage.RECEIVED: PublicStatus.RECEIVED,
    Stage.SCREENED: PublicStatus.RECEIVED,
    Stage.WORKING: PublicStatus.WORKING,
    Stage.FOLLOWING_UP: PublicStatus.WORKING,
    Stage.CLOSED: PublicStatus.CLOSED,
}
SENDS_ON = frozenset({Verb.REFER, Verb.AUTO_ROUTE, Verb.FORWARD_ON})
COMES_BACK = (Verb.RETURN, Verb.RECALL, Verb.RECORD_OUTSIDE)
"""Answers to a handover by which the public word changes; their entries are for offices, so that they name nobody here."""
SAYS_NOTHING_OF_PROGRESS = frozenset(
    {Verb.MESSAGE, Verb.OBJECT, Verb.NOTE, Verb.LOG_CALL, Verb.ACKNOWLEDGE, Verb.RECORD_HELP, Verb.TELL}
)
"""Acts that the page tells elsewhere, and of which there can be any number."""
MOST_STEPS = 60
"""Entries of the history that are looked at for the steps, the newest."""
MOST_HELP = 20
"""Records of help that are shown, the newest."""


_ASKED = Composed(
    lambda case: Question.objects.filter(state=WaitingState.OPEN, case=case).order_by("-number")[:1], case=int
)
_SENT_ON: Composed[Any] = Composed(
    lambda case: Referral.objects.pending_handover().filter(case=case).values_list("pk", flat=True)[:1],
    case=int,
)


def public_status(case: Case) -> PublicStatus:
    """Return the plain word for how a case stands now; two small queries."""
    return _word(case, is_asked=bool(_ASKED(case=case.pk)))


def _word(case: Case, *, is_asked: bool) -> PublicStatus:
    is_sent_on = case.stage in BEFORE_WORK and bool(_SENT_ON(case=case.pk))
    return _status(Stage(case.stage), is_asked, is_sent_on)


def public_statuses(cases: Sequence[Case]) -> dict[int, PublicStatus]:
    """Return the same for several cases, by their keys; at most two small queries for all of them."""
    going_on = [case for case in cases if case.stage != Stage.CLOSED]
    before_work = [case for case in going_on if case.stage in BEFORE_WORK]
    asked = _with(Question.objects.filter(state=WaitingState.OPEN), going_on)
    sent_on = _with(Referral.objects.pending_handover(), before_work)
    return {case.pk: _status(Stage(case.stage), case.pk in asked, case.pk in sent_on) for case in cases}


def _with(rows: QuerySet[Any], cases: Sequence[Case]) -> set[int]:
    """Return the keys of those cases that have any of the rows; nothing is asked for none."""
    return set(rows.filter(case__in=cases).values_list("case_id", flat=True)) if cases else set()


def _status(stage: Stage, is_asked: bool, is_sent_on: bool) -> PublicStatus:
    if stage == Stage.CLOSED:
        return PublicStatus.CLOSED
    if is_asked:
        return PublicStatus.NEEDS_ANSWER
    return PublicStatus.SENT_ON if is_sent_on else OF_STAGE[stage]


def told_status(case: Case) -> PublicStatus:
    """Return the word that the citizen reads: of a restricted case only "working" or "closed"."""
    return _told(case, public_status(case))


def _told(case: Case, status: PublicStatus) -> PublicStatus:
    return PublicStatus.WORKING if case.is_restricted and status != PublicStatus.CLOSED else status


def _status_after(event: CaseEvent) -> PublicStatus:
    """Return the plain word that an entry of the history leads to."""
    stage = Stage(event.to_stage)
    if event.verb == Verb.ASK:
        return PublicStatus.NEEDS_ANSWER
    if event.verb in SENDS_ON and stage in BEFORE_WORK:
        return PublicStatus.SENT_ON
    return OF_STAGE[stage]


# Compared with when no case has the reference, so that both wrong answers take the same way.
_NOBODY = identity.hash_secret("nobody has this secret")


@dataclass(frozen=True)
class Step:
    """A line of the citizen's history: from when on the request had a status."""

    at: dt.datetime
    status: PublicStatus
    who: str = ""


@dataclass(frozen=True)
class HelpGiven:
    """Help on record: what, when, by whom; no amount, and no person."""

    kind: AssistanceKind
    on: dt.date
    by: str


@dataclass(frozen=True)
class Planned:
    """What will be given: what, by whom, until when."""

    service: HelpService
    by: str
    due_on: dt.date


@dataclass(frozen=True)
class Offered:
    """What the citizen can do now by their secret.

    Attributes:
        message: write to the holder, send files, change how they are reached.
        withdraw: say that they need no help any more.
        stay: say that they need it after all.
        refuse: let their story go to nobody else any more.
        ends_at_once: withdrawing closes the case now; otherwise it is a wish that somebody reads.
        object: a closure waits, and they have not said that they disagree.
        rate: say how the help was, once for each closing.
        reopen: ask to take a closed case up again.
    """

    message: bool = False
    withdraw: bool = False
    stay: bool = False
    refuse: bool = False
    ends_at_once: bool = False
    object: bool = False
    rate: bool = False
    reopen: bool = False


@dataclass(frozen=True)
class Progress:
    """What the tracking page may show; nothing else of the case reaches it.

    Attributes:
        reference: the public reference.
        status: one of five words; of a restricted case only "working" or "closed".
        received_at: when the request came in.
        updated_at: when the status became what it is.
        holder: whom to ask: the body that is responsible now.
        steps: how it went, oldest first; empty for a restricted case.
        question: what the office wants to know, when it waits for an answer.
        may: what the person can do now.
        is_closing: a closure waits for its decision.
        wants_out: the person has said that they need no help any more.
        messages: what both sides wrote, the newest, oldest of these first.
        has_earlier: there are older messages than those.
        help: what was given, newest first; nothing of a restricted case.
        plan: what will be given, the soonest first; nothing of a restricted case.
        next: what happens next, by whom and by when; nothing of a restricted case.
        language: in which the request was written.
        is_restricted: the page must not tell what it is about.
        case: for the acts of a citizen (`reopen_case`, `record_answer`); never for a template.
    """

    reference: str
    status: PublicStatus
    received_at: dt.datetime
    updated_at: dt.datetime
    holder: Organization
    steps: tuple[Step, ...]
    question: Question | None
    may: Offered
    is_closing: bool
    wants_out: bool
    messages: tuple[Message, ...]
    has_earlier: bool
    help: tuple[HelpGiven, ...]
    plan: tuple[Planned, ...]
    next: tuple[Next, ...]
    language: str
    is_restricted: bool
    case: Case = field(repr=False)

    @property
    def wish_is_unread(self) -> bool:
        """The wish to need no help any more, or something that came with it, waits for somebody to read it."""
        return self.wants_out and any(one.kind == DutyKind.READ for one in self.next)

    @property
    def may_reopen(self) -> bool:
        """The person may ask to open it again."""
        return self.may.reopen


_SECRET: Composed[Any] = Composed(
    lambda reference: Case.objects.filter(reference=reference).values_list("pk", "secret_hash"), reference=str
)
_BY_KEY = Composed(lambda case: Case.objects.select_related("holder").filter(pk=case), case=int)
_BY_REFERENCE = Composed(
    lambda reference: Case.objects.select_related("holder").filter(reference=reference), reference=str
)


def find(*, reference: str, secret: str) -> Case | None:
    """Return the case of a reference if the secret is right; None alike for a wrong reference and a wrong secret.

    Args:
        reference: as typed.
        secret: as typed.
    """
    key, secret_hash = next(iter(_SECRET(reference=clean(reference))), (0, _NOBODY))
    # Hashed and compared whether the reference exists or not; the case itself is only read for the right pair.
    if not identity.is_secret_of(secret=secret, secret_hash=secret_hash):
        return None
    return _BY_KEY.first(case=key)


def progress(*, reference: str, secret_hash: str) -> Progress | None:
    """Return what the citizen may know, for a session in which `find` has answered before.

    Args:
        reference: of the case that was found.
        secret_hash: as it was then; a secret that was replaced since ends the session's right.
    """
    case = _BY_REFERENCE.first(reference=reference)
    if case is None or not hmac.compare_digest(case.secret_hash, secret_hash):
        return None
    return progress_of(case)


def track(*, reference: str, secret: str) -> Progress | None:
    """Return what the citizen may know, or None; see `find`."""
    case = find(reference=reference, secret=secret)
    return progress_of(case) if case is not None else None


def progress_of(case: Case) -> Progress:
    """Return what the citizen may know of a case. The same few queries and rows, however long its history is."""
    restricted = case.is_restricted
    question = _ASKED.first(case=case.pk)
    status = _told(case, _word(case, is_asked=question is not None))
    steps = () if restricted else _steps(case, status)
    closing = None if case.is_closed else _closing(case)
    messages, has_earlier = conversation(case)
    return Progress(
        reference=case.reference,
        status=status,
        received_at=case.received_at,
        updated_at=steps[-1].at if steps else case.received_at,
        holder=case.holder,
        steps=steps,
        question=question,
        may=_offered(case, is_open_closing=closing is False),
        is_closing=closing is not None,
        wants_out=case.wants_out,
        messages=messages,
        has_earlier=has_earlier,
        help=() if restricted else _help(case),
        plan=() if restricted or case.is_closed else _plan(case),
        next=() if restricted or case.is_closed else upcoming(case),
        language=case.language,
        is_restricted=restricted,
        case=case,
    )


_CLOSING: Composed[Any] = Composed(
    lambda case: (
        Approval.objects.filter(state=WaitingState.OPEN, subject=ApprovalSubject.CLOSE, case=case)
        .order_by("pk")
        .values_list("disputed", flat=True)[:1]
    ),
    case=int,
)


def _closing(case: Case) -> bool | None:
    """Return whether the citizen has objected to the closure that waits; None when none waits."""
    disputed = _CLOSING.first(case=case.pk)
    return None if disputed is None else bool(disputed)


def _offered(case: Case, *, is_open_closing: bool) -> Offered:
    if case.is_closed:
        return Offered(rate=not case.anonymized and not is_rated(case), reopen=_may_reopen(case))
    return Offered(
        message=True,
        withdraw=not case.wants_out,
        # Of a restricted case the page does not tell whoever looks on that somebody did not want help any more.
        stay=case.wants_out and not case.is_restricted,
        refuse=case.consent != Consent.REFUSED,
        ends_at_once=not case.wants_out and _ends_at_once(case),
        object=is_open_closing,
    )


_BESIDE: Composed[Any] = Composed(
    lambda case: (
        Case.objects.filter(pk=case)
        .filter(
            Exists(Referral.objects.filter(mode=WaitingKind.JOINT, state__in=ALIVE, case=OuterRef("pk")))
            | Exists(Visit.objects.filter(state__in=ALIVE, case=OuterRef("pk")))
            | Exists(CommitteeItem.objects.filter(state__in=ALIVE, case=OuterRef("pk")))
        )
        .values_list("pk", flat=True)
    ),
    case=int,
)


def _ends_at_once(case: Case) -> bool:
    """Whether withdrawing closes the case now: a general one that nobody works on (`speaking.withdraw`)."""
    return not case.is_crisis and Stage(case.stage) in BEFORE_WORK and not _BESIDE(case=case.pk)


_GIVEN = Composed(
    lambda case: (
        AssistanceRecord.objects.filter(case=case)
        .select_related("organization")
        .order_by("-given_on", "-pk")[:MOST_HELP]
    ),
    case=int,
)


def _help(case: Case) -> tuple[HelpGiven, ...]:
    return tuple(
        HelpGiven(kind=AssistanceKind(row.kind), on=row.given_on, by=brief(row.organization))
        for row in _GIVEN(case=case.pk)
    )


_PLANNED = Composed(
    lambda case: (
        PlanItem.objects.filter(state=PlanState.PLANNED, case=case)
        .select_related("service", "organization")
        .order_by("due_on", "pk")[:MOST_HELP]
    ),
    case=int,
)


def _plan(case: Case) -> tuple[Planned, ...]:
    return tuple(
        Planned(service=row.service, by=brief(row.organization), due_on=row.due_on)
        for row in _PLANNED(case=case.pk)
    )


_NEWEST = Composed(
    lambda case: (
        CaseEvent.objects.filter(
            Q(visibility=Visibility.PUBLIC) | Q(verb__in=COMES_BACK, referral__mode=WaitingKind.HANDOVER),
            case=case,
        )
        .exclude(verb__in=SAYS_NOTHING_OF_PROGRESS)
        .select_related("organization")
        .only("verb", "to_stage", "at", "visibility", "organization")
        .order_by("-sequence")[:MOST_STEPS]
    ),
    case=int,
)


def _steps(case: Case, present: PublicStatus) -> tuple[Step, ...]:
    """Return when the public word changed and who changed it; what changes nothing for the citizen leaves no line.

    The last of them is the word of now, also where what changed it is no matter of the citizen's: a handover that is taken
    back because consent was, a question that goes on waiting.
    """
    newest = _NEWEST(case=case.pk)
    steps = [Step(at=case.received_at, status=PublicStatus.RECEIVED)]
    for event in reversed(newest):
        status = _status_after(event)
        if steps[-1].status != status:
            steps.append(Step(at=event.at, status=status, who=_who(event)))
    if steps[-1].status != present:
        steps.append(Step(at=case.updated_at, status=present))
    return tuple(steps)


def _who(event: CaseEvent) -> str:
    """Return the organization that acted; nobody of an answer of the citizen, and of what only offices read."""
    if event.organization is None or event.visibility != Visibility.PUBLIC:
        return ""
    return brief(event.organization)


def _may_reopen(case: Case) -> bool:
    """Whether the citizen may open it again; a closed case answers that by its facts, without what waited once."""
    situation = situation_of(case, Citizen(case.reference), standing=store.first(case))
    return permits(situation, Verb.REOPEN, Ask()) and missing(situation, Verb.REOPEN, Ask()) is None
