"""What the board shows: the oldest danger that nobody took first, and sums that add up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from cases.events.domain.attaching import members
from cases.events.domain.nobody_took import NOBODY_TOOK, WAITS_SINCE, in_danger
from cases.events.domain.rules import NOT_TAKEN, Sums
from cases.events.models import Event
from cases.machine.vocabulary import Stage
from cases.models import Case
from portal.organizations.areas import area
from portal.organizations.models import Organization

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_SHOWN = 30
_SHOWN = (
    *("case", "case__reference", "case__holder", "case__subdistrict_code"),
    *("waits_since", "case__stage"),
)


@dataclass(frozen=True, slots=True)
class Danger:
    """Somebody in danger whom nobody took yet, or of whom danger was told that nobody has read yet.

    Attributes:
        reference: None where the reader may not open the case.
        holder: who has it.
        place: the subdistrict in words, "" where the reader may not open the case.
        since: when the request reached the office, or the danger that was told later.
        is_told_later: somebody works on the request, and has not read of the danger.
    """

    reference: str | None
    holder: Organization
    place: str
    since: dt.datetime
    is_told_later: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """An event at one moment.

    Attributes:
        sums: requests by organization and column.
        organizations: key → organization, of all that hold one.
        dangers: the oldest first, at most `MOST_SHOWN`.
        danger_waiting: how many of them there are.
        danger_open: requests with danger that are not closed.
        oldest: since when the oldest request that nobody took waits; None where none waits.
    """

    sums: Sums
    organizations: dict[int, Organization]
    dangers: list[Danger]
    danger_waiting: int
    danger_open: int
    oldest: dt.datetime | None


def board_of(event: Event, actor: Officer) -> Board:
    """Return the board for somebody who may see it; five queries, whatever the number of requests.

    The numbers hold for all requests of the event. Of a single one the reader learns its holder and how long it waits, and
    reference and place only where the one door lets them in.
    """
    rows = members(event)
    sums = Sums()
    for holder, stage, number in (
        rows.values_list("case__holder", "case__stage").annotate(Count("pk")).order_by()
    ):
        sums.add(holder, stage, number)
    waiting = in_danger()
    found = rows.aggregate(
        oldest=Min("case__received_at", filter=NOBODY_TOOK),
        danger=Count("pk", filter=waiting),
        danger_open=Count("pk", filter=Q(case__danger_now=True) & ~Q(case__stage=Stage.CLOSED)),
    )
    organizations = Organization.objects.in_bulk(sums.organizations)
    shown = list(
        rows.filter(waiting)
        .annotate(waits_since=WAITS_SINCE)
        .order_by("waits_since", "case")
        .values_list(*_SHOWN)[:MOST_SHOWN]
    )
    ours = set(
        Case.objects.visible_to(actor, among=Q(pk__in=[row[0] for row in shown])).values_list("pk", flat=True)
    )
    dangers = [
        Danger(
            reference if pk in ours else None,
            organizations[holder],
            _name(place) if pk in ours else "",
            since,
            is_told_later=stage not in NOT_TAKEN,
        )
        for pk, reference, holder, place, since, stage in shown
    ]
    return Board(sums, organizations, dangers, found["danger"], found["danger_open"], found["oldest"])


def _name(code: str) -> str:
    found = area(code)
    return str(found.label) if found else ""


def newest_of(event: Event) -> dt.datetime:
    """Return when the event's page last changed: its newest fact or shelter, or the declaration."""
    fact = event.facts.aggregate(at=Max("at"))["at"]
    shelter = event.shelters.aggregate(at=Max("changed_at"))["at"]
    return max(filter(None, (fact, shelter, event.declared_at, event.ended_at)), default=timezone.now())
