"""Two officers correct one household at once: only what each of them changed is written."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.vulnerable.domain import keeping
from cases.vulnerable.models import Home
from portal.organizations.domain.suggesting import address as words_of
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import THEIRS
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import NAME, NOTE, Enter, details
from tests.cases.vulnerable.test_pages import filled, soup

pytestmark = pytest.mark.django_db


def sent(page, **values: object) -> dict[str, object]:
    """What a browser sends: also all ticks that stand, and what was ticked when the page was drawn."""
    form = soup(page).select_one("form.form[method=post]")
    ticked = [box["value"] for box in form.select("input[name=needs][checked]")]
    shown = [box["value"] for box in form.select("input[name=initial-needs]")]
    return filled(page) | {"needs": ticked, "initial-needs": shown} | values


def test_the_second_takes_nothing_of_the_first_back(home: Home, areas: World, login: Login) -> None:
    at, address = login(areas.local.officer), reverse("first:change", args=[home.pk])
    first, second = sent(at.get(address)), sent(at.get(address))
    change = {"phone": "089 999 1234", "needs": ["dialysis"], "place_detail": "77 ม.6", "note": ""}
    assert at.post(address, first | change).status_code == 302
    assert at.post(address, second | {"people": "5", "name": "ยายคะนารี ใหม่"}).status_code == 302
    now = Home.objects.get()
    assert (now.phone, now.place_detail, now.moo, now.note) == ("089 999 1234", "77 ม.6", "6", "")
    assert [one.slug for one in now.needs.all()] == ["dialysis"]
    assert (now.people, now.name) == (5, "ยายคะนารี ใหม่")


def test_what_one_unticks_is_gone_and_what_was_refused_is_compared_with_what_was_shown(
    home: Home, areas: World, login: Login
) -> None:
    at, address = login(areas.local.officer), reverse("first:change", args=[home.pk])
    page = at.get(address)
    refused = at.post(address, sent(page, needs=["alone"], name=""))
    assert refused.status_code == 200
    assert at.post(address, sent(refused, name=NAME)).status_code == 302
    assert [one.slug for one in Home.objects.get().needs.all()] == ["alone"]


def test_a_village_that_stands_apart_from_the_house_stays(home: Home, areas: World, login: Login) -> None:
    at, address = login(areas.local.officer), reverse("first:change", args=[home.pk])
    for values in ({"people": "5"}, {"place_detail": "12/4 หลังวัด"}):
        assert at.post(address, sent(at.get(address), **values)).status_code == 302
        assert Home.objects.get().moo == "4", values
    for place, moo in (("12/4 ม.7", "7"), ("12/4 หลังวัด", "")):
        assert at.post(address, sent(at.get(address), place_detail=place)).status_code == 302
        assert Home.objects.get().moo == moo


def test_the_place_goes_by_itself(home: Home, areas: World, login: Login) -> None:
    at = login(areas.center.officer)
    at.post(reverse("first:find"), {"q": home.phone})
    address = reverse("first:change", args=[home.pk])
    page = at.get(address)
    keeping.change(actor=areas.local.officer, home=home, details=details(place_detail="88 ริมคลอง"))
    assert at.post(address, sent(page, place=words_of(THEIRS))).status_code == 302
    now = Home.objects.get()
    assert (now.subdistrict_code, now.place_detail, now.moo, now.note) == (THEIRS, "88 ริมคลอง", "4", NOTE)
    assert now.organization == areas.other_local.organization


def test_only_what_was_corrected_is_written(enters: Enter, areas: World) -> None:
    old = enters()
    new = keeping.change(
        actor=areas.local.officer, home=old, details=details(name="อื่น", phone="1", people=9), only=["people"]
    )
    assert (new.name, new.phone, new.people) == (old.name, old.phone, 9)
