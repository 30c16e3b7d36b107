"""The counter of a shelter without a signal: no family goes along, each is taken in once, and who is alike waits (S1.06)."""

from __future__ import annotations

import json
import uuid

from django.urls import reverse
from django.utils import timezone

from cases.camps.models import Family
from cases.events.domain import declaring
from cases.events.domain.sheltering import inside_of
from cases.events.models import Event, Shelter
from cases.phones.domain.judging import NOT_FOUND
from cases.phones.models import Entry
from cases.phones.vocabulary import Outcome
from tests.cases.camps.conftest import NAME, SECRETS, Takes
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.phones.double import Phone

TOLD = {"name": "นายอาลี ทะเล", "phone": "089-770-5522", "adults": "๒", "infants": "1", "place": "ท่าเรือ"}


def test_shelters_go_along_and_nobody_who_is_in_them(
    event: Event, shelters: list[Shelter], takes: Takes, areas: World, login: Login
) -> None:
    takes()
    phone = Phone()
    answer = phone.post(login(areas.center.officer), phone.body()).json()
    (listed,) = (one for one in answer["lists"] if one["name"] == "shelters")
    assert [one["title"] for one in listed["items"]] == ["โรงเรียน", "วัด"]
    text = json.dumps(answer, ensure_ascii=False)
    assert not any(word in text for word in SECRETS)
    fields = {field["name"] for field in answer["forms"][f"camp.arrive:{event.pk}"]["fields"]}
    assert {"name", "adults", "is_counted"} <= fields and not fields & {"token", "seen", "needs"}
    other = phone.post(login(areas.other_local.officer), Phone().body()).json()
    assert not next(one for one in other["lists"] if one["name"] == "shelters")["items"]


def test_a_family_is_taken_in_once_however_often_it_is_sent(
    event: Event, shelters: list[Shelter], areas: World, login: Login
) -> None:
    officer, phone = areas.center.officer, Phone()
    client = login(officer)
    assert phone.sync(client, officer)
    phone.write(officer.person.pk, "camp.arrive", f"shelter:{shelters[0].pk}", TOLD)
    phone.sync(client, officer, lost=True)
    assert phone.sync(client, officer)
    family = Family.objects.get()
    assert (family.name, family.people, family.shelter, family.entered_by) == (
        TOLD["name"],
        3,
        shelters[0],
        officer.person,
    )
    assert inside_of(shelters)[shelters[0].pk].people == 3


def test_who_may_be_there_already_waits_for_a_person_who_says_that_it_is_another(
    event: Event, shelters: list[Shelter], takes: Takes, areas: World, login: Login
) -> None:
    takes()
    officer, phone = areas.center.officer, Phone()
    client = login(officer)
    assert phone.sync(client, officer)
    phone.write(officer.person.pk, "camp.arrive", f"shelter:{shelters[1].pk}", TOLD | {"name": NAME})
    phone.write(officer.person.pk, "camp.arrive", "shelter:999999", TOLD)
    phone.write(officer.person.pk, "camp.arrive", f"shelter:{shelters[1].pk}", {"name": "ไม่มีคน"})
    assert phone.sync(client, officer)
    assert Family.objects.count() == 1
    waiting = list(Entry.objects.filter(outcome=Outcome.ASIDE).order_by("number"))
    assert len(waiting) == 3
    address = reverse("phones:adopt", args=[waiting[0].pk])
    page = reverse("phones:entry", args=[waiting[0].pk])
    # Nobody was shown anything; and a family that came after the page was drawn was not on it.
    assert client.post(address).url == page
    assert client.post(address, {"seen": "x"}).url == page
    shown = soup(client.get(page))
    button = shown.select_one("form[action$='adopt/'] button")
    assert "โรงเรียน" in shown.select_one("[aria-labelledby=alike]").get_text()
    takes(token=uuid.uuid4(), seen=frozenset({1}))
    assert client.post(address, {"seen": button["value"]}).url == page
    assert Family.objects.count() == 2
    button = soup(client.get(page)).select_one("form[action$='adopt/'] button")
    assert button["value"] == "1,2"
    assert client.post(address, {"seen": button["value"]}).url == reverse("phones:aside")
    assert Family.objects.count() == 3
    assert inside_of(shelters)[shelters[1].pk].people == 3


def test_whoever_keeps_no_shelters_learns_nothing_of_them(
    event: Event, shelters: list[Shelter], areas: World, login: Login
) -> None:
    """Which subdistricts the event covers, what the form asks, whether there is such a shelter: one answer to all."""
    officer, phone = areas.hospital.officer, Phone()
    client = login(officer)
    assert phone.sync(client, officer)
    for subject in (f"shelter:{shelters[0].pk}", "shelter:999999"):
        phone.write(officer.person.pk, "camp.arrive", subject, TOLD | {"name": ""})
    assert phone.sync(client, officer)
    assert {one["reason"] for one in phone.told} == {str(NOT_FOUND)}
    waiting = Entry.objects.get(subject=f"shelter:{shelters[0].pk}")
    page = soup(login(areas.hospital.supervisor).get(reverse("phones:entry", args=[waiting.pk])))
    assert not page.select("form[action$='adopt/']")
    assert not Family.objects.exists()


def test_what_was_written_after_the_end_waits(
    event: Event, shelters: list[Shelter], areas: World, login: Login
) -> None:
    officer, phone = areas.center.officer, Phone()
    client = login(officer)
    assert phone.sync(client, officer)
    phone.write(officer.person.pk, "camp.arrive", f"shelter:{shelters[0].pk}", TOLD)
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=timezone.now(), reason="น้ำลดแล้ว")
    assert phone.sync(client, officer)
    assert not Family.objects.exists()
    entry = Entry.objects.get()
    assert entry.outcome == Outcome.ASIDE and "สถานการณ์ปิดแล้ว" in entry.reason
