"""How trips stand: progress by number, and what somebody at the desk has to look at. Few queries, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q, Sum

from cases.machine.vocabulary import ALIVE
from cases.models import Case
from cases.tours.domain.rights import tours_of
from cases.tours.domain.rules import left_over
from cases.tours.models import Load, LoadGiven, Stop, Tour
from cases.tours.vocabulary import NEEDS_SOMEBODY

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from portal.actors import Officer

GOES = Q(left="")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a trip is.

    Attributes:
        stops: houses to which it goes or went.
        done: with a result.
        danger: houses without a result in which somebody is in danger.
        needs: results at which nobody at the desk looked yet, and somebody has to.
        last: when a result or an arrival came last; None before the first.
    """

    stops: int = 0
    done: int = 0
    danger: int = 0
    needs: int = 0
    last: dt.datetime | None = None

    @property
    def waiting(self) -> int:
        """Houses without a result."""
        return self.stops - self.done

    @property
    def percent(self) -> int:
        """How much is done, of a hundred."""
        return 100 * self.done // self.stops if self.stops else 0


def progress_of(tours: Iterable[Tour]) -> dict[int, Progress]:
    """Return how far each trip is; one query."""
    ended = Q(visit__isnull=False) & ~Q(visit__state__in=ALIVE)
    rows = (
        Stop.objects.filter(GOES, tour__in=[tour.pk for tour in tours])
        .order_by()
        .values("tour")
        .annotate(
            stops=Count("pk"),
            done=Count("pk", filter=ended),
            danger=Count("pk", filter=Q(case__danger_now=True) & ~ended),
            needs=Count("pk", filter=Q(visit__result__in=NEEDS_SOMEBODY, looked_at=None)),
            ended=Max("visit__ended_at"),
            arrived=Max("visit__arrived_at"),
        )
    )
    found = {}
    for row in rows:
        tour, times = row.pop("tour"), (row.pop("ended"), row.pop("arrived"))
        found[tour] = Progress(**row, last=max((at for at in times if at is not None), default=None))
    return found


def to_look_at(actor: Officer, *, glass_since: dt.datetime | None = None) -> QuerySet[Stop]:
    """Return the stops of one's own trips whose result needs somebody, and at which nobody looked yet.

    Args:
        actor: whose trips.
        glass_since: as in `Case.objects.visible_to`.
    """
    return Stop.objects.filter(
        tour__in=tours_of(actor).values("pk"),
        case__in=Case.objects.visible_to(actor, glass_since=glass_since).values("pk"),
        visit__result__in=NEEDS_SOMEBODY,
        looked_at=None,
    )


@dataclass(frozen=True, slots=True)
class OnBoard:
    """One line of what a trip took along.

    Attributes:
        load: what.
        given: how many went to houses.
    """

    load: Load
    given: int

    @property
    def left(self) -> int:
        """How many should be on board; fewer than none where more was given than anybody wrote down."""
        return left_over(self.load.quantity, self.given)


def on_board(tour: Tour) -> list[OnBoard]:
    """Return what a trip took along and what is left of it; two queries."""
    sums = dict(
        LoadGiven.objects.filter(load__tour=tour, record__struck_at=None)
        .order_by()
        .values_list("load")
        .annotate(number=Sum("quantity"))
    )
    return [OnBoard(load, sums.get(load.pk, 0)) for load in tour.loads.all()]
