"""What waits at an organization, so that whoever is idle knows which page to open. An officer sees it in the rail and on the wall.

It decides nothing else: what is done is done on the pages, with what stands on them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from cases.households.domain.finding import pairs_of
from cases.households.domain.underway import together_with
from cases.machine.vocabulary import ALIVE, ApprovalSubject, DutyKind, Stage, Verb, WaitingKind, WaitingState
from cases.mass.domain.closing import NOT_HELPED, ON_THE_WAY
from cases.mass.models import MassOutcome
from cases.mass.vocabulary import MassVerb, OutcomeState
from cases.models import Approval, AssistanceRecord, Case, CaseEvent, Duty, Referral, Visit
from cases.tours.domain.choosing import still_waiting
from drills.district import Body

MOST = 100


@dataclass(frozen=True, slots=True)
class Heap:
    """Requests that wait for one thing.

    Attributes:
        number: how many.
        oldest: since when the oldest waits; None for none.
    """

    number: int = 0
    oldest: dt.datetime | None = None

    def is_due(self, now: dt.datetime, enough: int, longest: dt.timedelta) -> bool:
        """Whether it is worth a page: there are enough, or one waits for too long."""
        return self.oldest is not None and (self.number >= enough or now - self.oldest >= longest)


@dataclass
class Waiting:
    """What waits at one organization.

    Attributes:
        new: what a local administration received itself and nobody screened, without danger.
        new_danger: how many of these are in danger.
        danger: references in danger that nobody has screened, the oldest first.
        fresh: others that nobody has screened.
        screened: subdistrict → screened and not yet sent on.
        asked: what others sent, without danger.
        asked_danger: references of these in danger, the oldest first.
        stuck: references of what others sent that an act on many has left.
        houses: accepted, not helped, and no unit on its way.
        danger_houses: of these in danger.
        helped: what was helped, by a record of its own or of its household, and is not asked to be closed.
        left: references of these that an act on many has left.
        to_decide: requests to close that wait for the head.
        to_decide_alone: references of these that an act on many has left.
        untold: whoever is worked for and was told nothing yet.
        unread: references with something that the office has to read.
        pairs: that somebody has to read.
    """

    new: Heap = field(default_factory=Heap)
    new_danger: int = 0
    danger: list[str] = field(default_factory=list)
    fresh: Heap = field(default_factory=Heap)
    screened: dict[str, Heap] = field(default_factory=dict)
    asked: Heap = field(default_factory=Heap)
    asked_danger: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    houses: Heap = field(default_factory=Heap)
    danger_houses: int = 0
    helped: Heap = field(default_factory=Heap)
    left: list[str] = field(default_factory=list)
    to_decide: Heap = field(default_factory=Heap)
    to_decide_alone: list[str] = field(default_factory=list)
    untold: Heap = field(default_factory=Heap)
    unread: list[str] = field(default_factory=list)
    pairs: int = 0


def at_center(body: Body) -> Waiting:
    """Return what waits at the center; four queries."""
    here = Case.objects.filter(holder=body.organization)
    fresh = here.filter(stage=Stage.RECEIVED)
    danger = fresh.filter(danger_now=True).order_by("received_at", "pk")
    sent = Referral.objects.filter(state=WaitingState.SENT, sender=body.organization).values("case")
    screened = here.filter(stage=Stage.SCREENED).exclude(pk__in=sent).order_by()
    by_place = screened.values_list("subdistrict_code").annotate(Count("pk"), Min("received_at"))
    return Waiting(
        danger=list(danger.values_list("reference", flat=True)[:MOST]),
        fresh=_heap(fresh.filter(danger_now=False)),
        screened={place: Heap(number, oldest) for place, number, oldest in by_place},
        pairs=pairs_of(body.organization.pk).count(),
    )


def at_local(body: Body) -> Waiting:
    """Return what waits at a local administration; fourteen queries."""
    us = body.organization
    asked = Referral.objects.filter(target=us, state=WaitingState.SENT, mode=WaitingKind.HANDOVER)
    plain = asked.filter(case__danger_now=False).order_by("sent_at", "pk")
    tried = plain.filter(case__in=_left_by(body, MassVerb.ACCEPT))
    danger = asked.filter(case__danger_now=True).order_by("sent_at", "pk")
    visited = Visit.objects.filter(state__in=ALIVE).values("case")
    working = Case.objects.filter(holder=us, stage=Stage.WORKING)
    free = working.exclude(pk__in=visited)
    closing = Approval.objects.filter(state=WaitingState.OPEN, subject=ApprovalSubject.CLOSE)
    helped = _helped(free).exclude(pk__in=closing.filter(case__holder=us).values("case"))
    not_closed, not_decided = _left_by(body, MassVerb.CLOSE), _left_by(body, MassVerb.APPROVE)
    houses = still_waiting(free)
    decide = closing.filter(organization=us).exclude(requester=body.head.person)
    told = CaseEvent.objects.filter(case=OuterRef("pk"), verb=Verb.TELL)
    unread = Duty.objects.running().filter(organization=us, kind=DutyKind.READ)
    new = Case.objects.filter(holder=us, stage=Stage.RECEIVED)
    return Waiting(
        new=_heap(new.filter(danger_now=False)),
        new_danger=new.filter(danger_now=True).count(),
        asked=Heap(
            **plain.exclude(pk__in=tried.values("pk")).aggregate(number=Count("pk"), oldest=Min("sent_at"))
        ),
        asked_danger=list(danger.values_list("case__reference", flat=True)[:MOST]),
        stuck=list(tried.values_list("case__reference", flat=True)[:MOST]),
        helped=_heap(helped.exclude(pk__in=not_closed)),
        left=list(helped.filter(pk__in=not_closed).order_by("pk").values_list("reference", flat=True)[:MOST]),
        to_decide=Heap(
            **_asked_for(decide.exclude(case__in=not_decided)).aggregate(
                number=Count("pk"), oldest=Min("asked_at")
            )
        ),
        to_decide_alone=list(
            decide.filter(case__in=not_decided).values_list("case__reference", flat=True)[:MOST]
        ),
        untold=_heap(working.filter(~Exists(told)).exclude(pk__in=closing.values("case"))),
        unread=list(unread.order_by("due_at").values_list("case__reference", flat=True)[:MOST]),
        houses=_heap(houses),
        danger_houses=houses.filter(danger_now=True).count(),
        pairs=pairs_of(us.pk).count(),
    )


PASSES = [str(reason) for reason in (NOT_HELPED, ON_THE_WAY)]
"""Why a case is not closed with others yet: after the boat it is, by the next act on many."""


def _left_by(body: Body, verb: MassVerb) -> QuerySet[MassOutcome]:
    """What an act on many of the organization has left: it is done by hand, and not tried with others again."""
    left = MassOutcome.objects.filter(
        mass__organization=body.organization, mass__verb=verb, state=OutcomeState.LEFT
    )
    return left.exclude(reason__in=PASSES).values("case")


def _helped(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With help on record in them or in one that stands in a household with them."""
    case = OuterRef("pk")
    beside = together_with(OuterRef(case)).values("case")
    return cases.filter(Exists(AssistanceRecord.objects.filter(Q(case=case) | Q(case__in=beside))))


def _asked_for(waiting: QuerySet[Approval]) -> QuerySet[Approval]:
    """When each was asked for is when its duty began."""
    began = Duty.objects.filter(case=OuterRef("case"), waiting=OuterRef("number"), kind=DutyKind.APPROVE)
    return waiting.annotate(asked_at=Subquery(began.order_by("pk").values("started_at")[:1]))


def _heap(rows: QuerySet[Case]) -> Heap:
    return Heap(**rows.aggregate(number=Count("pk"), oldest=Min("received_at")))
