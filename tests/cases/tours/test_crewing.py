"""The next trip is proposed to those who usually go and are back, and judged like any other choice (issue 14, point 4)."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.urls import reverse

from cases.domain import field_unit
from cases.models import Case
from cases.tours.domain import crewing, ending, planning
from cases.tours.domain.crewing import Usual
from cases.tours.models import Tour
from portal.actors import Officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.tours.conftest import HOUR, Boat, House, Plan
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


def came_back(tour: Tour, actor: Officer) -> None:
    ending.end(tour=tour, actor=actor, reason="กลับแล้ว")
    assert ending.work(tour)


def keys(boat: Boat) -> set[int]:
    return {one.pk for one in boat.members}


@pytest.fixture
def other_boat(world: World, boat: Boat) -> Boat:
    keeper = world.local.officer
    vehicle = field_unit.add_vehicle(actor=keeper, name="รถยกสูง", plate="ขค 2")
    return Boat(vehicle, boat.pilot, [field_unit.add_member(actor=keeper, name="คนขับรถ")])


def test_nobody_is_proposed_before_anybody_came_back(world: World, house: House, planned: Plan) -> None:
    assert crewing.usual(world.local.officer) is None
    planned([house()])
    assert crewing.usual(world.local.officer) is None, "still to go"


def test_who_came_back_last_is_proposed_until_they_are_out_again(
    world: World,
    boat: Boat,
    other_boat: Boat,
    house: House,
    sent: Plan,
    now: time_machine.Coordinates,
) -> None:
    actor = world.local.officer
    came_back(sent([house()]), boat.pilot)
    now.shift(HOUR)
    second = {"vehicle": other_boat.vehicle, "members": other_boat.members}
    came_back(sent([house()], **second), actor)
    found = crewing.usual(actor)
    assert found == Usual(other_boat.vehicle.pk, tuple(keys(other_boat)))
    sent([house()], **second)
    found = crewing.usual(actor)
    assert found is not None
    assert (found.vehicle, set(found.members)) == (boat.vehicle.pk, keys(boat))


def test_what_was_struck_off_the_list_is_proposed_to_nobody(
    world: World, boat: Boat, house: House, sent: Plan
) -> None:
    actor = world.local.officer
    came_back(sent([house()]), boat.pilot)
    pilot, volunteer = boat.members
    field_unit.strike_off(actor=actor, row=volunteer)
    assert crewing.usual(actor) == Usual(boat.vehicle.pk, (pilot.pk,))
    field_unit.strike_off(actor=actor, row=pilot)
    assert crewing.usual(actor) is None
    field_unit.strike_off(actor=actor, row=boat.vehicle)
    assert crewing.usual(actor) is None


def test_others_hear_of_no_crew_but_their_own(world: World, boat: Boat, house: House, sent: Plan) -> None:
    came_back(sent([house()]), boat.pilot)
    assert crewing.usual(world.other_local.officer) is None


def test_the_form_comes_filled_in_and_one_press_keeps_it(
    world: World, boat: Boat, house: House, sent: Plan, login: Login, now: time_machine.Coordinates
) -> None:
    actor = world.local.officer
    came_back(sent([house()]), boat.pilot)
    now.shift(HOUR)
    tour = planning.begin(actor=actor, cases=Case.objects.filter(pk=house().pk), token=uuid.uuid4())
    client, address = login(actor), reverse("tours:crew", kwargs={"pk": tour.pk})
    page = soup(client.get(address))
    assert page.select_one("[name=vehicle] option[selected]")["value"] == str(boat.vehicle.pk)
    ticked = {one["value"] for one in page.select("[name=members][checked]")}
    assert ticked == {str(key) for key in keys(boat)}
    given = {name: page.select_one(f"[name={name}]")["value"] for name in ("starts_at", "back_by")}
    client.post(address, given | {"vehicle": boat.vehicle.pk, "members": sorted(ticked)})
    tour.refresh_from_db()
    assert {one.pk for one in tour.crew.all()} == keys(boat)
    # What somebody chose stays chosen: nothing is proposed any more.
    client.post(address, given | {"vehicle": "", "members": [boat.members[0].pk]})
    page = soup(client.get(address))
    assert [one["value"] for one in page.select("[name=members][checked]")] == [str(boat.members[0].pk)]
    assert page.select_one("[name=vehicle] option[selected]")["value"] == ""


def test_the_queries_do_not_grow_with_the_trips(
    world: World, boat: Boat, house: House, sent: Plan, now: time_machine.Coordinates
) -> None:
    def one_more() -> None:
        now.shift(HOUR)
        came_back(sent([house()]), boat.pilot)

    one_more()
    assert_same_queries(lambda: crewing.usual(world.local.officer), one_more)
