"""Which requests belong to an event: found by the portal, corrected by officers with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext

from cases.domain.asking import RAISED_DANGER
from cases.domain.places import place_of
from cases.events.domain.nobody_took import in_danger
from cases.events.domain.ringing import tell_of_danger
from cases.events.domain.rules import Reach, belongs_to, may_be_attached
from cases.events.models import Event, EventCase
from cases.events.vocabulary import Way
from cases.machine.vocabulary import IN_WORK, DutyKind, Stage
from cases.models import Case, CaseEvent, Duty
from cases.vocabulary import Confidentiality, Track
from portal.composed import Composed

if TYPE_CHECKING:
    from django.db.models import QuerySet

BATCH = 1000
MOST_TOLD = 50


def reach_of(event: Event) -> Reach:
    """Return what an event reaches over; its areas are prefetched or asked for."""
    area = frozenset(one.subdistrict_code for one in event.areas.all())
    return Reach(event.pk, event.slug, area, event.starts_at, event.ended_at)


_RUNNING = Composed(
    lambda: Event.objects.running().select_related("duty_officer", "stand_in").prefetch_related("areas")
)


def attach_new(cases: Sequence[Case], occasion: str = "") -> None:
    """Attach new requests to the running event of their place and time, however they came (web, counter, telephone, list).

    In the transaction that keeps them. Costs one query where no event runs.

    Args:
        cases: just taken in.
        occasion: on whose short form they were written.
    """
    events = {event.pk: event for event in _RUNNING()}
    if not events:
        return
    reaches = [reach_of(event) for event in events.values()]
    now, rows = timezone.now(), []
    for case in cases:
        if not may_be_attached(crisis=case.is_crisis, restricted=case.is_restricted):
            continue
        found = belongs_to(place_of(case), case.received_at, occasion, reaches)
        if found is not None:
            way = Way.FORM if found.slug == occasion else Way.AREA
            rows.append(EventCase(event=events[found.key], case=case, way=way, since=now))
    EventCase.objects.bulk_create(rows)
    for row in rows:
        if row.case.danger_now:
            tell_of_danger(row.event, row.case)


def attach_moved(case: Case) -> None:
    """Attach a request whose place was corrected to the running event there; danger in it is told at once.

    What stands in a running event stays there until an officer takes it out, and what was taken out of one stays out.

    Args:
        case: locked, with its new place.
    """
    if case.is_closed or not may_be_attached(crisis=case.is_crisis, restricted=case.is_restricted):
        return
    events = {event.pk: event for event in _RUNNING()}
    found = belongs_to(place_of(case), case.received_at, "", [reach_of(event) for event in events.values()])
    stands = EventCase.objects.filter(case=case, until=None, event__ended_at=None)
    if found is None or stands.exists() or EventCase.objects.filter(case=case, event=found.key).exists():
        return
    go_on([case.pk])
    row = EventCase.objects.create(event=events[found.key], case=case, way=Way.AREA, since=timezone.now())
    await_reading(row.event, [case.pk])
    if case.danger_now:
        tell_of_danger(row.event, case)


def attach_earlier(event: Event, codes: Sequence[str]) -> int:
    """Attach the requests that came from places since the event began, before they belonged to its area; returns how many.

    Of danger among them that nobody took yet those on duty are told at once; of the oldest `MOST_TOLD`, for the board shows
    all of them in this order.

    What is open of an event that is over enters this one; what stands in another running one stays there, and what
    an officer took out of this one stays out.

    Args:
        event: just declared, or grown.
        codes: subdistricts that its area was given now.
    """
    now = timezone.now()
    waiting = (
        Case.objects.filter(
            subdistrict_code__in=codes,
            received_at__gte=event.starts_at,
            track=Track.GENERAL,
            confidentiality=Confidentiality.NORMAL,
        )
        .exclude(pk__in=EventCase.objects.filter(until=None, event__ended_at=None).values("case"))
        .exclude(pk__in=EventCase.objects.filter(until=None).values("case"), stage=Stage.CLOSED)
        .exclude(pk__in=EventCase.objects.filter(event=event).values("case"))
        .exclude(anonymized=True)
    )
    numbers = list(waiting.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(numbers), BATCH):
        go_on(numbers[first : first + BATCH])
        EventCase.objects.bulk_create(
            EventCase(event=event, case_id=pk, way=Way.AREA, since=now)
            for pk in numbers[first : first + BATCH]
        )
        await_reading(event, numbers[first : first + BATCH])
    danger = members(event).filter(in_danger(), case__subdistrict_code__in=codes)
    for row in danger.select_related("case__holder").order_by("case__received_at", "pk")[:MOST_TOLD]:
        tell_of_danger(event, row.case)
    return len(numbers)


def await_reading(event: Event, cases: Collection[int]) -> None:
    """Let danger that was told of cases in work before they entered an event, and that nobody has read, wait there too.

    Args:
        event: that they stand in now.
        cases: their keys.
    """
    unread = Duty.objects.running().filter(case=OuterRef("case"), kind=DutyKind.READ)
    told = CaseEvent.objects.filter(RAISED_DANGER, case=OuterRef("case"))
    since = unread.filter(started_at__lte=OuterRef("at"))
    rows = EventCase.objects.filter(event=event, until=None, case__in=cases, case__danger_now=True)
    rows = rows.filter(Exists(told.filter(Exists(since))), case__stage__in=sorted(IN_WORK))
    rows.update(danger_unread=True, danger_at=timezone.now())


def repair_ended() -> int:
    """Let what slipped into an event in the moment in which it was closed go the ordinary way; returns how many rows.

    Closing does not lock who just sends a request. What came after the end is taken out (late_in), what is open is listed as
    left where it lies (end_repair). Running it twice or late is fine.
    """
    rows = EventCase.objects.filter(until=None, event__ended_at__lte=F("since"), left_with=None)
    late = rows.filter(case__received_at__gte=F("event__ended_at"))
    with translation.override("th"):
        words = gettext("มาหลังสถานการณ์สิ้นสุด")
    taken_out = EventCase.objects.filter(pk__in=list(late.values_list("pk", flat=True)))
    holder = Case.objects.filter(pk=OuterRef("case")).values("holder")[:1]
    left = rows.exclude(case__stage=Stage.CLOSED)
    return taken_out.update(until=timezone.now(), taken_out=words) + left.update(left_with=Subquery(holder))


def go_on(cases: Collection[int]) -> None:
    """Let requests of events that are over enter another one: a case stands in one event, and those are never opened again.

    The event that is over goes on counting them (`members`), and who held them at its end stays written down there.

    Args:
        cases: their keys.
    """
    # What slipped in after the end never belonged there; it is taken out and not counted twice.
    repair_ended()
    rows = EventCase.objects.filter(case__in=cases, until=None, event__ended_at__isnull=False)
    rows.update(until=timezone.now())


def members(event: Event) -> QuerySet[EventCase]:
    """Return what stands in the event; of one that is over, what stood in it at its end, also what entered another since."""
    if event.is_running:
        return event.members.filter(until=None)
    return event.members.filter(taken_out="")
