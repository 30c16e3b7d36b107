"""A person is found however the name was written, and by the last digits of a number (issue 7, S1.04)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.test import Client
from django.urls import reverse

from cases.domain.queries.searching import search
from cases.models import AffectedPerson, Case, RegisterEntry, Reporter
from portal.sealing.errors import UnsealedError
from portal.thai.digits import to_thai
from tests.cases import factories
from tests.cases.desk.conftest import Login, references
from tests.cases.factories import World
from tests.helpers import assert_same_queries
from tests.thai.work import count_handed

FIND = reverse("desk:find")

NAMES = {
    "เด็กหญิงนํ้าฝน ทดสอบ": [
        "น้ำฝน",
        "ด.ญ. น้ำฝน",
        "ด.ญ.น้ำฝน ทดสอบ",
        "เด็กหญิง น้ำฝน",
        "ทดสอบ น้ำฝน",
        "น้ําฝน",
        "นำ้ฝน",
        "น้้ำฝน",
        "น้ำ",
    ],
    "น้ํามนต์ ทดสอบ": ["น้ำมนต์", "นายน้ำมนต์ ทดสอบ", "นํ้ามนต์"],
    "สมพร\u200bทดสอบแทรก": ["สมพรทดสอบแทรก", "สมพร", "สมพร ทดสอบ", "น.ส.สมพร"],
    "สมชาย  ทดสอบสองวรรค": [
        "สมชาย ทดสอบสองวรรค",
        "สมชายทดสอบ",
        "สมชาย\u00a0ทดสอบ",
        "ว่าที่ ร.ต. สมชาย",
        "ทดสอบ สมชาย",
    ],
    "เเม่ศรี แก้วคำ": ["แม่ศรี", "เเม่ศรี เเก้วคํา", "แก้วคำ"],
    "ร.ต.อ. เอก ทดสอบ": ["ร้อยตำรวจเอก เอก", "เอก ทดสอบ", "นายเอก"],
    "မောင် မောင် စမ်းသပ်": ["မောင်"],
    "محمد تجربة": ["محمد"],
    "José Núñez": ["jose nunez", "NÚÑEZ"],
    "หนูนา😀🌧 ทดสอบ": ["หนูนา ทดสอบ", "หนูนา"],
    "😀": ["😀"],
}
PHONES = {
    "08123 หรือโทรหาแม่": ["8123", "๘๑๒๓", "08123"],
    "081-234-5678 หรือ 075-611234 (ลูกสาว)": [
        "5678",
        "1234",
        "234-5678",
        "๐๘๑-๒๓๔-๕๖๗๘",
        "+66 81 234 5678",
        "611234",
        "075 611 234",
    ],
    "0-7561-1234-6 ต่อ 12": ["075611236", "11235", "0-7561-1236"],
    "+66812345678": ["081 234 5678", "๕๖๗๘"],
}


def of(text: str, world: World) -> set[str]:
    """Return the references that a search of the center's officer finds."""
    found = search(world.center.officer, text).cases
    return set(Case.objects.filter(pk__in=found).values_list("reference", flat=True))


def case_of(world: World, *, whose: str, **person: Any) -> Case:
    """Make a case of which one person is told about: the reporter or the person who needs help."""
    nobody = {"name": "ใครก็ได้", "phone": ""}
    other = "affected" if whose == "reporter" else "reporter"
    return factories.received_case(world, **{whose: nobody | person, other: nobody})


@pytest.mark.parametrize("whose", ["reporter", "affected"])
@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, all_ in NAMES.items() for typed in all_])
def test_a_person_is_found_by_any_spelling_of_the_name(
    world: World, whose: str, name: str, typed: str
) -> None:
    meant = case_of(world, whose=whose, name=name)
    case_of(world, whose=whose, name="คนอื่น")
    assert of(typed, world) == {meant.reference}


@pytest.mark.parametrize("whose", ["reporter", "affected"])
@pytest.mark.parametrize(
    ("phone", "typed"), [(phone, typed) for phone, all_ in PHONES.items() for typed in all_]
)
def test_a_person_is_found_by_the_last_digits_of_a_number(
    world: World, whose: str, phone: str, typed: str
) -> None:
    meant = case_of(world, whose=whose, phone=phone)
    case_of(world, whose=whose, phone="089-999-0001")
    assert of(typed, world) == {meant.reference}


def test_name_and_number_together_mean_one_person(world: World) -> None:
    meant = case_of(world, whose="reporter", name="นายสมชาย ใจดี", phone="081-234-5678")
    case_of(world, whose="reporter", name="นายสมชาย ใจดี", phone="081-234-9999")
    case_of(world, whose="reporter", name="มานี", phone="089-000-5678")
    assert of("สมชาย 5678", world) == {meant.reference}


@pytest.mark.parametrize(
    "typed", ["678", "8123", "081234567", "081-234-56789", "สมใจ", "ขาย", "", "่", "%", "_"]
)
def test_what_nobody_is_called_finds_nobody(world: World, typed: str) -> None:
    case_of(world, whose="reporter", name="นายสมชาย ใจดี", phone="081-234-5678")
    assert of(typed, world) == set()


def test_four_digits_mean_a_register_number_and_an_ending(world: World) -> None:
    called = case_of(world, whose="reporter", phone="081-234-5678")
    entered = case_of(world, whose="reporter", name="มานี")
    RegisterEntry.objects.filter(case=entered).update(number=5678)
    assert of(to_thai("5678"), world) == {called.reference, entered.reference}
    assert of("5678/2500", world) == set()


def test_a_case_is_found_once_however_many_of_its_people_are_meant(world: World) -> None:
    case = factories.received_case(world, reporter={"name": "สมชาย"}, affected={"name": "สมชาย"})
    assert search(world.center.officer, "สมชาย").cases == (case.pk,)


@pytest.mark.parametrize("typed", ["081-770-0131", "0131", "คะนารี กรงทอง", "นางสาวคะนารี"])
def test_no_key_opens_a_case_of_another_organization(world: World, login: Login, typed: str) -> None:
    factories.working_case(world)
    response = login(world.other_local.officer).post(FIND, {"q": typed}, follow=True)
    assert references(response) == []
    assert references(login(world.local.officer).post(FIND, {"q": typed}, follow=True)) != []


def test_a_hostile_search_is_refused_before_any_work(
    world: World, at_center: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = count_handed(monkeypatch)
    assert at_center.post(FIND, {"q": "ุ่" * 45_000}).status_code == 302
    assert handed.characters == 0


class TestKeys:
    """Names and numbers stand in no column beside themselves: what is found is compared when it is opened (decision 0012)."""

    def test_nothing_in_clear_is_left_to_ask_for(self, world: World) -> None:
        case_of(world, whose="reporter", name="นายสมชาย", phone="081-234-5678")
        for model in (Reporter, AffectedPerson):
            assert not {field.name for field in model._meta.fields} & {"name_key", "phone_key"}
            with pytest.raises(FieldError):
                model.objects.filter(name__contains="สมชาย").exists()
            with pytest.raises(UnsealedError):
                model.objects.filter(name="นายสมชาย").exists()

    def test_a_search_asks_as_often_for_one_as_for_many(self, world: World) -> None:
        def grow() -> None:
            for number in range(2):
                case_of(world, whose="affected", name=f"สมชาย คนที่{number}", phone="081-234-5678")

        grow()
        assert_same_queries(lambda: search(world.center.officer, "สมชาย 5678"), grow)
        assert len(search(world.center.officer, "สมชาย 5678").cases) == 4
