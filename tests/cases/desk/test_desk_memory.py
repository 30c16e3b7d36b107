"""The desk remembers for one person: what they saw, their own filters; and gives several cases to one person at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cases.desk.lists import forms
from cases.domain import desk_memory, working
from cases.domain.assigning import assign_cases
from cases.domain.queries.people import people_of
from cases.errors import GuardFailed
from cases.models import Case, CaseEvent, SavedFilter, SeenCase
from portal.accounts.models import User
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, references, soup
from tests.cases.factories import World

LIST = reverse("desk:worklist")
ASSIGN = reverse("desk:assign")
SAVE = reverse("desk:save_filter")


def news(client: Client, name: str = "all") -> list[str]:
    return [mark.get_text() for mark in soup(client.get(LIST, {"list": name})).select(".case-row .news")]


# --- what was seen ---------------------------------------------------------------------------------------------------


def test_a_case_is_new_until_somebody_of_the_office_opened_it(
    world: World, at_center: Client, login: Login
) -> None:
    case = factories.received_case(world)
    colleague = login(world.center.supervisor)
    assert news(at_center) == news(colleague) == ["ใหม่"]
    colleague.get(reverse("desk:case", kwargs={"reference": case.reference}))
    assert news(at_center) == news(colleague) == []


def test_what_happened_since_one_looked_is_marked(world: World, at_center: Client, login: Login) -> None:
    case = factories.received_case(world)
    page = reverse("desk:case", kwargs={"reference": case.reference})
    at_center.get(page)
    working.add_note(case=case, actor=world.center.supervisor, text="โทรแล้ว")
    assert news(at_center) == ["มีความเคลื่อนไหว"]
    # Who never looked has nothing to compare with.
    assert news(login(world.center.supervisor)) == []
    at_center.get(page)
    assert news(at_center) == []
    assert SeenCase.objects.count() == 1


def test_another_office_has_not_seen_it_by_that(world: World, at_center: Client, at_local: Client) -> None:
    case = factories.pending_referral(world).case
    at_center.get(reverse("desk:case", kwargs={"reference": case.reference}))
    assert news(at_local, "asked") == ["ใหม่"]


def test_closed_cases_are_not_remembered(world: World, at_local: Client) -> None:
    case = factories.closed_case(world)
    at_local.get(reverse("desk:case", kwargs={"reference": case.reference}))
    assert not SeenCase.objects.exists()
    assert news(at_local) == []


# --- filters of one's own --------------------------------------------------------------------------------------------


def test_a_filter_is_kept_and_opened_again(world: World, at_center: Client) -> None:
    factories.received_case(world)
    urgent = factories.received_case(world, severity="urgent")
    page = at_center.get(LIST, {"list": "fresh", "severity": "urgent", "nonsense": "x", "channel": ""})
    query = soup(page).select_one(f"form[action='{SAVE}'] [name=query]")["value"]
    assert query == "list=fresh&severity=urgent"
    back = at_center.post(SAVE, {"name": "ด่วนของเรา", "query": query}, follow=True)
    link = soup(back).select_one(".kept-filters a[aria-current]")
    assert link.get_text() == "ด่วนของเรา"
    assert references(at_center.get(link["href"])) == [urgent.reference]


def test_filters_are_ones_own(world: World, at_center: Client, login: Login) -> None:
    kept = desk_memory.save_filter(actor=world.center.supervisor, name="ของหัวหน้า", query="list=late")
    assert "ของหัวหน้า" not in at_center.get(LIST).content.decode()
    assert at_center.post(reverse("desk:forget_filter", args=[kept.pk]), {"name": "x"}).status_code == 404
    own = login(world.center.supervisor)
    assert (
        own.post(reverse("desk:forget_filter", args=[kept.pk]), {"name": "x", "query": ""}).status_code == 302
    )
    assert not SavedFilter.objects.exists()


def test_the_same_name_is_the_same_filter_and_there_are_not_too_many(
    world: World, at_center: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SavedFilter, "MOST", 2)
    actor = world.center.officer
    for name in ("ก", "ข", "ก"):
        desk_memory.save_filter(actor=actor, name=f" {name} ", query=f"list=late&q={name}")
    assert list(SavedFilter.objects.values_list("name", "query")) == [
        ("ก", "list=late&q=ก"),
        ("ข", "list=late&q=ข"),
    ]
    with pytest.raises(GuardFailed):
        desk_memory.save_filter(actor=actor, name="ค", query="list=late")
    page = at_center.post(SAVE, {"name": "ค", "query": "list=late"}, follow=True)
    assert "ลบชุดที่ไม่ใช้ก่อน" in page.content.decode()


@pytest.mark.parametrize(
    "query", ["//evil.example/", "https://evil.example/", "\r\nX: y", "list=late&next=//x"]
)
def test_a_kept_address_leads_to_the_desk_and_nowhere_else(
    world: World, at_center: Client, query: str
) -> None:
    response = at_center.post(SAVE, {"name": "ก", "query": query})
    assert response.url.startswith(f"{LIST}?")
    assert "\n" not in response.url


# --- several at once -------------------------------------------------------------------------------------------------


def test_several_cases_are_given_to_one_person_with_an_event_each(world: World, login: Login) -> None:
    made = [factories.received_case(world) for _ in range(3)]
    person = world.center.officer.person
    data = {"case": [case.reference for case in made], "person": person.pk, "query": "list=fresh"}
    page = login(world.center.supervisor).post(ASSIGN, data, follow=True)
    assert "มอบหมายแล้ว 3 เรื่อง" in soup(page).select_one(".notice").get_text()
    assert references(login(world.center.officer).get(LIST, {"list": "mine"})) == [
        case.reference for case in made
    ]
    assert CaseEvent.objects.filter(verb="assign").values("case").distinct().count() == 3
    assert str(person) in soup(page).select_one(".case-row").get_text()


def test_what_is_refused_is_named_with_its_reason_and_keeps_no_other_back(world: World, login: Login) -> None:
    given, closed = factories.received_case(world), factories.closed_case(world)
    foreign = factories.working_case(world)
    wanted = [closed.reference, foreign.reference, "BBBB-BBBB", given.reference]
    result = assign_cases(
        references=wanted, actor=world.center.supervisor, person=world.center.officer.person
    )
    assert result.done == [given.reference]
    reasons = {refusal.reference: str(refusal.reason) for refusal in result.refused}
    # One that is not ours answers like one that does not exist.
    assert reasons[foreign.reference] == reasons["BBBB-BBBB"]
    assert set(reasons) == {closed.reference, foreign.reference, "BBBB-BBBB"}


def test_given_again_it_is_said_and_nothing_is_written(world: World) -> None:
    case = factories.received_case(world)
    give = {
        "references": [case.reference] * 2,
        "actor": world.center.supervisor,
        "person": world.center.officer.person,
    }
    assert assign_cases(**give).done == [case.reference]
    version = Case.objects.get(pk=case.pk).version
    assert "อยู่แล้ว" in str(assign_cases(**give).refused[0].reason)
    assert Case.objects.get(pk=case.pk).version == version


def test_officers_take_on_themselves_and_heads_give_to_all(
    world: World, at_center: Client, login: Login
) -> None:
    case = factories.received_case(world)
    offered = soup(at_center.get(LIST)).select("#assign_person option")
    assert [option["value"] for option in offered] == [str(world.center.officer.person.pk)]
    by_head = soup(login(world.center.supervisor).get(LIST)).select("#assign_person option")
    assert str(world.center.officer.person.pk) in {option["value"] for option in by_head}
    data = {"case": case.reference, "person": world.center.supervisor.person.pk, "query": "list=fresh"}
    page = at_center.post(ASSIGN, data, follow=True)
    assert "เลือกผู้ที่จะรับมอบหมาย" in page.content.decode()
    assert not CaseEvent.objects.filter(verb="assign").exists()
    assert at_center.post(ASSIGN, {"person": world.center.officer.person.pk, "query": ""}).status_code == 302


def test_in_a_large_office_the_name_is_typed(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page carries hundreds of names (60 kB, issue 9)."""
    monkeypatch.setattr(forms, "MOST_NAMED", 1)
    case = factories.received_case(world)
    client = login(world.center.supervisor)
    assert soup(client.get(LIST)).select_one("#assign_person").name == "input"
    data = {"case": case.reference, "query": "list=fresh"}
    person = world.center.officer.person
    assert (
        "เลือกผู้ที่จะรับมอบหมาย" in client.post(ASSIGN, data | {"person": "เจ้าหน้าที่"}, follow=True).content.decode()
    )
    client.post(ASSIGN, data | {"person": person.display_name}, follow=True)
    assert Case.objects.get(pk=case.pk).duties.running().filter(person=person).exists()


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("น้ำฝน", True),
        ("นางสาวน้ำฝน ใจกล้า", True),
        ("น.ส. น้ำฝน", True),
        ("ว่าที่ ร.ต.หญิง น้ำฝน", True),
        ("นํ้าฝน", True),
        ("น ้ำฝน", True),
        ("นำ้ฝนใจกล้า", True),
        ("ใจกล้า น้ำฝน", True),
        ("  น้ำฝน  ", True),
        ("สมชาย", True),
        ("นายสมชาย", True),
        ("สม", False),
        ("นางสาว", False),
        ("...", False),
        ("ไม่มีใคร", False),
    ],
)
def test_a_colleague_is_found_however_the_name_is_typed(world: World, typed: str, is_found: bool) -> None:
    """Titles, blanks, damaged vowels and the order of words do not count; nobody is guessed among several."""
    organization = world.center.organization
    for name in ("นางสาวน้ำฝน ใจกล้า", "สมชาย", "นายสมชายดี มีสุข", "สมศรี"):
        person = officer(organization).person
        User.objects.filter(pk=person.pk).update(display_name=name)
    box = forms.NamedPerson(lambda: people_of(world.center.officer))
    if is_found:
        found = box.clean(typed).display_name
        assert found == ("สมชาย" if "สมชาย" in typed else "นางสาวน้ำฝน ใจกล้า")
    else:
        with pytest.raises(ValidationError):
            box.clean(typed)
