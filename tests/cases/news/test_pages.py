"""Choosing texts and LINE: on the form, on the status page, behind both codes (issue 12 point 2)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.domain.intake import submit_case
from cases.intake.confirmation import Sent
from cases.intake.forms.contact import ContactForm
from cases.models import Case, CaseEvent, Reporter
from cases.news.models import LineLink
from portal.actors import Citizen
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_entry_details import taken_down
from tests.cases.factories import World
from tests.cases.news.conftest import ACCOUNT, MOBILE, Folders, opened

pytestmark = pytest.mark.django_db

PAGE, STATUS, TRACK = reverse("news:page"), reverse("cases_intake:status"), reverse("cases_intake:track")


@pytest.fixture
def case(world: World) -> Case:
    return factories.received_case(world, reporter={"phone": MOBILE, "may_email": None})


def press(client: Client, act: str) -> str:
    answer = client.post(PAGE, {"act": act})
    assert answer.headers["Location"] == PAGE
    return client.get(PAGE).content.decode()


def test_without_both_codes_there_is_nothing(client: Client, folders: Folders) -> None:
    for answer in (client.get(PAGE), client.post(PAGE, {"act": "texts-on"})):
        assert answer.headers["Location"] == TRACK


def test_where_nothing_is_sent_nothing_is_offered(client: Client, case: Case) -> None:
    person = opened(client, case)
    assert PAGE not in person.get(STATUS).content.decode()
    assert person.get(PAGE).status_code == 404


def test_a_careful_request_offers_nothing_and_says_nothing(
    world: World, client: Client, folders: Folders
) -> None:
    person = opened(client, factories.crisis_case(world))
    assert PAGE not in person.get(STATUS).content.decode()
    for answer in (person.get(PAGE), person.post(PAGE, {"act": "line-on"})):
        assert answer.status_code == 404
    assert not LineLink.objects.exists()


def test_texts_are_turned_on_and_off_and_nobody_has_to_read_that(
    client: Client, case: Case, folders: Folders
) -> None:
    person = opened(client, case)
    assert "ให้เราบอกเมื่อมีข่าวได้" in person.get(STATUS).content.decode()
    events = CaseEvent.objects.count()
    for _twice in range(2):
        assert "เลิกส่ง SMS" in press(person, "texts-on")
    assert Reporter.objects.get(case=case).may_text is True
    assert "เมื่อมีข่าว เราบอกคุณทาง SMS" in person.get(STATUS).content.decode()
    for _twice in range(2):
        assert "ส่ง SMS เมื่อมีข่าว" in press(person, "texts-off")
    assert Reporter.objects.get(case=case).may_text is False
    assert CaseEvent.objects.count() == events


def test_the_page_never_shows_the_number(client: Client, case: Case, folders: Folders) -> None:
    """Whoever reads over a shoulder, or found the slip with both codes, does not learn it (privacy 8)."""
    person = opened(client, case)
    page = press(person, "texts-on")
    assert "770" not in page
    assert MOBILE not in page


def test_without_a_mobile_number_one_is_asked_for(world: World, client: Client, folders: Folders) -> None:
    fixed = factories.received_case(world, reporter={"phone": "075-611-234"})
    person = opened(client, fixed)
    page = person.get(PAGE).content.decode()
    assert "เรายังไม่มีหมายเลขมือถือของคุณ" in page
    assert person.post(PAGE, {"act": "texts-on"}).headers["Location"] == STATUS
    assert Reporter.objects.get(case=fixed).may_text is None


def test_the_code_stands_on_the_page_until_it_was_used(client: Client, case: Case, folders: Folders) -> None:
    person = opened(client, case)
    page = BeautifulSoup(press(person, "line-on"), "html.parser")
    code = page.select_one("ol .tabular").get_text().replace(" ", "")
    assert "@klang-try" in page.get_text()
    assert code in soup(person.get(PAGE)).get_text().replace(" ", ""), "a reload shows it"
    folders.write(code)
    page = person.get(PAGE).content.decode()
    assert "เชื่อมแล้วเมื่อ" in page
    assert ACCOUNT not in page
    assert "LINE" in person.get(STATUS).content.decode()
    assert "ขอรหัสเชื่อม LINE" in press(person, "line-off")
    assert not LineLink.objects.exists()


def test_a_code_is_shown_for_its_own_request_only(
    world: World, client: Client, case: Case, folders: Folders
) -> None:
    person = opened(client, case)
    press(person, "line-on")
    other = opened(client, factories.received_case(world))
    assert soup(other.get(PAGE)).select_one("ol .tabular") is None


def test_presses_are_bounded(client: Client, case: Case, folders: Folders, monkeypatch: Any) -> None:
    monkeypatch.setattr("cases.news.public.views.PER_CASE", 0)
    answer = opened(client, case).post(PAGE, {"act": "texts-on"})
    assert answer.status_code == 429
    assert "ส่งหลายครั้งเกินไป" in answer.content.decode()
    assert Reporter.objects.get(case=case).may_text is None


@pytest.mark.parametrize("act", ["", "delete", "texts-on\x00"])
def test_an_unknown_button_does_nothing(client: Client, case: Case, folders: Folders, act: str) -> None:
    assert opened(client, case).post(PAGE, {"act": act}).status_code == 200
    assert Reporter.objects.get(case=case).may_text is None


def form(problem: str, **data: str) -> ContactForm:
    return ContactForm({"name": "ป้าแดง", **data}, answers={"problem": {"problem": problem}})


def test_the_form_offers_texts_where_they_are_sent_and_safe(folders: Folders, settings: Any) -> None:
    assert "may_text" in form("disaster").fields
    for careful in ("violence", "unready_pregnancy", "unsure"):
        assert "may_text" not in form(careful).fields
    settings.KLANG = {**settings.KLANG, "CARRIER": ""}
    assert "may_text" not in form("disaster").fields


@pytest.mark.parametrize(
    ("phone", "said"),
    [(MOBILE, "ส่งได้"), ("075-611-234", "หมายเลขนี้รับ SMS ไม่ได้"), (f"075-611-234, {MOBILE}", "ส่งได้")],
)
def test_the_check_page_says_whether_a_text_can_come(folders: Folders, phone: str, said: str) -> None:
    filled = form("disaster", phone=phone, may_text="on")
    assert filled.is_valid()
    assert said in [str(row.value) for row in filled.rows()]
    silent = form("disaster", phone=phone)
    assert silent.is_valid()
    assert "ไม่ต้องส่ง" in [str(row.value) for row in silent.rows()]


@pytest.mark.parametrize(
    ("values", "is_promised"),
    [
        ({"may_text": True}, True),
        ({"may_text": None}, False),
        ({"may_text": True, "phone": "075-611-234"}, False),
    ],
    ids=["asked for", "not asked for", "a fixed line"],
)
def test_the_confirmation_promises_a_text_only_where_one_will_come(
    world: World, folders: Folders, settings: Any, values: dict[str, Any], is_promised: bool
) -> None:
    """What the next page says is what will happen (S2.42)."""
    token = uuid.uuid4()
    told = submit_case(
        submission=factories.submission(reporter={"phone": MOBILE, **values}), token=token, actor=Citizen()
    )
    assert Sent.from_submitted(told, token, sensitive=False).texts is is_promised
    assert not Sent.from_submitted(told, token, sensitive=True).texts
    settings.KLANG = {**settings.KLANG, "CARRIER": ""}
    assert not Sent.from_submitted(told, token, sensitive=False).texts


def test_nobody_is_asked_whether_something_may_be_sent_that_is_not(
    world: World, client: Client, login: Login, case: Case, folders: Folders, settings: Any
) -> None:
    """At the counter, on the case and on the status page: the question stands where texts are sent, and of no careful matter."""
    at_desk = login(world.center.officer)
    new, contact = reverse("desk:new"), reverse("desk:act", args=[case.reference, "change_contact"])

    def asked(page: HttpResponse) -> bool:
        assert page.status_code == 200
        return soup(page).select_one("[name=may_text]") is not None

    for is_sent in (True, False):
        settings.KLANG = settings.KLANG if is_sent else {**settings.KLANG, "CARRIER": ""}
        assert asked(at_desk.get(new)) is is_sent
        assert asked(at_desk.get(contact)) is is_sent
        assert asked(opened(client, case).get(STATUS)) is is_sent
        assert not asked(opened(client, factories.crisis_case(world)).get(STATUS))


def test_an_officer_writes_down_that_texts_are_welcome(world: World, login: Login, folders: Folders) -> None:
    """Everything that the form of citizens can say can be entered (S1.05)."""
    assert taken_down(login(world.local.officer), phone=MOBILE, may_text="True").reporter.may_text is True
