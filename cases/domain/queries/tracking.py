"""What a citizen may know of a request by its reference and secret: five plain words and whom to ask (privacy 8)."""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cases.domain import identity
from cases.models import Case, CaseEvent
from cases.verbs.permissions import missing, permits
from cases.vocabulary import CaseState, PublicStatus, Verb, Visibility
from portal.actors import Citizen

if TYPE_CHECKING:
    from portal.organizations.models import Organization

STATUSES = {
    CaseState.RECEIVED: PublicStatus.RECEIVED,
    CaseState.SCREENED: PublicStatus.RECEIVED,
    CaseState.REFERRED: PublicStatus.SENT_ON,
    CaseState.IN_PROGRESS: PublicStatus.WORKING,
    CaseState.AWAITING_INFO: PublicStatus.NEEDS_ANSWER,
    CaseState.FOLLOWING_UP: PublicStatus.WORKING,
    CaseState.CLOSURE_REQUESTED: PublicStatus.WORKING,
    CaseState.CLOSED: PublicStatus.CLOSED,
}
# Compared with when no case has the reference, so that both wrong answers take the same way.
_NOBODY = identity.hash_secret("nobody has this secret")


@dataclass(frozen=True)
class Step:
    """A line of the citizen's history: from when on the request had a status."""

    at: dt.datetime
    status: PublicStatus


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
        may_reopen: the person may ask to open it again.
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
    question: str
    may_reopen: bool
    language: str
    is_restricted: bool
    case: Case = field(repr=False)


def find(*, reference: str, secret: str) -> Case | None:
    """Return the case of a reference if the secret is right; None alike for a wrong reference and a wrong secret.

    Args:
        reference: as typed.
        secret: as typed.
    """
    known = Case.objects.filter(reference=identity.clean(reference)).values_list("pk", "secret_hash").first()
    key, secret_hash = known or (0, _NOBODY)
    # Hashed and compared whether the reference exists or not; the case itself is only read for the right pair.
    if not identity.is_secret_of(secret=secret, secret_hash=secret_hash):
        return None
    return Case.objects.select_related("holder").filter(pk=key).first()


def progress(*, reference: str, secret_hash: str) -> Progress | None:
    """Return what the citizen may know, for a session in which `find` has answered before.

    Args:
        reference: of the case that was found.
        secret_hash: as it was then; a secret that was replaced since ends the session's right.
    """
    case = Case.objects.select_related("holder").filter(reference=reference).first()
    if case is None or not hmac.compare_digest(case.secret_hash, secret_hash):
        return None
    return progress_of(case)


def track(*, reference: str, secret: str) -> Progress | None:
    """Return what the citizen may know, or None; see `find`."""
    case = find(reference=reference, secret=secret)
    return progress_of(case) if case is not None else None


def progress_of(case: Case) -> Progress:
    """Return what the citizen may know of a case. Two queries, however long its history is."""
    events = list(
        case.events.filter(visibility=Visibility.PUBLIC)
        .select_related("note")
        .only("at", "verb", "to_state", "sequence", "case_id", "note__text")
        .order_by("sequence")
    )
    steps = _steps(events)
    restricted = case.is_restricted
    reporter = Citizen(case.reference)
    status = STATUSES[CaseState(case.state)]
    if restricted and status != PublicStatus.CLOSED:
        status = PublicStatus.WORKING
    return Progress(
        reference=case.reference,
        status=status,
        received_at=case.received_at,
        updated_at=case.received_at if restricted or not steps else steps[-1].at,
        holder=case.holder,
        steps=() if restricted else steps,
        question=_question(events) if case.state == CaseState.AWAITING_INFO else "",
        may_reopen=permits(verb=Verb.REOPEN, case=case, actor=reporter)
        and missing(verb=Verb.REOPEN, case=case, actor=reporter) is None,
        language=case.language,
        is_restricted=restricted,
        case=case,
    )


def _steps(events: list[CaseEvent]) -> tuple[Step, ...]:
    """Return when the public word changed; acts that change nothing for the citizen leave no line."""
    steps: list[Step] = []
    for event in events:
        status = STATUSES[CaseState(event.to_state)]
        if not steps or steps[-1].status != status:
            steps.append(Step(at=event.at, status=status))
    return tuple(steps)


def _question(events: list[CaseEvent]) -> str:
    """Return the words of the last question."""
    asked = [event for event in events if event.verb == Verb.ASK and hasattr(event, "note")]
    return asked[-1].note.text if asked else ""
