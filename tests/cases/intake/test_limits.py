"""An evacuation center behind one address can send; a machine cannot flood (ASVS 2.4.1; reliability.md 4.3)."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from unittest import mock

import pytest
import time_machine
from django.test import Client, RequestFactory

from cases.intake.draft import KEY
from cases.intake.views import files, sending
from cases.models import Case
from tests.cases.factories import World
from tests.cases.intake.conftest import STORY, Walker, address, errors_of, text_of
from tests.cases.intake.test_files import picture

SHELTER = "203.0.113.20"


def sends(phone: str, token: uuid.UUID | None = None, remote: str = SHELTER) -> bool:
    """Let a phone (one session) send a draft; says whether it may."""
    request = RequestFactory().post("/request/check/", REMOTE_ADDR=remote)
    request.session = SimpleNamespace(session_key=phone)
    return not sending.too_many_sendings(request, token or uuid.uuid4())


@pytest.fixture(autouse=True)
def _one_hour() -> object:
    with time_machine.travel("2026-11-26 03:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.mark.django_db
@pytest.mark.parametrize("phones", [60, 300, 600])
def test_hundreds_of_phones_behind_one_address_can_send_within_an_hour(phones: int) -> None:
    assert all(sends(f"phone {number}") for number in range(phones))


@pytest.mark.django_db
def test_a_helper_can_fill_in_the_form_for_a_whole_shelter() -> None:
    assert all(sends("helper") for _person in range(sending.SENDINGS_PER_SESSION))
    assert not sends("helper")


@pytest.mark.django_db
def test_one_script_cannot_flood_and_takes_nothing_from_its_neighbors() -> None:
    """It is stopped by its own limit, so the limit of the address is there for the phones."""
    accepted = sum(sends("script") for _try in range(2_000))
    assert accepted == sending.SENDINGS_PER_SESSION
    assert all(sends(f"phone {number}") for number in range(500))


@pytest.mark.django_db
def test_one_draft_that_is_pressed_without_end_takes_nothing_from_its_session() -> None:
    token = uuid.uuid4()
    accepted = sum(sends("phone", token) for _try in range(200))
    assert accepted == sending.SENDINGS_PER_DRAFT
    assert sends("phone")


@pytest.mark.django_db
def test_a_script_that_throws_its_session_away_is_stopped_by_its_address() -> None:
    accepted = sum(sends(f"session {number}") for number in range(1_000))
    assert accepted == sending.SENDINGS_PER_WINDOW
    assert sends("elsewhere", remote="198.51.100.7")


@pytest.mark.django_db
def test_the_next_hour_starts_afresh(_one_hour: time_machine.Coordinates) -> None:
    for _try in range(sending.SENDINGS_PER_SESSION + 1):
        sends("helper")
    _one_hour.shift(sending.WINDOW)
    assert sends("helper")


LIMITS = ["SENDINGS_PER_DRAFT", "SENDINGS_PER_SESSION", "SENDINGS_PER_WINDOW"]


@pytest.mark.parametrize("limit", LIMITS)
def test_whoever_is_slowed_keeps_every_answer_and_is_told_what_to_do(walker: Walker, limit: str) -> None:
    walker.fill()
    with mock.patch.object(sending, limit, 0):
        response = walker.send()
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    words = errors_of(response)
    assert "ยังไม่ได้ส่ง" in words
    assert "คำตอบของคุณยังอยู่" in words
    assert "1300" in words
    assert STORY in text_of(response)
    assert Case.objects.count() == 0
    assert walker.send()["Location"] == address("sent")


@pytest.mark.parametrize("limit", LIMITS)
def test_what_is_stored_is_confirmed_whatever_the_limits_say(walker: Walker, limit: str) -> None:
    """A lost answer and a second press on a full limit: never "not sent" for what was (R28)."""
    walker.fill()
    before = dict(walker.client.session[KEY])
    walker.send()
    session = walker.client.session
    session[KEY] = before
    del session["request_sent"]
    session.save()
    with mock.patch.object(sending, limit, 0):
        assert walker.send()["Location"] == address("sent")
    assert Case.objects.count() == 1


def test_two_families_behind_one_address_do_not_count_for_each_other(district: World) -> None:
    walkers = [Walker(Client(REMOTE_ADDR=SHELTER)) for _family in range(3)]
    with mock.patch.object(sending, "SENDINGS_PER_SESSION", 1):
        for one in walkers:
            one.fill()
            assert one.send()["Location"] == address("sent")
            one.visited.clear()
            one.fill()
            assert one.send().status_code == 429
    assert Case.objects.count() == 3


def test_files_are_counted_by_draft_before_they_are_counted_by_address(walker: Walker) -> None:
    walker.fill(until="files")
    upload = {"token": walker.token, "action": "upload"}
    with mock.patch.object(files, "UPLOADS_PER_DRAFT", 1):
        response = walker.client.post(
            walker.url("files"), {**upload, "files": [picture("หนึ่ง.jpg"), picture("สอง.jpg")]}
        )
    assert "รอ 10 นาที" in errors_of(response)
    assert "หนึ่ง" in text_of(response), "the good file stays"
    neighbor = Walker(Client())
    neighbor.fill(until="files")
    kept = neighbor.client.post(
        neighbor.url("files"), {"token": neighbor.token, "files": [picture()], "action": "upload"}
    )
    assert kept.status_code == 302
