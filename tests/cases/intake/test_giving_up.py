"""Deleting all answers asks first and can be undone; a draft is offered to go on with (issue 12, 1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cases.intake import taking_back
from cases.intake.draft import KEY, Draft
from cases.models import Case
from tests.cases.factories import World
from tests.cases.intake.conftest import ANSWERS, STORY, Walker, address, text_of
from tests.cases.intake.test_files import picture, stored

GO_ON = "คุณกรอกคำขอค้างไว้"


def deleted(walker: Walker) -> HttpResponse:
    """Delete all answers as the page of the question does."""
    return walker.client.post(address("discard"))


def carried(response: HttpResponse) -> str:
    """Return what the page carries to bring the answers back."""
    box = BeautifulSoup(response.content, "html.parser").select_one("input[name=carried]")
    assert box is not None
    return box["value"]


def test_it_asks_first_and_asking_deletes_nothing(walker: Walker) -> None:
    walker.fill(until="contact")
    assert f'href="{address("discard")}"' in walker.get("contact").content.decode()
    page = walker.client.get(address("discard"))
    assert "ลบคำตอบทั้งหมดหรือไม่" in text_of(page)
    assert f'href="{walker.url("contact")}"' in page.content.decode()
    assert STORY in walker.get("story").content.decode()


def test_without_answers_there_is_nothing_to_ask(client: Client, db: None) -> None:
    assert client.get(address("discard"))["Location"] == address("start")


def test_the_server_keeps_nothing_and_the_page_brings_it_back(walker: Walker) -> None:
    walker.fill(until="contact")
    before = walker.client.session[KEY]
    page = deleted(walker)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert not [name for name in walker.client.session.load() if name.startswith("request")]
    assert "ไม่มีคำตอบที่เก็บไว้" in text_of(walker.get("story"))
    answer = walker.client.post(address("take_back"), {"carried": carried(page)})
    assert answer["Location"] == walker.url("contact")
    after = walker.client.session[KEY]
    assert (after["token"], after["kept"]) == (before["token"], before["kept"])


def test_files_are_gone_for_good_and_it_says_so_before(walker: Walker) -> None:
    walker.fill(until="files")
    walker.post("files", files=[picture()], action="continue")
    assert "ไฟล์ที่แนบไว้เอากลับมาไม่ได้" in text_of(walker.client.get(address("discard")))
    page = deleted(walker)
    assert not stored()
    walker.client.post(address("take_back"), {"carried": carried(page)})
    assert walker.client.session[KEY]["files"] == []


@pytest.mark.parametrize("problem", ["violence", "unsure"])
def test_of_a_careful_request_nothing_is_carried(walker: Walker, problem: str) -> None:
    walker.fill(until="contact", problem={"problem": problem})
    asked = walker.client.get(address("discard"))
    assert "เอากลับมาไม่ได้" in text_of(asked)
    assert address("exit") in asked.content.decode()
    page = deleted(walker)
    assert page["Location"] == address("start")
    assert not [name for name in walker.client.session.load() if name.startswith("request")]
    assert taking_back.carried(Draft(kept={"problem": {"problem": [problem]}})) == ""


def test_after_ten_minutes_nobody_brings_it_back(walker: Walker) -> None:
    walker.fill(until="contact")
    page = deleted(walker)
    with time_machine.travel(timezone.now() + timedelta(seconds=taking_back.FOR_SECONDS + 5)):
        answer = walker.client.post(address("take_back"), {"carried": carried(page)})
    assert answer["Location"] == address("start")
    assert KEY not in walker.client.session


@pytest.mark.parametrize("forged", ["", "x", "eyJ0b2tlbiI6IjEifQ:1:x", "ก" * 500_000])
def test_what_was_not_made_here_is_nothing(walker: Walker, forged: str) -> None:
    answer = walker.client.post(address("take_back"), {"carried": forged})
    assert answer["Location"] == address("start")
    assert KEY not in walker.client.session


def test_a_request_that_was_begun_meanwhile_is_not_overwritten(walker: Walker) -> None:
    walker.fill(until="contact")
    page = deleted(walker)
    walker.post("problem", problem="disease")
    answer = walker.client.post(address("take_back"), {"carried": carried(page)})
    assert answer["Location"] == walker.url("whom")
    assert walker.client.session[KEY]["kept"] == {"problem": {"problem": ["disease"]}}


def test_what_was_sent_meanwhile_does_not_come_back(walker: Walker) -> None:
    walker.fill()
    page = deleted(walker)
    walker.client.post(address("take_back"), {"carried": carried(page)})
    walker.send()
    walker.client.post(address("discard"))
    answer = walker.client.post(address("take_back"), {"carried": carried(page)})
    assert answer["Location"] == address("start")
    assert Case.objects.count() == 1


# --- going on ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_offered_to_go_on_with(walker: Walker) -> None:
    walker.fill(until="contact")
    page = walker.get("problem")
    assert GO_ON in text_of(page)
    link = BeautifulSoup(page.content, "html.parser").select_one(".go-on a.button")
    assert link["href"] == walker.url("contact")


def test_a_whole_request_that_was_not_sent_is_offered_too(walker: Walker) -> None:
    walker.fill()
    assert f'href="{address("check")}"' in walker.get("problem").content.decode()
    assert GO_ON in text_of(walker.get("problem"))


@pytest.mark.parametrize("problem", ["violence", "unsure"])
def test_a_careful_request_is_never_offered(walker: Walker, problem: str) -> None:
    walker.fill(until="contact", problem={"problem": problem})
    assert GO_ON not in text_of(walker.get("problem"))


def test_a_new_visitor_and_one_who_has_just_begun_are_offered_nothing(
    walker: Walker, district: World
) -> None:
    assert GO_ON not in text_of(walker.get("problem"))
    walker.post("problem", **ANSWERS["problem"])
    assert GO_ON not in text_of(walker.get("problem"))
    assert GO_ON not in text_of(walker.get("whom"))
