"""What waits at an organization, so that whoever is idle knows which page to open. An officer sees it in the rail and on the wall.

It decides nothing else: what is done is done on the pages, with what stands on them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Min

from cases.households.models import LikelyPair
from cases.machine.vocabulary import ALIVE, Stage, WaitingKind, WaitingState
from cases.models import AssistanceRecord, Case, Referral, Visit
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
        danger: references in danger that nobody has screened, the oldest first.
        fresh: others that nobody has screened.
        screened: subdistrict → screened and not yet sent on.
        asked: references that others sent, danger first, then the oldest.
        asked_danger: of these in danger.
        houses: accepted, not helped, and no unit on its way.
        danger_houses: of these in danger.
        helped: references that a unit has helped, and of which nobody has said so yet.
        pairs: that somebody has to read.
    """

    danger: list[str] = field(default_factory=list)
    fresh: Heap = field(default_factory=Heap)
    screened: dict[str, Heap] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    asked_danger: list[str] = field(default_factory=list)
    houses: Heap = field(default_factory=Heap)
    danger_houses: int = 0
    helped: list[str] = field(default_factory=list)
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
        pairs=LikelyPair.objects.filter(organization=body.organization).count(),
    )


def at_local(body: Body) -> Waiting:
    """Return what waits at a local administration; six queries."""
    asked = Referral.objects.filter(
        target=body.organization, state=WaitingState.SENT, mode=WaitingKind.HANDOVER
    ).order_by("-case__danger_now", "sent_at", "pk")
    visited = Visit.objects.filter(state__in=ALIVE).values("case")
    working = Case.objects.filter(holder=body.organization, stage=Stage.WORKING).exclude(pk__in=visited)
    got = AssistanceRecord.objects.filter(case__in=working.values("pk")).values("case")
    houses = working.exclude(pk__in=got)
    references = asked.values_list("case__reference", flat=True)
    return Waiting(
        asked=list(references[:MOST]),
        asked_danger=list(references.filter(case__danger_now=True)[:MOST]),
        helped=list(working.filter(pk__in=got).order_by("pk").values_list("reference", flat=True)[:MOST]),
        houses=_heap(houses),
        danger_houses=houses.filter(danger_now=True).count(),
        pairs=LikelyPair.objects.filter(organization=body.organization).count(),
    )


def _heap(rows: object) -> Heap:
    found = rows.aggregate(number=Count("pk"), oldest=Min("received_at"))  # type: ignore[attr-defined]
    return Heap(**found)
