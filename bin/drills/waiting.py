"""What waits at an organization, so that whoever is idle knows which page to open. An officer sees it in the rail and on the wall.

It decides nothing else: what is done is done on the pages, with what stands on them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from cases.households.domain.finding import pairs_of
from cases.households.domain.underway import together_with
from cases.machine.vocabulary import ALIVE, ApprovalSubject, DutyKind, Stage, Verb, WaitingKind, WaitingState
from cases.mass.domain.closing import NOT_HELPED, ON_THE_WAY
from cases.mass.models import MassOutcome
from cases.mass.vocabulary import MassVerb, OutcomeState
from cases.models import Approval, AssistanceRecord, Case, CaseEvent, Duty, Referral, Visit
from cases.tours.domain.choosing import still_waiting
from cases.vocabulary import CallOutcome
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


class Waiting:
    """What waits at one organization.

    Each is counted when it is asked for the first time: whoever is idle asks for the most pressing first, and what comes after
    it is mostly not asked for at all.

    Args:
        body: the organization.
    """

    def __init__(self, body: Body) -> None:
        self.body = body
        self.us = body.organization

    @property
    def _fresh(self) -> QuerySet[Case]:
        return Case.objects.filter(holder=self.us, stage=Stage.RECEIVED)

    @cached_property
    def danger(self) -> list[str]:
        """References in danger that nobody has screened, the oldest first."""
        if self.body.boats:
            # A local administration reads its own on the strip.
            return []
        danger = self._fresh.filter(danger_now=True).order_by("received_at", "pk")
        return list(danger.values_list("reference", flat=True)[:MOST])

    @cached_property
    def fresh(self) -> Heap:
        """Others that nobody has screened, without danger."""
        return _heap(self._fresh.filter(danger_now=False))

    @cached_property
    def screened(self) -> dict[str, Heap]:
        """Subdistrict → screened and not yet sent on."""
        sent = Referral.objects.filter(state=WaitingState.SENT, sender=self.us).values("case")
        cases = Case.objects.filter(holder=self.us, stage=Stage.SCREENED).exclude(pk__in=sent).order_by()
        by_place = cases.values_list("subdistrict_code").annotate(Count("pk"), Min("received_at"))
        return {place: Heap(number, oldest) for place, number, oldest in by_place}

    @property
    def _asked(self) -> QuerySet[Referral]:
        return Referral.objects.filter(target=self.us, state=WaitingState.SENT, mode=WaitingKind.HANDOVER)

    @property
    def _plain(self) -> QuerySet[Referral]:
        return self._asked.filter(case__danger_now=False).order_by("sent_at", "pk")

    @property
    def _tried(self) -> QuerySet[Referral]:
        return self._plain.filter(case__in=_left_by(self.body, MassVerb.ACCEPT))

    @property
    def _working(self) -> QuerySet[Case]:
        return Case.objects.filter(holder=self.us, stage=Stage.WORKING)

    @property
    def _free(self) -> QuerySet[Case]:
        return self._working.exclude(pk__in=Visit.objects.filter(state__in=ALIVE).values("case"))

    @property
    def _closing(self) -> QuerySet[Approval]:
        return Approval.objects.filter(state=WaitingState.OPEN, subject=ApprovalSubject.CLOSE)

    @property
    def _helped(self) -> QuerySet[Case]:
        return _helped(self._free).exclude(pk__in=self._closing.filter(case__holder=self.us).values("case"))

    @property
    def _decide(self) -> QuerySet[Approval]:
        return self._closing.filter(organization=self.us).exclude(requester=self.body.head.person)

    @cached_property
    def new(self) -> Heap:
        """These at a local administration, which reads its own on the strip."""
        return self.fresh if self.body.boats else Heap()

    @cached_property
    def new_danger(self) -> int:
        """How many of these are in danger."""
        return self._fresh.filter(danger_now=True).count() if self.body.boats else 0

    @cached_property
    def asked(self) -> Heap:
        """What others sent, without danger."""
        rows = self._plain.exclude(pk__in=self._tried.values("pk"))
        return Heap(**rows.aggregate(number=Count("pk"), oldest=Min("sent_at")))

    @cached_property
    def asked_danger(self) -> list[str]:
        """References of these in danger, the oldest first."""
        danger = self._asked.filter(case__danger_now=True).order_by("sent_at", "pk")
        return list(danger.values_list("case__reference", flat=True)[:MOST])

    @cached_property
    def stuck(self) -> list[str]:
        """References of what others sent that an act on many has left."""
        return list(self._tried.values_list("case__reference", flat=True)[:MOST])

    @cached_property
    def houses(self) -> Heap:
        """Accepted, not helped, and no unit on its way."""
        return _heap(still_waiting(self._free))

    @cached_property
    def danger_houses(self) -> int:
        """Of these in danger."""
        return still_waiting(self._free).filter(danger_now=True).count()

    @cached_property
    def helped(self) -> Heap:
        """What was helped, by a record of its own or of its household, and is not asked to be closed."""
        return _heap(self._helped.exclude(pk__in=_left_by(self.body, MassVerb.CLOSE)))

    @cached_property
    def left(self) -> list[str]:
        """References of these that an act on many has left."""
        rows = self._helped.filter(pk__in=_left_by(self.body, MassVerb.CLOSE))
        return list(rows.order_by("pk").values_list("reference", flat=True)[:MOST])

    @cached_property
    def to_decide(self) -> Heap:
        """Requests to close that wait for the head."""
        rows = self._decide.exclude(case__in=_left_by(self.body, MassVerb.APPROVE))
        return Heap(**_asked_for(rows).aggregate(number=Count("pk"), oldest=Min("asked_at")))

    @cached_property
    def to_decide_alone(self) -> list[str]:
        """References of these that an act on many has left."""
        rows = self._decide.filter(case__in=_left_by(self.body, MassVerb.APPROVE))
        return list(rows.values_list("case__reference", flat=True)[:MOST])

    @cached_property
    def untold(self) -> Heap:
        """Whoever is worked for and heard nothing yet: no text, no call, no help."""
        reached = [one.value for one in CallOutcome if one.reached]
        heard = Q(verb=Verb.TELL) | Q(verb=Verb.LOG_CALL, reason__in=reached)
        told = CaseEvent.objects.filter(heard, case=OuterRef("pk"))
        working = self._working.filter(~Exists(told), helped=False)
        return _heap(working.exclude(pk__in=self._closing.values("case")))

    @cached_property
    def unread(self) -> list[str]:
        """References with something that the office has to read."""
        rows = Duty.objects.running().filter(organization=self.us, kind=DutyKind.READ)
        return list(rows.order_by("due_at").values_list("case__reference", flat=True)[:MOST])

    @cached_property
    def pairs(self) -> int:
        """Pairs that somebody has to read."""
        return pairs_of(self.us.pk).count()


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
