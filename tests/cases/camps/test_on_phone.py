"""The counter of a shelter without a signal: no family goes along, each is taken in once, and who is alike waits (S1.06)."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.camps.domain import coming, following
from cases.camps.models import Family
from cases.camps.vocabulary import Leaving
from cases.events.domain import declaring
from cases.events.domain.sheltering import inside_of
from cases.events.models import Event, Shelter
from cases.phones.domain.judging import NOT_FOUND
from cases.phones.models import Entry
from cases.phones.vocabulary import Outcome
from cases.vulnerable.domain.accounting import open_rows
from cases.vulnerable.models import Account, Home
from cases.vulnerable.vocabulary import Source, Status
from tests.cases.camps.conftest import NAME, SECRETS, Takes
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.phones.double import Phone
from tests.cases.vulnerable.test_accounting import seen

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


def test_who_came_before_the_end_is_taken_in_after_it(
    event: Event, shelters: list[Shelter], areas: World, login: Login, now: time_machine.Coordinates
) -> None:
    """The phone had no signal until the event was closed: they were there, and leave one day as the others do."""
    officer, phone = areas.center.officer, Phone()
    client = login(officer)
    assert phone.sync(client, officer)
    now.shift(600)
    came = timezone.now()
    phone.write(officer.person.pk, "camp.arrive", f"shelter:{shelters[0].pk}", TOLD)
    now.shift(600)
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=timezone.now(), reason="น้ำลดแล้ว")
    now.shift(600)
    phone.write(officer.person.pk, "camp.arrive", f"shelter:{shelters[0].pk}", TOLD | {"name": "นายมา ทีหลัง"})
    assert phone.sync(client, officer)
    family = Family.objects.get()
    assert (family.name, family.shelter, family.moves.get().at) == (TOLD["name"], shelters[0], came)
    assert inside_of(shelters)[shelters[0].pk].people == 3
    assert Entry.objects.get(outcome=Outcome.ASIDE).reason.startswith("สถานการณ์ปิดแล้ว")
    coming.leave(actor=officer, family=family, leaving=Leaving.HOME, token=uuid.uuid4())
    assert inside_of(shelters)[shelters[0].pk].people == 0


def test_whose_clock_cannot_be_right_waits_after_the_end_for_somebody_who_knows(
    event: Event, shelters: list[Shelter], areas: World, login: Login, now: time_machine.Coordinates
) -> None:
    officer, phone = areas.center.officer, Phone()
    client = login(officer)
    assert phone.sync(client, officer)
    phone.skew = dt.timedelta(hours=3)
    phone.write(officer.person.pk, "camp.arrive", f"shelter:{shelters[0].pk}", TOLD)
    phone.skew = dt.timedelta(0)
    now.shift(600)
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=timezone.now(), reason="น้ำลดแล้ว")
    now.shift(600)
    assert phone.sync(client, officer)
    assert not Family.objects.exists()
    entry = Entry.objects.get(outcome=Outcome.ASIDE)
    button = soup(client.get(reverse("phones:entry", args=[entry.pk]))).select_one(
        "form[action$='adopt/'] button"
    )
    seen = {button["name"]: button["value"]} if button.get("name") else {}
    assert client.post(reverse("phones:adopt", args=[entry.pk]), seen).url == reverse("phones:aside")
    event.refresh_from_db()
    assert Family.objects.get().moves.get().at == event.ended_at


def test_a_family_came_when_it_was_written_down_and_not_when_the_signal_came(
    event: Event,
    shelters: list[Shelter],
    home: Home,
    areas: World,
    login: Login,
    now: time_machine.Coordinates,
) -> None:
    """They came, their house called for help, then the phone found a signal: the need stands (many.md B3)."""
    open_rows(event)
    account = Account.objects.get(home=home, event=event)
    officer, phone = areas.center.officer, Phone()
    client = login(officer)
    assert phone.sync(client, officer)
    came = timezone.now()
    phone.write(officer.person.pk, "camp.arrive", f"shelter:{shelters[0].pk}", TOLD)
    now.shift(600)
    seen(areas.local.officer, account, Status.NEEDS)
    now.shift(600)
    assert phone.sync(client, officer)
    family = Family.objects.get()
    assert family.moves.get().at == came
    following.link(actor=areas.local.officer, family=family, account=account)
    account.refresh_from_db()
    assert account.status == Status.NEEDS
    assert account.marks.get(source=Source.SHELTER).observed_at == came
