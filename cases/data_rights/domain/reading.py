"""The doors: whose requests somebody may read, and whose they only watch over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import RequestState, Right
from cases.domain.leaving import answered_by
from cases.machine.vocabulary import Stage
from cases.models import Case
from portal.composed import Composed
from portal.protection.domain.officers import protects, sees_all

if TYPE_CHECKING:
    import datetime as dt

    from portal.actors import Officer


def requests_of(actor: Officer, *, glass_since: dt.datetime | None = None) -> QuerySet[RightsRequest]:
    """Return the requests that somebody may read and answer; the one door to them.

    Who works on a case that their own organization is responsible for (`answered_by`) reads what was asked about it. When a case is
    closed nobody may read it after a while, and people still ask: then a supervisor answers. Complaints are read by the
    data protection officer alone, never by whoever is complained of.

    Args:
        actor: who reads.
        glass_since: as in `Case.objects.visible_to`.
    """
    own = Q(pk__in=[])
    if actor.works_on_cases:
        readable = Q(case__in=Case.objects.visible_to(actor, glass_since=glass_since))
        if actor.supervises:
            readable |= Q(case__stage=Stage.CLOSED)
        own = answered_by(actor.organization, "case__") & readable & ~Q(right=Right.COMPLAIN)
    if sees_all(actor):
        own |= Q(right=Right.COMPLAIN)
    elif protects(actor):
        own |= Q(right=Right.COMPLAIN) & answered_by(actor.organization, "case__")
    return RightsRequest.objects.filter(own).exclude(case__recused=actor.person.pk)


def waiting(actor: Officer, *, glass_since: dt.datetime | None = None) -> QuerySet[RightsRequest]:
    """Return what somebody has to answer, the most urgent first; arguments as in `requests_of`."""
    return requests_of(actor, glass_since=glass_since).filter(state=RequestState.OPEN)


def watched_by(actor: Officer) -> QuerySet[RightsRequest]:
    """Return the requests whose clock a data protection officer watches: numbers and days, never a word (PDPA s.41–42)."""
    if not protects(actor):
        return RightsRequest.objects.none()
    rows = RightsRequest.objects.defer("words", "answer", "identified")
    return rows if sees_all(actor) else rows.filter(answered_by(actor.organization, "case__"))


@dataclass(frozen=True, slots=True)
class Note:
    """What a person says against what stands in their case, attached to it for good (Official Information Act s.25).

    Attributes:
        words: theirs.
        received_at: when they said so.
    """

    words: str
    received_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page of a case says of requests about it.

    Attributes:
        waiting: how many have no answer yet.
        notes: attached to it.
    """

    waiting: int
    notes: tuple[Note, ...]


def standing_of(reference: str) -> Standing:
    """Return what stands beside a case; one query. For whoever may read the case.

    Args:
        reference: of the case.
    """
    rows = _BESIDE(reference=reference)
    attached = {RequestState.PARTLY, RequestState.REFUSED}
    notes = (one for one in rows if one.right == Right.CORRECT and one.state in attached and one.words)
    return Standing(
        waiting=sum(one.state == RequestState.OPEN for one in rows),
        notes=tuple(Note(one.words, one.received_at) for one in notes),
    )


def _beside(reference: str) -> QuerySet[RightsRequest]:
    asked = RightsRequest.objects.filter(case__reference=reference)
    return asked.exclude(right=Right.COMPLAIN).order_by("number")


_BESIDE = Composed(_beside, reference=str)
