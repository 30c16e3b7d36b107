"""A staff form whose session has ended gives everything back, to the same person only (reliability.md R15, ASVS 7.3)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.domain.screening import screen_case
from cases.models import Case, CaseEvent
from cases.vocabulary import Severity
from portal.accounts import kept
from portal.accounts.domain.activating import issue
from portal.accounts.models import KeptForm, SignInMark
from portal.accounts.models.open_session import IDLE
from portal.accounts.roles import Role
from portal.accounts.tasks import sweep_kept_forms
from portal.actors import System
from portal.vocabulary import ProblemType
from portal.web.typed import Kind, Typed, TypedField
from tests.accounts.factories import PASSWORD, AppointmentFactory
from tests.cases import factories
from tests.cases.factories import World
from tests.cases.intake.conftest import ANSWERS, Walker

pytestmark = pytest.mark.django_db
NOTE = "โทรแล้ว ไม่รับสาย"


@pytest.fixture
def world(db: None) -> World:
    return factories.world()


class Browser:
    """A browser that sends the token of each form, as a real one does."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.token = ""

    def open(self, path: str, **extra: Any) -> HttpResponse:
        response = self.client.get(path, follow=True, **extra)
        box = BeautifulSoup(response.content, "html.parser").select_one("main [name=csrfmiddlewaretoken]")
        self.token = box["value"] if box else self.token
        return response

    def send(self, path: str, **data: Any) -> HttpResponse:
        return self.client.post(path, {"csrfmiddlewaretoken": self.token, **data})

    def sign_in(self, user: Any, path: str = "/accounts/login/") -> HttpResponse:
        page = self.open(path)
        next_ = BeautifulSoup(page.content, "html.parser").select_one("[name=next]")
        data = {"username": user.username, "password": PASSWORD, "next": next_["value"] if next_ else ""}
        return self.send(path, **data)

    def end_session(self, how: str) -> None:
        if how == "the row is gone":
            Session.objects.all().delete()
        elif how == "the cookie is gone":
            del self.client.cookies["sessionid"]
        elif how == "signed out in another tab":
            token = self.token
            self.client.post(reverse("accounts:logout"), {"csrfmiddlewaretoken": token})
        else:
            Session.objects.update(expire_date=timezone.now() - dt.timedelta(days=1))


ENDINGS = ["the row is gone", "the cookie is gone", "signed out in another tab", "the row is over"]


def act_path(case: Case) -> str:
    return reverse("desk:act", args=[case.reference, "screen"])


def screening(case: Case, **more: Any) -> dict[str, Any]:
    return {
        "base": case.base,
        "problem": "quality_of_life",
        "severity": "urgent",
        "confidentiality": "normal",
        "note": NOTE,
        **more,
    }


def interrupted(world: World, how: str = "the row is gone") -> tuple[Browser, Case, HttpResponse]:
    """An officer opened a form; the session ended; the officer pressed the button."""
    case = factories.received_case(world)
    browser = Browser()
    browser.sign_in(world.center.officer.person)
    browser.open(act_path(case))
    browser.end_session(how)
    return browser, case, browser.send(act_path(case), **screening(case))


def filled(response: HttpResponse) -> dict[str, Any]:
    """What stands in the boxes of a page's form."""
    form = BeautifulSoup(response.content, "html.parser").select_one("main form.form")
    assert form is not None
    values = {box["name"]: box.get_text().removeprefix("\n") for box in form.select("textarea")}
    values |= {
        box["name"]: box.get("value", "on" if box.get("type") == "checkbox" else "")
        for box in form.select("input[name]")
        if box.get("type") not in ("radio", "checkbox") or box.has_attr("checked")
    }
    for menu in form.select("select"):
        chosen = menu.select_one("option[selected]")
        values[menu["name"]] = chosen["value"] if chosen else ""
    values.pop("csrfmiddlewaretoken", None)
    return values


@pytest.mark.parametrize("how", ENDINGS)
def test_after_signing_in_again_the_form_is_filled_and_nothing_was_done(world: World, how: str) -> None:
    browser, case, answer = interrupted(world, how)
    before = CaseEvent.objects.count()
    assert answer.status_code == 302
    page = browser.open(answer["Location"])
    assert "สิ่งที่คุณพิมพ์ยังอยู่" in page.content.decode()
    assert NOTE not in page.content.decode()
    back = browser.sign_in(world.center.officer.person, answer["Location"])
    assert back["Location"] == act_path(case)
    page = browser.open(back["Location"])
    assert CaseEvent.objects.count() == before
    values = filled(page)
    assert (values["note"], values["severity"], values["problem"]) == (NOTE, "urgent", "quality_of_life")
    assert "สิ่งที่คุณพิมพ์กลับมาแล้ว" in page.content.decode()
    assert browser.send(act_path(case), **values).status_code == 302
    case.refresh_from_db()
    assert case.stage == "screened"
    assert not KeptForm.objects.exists(), "what was done is forgotten"


def test_what_was_typed_stands_in_no_address_and_no_cookie(world: World) -> None:
    browser, _case, answer = interrupted(world)
    assert NOTE not in answer["Location"]
    for morsel in browser.client.cookies.values():
        assert NOTE not in morsel.value


def test_another_person_at_the_same_browser_sees_nothing(world: World) -> None:
    browser, case, answer = interrupted(world)
    for other in (world.center.supervisor.person, world.local.officer.person):
        browser.sign_in(other, answer["Location"])
        for path in (act_path(case), reverse("desk:worklist"), reverse("accounts:kept")):
            assert NOTE not in browser.open(path).content.decode()
        browser.client.post(reverse("accounts:logout"), {"csrfmiddlewaretoken": browser.token})
    browser.sign_in(world.center.officer.person, answer["Location"])
    assert NOTE in browser.open(act_path(case)).content.decode(), "and it still waits for its owner"


def test_an_old_tab_after_somebody_else_signed_in_is_not_kept_for_that_person(world: World) -> None:
    """The other tab's sign-in made a new token: the old form is refused, and nothing of it reaches the new account."""
    case = factories.received_case(world)
    browser = Browser()
    browser.sign_in(world.center.officer.person)
    browser.open(act_path(case))
    old = browser.token
    browser.sign_in(world.center.supervisor.person)
    refused = browser.client.post(act_path(case), {**screening(case), "csrfmiddlewaretoken": old})
    assert refused.status_code == 403
    assert NOTE in refused.content.decode(), "who pressed the button gets it back at once"
    assert not KeptForm.objects.filter(owner=world.center.supervisor.person).exists()


def test_a_refused_form_of_an_ended_session_waits_too(world: World) -> None:
    """Signed out, then the cookie of the token went as well: the check refuses the form before its view sees it."""
    case = factories.received_case(world)
    browser = Browser()
    browser.sign_in(world.center.officer.person)
    browser.open(act_path(case))
    old = browser.token
    browser.client.cookies.clear()
    refused = browser.client.post(act_path(case), {**screening(case), "csrfmiddlewaretoken": old})
    assert refused.status_code == 403
    assert NOTE in refused.content.decode()
    browser.sign_in(world.center.officer.person)
    assert NOTE in browser.open(act_path(case)).content.decode()


@pytest.mark.parametrize(
    "token",
    ["", "x", "y" * 64, "ก" * 64, "!" * 64, "a" * 32],
    ids=["empty", "short", "long", "thai", "signs", "bare"],
)
def test_a_made_up_token_keeps_nothing_for_anybody(world: World, token: str) -> None:
    case = factories.received_case(world)
    Browser().sign_in(world.center.officer.person)
    response = Client().post(act_path(case), {**screening(case), "csrfmiddlewaretoken": token})
    assert not KeptForm.objects.exists()
    assert response.status_code == 403
    page = BeautifulSoup(response.content, "html.parser")
    assert NOTE in page.main.get_text(), "without an owner it comes back at once"
    assert page.select_one(f'main a[href^="{reverse("accounts:login")}"]')


def test_without_a_token_the_ended_session_says_whose_it_was(world: World, client: Client) -> None:
    case = factories.received_case(world)
    client.force_login(world.center.officer.person, "django.contrib.auth.backends.ModelBackend")
    Session.objects.all().delete()
    response = client.post(act_path(case), screening(case))
    assert response["Location"].endswith("kept=1")
    client.force_login(world.center.officer.person, "django.contrib.auth.backends.ModelBackend")
    assert filled(client.get(act_path(case)))["note"] == NOTE


def test_it_ends_by_itself(world: World) -> None:
    browser, case, _answer = interrupted(world)
    with time_machine.travel(timezone.now() + kept.KEPT_FOR + dt.timedelta(seconds=1)):
        browser.sign_in(world.center.officer.person)
        assert NOTE not in browser.open(act_path(case)).content.decode()
        assert sweep_kept_forms.call() >= 1
    assert not KeptForm.objects.exists()


def test_marks_of_old_sign_ins_are_swept(world: World) -> None:
    Browser().sign_in(world.center.officer.person)
    assert SignInMark.objects.exists()
    with time_machine.travel(timezone.now() + kept.MARKED_FOR + dt.timedelta(seconds=1)):
        sweep_kept_forms.call()
    assert not SignInMark.objects.exists()


def test_what_is_stored_names_neither_token_nor_session(world: World) -> None:
    browser = Browser()
    browser.sign_in(world.center.officer.person)
    stored = " ".join(SignInMark.objects.values_list("digest", flat=True))
    for name in ("sessionid", "csrftoken"):
        assert browser.client.cookies[name].value not in stored


def test_a_form_of_another_account_cannot_be_read_with_a_changed_owner(world: World) -> None:
    """Whoever changes the row does not change the signature."""
    _browser, case, _answer = interrupted(world)
    KeptForm.objects.update(owner=world.local.officer.person)
    assert kept.all_kept(world.local.officer.person) == []
    KeptForm.objects.update(owner=world.center.officer.person, path="/desk/new/")
    assert kept.all_kept(world.center.officer.person) == []


def test_much_too_long_forms_and_too_many_are_not_kept(world: World) -> None:
    owner = world.center.officer.person

    def sent(number: int, text: str = "ก") -> Typed:
        return Typed(f"/desk/{number}/", (TypedField("note", "บันทึก", Kind.WORDS, text),), (("note", text),))

    assert not kept.keep(sent(0, "ก" * kept.LONGEST), owner)
    assert not kept.keep(Typed("/desk/"), owner)
    for number in range(kept.MOST + 3):
        assert kept.keep(sent(number), owner)
    paths = [one.typed.action for one in kept.all_kept(owner)]
    assert paths == [f"/desk/{number}/" for number in range(kept.MOST + 2, 2, -1)]
    kept.keep(sent(12, "ข"), owner)
    assert len(kept.all_kept(owner)) == kept.MOST, "the same address is kept once, as it was last"
    assert kept.all_kept(owner)[0].data["note"] == "ข"


def test_a_request_taken_down_at_the_counter_comes_back_with_its_token(world: World) -> None:
    browser = Browser()
    browser.sign_in(world.center.officer.person)
    browser.open(reverse("desk:new"))
    browser.end_session("the row is gone")
    token = str(uuid.uuid4())
    data = {
        "token": token,
        "channel": "direct_phone",
        "problem": "disaster",
        "narrative": "ฝนตก",
        "place": "ต.ปากน้ำ อ.เมืองกระบี่ จ.กระบี่",
        "relation": "neighbor",
        "consent": "given",
        "danger_now": "on",
    }
    answer = browser.send(reverse("desk:new"), **data)
    browser.sign_in(world.center.officer.person, answer["Location"])
    values = filled(browser.open(reverse("desk:new")))
    assert {name: values[name] for name in data} == data
    assert Case.objects.count() == 0
    assert browser.send(reverse("desk:new"), **values)["Location"] == reverse("desk:new_done")


def test_a_case_that_moved_on_meanwhile_gives_the_words_back_to_copy(world: World) -> None:
    browser, case, answer = interrupted(world)
    screen_case(
        case=case,
        actor=world.center.supervisor,
        problem=ProblemType.DISASTER,
        severity=Severity.NORMAL,
    )
    browser.sign_in(world.center.officer.person, answer["Location"])
    page = browser.open(act_path(case))
    assert NOTE in page.content.decode()


def test_a_case_that_is_gone_meanwhile_leaves_the_words_on_the_page_of_kept_forms(world: World) -> None:
    browser, case, answer = interrupted(world)
    Case.objects.filter(pk=case.pk).update(holder=world.local.organization, confidentiality="restricted")
    browser.sign_in(world.center.officer.person, answer["Location"])
    page = browser.open(reverse("desk:worklist"))
    assert reverse("accounts:kept") in page.content.decode()
    assert NOTE in browser.open(reverse("accounts:kept")).content.decode()


def test_passwords_are_never_kept(world: World) -> None:
    browser = Browser()
    browser.sign_in(world.center.officer.person)
    browser.open(reverse("accounts:password"))
    browser.end_session("the row is gone")
    browser.send(
        reverse("accounts:password"), old_password="ลับเก่า", new_password1="ลับใหม่", new_password2="ลับใหม่"
    )
    assert not KeptForm.objects.exists()


def test_a_screen_under_cms_waits_on_a_page_of_its_own(world: World) -> None:
    """Wagtail's own pages cannot be filled from outside: the form stands on ours, ready to be sent to theirs."""
    publisher = AppointmentFactory(role=Role.PUBLISHER)
    publisher.user.is_superuser = True
    publisher.user.save()
    browser = Browser()
    browser.sign_in(publisher.user)
    path = reverse("announcements_cms:posting_add")
    browser.open(path)
    browser.end_session("the row is gone")
    answer = browser.send(path, place="ศาลากลาง", note="ติดแล้ว")
    assert "kept=1" in answer["Location"]
    back = browser.sign_in(publisher.user, answer["Location"])
    assert back["Location"] == reverse("accounts:kept")
    page = BeautifulSoup(browser.open(back["Location"]).content, "html.parser")
    assert "ศาลากลาง" in page.main.get_text()
    form = page.select_one(f'main form[action="{path}"]')
    sent = {box["name"]: box["value"] for box in form.select("input[name]")}
    assert (sent["place"], sent["note"]) == ("ศาลากลาง", "ติดแล้ว")


def test_nothing_is_asked_of_the_database_when_nothing_is_kept(world: World, client: Client) -> None:
    client.force_login(world.center.officer.person, "django.contrib.auth.backends.ModelBackend")
    case = factories.received_case(world)
    client.get(act_path(case))
    with CaptureQueriesContext(connection) as captured:
        client.get(act_path(case))
        client.post(reverse("desk:find"), {"q": case.reference})
    assert not [query for query in captured.captured_queries if "keptform" in query["sql"].lower()]


def test_the_text_of_a_whole_law_is_kept(world: World) -> None:
    text = "มาตรา ๑ ผู้ใดเดือดร้อนย่อมขอความช่วยเหลือได้\r\n" * 10_000
    field = TypedField("text", "ข้อความ", Kind.WORDS, text)
    assert kept.keep(Typed("/cms/library/1/text/", (field,), (("text", text),)), world.center.officer.person)
    assert kept.all_kept(world.center.officer.person)[0].data["text"] == text


def test_the_page_of_kept_forms_is_for_signed_in_people_only(client: Client) -> None:
    assert client.get(reverse("accounts:kept")).status_code == 302


def test_what_is_empty_is_simply_asked_to_sign_in(client: Client, world: World) -> None:
    case = factories.received_case(world)
    response = client.post(act_path(case), {"version": 1})
    assert response.status_code == 302
    assert "kept" not in response["Location"]


def test_what_no_page_of_ours_sent_is_sent_to_sign_in_as_before(world: World, client: Client) -> None:
    case = factories.received_case(world)
    response = client.post(act_path(case), screening(case))
    assert response.status_code == 302
    assert "kept" not in response["Location"]
    assert not KeptForm.objects.exists()


def over_aged(world: World, client: Client) -> Walker:
    """At a counter: an officer, for whom a form waits, takes down a request in the form for everybody, and is away long."""
    client.force_login(world.center.officer.person, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[kept.FLAG] = True
    session.save()
    walker = Walker(client)
    walker.fill(until="story")
    return walker


def test_a_form_for_everybody_asks_nobody_who_they_are_and_loses_nothing(
    world: World, client: Client
) -> None:
    """Asking would end the officer's session that is over, and the answers in it."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        walker = over_aged(world, client)
        clock.shift(IDLE + dt.timedelta(minutes=1))
        assert walker.post("story", **ANSWERS["story"]).status_code == 302
        assert walker.token
        assert ANSWERS["story"]["story"] in walker.get("story").content.decode()


def test_a_form_for_everybody_with_an_old_token_comes_back_and_nothing_else_is_lost(
    world: World, client: Client
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        walker = over_aged(world, client)
        token = walker.token
        clock.shift(IDLE + dt.timedelta(minutes=1))
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = client.cookies
        response = strict.post(walker.url("story"), {"story": NOTE, "csrfmiddlewaretoken": "x" * 64})
        assert response.status_code == 403
        assert NOTE in response.content.decode()
        assert walker.token == token
        assert not KeptForm.objects.exists(), "a visitor's words are no form of the officer"


def test_who_sets_a_password_by_a_code_is_led_to_the_sign_in(world: World) -> None:
    """It leads there as a form without a session does, and is none."""
    person = world.center.officer.person
    issued = issue(actor=System(), person=person)
    browser = Browser()
    browser.open(reverse("accounts:activate"))
    new = "ทะเลสีครามยามเช้าที่บ้าน"
    typed = {"username": person.username, "code": issued.code, "password": new, "again": new}
    response = browser.send(reverse("accounts:activate"), **typed)
    assert (response.status_code, response["Location"]) == (302, reverse("accounts:login"))
