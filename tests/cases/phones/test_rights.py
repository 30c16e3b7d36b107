"""By whose right something is written on a phone, and what is said to whom of it (S1.06; many.md A5)."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse

from cases.domain import facts
from cases.models import AssistanceRecord
from cases.phones.domain import judging, kinds, leases, resolving
from cases.phones.models import Entry
from cases.phones.vocabulary import Outcome
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.phones.conftest import Unit
from tests.cases.phones.double import Phone
from tests.cases.phones.test_syncing import REPORT, end, subject_of

PLACE = {"moo": "4", "village": "บ้านจริง", "place_detail": "หลังวัด"}


@pytest.fixture
def phone(unit: Unit, login: Login) -> Phone:
    """One phone that two officers took along."""
    made = Phone()
    for officer in (unit.driver, unit.nurse):
        assert made.sync(login(officer), officer)
    return made


def test_what_lies_in_clear_on_a_phone_lets_nobody_write_in_anothers_name(
    phone: Phone, unit: Unit, login: Login
) -> None:
    """A colleague reads the stub, which every contact sends, and seals a report with it."""
    vault = phone.vaults[unit.driver.person.pk]
    head = json.loads(phone.body().split(b"\n")[0])
    assert vault.stub in head["leases"] and vault.lease not in head["leases"]
    vault.lease = vault.stub
    phone.write(unit.driver.person.pk, "visit.report", subject_of(unit), REPORT)
    phone.sync(login(unit.nurse), unit.nurse)
    assert (Entry.objects.get().outcome, Entry.objects.get().author) == (Outcome.ASIDE, None)
    assert not AssistanceRecord.objects.exists()


def test_a_lease_is_good_on_its_own_phone_only(phone: Phone, unit: Unit, login: Login, world: World) -> None:
    """What is written elsewhere with it waits for a person, with its author named."""
    other = Phone()
    assert other.sync(login(unit.nurse), unit.nurse)
    other.vaults[unit.driver.person.pk] = phone.vaults[unit.driver.person.pk]
    other.write(unit.driver.person.pk, "visit.report", subject_of(unit), REPORT)
    other.sync(login(unit.nurse), unit.nurse)
    entry = resolving.waiting_for(world.local.supervisor).get()
    assert (entry.outcome, entry.author) == (Outcome.ASIDE, unit.driver.person)
    assert "อีกเครื่องหนึ่ง" in entry.reason
    assert not AssistanceRecord.objects.exists()


def test_stubs_and_the_leases_of_phones_of_before_end_with_the_appointment(unit: Unit, phone: Phone) -> None:
    vault = phone.vaults[unit.driver.person.pk]
    both = [vault.stub, vault.lease]
    assert leases.ended([*both, "x"]) == ["x"]
    assert leases.read(vault.stub) is None and leases.read(vault.lease) is not None
    end(unit.driver)
    assert leases.ended(both) == both


def test_who_adopts_a_set_has_seen_what_stands_now(
    phone: Phone, unit: Unit, login: Login, world: World
) -> None:
    """base: the place changes again between the page and the press; the page comes back with what stands, and then it goes."""
    case, desk = unit.visits[0].case, login(world.local.officer)
    phone.write(unit.nurse.person.pk, "visit.place", subject_of(unit), PLACE)
    facts.correct_facts(case=case, actor=world.local.officer, place={"place_detail": "หมู่ 3"})
    phone.sync(login(unit.nurse), unit.nurse)
    entry = resolving.waiting_for(world.local.officer).get()
    page = reverse("phones:entry", args=[entry.pk])

    def corrected() -> None:
        facts.correct_facts(case=case, actor=world.local.officer, place={"place_detail": "รั้วสีฟ้า"})

    def press(meanwhile: Callable[[], object]) -> str:
        shown = soup(desk.get(page)).select_one("input[name=stands]")["value"]
        meanwhile()
        reply = desk.post(reverse("phones:adopt", args=[entry.pk]), {"stands": shown})
        case.refresh_from_db()
        return str(reply["Location"])

    assert press(corrected) == page
    assert case.place_detail == "รั้วสีฟ้า"
    assert "รั้วสีฟ้า" in soup(desk.get(page)).get_text()
    for tampered in ("", "0" * 64, "ไม่ใช่"):
        desk.post(reverse("phones:adopt", args=[entry.pk]), {"stands": tampered})
        case.refresh_from_db()
        assert case.place_detail == "รั้วสีฟ้า"
    assert press(lambda: None) != page
    assert case.place_detail == PLACE["place_detail"]


def test_a_set_is_compared_with_what_stands_when_nobody_else_can_change_it(
    phone: Phone, unit: Unit, login: Login, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """base: the desk corrects the place after the entry was opened and before the case was locked."""
    case, real = unit.visits[0].case, judging.lock_case
    phone.write(unit.nurse.person.pk, "visit.place", subject_of(unit), PLACE)

    def late(one: object) -> object:
        monkeypatch.setattr(judging, "lock_case", real)
        facts.correct_facts(case=case, actor=world.local.officer, place={"place_detail": "รั้วสีฟ้า"})
        return real(one)

    monkeypatch.setattr(judging, "lock_case", late)
    phone.sync(login(unit.nurse), unit.nurse)
    entry = Entry.objects.get()
    assert entry.outcome == Outcome.ASIDE
    assert "แก้ไปแล้ว" in entry.reason


def test_whose_access_ended_learns_nothing_of_what_changed_since(
    phone: Phone, unit: Unit, login: Login, world: World
) -> None:
    """The old place, the new one and a guess are answered in the same words."""
    case = unit.visits[0].case
    stands = kinds.kind_of("visit.place").stands(unit.visits[0])
    facts.correct_facts(case=case, actor=world.local.officer, place={"place_detail": "รั้วสีฟ้า"})
    with transaction.atomic():
        type(case).objects.filter(pk=case.pk).update(holder=world.other_local.organization)
        case.grants.update(until=case.received_at)
    vault = phone.vaults[unit.nurse.person.pk]
    for seen in (stands, stands | {"place_detail": "รั้วสีฟ้า"}, {}):
        vault.written = {subject_of(unit): seen}
        phone.write(unit.nurse.person.pk, "visit.place", subject_of(unit), PLACE)
    phone.sync(login(unit.nurse), unit.nurse)
    assert {one.outcome for one in Entry.objects.all()} == {Outcome.ASIDE}
    assert {one["reason"] for one in phone.told} == {str(judging.NOT_FOUND)}
