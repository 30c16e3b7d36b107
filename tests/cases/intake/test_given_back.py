"""Words that come to a page that no longer asks for them are given back, not dropped (reliability.md R16; issue 7)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cases.domain import asking, identity
from cases.intake.draft import KEY
from cases.intake.views import leaving, steps
from cases.intake.views import tracking as view
from cases.machine.vocabulary import WaitingState
from cases.models import Case
from portal.web.sessions import SessionStore
from tests.cases import factories
from tests.cases.factories import World
from tests.cases.intake.conftest import ME, STORY, Walker, address, errors_of, text_of

SECRET = "CCCC-DDDD-FFFF-GGGG"
SHORT = ["ได้", "ไม่", "ก", "๓ จุด", "ช่วยด้วย", "no", "บรรทัดหนึ่ง\nบรรทัดสอง"]


def asked(district: World) -> Case:
    """A case that waits for an answer of its reporter, who has `SECRET`."""
    case = factories.working_case(district)
    asking.ask_reporter(case=case, actor=district.local.officer, question="หลังคารั่วกี่จุด")
    Case.objects.filter(pk=case.pk).update(secret_hash=identity.hash_secret(SECRET))
    return case


def opened(client: Client, case: Case) -> HttpResponse:
    return client.post(address("track"), {"reference": case.reference, "secret": SECRET}, follow=True)


def box(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one("[name=words]").get_text().lstrip("\n")


@pytest.mark.parametrize("words", SHORT)
def test_an_answer_on_a_page_that_was_open_for_too_long_is_back_in_its_box(
    client: Client, district: World, words: str
) -> None:
    case = asked(district)
    opened(client, case)
    with time_machine.travel(timezone.now() + view.SHOWN_FOR + timedelta(seconds=1)):
        assert client.post(address("answer"), {"words": words})["Location"] == address("track")
        assert "สิ่งที่คุณพิมพ์ยังอยู่และยังไม่ได้ส่ง" in text_of(client.get(address("track")))
        page = opened(client, case)
        assert box(page) == words
        assert case.questions.get().state == WaitingState.OPEN, "shown, not sent"
        assert client.post(address("answer"), {"words": words})["Location"] == address("status")
    assert case.questions.get().state == WaitingState.ANSWERED


def test_wrong_codes_in_between_do_not_lose_it(client: Client, district: World) -> None:
    case = asked(district)
    client.post(address("answer"), {"words": "สามจุด"})
    client.post(address("track"), {"reference": case.reference, "secret": "x"})
    assert box(opened(client, case)) == "สามจุด"


def test_an_answer_to_a_question_that_is_gone_can_be_copied(client: Client, district: World) -> None:
    case = factories.working_case(district)
    Case.objects.filter(pk=case.pk).update(secret_hash=identity.hash_secret(SECRET))
    client.post(address("answer"), {"words": "สามจุด"})
    page = opened(client, case)
    assert "สามจุด" in text_of(page)
    assert "สามจุด" not in text_of(client.get(address("status"))), "once"


@pytest.mark.parametrize("how", ["track_close", "discard", "exit"])
def test_leaving_forgets_it_at_once(client: Client, district: World, how: str) -> None:
    case = asked(district)
    client.post(address("answer"), {"words": "สามจุด"})
    client.get(address(how)) if how == "exit" else client.post(address(how))
    assert "สามจุด" not in text_of(opened(client, case))


def test_another_browser_never_sees_it(client: Client, district: World) -> None:
    case = asked(district)
    client.post(address("answer"), {"words": "สามจุด"})
    assert "สามจุด" not in text_of(opened(Client(), case))


# --- pages of the request ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", SHORT)
def test_words_of_an_old_tab_stand_on_the_page_that_comes_next(walker: Walker, words: str) -> None:
    walker.fill(until="contact")
    response = walker.client.post(walker.url("story"), {"token": str(uuid.uuid4()), "story": words})
    assert response["Location"] == walker.url("contact")
    page = text_of(walker.get("contact"))
    assert " ".join(words.split()) in page
    assert "เกิดอะไรขึ้น" in page, "by the label of its field"
    assert walker.client.session[KEY]["kept"]["story"]["story"] == [STORY], "and nothing was changed by it"
    assert "หน้าที่คุณเพิ่งกดส่ง" not in text_of(walker.get("contact")), "once"


def test_they_stand_on_the_check_page_too(walker: Walker) -> None:
    walker.fill()
    walker.client.post(walker.url("story"), {"token": str(uuid.uuid4()), "story": "คำของอีกแท็บ"})
    assert "คำของอีกแท็บ" in text_of(walker.client.get(address("check")))


def test_words_for_a_page_that_is_not_reached_any_more_are_kept_aside(walker: Walker) -> None:
    walker.fill(until="whom")
    response = walker.post("story", story="มาก่อนเวลา")
    assert response["Location"] == walker.url("whom")
    assert "มาก่อนเวลา" in text_of(walker.get("whom"))


@pytest.mark.parametrize("words", SHORT)
def test_a_draft_that_is_gone_gives_back_each_field_by_its_label(
    client: Client, words: str, db: None
) -> None:
    data = {"token": str(uuid.uuid4()), "name": words, "phone": "081", "email": ""}
    page = BeautifulSoup(client.post(address("step", "contact"), data).content, "html.parser")
    shown = {
        label.get_text(): page.select_one(f"#{label['for']}").get_text()
        for label in page.select("main label[for^=typed-]")
    }
    assert list(shown.values()) == [words, "081"]
    assert all(re.search("[ก-๙]", label) for label in shown)


def test_a_heap_of_words_does_not_fill_the_session(walker: Walker) -> None:
    walker.fill(until="contact")
    heap = "ก" * (steps.LONGEST_ASIDE + 1)
    walker.client.post(walker.url("story"), {"token": str(uuid.uuid4()), "story": heap})
    assert steps.ASIDE_KEY not in walker.client.session


def test_giving_up_forgets_what_was_put_aside(walker: Walker) -> None:
    walker.fill(until="contact")
    walker.client.post(walker.url("story"), {"token": str(uuid.uuid4()), "story": "คำของอีกแท็บ"})
    walker.client.post(address("discard"))
    assert steps.ASIDE_KEY not in walker.client.session


# --- the way out ------------------------------------------------------------------------------------------------------


def test_the_page_of_failure_can_be_left_at_once(crisis: Walker) -> None:
    """Somebody may look over the shoulder while the words stand on it (privacy 9)."""
    with mock.patch.object(SessionStore, "save", side_effect=OperationalError("full")):
        response = crisis.post("whom", **ME)
    page = BeautifulSoup(response.content, "html.parser")
    links = [link["href"] for link in page.select("a[href]")]
    assert response.status_code == 503
    assert links[:2] == ["#main", address("exit")]


@pytest.mark.parametrize(
    "error", [OperationalError("locked"), InterfaceError("gone"), UpdateError(), OSError(28, "full")]
)
def test_leaving_works_whatever_fails(walker: Walker, error: Exception) -> None:
    walker.fill(until="story")
    with mock.patch.object(leaving.drafts, "discard", side_effect=error):
        response = walker.client.get(address("exit"))
    assert response.status_code == 302
    assert response["Location"].startswith("https://")
    assert response.cookies["sessionid"]["max-age"] == 0


def test_too_long_an_answer_stays_in_its_box(client: Client, district: World) -> None:
    case = asked(district)
    opened(client, case)
    long: Any = "ย" * 2_001
    response = client.post(address("answer"), {"words": long})
    assert "ยาวเกินไป" in errors_of(response)
    assert box(response) == long
