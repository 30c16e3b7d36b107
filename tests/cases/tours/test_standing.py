"""Trips that are out, and those that nobody sent, are told before the event that they serve is closed (many.md, end_event)."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from cases.domain import visits
from cases.events.domain.standing import standing_in
from cases.events.models import Event
from cases.models import Case
from cases.tours.domain import ending, planning
from cases.tours.domain.standing import standing
from cases.tours.models import Tour
from cases.vocabulary import VisitResult
from portal.actors import System
from tests.cases.desk.conftest import Login, soup
from tests.cases.events.conftest import areas, declared  # noqa: F401 - fixtures
from tests.cases.factories import World
from tests.cases.tours.conftest import House, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(declared, world: World) -> Event:  # noqa: F811
    """The flood of the trips."""
    return declared(organizations=[world.local.organization])


def of(event: Event, tour: Tour) -> Tour:
    Tour.objects.filter(pk=tour.pk).update(event=event)
    return tour


def test_trips_their_houses_without_a_result_and_drafts_stand_until_they_end(
    world: World, event: Event, house: House, sent: Plan
) -> None:
    assert not standing_in(event).keys() & {"trips", "stops", "trip_drafts"}
    tour = of(event, sent([house(), house()]))
    draft = Case.objects.filter(pk=house().pk)
    of(event, planning.begin(actor=world.local.officer, cases=draft, token=uuid.uuid4()))
    assert standing(event) == {"trips": 1, "stops": 2, "trip_drafts": 1}
    first = tour.stops.select_related("visit").first()
    visits.end_visit(visit=first.visit, actor=System(), result=VisitResult.NO_RESULT, note="ไม่มีใครอยู่")
    assert standing(event)["stops"] == 1
    ending.end(tour=tour, actor=world.local.officer, reason="มืดแล้ว")
    assert ending.work(tour)
    assert standing(event) == {"trips": 0, "stops": 0, "trip_drafts": 1}


def test_the_page_of_the_end_says_what_becomes_of_them(
    world: World, event: Event, house: House, sent: Plan, login: Login
) -> None:
    of(event, sent([house()]))
    page = soup(login(world.center.supervisor).get(reverse("events:close", args=[event.slug])))
    text = page.get_text(" ", strip=True)
    for words in ("เที่ยวออกหน่วยที่ยังไม่จบ 1", "จุดที่ยังไม่มีผล 1", "กลับไปที่รายการงาน"):
        assert words in text
