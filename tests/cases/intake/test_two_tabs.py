"""Two uploads at once and two tabs: each keeps what is its own, and a good file stays whatever comes after it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.contrib.sessions.backends.db import SessionStore as DjangoSessionStore
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.intake import composing, uploads
from cases.intake.draft import KEY
from cases.models import Case, CaseFile
from portal.files import check_upload
from tests.cases.factories import SUBDISTRICT, world
from tests.cases.intake.conftest import ANSWERS, STORY, Walker, address, text_of
from tests.cases.intake.test_files import picture, program, stored
from tests.web.test_sessions import at_once


@pytest.fixture
def tabs(transactional_db: None) -> Walker:
    """A visitor on the page of files, with real commits."""
    world()
    walker = Walker(Client())
    walker.fill(until="files")
    return walker


def tab(walker: Walker) -> Walker:
    """Return another tab of the same browser."""
    client = Client()
    client.cookies["sessionid"] = walker.client.cookies["sessionid"].value
    return Walker(client)


def draft_of(walker: Walker) -> dict[str, Any]:
    return tab(walker).client.session[KEY]


def names(walker: Walker) -> set[str]:
    return {file["name"] for file in draft_of(walker)["files"]}


def slowed(then: Callable[[], object]) -> Any:
    """Let something happen while a file is being cleaned: after its request has read the session."""

    def slow(uploaded: Any) -> Any:
        checked = check_upload(uploaded)
        then()
        return checked

    return mock.patch.object(uploads, "check_upload", slow)


def test_two_uploads_at_once_are_both_kept(tabs: Walker) -> None:
    together = threading.Barrier(2)
    answers: list[HttpResponse] = []

    def act(name: str) -> None:
        own = tab(tabs)
        answers.append(own.post("files", files=[picture(name)], action="upload"))

    with slowed(lambda: together.wait(timeout=60)):
        at_once(lambda: act("หนึ่ง.jpg"), lambda: act("สอง.jpg"))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert names(tabs) == {"หนึ่ง.jpg", "สอง.jpg"}
    assert len(stored()) == 2


def test_the_limit_of_files_holds_for_uploads_at_once(tabs: Walker) -> None:
    tabs.post("files", files=[picture(f"{number}.jpg") for number in range(4)], action="upload")
    together = threading.Barrier(2)

    def act(name: str) -> None:
        tab(tabs).post("files", files=[picture(name)], action="upload")

    with slowed(lambda: together.wait(timeout=60)):
        at_once(lambda: act("ห้า.jpg"), lambda: act("หก.jpg"))
    assert len(names(tabs)) == 5
    assert len(stored()) == 5


def test_an_answer_that_is_given_while_a_file_is_cleaned_stays(tabs: Walker) -> None:
    other = tab(tabs)
    with slowed(lambda: other.post("story", story="เขียนใหม่ในอีกหน้าต่าง")):
        tabs.post("files", files=[picture("หนึ่ง.jpg")], action="upload")
    assert names(tabs) == {"หนึ่ง.jpg"}
    assert draft_of(tabs)["kept"]["story"]["story"] == ["เขียนใหม่ในอีกหน้าต่าง"]


def test_answers_of_two_tabs_at_once_are_both_kept(tabs: Walker) -> None:
    together = threading.Barrier(2)

    def act(slug: str, **values: str) -> None:
        own = tab(tabs)
        token = own.token
        together.wait(timeout=60)
        own.client.post(own.url(slug), {"token": token, **values})

    for number in range(4):
        at_once(
            lambda number=number: act("story", story=f"{STORY} {number}"),
            lambda number=number: act("place", subdistrict=SUBDISTRICT, spot=f"{number}"),
        )
        kept = draft_of(tabs)["kept"]
        assert kept["story"]["story"] == [f"{STORY} {number}"]
        assert kept["place"]["spot"] == [f"{number}"]


def test_a_file_that_is_taken_away_while_another_comes_stays_away(tabs: Walker) -> None:
    tabs.post("files", files=[picture("เก่า.jpg")], action="upload")
    other, old = tab(tabs), draft_of(tabs)["files"][0]["id"]
    with slowed(lambda: other.post("files", remove=old)):
        tabs.post("files", files=[picture("ใหม่.jpg")], action="upload")
    assert names(tabs) == {"ใหม่.jpg"}
    assert len(stored()) == 1


def test_good_files_stay_when_the_session_fails_at_a_later_one(tabs: Walker) -> None:
    real, calls = DjangoSessionStore.save, []

    def save(self: DjangoSessionStore, must_create: bool = False) -> None:
        calls.append(must_create)
        if len(calls) > 1:
            raise OperationalError("disk full")
        real(self, must_create)

    with mock.patch.object(DjangoSessionStore, "save", save):
        answer = tabs.post("files", files=[picture("หนึ่ง.jpg"), picture("สอง.jpg")], action="upload")
    assert answer.status_code == 503
    assert names(tabs) == {"หนึ่ง.jpg"}
    assert len(stored()) == 1
    assert tabs.post("files", files=[picture("สอง.jpg")], action="upload").status_code == 302
    assert names(tabs) == {"หนึ่ง.jpg", "สอง.jpg"}


@pytest.mark.parametrize("order", ["good first", "bad first"])
def test_a_refused_file_changes_nothing_for_the_others(tabs: Walker, order: str) -> None:
    files = [picture("ดี.jpg"), program("ร้าย.jpg"), picture("ดีด้วย.jpg")]
    tabs.post("files", files=files if order == "good first" else files[::-1], action="upload")
    assert names(tabs) == {"ดี.jpg", "ดีด้วย.jpg"}


def test_a_file_that_comes_after_giving_up_is_not_kept(tabs: Walker) -> None:
    other = tab(tabs)
    with slowed(lambda: other.client.post(address("discard"))):
        answer = tabs.post("files", files=[picture()], action="upload")
    assert answer.status_code == 200
    assert KEY not in tab(tabs).client.session
    assert stored() == []


def test_a_file_that_comes_after_leaving_quickly_is_not_kept(tabs: Walker) -> None:
    other = tab(tabs)
    with slowed(lambda: other.client.get(reverse("cases_intake:exit"))):
        answer = tabs.post("files", files=[picture()], action="upload")
    assert answer.status_code == 200
    assert "ไม่มีคำตอบ" in text_of(answer), text_of(answer)
    assert stored() == []


def test_a_file_that_comes_after_sending_is_not_said_to_be_attached(tabs: Walker) -> None:
    tabs.post("files", action="continue")
    tabs.post("contact", **ANSWERS["contact"])
    other = tab(tabs)
    with slowed(lambda: other.send()):
        answer = tabs.post("files", files=[picture()], action="upload")
    assert Case.objects.count() == 1
    assert answer["Location"] == address("sent")
    assert stored() == []


@pytest.fixture
def complete(transactional_db: None) -> Walker:
    """A visitor on the check page, with real commits."""
    world()
    walker = Walker(Client())
    walker.fill()
    return walker


def meanwhile(act: Callable[[], object]) -> Any:
    """Let something happen between reading the draft and sending it."""
    real = composing.send

    def send(*arguments: Any) -> Any:
        act()
        return real(*arguments)

    return mock.patch.object(composing, "send", send)


def test_a_file_that_another_tab_attaches_while_it_is_sent_is_named_as_not_sent(complete: Walker) -> None:
    other = tab(complete)
    with meanwhile(lambda: other.post("files", files=[picture("ช้า.jpg")], action="upload")):
        complete.send()
    assert CaseFile.objects.count() == 0
    words = text_of(complete.sent())
    assert "เก็บไฟล์บางไฟล์ไม่ได้" in words
    assert "ช้า.jpg" in words


def test_two_tabs_that_send_the_same_files_at_once_both_see_the_confirmation(complete: Walker) -> None:
    complete.post("files", files=[picture("หลักฐาน.jpg")], action="upload")
    other, calls = tab(complete), []

    def once() -> None:
        if not calls:
            calls.append(1)
            other.send()

    with meanwhile(once):
        assert complete.send()["Location"] == address("sent")
    assert Case.objects.count() == 1
    assert CaseFile.objects.count() == 1
    assert "ไม่ได้" not in text_of(complete.sent()).partition("หลักฐาน.jpg")[2][:80]


def test_sending_what_another_tab_gave_up_is_no_error(complete: Walker) -> None:
    complete.post("files", files=[picture("หลักฐาน.jpg")], action="upload")
    other = tab(complete)
    with meanwhile(lambda: other.client.post(address("discard"))):
        answer = complete.send()
    assert answer.status_code == 200
    assert Case.objects.count() == 0
    assert stored() == []
