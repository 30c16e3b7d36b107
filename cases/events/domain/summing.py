"""The event's own report: what came, what became of it, how long it took, which alarms rang, and what was left over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone

from cases.events.domain.attaching import members
from cases.events.domain.rules import Sums, Waits
from cases.events.domain.waiting import longest_of, waits_of
from cases.events.models import Event
from cases.events.vocabulary import Way
from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Summary:
    """An event in numbers.

    Attributes:
        sums: requests by organization and column, as they stand now.
        organizations: key → organization.
        by_way: how they came into the event.
        danger: with danger.
        waits: how long half of all waited until somebody took their request.
        waits_danger: the same of those in danger.
        longest_danger: how long who waited longest in danger waited, or waits by now; None where nobody was in danger.
        taken_out: that officers took out, or that came after the end.
        left: open when the event ended, by organization.
        alarms: notices that went out together.
        folds: mails in which they went.
        shelters: how many there were.
        facts: what was told.
    """

    sums: Sums
    organizations: dict[int, Organization]
    by_way: dict[Way, int]
    danger: int
    waits: Waits
    waits_danger: Waits
    longest_danger: dt.timedelta | None
    taken_out: int
    left: dict[int, int]
    alarms: int
    folds: int
    shelters: int
    facts: int


def summary_of(event: Event) -> Summary:
    """Return the numbers of an event; fourteen queries, however many came."""
    rows = members(event)
    sums = Sums()
    for holder, stage, number in (
        rows.values_list("case__holder", "case__stage").annotate(Count("pk")).order_by()
    ):
        sums.add(holder, stage, number)
    ways = dict(rows.values_list("way").annotate(Count("pk")).order_by())
    left = rows.filter(left_with__isnull=False).values_list("left_with").annotate(Count("pk")).order_by()
    found = event.members.aggregate(
        danger=Count("pk", filter=Q(taken_out="", case__danger_now=True)),
        taken_out=Count("pk", filter=~Q(taken_out="")),
    )
    in_danger = rows.filter(case__danger_now=True)
    told = event.folds.aggregate(alarms=Sum("number"), folds=Count("pk"))
    left_by = dict(left)
    return Summary(
        sums=sums,
        organizations=Organization.objects.in_bulk({*sums.organizations, *left_by}),
        by_way={way: ways.get(way.value, 0) for way in Way},
        danger=found["danger"],
        waits=waits_of(rows),
        waits_danger=waits_of(in_danger),
        longest_danger=longest_of(in_danger, timezone.now()),
        taken_out=found["taken_out"],
        left=left_by,
        alarms=told["alarms"] or 0,
        folds=told["folds"],
        shelters=event.shelters.count(),
        facts=event.facts.count(),
    )
