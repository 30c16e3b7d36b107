"""A request of general help is left and gone on with by a code, from any device, for fourteen days (issue 12, 1)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cases.intake import return_code, saved
from cases.intake.draft import KEY, Draft
from cases.intake.views import saving
from cases.models import Case
from portal.web.sessions import SessionStore
from tests.cases.factories import World
from tests.cases.intake.conftest import NAME, STORY, Walker, address, errors_of, shown_codes, text_of
from tests.cases.intake.test_files import picture


def code_on(response: HttpResponse) -> str:
    """Return the code that a page shows."""
    [code] = shown_codes(response)
    return code


def left(walker: Walker) -> str:
    """Leave the request; returns its code."""
    return code_on(walker.client.post(address("save")))


def back(code: str, client: Client | None = None) -> Walker:
    """Come back on another device."""
    other = Walker(client or Client())
    other.client.post(address("come_back"), {"code": code})
    return other


def test_it_goes_on_where_it_stopped_on_another_device(walker: Walker) -> None:
    walker.fill(until="contact")
    code = left(walker)
    assert re.fullmatch(r"\d{4}(-\d{4}){3}", code)
    other = Walker(Client())
    answer = other.client.post(address("come_back"), {"code": code})
    assert answer["Location"] == other.url("contact")
    assert STORY in other.get("story").content.decode()
    assert other.client.session[KEY]["token"] == walker.client.session[KEY]["token"]
    assert answer.cookies["sessionid"]["max-age"] == ""


@pytest.mark.parametrize(
    "spell",
    [
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    ],
    ids=["without hyphens", "blanks", "Thai digits"],
)
def test_a_code_is_read_in_any_spelling(walker: Walker, spell: object) -> None:
    walker.fill(until="contact")
    assert KEY in back(spell(left(walker))).client.session  # type: ignore[operator]


def test_the_page_says_what_it_means_before_anything_is_kept(walker: Walker) -> None:
    walker.fill(until="contact")
    assert f'href="{address("save")}"' in walker.get("contact").content.decode()
    before = Session.objects.count()
    words = text_of(walker.client.get(address("save")))
    assert "14 วัน" in words
    assert "คำขอยังไม่ได้ส่ง" in words
    assert Session.objects.count() == before


def test_a_page_that_is_loaded_again_shows_the_same_code_and_keeps_what_is_new(walker: Walker) -> None:
    walker.fill(until="contact")
    code = left(walker)
    walker.post("story", story="เล่าใหม่")
    assert left(walker) == code
    assert "เล่าใหม่" in back(code).get("story").content.decode()
    assert Case.objects.count() == 0


def test_whoever_reads_the_database_without_the_code_reads_nothing(walker: Walker) -> None:
    walker.fill(until="check")
    code = left(walker)
    place = Session.objects.get(session_key=saved._place(return_code.typed_code(code)))
    told = str(SessionStore().decode(place.session_data))
    assert not any(word in told for word in (NAME, STORY, "081-770", walker.token, code.replace(" ", "")))
    other = saved._cipher("0" * return_code.DIGITS)
    with pytest.raises(saved.InvalidToken):
        other.decrypt(SessionStore().decode(place.session_data)[saved.KEY].encode())


def test_its_place_is_no_session_that_a_cookie_opens(walker: Walker) -> None:
    walker.fill(until="contact")
    thief = Client()
    thief.cookies["sessionid"] = saved._place(return_code.typed_code(left(walker)))
    assert "ไม่มีคำตอบที่เก็บไว้" in text_of(thief.get(walker.url("story")))


@pytest.mark.parametrize("problem", ["violence", "unsure"])
def test_a_careful_request_is_never_left(walker: Walker, problem: str) -> None:
    walker.fill(until="contact", problem={"problem": problem})
    assert address("save") not in walker.get("contact").content.decode()
    before = Session.objects.count()
    for response in (walker.client.get(address("save")), walker.client.post(address("save"))):
        assert response["Location"] == walker.url("contact")
    assert Session.objects.count() == before
    with pytest.raises(ValueError, match="careful"):
        saved.save(Draft(kept={"problem": {"problem": [problem]}}))


def test_what_turns_out_to_be_a_crisis_stays_nowhere(walker: Walker) -> None:
    walker.fill(until="contact")
    code = left(walker)
    walker.post("problem", problem="violence")
    assert KEY not in back(code).client.session


def test_what_was_sent_or_deleted_is_forgotten(walker: Walker) -> None:
    walker.fill()
    code = left(walker)
    walker.client.post(address("discard"))
    assert saved.find(return_code.typed_code(code)) is None
    walker.fill()
    code = left(walker)
    walker.send()
    assert Case.objects.count() == 1
    assert saved.find(return_code.typed_code(code)) is None


def test_after_fourteen_days_it_is_over(walker: Walker) -> None:
    walker.fill(until="contact")
    code = return_code.typed_code(left(walker))
    with time_machine.travel(timezone.now() + saved.KEPT_FOR - timedelta(hours=1)):
        assert saved.find(code) is not None
    with time_machine.travel(timezone.now() + saved.KEPT_FOR + timedelta(minutes=1)):
        assert saved.find(code) is None
        SessionStore.clear_expired()
        assert not Session.objects.filter(session_key=saved._place(code)).exists()


def test_files_stay_behind_and_it_says_so(walker: Walker) -> None:
    walker.fill(until="files")
    walker.post("files", files=[picture()], action="continue")
    assert "ไฟล์ที่แนบไว้ไม่ได้เก็บไปด้วย" in text_of(walker.client.get(address("save")))
    assert back(left(walker)).client.session[KEY]["files"] == []


def test_another_request_that_was_begun_is_not_overwritten(walker: Walker) -> None:
    walker.fill(until="contact")
    code = left(walker)
    other = Walker(Client())
    other.post("problem", problem="disease")
    response = other.client.post(address("come_back"), {"code": code})
    assert "คุณกรอกคำขออื่นค้างไว้" in errors_of(response)
    assert other.client.session[KEY]["kept"] == {"problem": {"problem": ["disease"]}}


def test_in_the_same_browser_what_is_newer_stays(walker: Walker) -> None:
    walker.fill(until="contact")
    code = left(walker)
    walker.post("story", story="ใหม่กว่า")
    back(code, walker.client)
    assert "ใหม่กว่า" in walker.get("story").content.decode()


@pytest.mark.parametrize("typed", ["", "1234", "ก" * 16, "0000 0000 0000 0000", "1" * 61])
def test_what_is_no_code_is_told_so(client: Client, district: World, typed: str) -> None:
    response = client.post(address("come_back"), {"code": typed})
    assert response.status_code == 200
    assert errors_of(response)
    assert "sessionid" not in response.cookies


def test_wrong_codes_are_slowed_and_a_right_one_always_passes(walker: Walker) -> None:
    walker.fill(until="contact")
    code = left(walker)
    with mock.patch.object(saving, "TRIES_PER_ADDRESS", 1):
        answers = [Client().post(address("come_back"), {"code": "0" * 16}).status_code for _ in range(3)]
        assert answers == [200, 429, 429]
        assert KEY in back(code).client.session


def test_a_code_in_an_address_does_not_stay_there(client: Client, district: World) -> None:
    assert client.get(address("come_back"), {"code": "1"})["Location"] == address("come_back")


def test_codes_follow_from_the_token_and_differ() -> None:
    tokens = [uuid.UUID(int=number) for number in range(200)]
    assert len({return_code.code_of(token) for token in tokens}) == 200
    assert return_code.code_of(tokens[7]) == return_code.code_of(tokens[7])
    assert all(re.fullmatch(r"\d{16}", return_code.code_of(token)) for token in tokens)


def test_the_start_page_leads_to_it(client: Client, district: World) -> None:
    assert address("come_back") in client.get(address("start")).content.decode()
    assert client.get(address("save"))["Location"] == address("start")
