"""A search finds what may be known, by what may be read, and tells nothing else (issue 9, point 2; privacy 1)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain import facts, referral
from cases.domain.queries import searching
from cases.domain.queries.searching import search
from cases.models import Case
from cases.vocabulary import Consent
from portal.actors import Officer
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, references, soup
from tests.cases.factories import World
from tests.helpers import assert_same_queries

FIND = reverse("desk:find")
STORY = "น้ำป่าไหลหลาก สะพานไม้ขาดสองท่อน"


def found(actor: Officer, text: str) -> list[str]:
    numbers = search(actor, text).cases
    cases = Case.objects.in_bulk(numbers)
    return [cases[number].reference for number in numbers]


@pytest.mark.parametrize("typed", ["สะพานไม้", "น้ำป่า", "สะพาน น้ำป่า", "นํ้าป่า", "ขาดสองท่อน"])
def test_words_of_the_story_find_it(world: World, typed: str) -> None:
    case = factories.received_case(world, narrative=STORY)
    factories.received_case(world, narrative="หลังคาปลิว")
    assert found(world.center.officer, typed) == [case.reference]


def test_all_words_have_to_be_there(world: World) -> None:
    factories.received_case(world, narrative=STORY)
    assert found(world.center.officer, "สะพาน หลังคา") == []


@pytest.mark.parametrize(
    "typed", ["ต.กระบี่น้อย", "ตำบลกระบี่น้อย อ.เมือง", "กระบี่น้อย", "ต. กระบี่น้อย อ. เมือง จ. กระบี่"]
)
def test_a_place_finds_what_lies_there(world: World, typed: str) -> None:
    case = factories.received_case(world, subdistrict_code="810103")
    factories.received_case(world)
    assert found(world.center.officer, typed) == [case.reference]


@pytest.mark.parametrize(
    "part", [lambda r: r[:4], lambda r: r[5:], lambda r: r[:7], lambda r: r.replace("-", "").lower()]
)
def test_a_part_of_the_reference_finds_it(world: World, part) -> None:  # noqa: ANN001
    case = factories.received_case(world)
    factories.received_case(world)
    assert found(world.center.officer, part(case.reference)) == [case.reference]


def test_newest_first_and_no_more_than_a_bounded_number(
    world: World, monkeypatch: pytest.MonkeyPatch, at_center: Client
) -> None:
    made = [factories.received_case(world, narrative=STORY).reference for _ in range(4)]
    monkeypatch.setattr(searching, "MOST", 3)
    assert found(world.center.officer, "สะพาน") == made[:0:-1]
    page = at_center.post(FIND, {"q": "สะพาน"}, follow=True)
    assert references(page) == made[:0:-1]
    assert "พบมากกว่า 3 เรื่อง" in page.content.decode()


@pytest.mark.parametrize("typed", ["สะพาน", "คะนารี", "0131", "ต.ปากน้ำ", "K7M3", "12"])
def test_strangers_read_the_same_answer_whether_it_exists_or_not(
    world: World, login: Login, typed: str
) -> None:
    """Not one byte tells that somebody else has such a case."""
    client = login(world.other_local.officer)
    before = client.post(FIND, {"q": typed}, follow=True).content
    factories.working_case(world, narrative=STORY)
    after = client.post(FIND, {"q": typed}, follow=True).content
    assert _plain(before) == _plain(after)


def _plain(page: bytes) -> str:
    read = soup(type("Answer", (), {"content": page}))
    for token in read.select("[name=csrfmiddlewaretoken]"):
        token.decompose()
    return read.decode()


def test_who_does_a_part_finds_the_person_and_not_the_story(world: World) -> None:
    """The scope of a part has people and place; the story is not in it (cases.md, second edition, 2)."""
    case = factories.working_case(world, narrative=STORY)
    asked = _part(case, world)
    referral.accept_referral(referral=asked, actor=world.hospital.officer)
    assert found(world.hospital.officer, "คะนารี") == [case.reference]
    assert found(world.hospital.officer, "สะพาน") == []
    assert found(world.local.officer, "สะพาน") == [case.reference]


def _part(case: Case, world: World):  # noqa: ANN202
    return referral.refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )


def test_what_may_only_be_known_is_found_by_its_numbers_alone(world: World, at_center: Client) -> None:
    """The sender keeps the summary: reference and own register number find it, names and story do not."""
    case = factories.working_case(world, narrative=STORY)
    number = case.register_entries.get(organization=world.center.organization).number
    actor = world.center.officer
    assert found(actor, case.reference) == found(actor, str(number)) == [case.reference]
    assert found(actor, "คะนารี") == found(actor, "สะพาน") == found(actor, "ต.ปากน้ำ") == []
    page = at_center.post(FIND, {"q": case.reference}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("desk:case", args=[case.reference])
    assert case.reference in soup(page).select_one("main").get_text()
    assert not [canary for canary in factories.CANARIES if canary in page.content.decode()]


def test_a_restricted_summary_is_found_without_what_it_is_about(world: World, at_center: Client) -> None:
    case = factories.working_crisis_case(world)
    page = at_center.post(FIND, {"q": case.reference}, follow=True)
    words = soup(page).select_one("main").get_text()
    assert case.reference in words
    assert str(ProblemType(case.problem).label) not in words
    assert "ปากน้ำ" not in words


def test_corrected_words_are_found_and_the_old_ones_no_more(world: World) -> None:
    case = factories.working_case(world, narrative=STORY)
    person = case.affected_people.get()
    facts.correct_facts(
        case=case,
        actor=world.local.officer,
        person=person,
        about_person={"name": "ดวงใจ มั่นคง", "phone": "0899990001"},
    )
    facts.change_contact(
        case=case,
        actor=world.local.officer,
        contact={"name": "ดวงใจ มั่นคง", "phone": "0899990001"},
        identified="ถามเลขทะเบียน",
    )
    assert found(world.local.officer, "ดวงใจ") == found(world.local.officer, "0001") == [case.reference]
    assert found(world.local.officer, "คะนารี") == found(world.local.officer, "0131") == []


def test_a_search_takes_the_same_queries_however_much_it_finds(world: World, at_center: Client) -> None:
    factories.received_case(world, narrative=STORY)
    at_center.post(FIND, {"q": "สะพาน"})
    assert_same_queries(
        lambda: at_center.get(reverse("desk:found")),
        lambda: [factories.received_case(world, narrative=STORY) for _ in range(3)],
    )


def test_nothing_typed_finds_nothing(world: World, at_center: Client) -> None:
    factories.received_case(world)
    assert search(world.center.officer, "   ").cases == ()
    assert references(at_center.get(reverse("desk:found"))) == []
