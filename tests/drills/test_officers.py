"""`bin/drill flood`: officers see on the real pages what people see, and what they read is counted."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from cases.models import Case
from cases.tours.domain import ending, planning
from cases.vocabulary import Channel
from drills import district, officers, strip
from drills.desk import Page
from drills.seconds import words_in
from portal.vocabulary import ProblemType
from tests.cases.desk.conftest import Login, login, world  # noqa: F401 - fixtures
from tests.cases.events.conftest import OURS, areas  # noqa: F401 - a fixture
from tests.cases.factories import CaseFactory, World
from tests.cases.tours.conftest import Boat, House, Plan, boat, house, now, planned, sent  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_the_boat_that_came_back_is_seen_on_the_page(
    world: World,  # noqa: F811
    boat: Boat,  # noqa: F811
    house: House,  # noqa: F811
    sent: Plan,  # noqa: F811
    login: Login,  # noqa: F811
) -> None:
    keeper = world.local.officer
    ours = district.Boat(boat.vehicle, boat.pilot, boat.members[0])
    body = district.Body(keeper.organization, [], [keeper], [ours])
    client = login(keeper)

    def page() -> Page:
        tour = planning.begin(actor=keeper, cases=Case.objects.filter(pk=house().pk), token=uuid.uuid4())
        address = reverse("tours:crew", args=[tour.pk])
        return Page(200, address, client.get(address).content.decode())

    assert officers._proposed(page(), body, ours) is None, "nobody has been out"
    tour = sent([house()])
    ending.end(tour=tour, actor=keeper, reason="กลับแล้ว")
    assert ending.work(tour)
    assert officers._proposed(page(), body, ours) is ours


def test_of_a_report_beside_another_one_what_is_new_is_read_and_the_rest_when_they_are_apart(
    areas: World,  # noqa: F811
    login: Login,  # noqa: F811
) -> None:
    first, second = (
        CaseFactory(
            actor=areas.local.officer,
            problem=ProblemType.DISASTER,
            channel=Channel.WALK_IN,
            subdistrict_code=OURS,
            narrative=f"แบบสั้น\nขอน้ำดื่ม {words}",
        )
        for words in ("", "แม่หายใจไม่ออก")
    )
    client = login(areas.local.officer)

    def press(case: Case, what: str) -> Page:
        base = Case.objects.get(pk=case.pk).base
        data = {"reference": case.reference, "base": base, "what": what}
        return Page(200, "", client.post(reverse("strip:decide"), data, follow=True).content.decode())

    client.post(reverse("strip:take"))
    beside = press(first, "normal")
    known: dict[str, int] = {}
    assert strip._words(beside, known) > words_in("แม่หายใจไม่ออก"), "and why they look alike"
    assert strip._words(press(second, f"apart:{first.reference}"), known) > 0, "what was not marked"
    assert known[second.reference] == words_in(f"{_place(beside)} ขอน้ำดื่ม แม่หายใจไม่ออก")


def _place(page: Page) -> str:
    found = strip.WHERE.search(page.text)
    assert found is not None
    return strip.TAG.sub(" ", found.group(1))
