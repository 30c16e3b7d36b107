"""Which cases of a choice get a stop, and why the others do not; a handful of queries, whatever the number of cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.domain.places import place_of
from cases.events.domain.attaching import members
from cases.events.models import Event
from cases.households.domain.underway import cases_underway, households_of, together_with
from cases.machine.vocabulary import DutyKind, Stage, WaitingKind, WaitingState
from cases.models import Case, Duty, Referral, Visit
from cases.tours.domain.rules import Spot, ordered, together
from cases.tours.vocabulary import Left
from cases.vocabulary import Confidentiality, Track, VisitResult

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from portal.actors import Officer

MOST_STOPS = 60
"""More than a boat reaches in a day, and what a phone can keep (docs/many.md)."""
USUAL_STOPS = 40
MOST_LOOKED_AT = 2000
"""Cases that are put into an order at once, danger and the oldest first."""
CAREFUL = ~Q(track=Track.GENERAL) | ~Q(confidentiality=Confidentiality.NORMAL)
STILL_WAITS = (Stage.RECEIVED, Stage.SCREENED, Stage.WORKING)
NEEDS_NO_OTHER = (VisitResult.HELPED, VisitResult.NOT_NEEDED)
"""After these no boat is needed until somebody writes again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a trip is made of.

    Attributes:
        keys: cases that get a stop, in the order in which the crew goes.
        left: why the others get none, and how many.
    """

    keys: list[int] = field(default_factory=list)
    left: dict[Left, int] = field(default_factory=dict)


def waiting_in(event: Event, subdistricts: Collection[str] = ()) -> QuerySet[Case]:
    """Return the cases of an event that still wait for help, by the subdistrict if one is asked for.

    Args:
        event: whose members are meant; who may open them is asked by `choose`.
        subdistricts: codes; none for all.
    """
    cases = still_waiting(Case.objects.filter(pk__in=members(event).values("case")))
    return cases.filter(subdistrict_code__in=subdistricts) if subdistricts else cases


def still_waiting(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return those cases to which a unit has still to go, as far as the portal can tell; a ticked case is asked by nobody.

    Whoever was helped by the last visit stays in work until somebody follows up, and is no stop of the next boat, unless
    something of theirs has not been read yet. A boat goes to a household (`choose`), so it has helped all that were
    reported of it by then; what came afterwards waits.
    """
    later = Visit.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    helped = Visit.objects.filter(~Exists(later), result__in=NEEDS_NO_OTHER)
    with_them = together_with(OuterRef(OuterRef("pk"))).values("case")
    here, beside = Q(case=OuterRef("pk")), Q(case__in=with_them, ended_at__gte=OuterRef("received_at"))
    unread = Duty.objects.running().filter(case=OuterRef("pk"), kind=DutyKind.READ)
    return cases.filter(Exists(unread) | ~Exists(helped.filter(here | beside)), stage__in=STILL_WAITS)


def ours(cases: QuerySet[Case], actor: Officer) -> QuerySet[Case]:
    """Return those cases that the actor's organization holds or does a part of: to these it may send its unit."""
    us = actor.organization.pk
    parts = Referral.objects.filter(target=us, mode=WaitingKind.JOINT, state=WaitingState.ACCEPTED)
    return cases.filter(Q(holder=us) | Q(pk__in=parts.values("case")))


def fit(cases: QuerySet[Case], actor: Officer) -> QuerySet[Case]:
    """Return those cases that may get a stop, of all that the actor's organization works on."""
    mine = ours(Case.objects.visible_to(actor).open().filter(pk__in=cases.values("pk")), actor)
    found = mine.exclude(CAREFUL).filter(wants_out=False)
    return found.exclude(pk__in=cases_underway(found).values("pk"))


def choose(*, actor: Officer, cases: QuerySet[Case], most: int) -> Choice:
    """Say which cases of a choice get a stop, the most pressing first, and count the others by their reason.

    What the actor may not open is neither chosen nor counted.

    Args:
        actor: who makes the trip.
        cases: of a selection, a filter or an event, of any visibility.
        most: how many stops, at most `MOST_STOPS`.
    """
    rows: QuerySet[Case] = Case.objects.visible_to(actor).open().filter(pk__in=cases.values("pk"))
    left: dict[Left, int] = {}
    mine = ours(rows, actor)
    left[Left.OTHERS] = rows.exclude(pk__in=mine.values("pk")).count()
    left[Left.CAREFUL] = mine.filter(CAREFUL).count()
    general = mine.exclude(CAREFUL)
    left[Left.WANTS_OUT] = general.filter(wants_out=True).count()
    left[Left.ON_THE_WAY] = cases_underway(general.filter(wants_out=False)).count()
    free = fit(cases, actor)
    found, behind = together(spots_of(free.order_by("-danger_now", "received_at", "pk")[:MOST_LOOKED_AT]))
    left[Left.TOGETHER] = len(behind)
    keys = [one.key for one in ordered(found)][: min(most, MOST_STOPS)]
    left[Left.MORE] = free.count() - len(behind) - len(keys)
    return Choice(keys, {reason: number for reason, number in left.items() if number > 0})


def spots_of(cases: Iterable[Case]) -> list[Spot]:
    """Return cases as houses on the way; one query besides theirs."""
    found = list(cases)
    households = households_of([case.pk for case in found])
    return [
        Spot(
            key=case.pk,
            since=case.received_at,
            danger=case.danger_now,
            unseen=case.stage == Stage.RECEIVED,
            subdistrict=place_of(case),
            moo=case.moo,
            village=case.village,
            household=households.get(case.pk),
        )
        for case in found
    ]
