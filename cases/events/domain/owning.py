"""Danger that nobody took climbs by day and night: after 10, 20 and 60 minutes, never folded (many.md, own_danger; docs/events.md).

Each step rings once for each time that danger became known (`EventCase.danger_steps`), whatever the office hours and whenever the job
comes. While a unit is on its way nobody is rung: it was sent, and comes back with a result. A mail has the reference and since when.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation

from cases.domain.in_danger import Listener
from cases.domain.notify import desk_link
from cases.domain.offices import CaseOffices
from cases.events.domain import ringing, roster
from cases.events.domain.nobody_took import NOBODY_TOOK, in_danger
from cases.events.domain.rules import NOT_TAKEN, STEPS, steps_reached
from cases.events.models import EventCase
from cases.machine.vocabulary import ALIVE, DutyKind, WaitingKind, WaitingState
from cases.models import Duty, Grant, Referral, Visit
from portal.organizations.domain.routing import office_of_province
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.services import enqueue
from portal.queue.one_by_one import each_apart
from portal.thai.dates import format_datetime
from portal.web.links import absolute

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.models import Case

log = logging.getLogger(__name__)

MOST_AT_ONCE = 300
"""Requests that one run rings, those that wait longest first; the next run is a minute later."""


# What is heard of danger in a case that stands in an event ------------------------------------------------------------


def _raised(case: Case, anew: bool) -> None:
    """Tell who is on duty, and let the ladder begin, unless it climbs already: who calls again puts nothing off."""
    for row in _standing(case).select_for_update(of=("self",)):
        unread = Duty.objects.running().filter(case=case.pk, kind=DutyKind.READ)
        if case.stage in NOT_TAKEN:
            climbs = not anew
        else:
            climbs = row.danger_unread and unread.filter(started_at__lt=case.updated_at).exists()
        row.danger_unread = unread.exists()
        if not climbs:
            row.danger_at, row.danger_steps = case.updated_at, 0
        row.save(update_fields=["danger_unread", "danger_at", "danger_steps"])
        ringing.tell_of_danger(row.event, case)


def _read(case: Case) -> None:
    EventCase.objects.filter(case=case, danger_unread=True).update(danger_unread=False)


def _sent(case: Case, organization: Organization) -> None:
    """Tell who is on duty where it was sent; the ladder climbs on, for nobody took it by this."""
    for row in _standing(case):
        ringing.tell_of_danger(row.event, case, organization)


def _standing(case: Case) -> QuerySet[EventCase]:
    rows = EventCase.objects.filter(case=case, until=None, event__ended_at=None)
    return rows.select_related("event__organization", "event__duty_officer", "event__stand_in")


LISTENER = Listener(raised=_raised, read=_read, sent=_sent)


# The ladder -----------------------------------------------------------------------------------------------------------


def ring_danger() -> int:
    """Ring every step that is due; returns how many rang. Running it twice or late rings nothing twice."""
    now = timezone.now()
    due = _due(now).order_by("waits_since", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return each_apart(list(due), lambda pk: _ring(pk, now), what="ringing danger that nobody took")


def _due(now: dt.datetime) -> QuerySet[EventCase]:
    """Return what waits in danger in running events and has a step to ring."""
    is_late = Q()
    for rung, after in enumerate(STEPS):
        is_late |= Q(danger_steps=rung, waits_since__lte=now - after)
    rows = EventCase.objects.alias(waits_since=Coalesce("danger_at", "since"))
    rows = rows.filter(in_danger(), is_late, until=None, event__ended_at=None)
    underway = Exists(Visit.objects.filter(case=OuterRef("case"), state__in=sorted(ALIVE)))
    return rows.exclude(NOBODY_TOOK & Q(underway))


def _ring(pk: int, now: dt.datetime) -> int:
    rows = _due(now).filter(pk=pk).annotate(known_since=F("waits_since")).select_for_update(of=("self",))
    row = rows.select_related(
        "case__holder", "event__organization", "event__duty_officer", "event__stand_in"
    ).first()
    if row is None:
        return 0
    reached = steps_reached(now - row.known_since)
    missing = range(row.danger_steps, reached)
    for step in missing:
        _write(row, step, row.known_since)
    row.danger_steps = reached
    row.save(update_fields=["danger_steps"])
    return len(missing)


def _write(row: EventCase, step: int, since: dt.datetime) -> None:
    """Write one step to whoever hears of it; who is there twice gets one mail."""
    case = row.case
    with translation.override("th"):
        board = absolute(reverse("events:board", kwargs={"event": row.event.slug}))
    told: set[str] = set()
    for organization, addresses in _HEARS[step](row):
        reads_cases = organization.type not in _WATCH_ONLY and _reads(organization, case)
        for address in addresses:
            if address in told:
                continue
            told.add(address)
            enqueue(
                template="event_danger_waits" if reads_cases else "event_danger_report",
                to=address,
                context={
                    "reference": case.reference,
                    "link": desk_link(case) if reads_cases else board,
                    "body_name": organization.display_name,
                    "due": format_datetime(since),
                },
                dedup_key=f"event-waits:{row.pk}:{int(since.timestamp())}:{step}:{ringing.mark_of(address)}",
                organization=organization,
            )
    if not told:
        log.warning(
            "Danger waits in event %s, and nobody could be written to at step %d.", row.event.slug, step
        )


_WATCH_ONLY = frozenset({OrganizationType.GOVERNOR})
"""Who commands and reads no case: they are led to the board of the event."""


def _reads(organization: Organization, case: Case) -> bool:
    """Whether an organization may open a case: the one that declared the event may direct it and have no part in the case."""
    held = Grant.objects.filter(case=case, organization=organization, until=None)
    return organization.pk == case.holder_id or held.exists()


Told = Iterator[tuple[Organization, list[str]]]


def _duty(row: EventCase) -> Told:
    """Who is on duty where it lies or was sent, and at the event's organization; who directs it; where nobody can be reached, its office."""
    event, case, now = row.event, row.case, timezone.now()
    recused = set(case.recused.values_list("pk", flat=True))
    asked = Referral.objects.filter(case=case, mode=WaitingKind.HANDOVER, state=WaitingState.SENT)
    where = [case.holder, *(one.target for one in asked.select_related("target")), event.organization]
    found = 0
    for organization in _may_know(where, case):
        people = ringing.on_duty(event, organization.pk, now)
        if organization.pk == event.organization_id:
            people = [*people, *roster.leaders(event)]
        addresses = [one.email for one in people if one.pk not in recused]
        found += len(addresses)
        yield organization, addresses
    if not found:
        for organization in _may_know([event.organization, case.holder], case):
            yield organization, ringing.addresses_of(organization, case)


def _center(row: EventCase) -> Told:
    """The center that answers for the place: who is on duty there, who follows its alarms, and itself."""
    offices = CaseOffices(row.case)
    for center in _may_know([offices.organization(offices.center())], row.case):
        people = ringing.on_duty(row.event, center.pk, timezone.now())
        recused = set(row.case.recused.values_list("pk", flat=True))
        there = [one.email for one in people if one.pk not in recused]
        yield center, [*there, *ringing.addresses_of(center, row.case)]


def _governor(row: EventCase) -> Told:
    """The governor of the province; where none can be written to, the center again."""
    case = row.case
    governor = office_of_province(OrganizationType.GOVERNOR, case.province_code)
    above = _may_know([governor] if governor is not None else [], case)
    found = [(one, ringing.addresses_of(one, case)) for one in above]
    yield from found
    if not any(addresses for _one, addresses in found):
        yield from _center(row)


def _may_know(organizations: Iterable[Organization], case: Case) -> list[Organization]:
    """Return the organizations that are at work and that the case is not kept from, each once."""
    found = {one.pk: one for one in organizations if one.is_active and one.pk not in case.excluded}
    return list(found.values())


_HEARS = (_duty, _center, _governor)
assert len(_HEARS) == len(STEPS)
