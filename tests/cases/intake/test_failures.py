"""When something fails the person is told plainly, and nothing is lost or doubled (reliability.md R06, R27, R28)."""

from __future__ import annotations

from unittest import mock

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client

from cases.domain import intake
from cases.intake import composing
from cases.intake.views import sending
from cases.models import Case
from portal.outbox.models import OutboxMessage
from tests.cases.factories import World
from tests.cases.intake.conftest import STORY, Walker, address, codes_of, errors_of, text_of


def test_a_page_that_cannot_be_kept_says_so_and_gives_back_what_was_typed(walker: Walker) -> None:
    walker.fill(until="story")
    with mock.patch.object(SessionStore, "load", side_effect=OperationalError("gone")):
        response = walker.client.post(walker.url("story"), {"token": "t", "story": f"{STORY}\nบรรทัดสอง <b>"})
    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "ยังไม่ได้บันทึก และยังไม่ได้ส่ง" in text_of(response)
    assert f'name="story" value="{STORY}' in page
    assert "&lt;b&gt;" in page
    assert f'action="{walker.url("story")}"' in page
    assert "csrfmiddlewaretoken" in page


def test_a_failure_while_sending_is_told_plainly_and_the_answers_stay(walker: Walker) -> None:
    walker.fill()
    with mock.patch.object(composing, "submit_case", side_effect=OperationalError("database is locked")):
        response = walker.send()
    assert response.status_code == 503
    assert "ยังไม่ได้ส่ง" in text_of(response)
    assert Case.objects.count() == 0
    assert STORY in text_of(walker.client.get(address("check")))
    assert walker.send()["Location"] == address("sent")
    assert Case.objects.count() == 1


def test_what_was_sent_is_confirmed_although_the_session_cannot_be_written(walker: Walker) -> None:
    walker.fill()
    with mock.patch.object(SessionStore, "save", side_effect=OperationalError("disk full")):
        response = walker.send()
    case = Case.objects.get()
    assert response.status_code == 200
    assert codes_of(response)[0] == case.reference
    assert walker.send()["Location"] == address("sent")
    assert Case.objects.count() == 1


def test_nothing_is_half_kept_when_a_step_of_sending_fails(walker: Walker) -> None:
    walker.fill()
    with mock.patch.object(intake.notify, "tell_reporter", side_effect=OperationalError("no")):
        assert walker.send().status_code == 503
    assert Case.objects.count() == 0
    assert OutboxMessage.objects.count() == 0


def test_a_condition_of_the_domain_is_shown_on_the_check_page(walker: Walker) -> None:
    walker.fill()
    with mock.patch.object(composing, "submit_case", side_effect=intake.GuardFailed("ยังไม่มีศูนย์ที่รับคำขอ")):
        response = walker.send()
    assert "ยังไม่ได้ส่ง: ยังไม่มีศูนย์ที่รับคำขอ" in errors_of(response)
    assert STORY in text_of(response)


def test_a_flood_from_one_address_is_slowed_and_the_answers_stay(walker: Walker) -> None:
    walker.fill()
    with mock.patch.object(sending, "SENDINGS_PER_WINDOW", 0):
        response = walker.send()
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "ยังไม่ได้ส่ง" in errors_of(response)
    assert STORY in text_of(response)
    assert 'href="tel:191"' in response.content.decode()
    assert walker.send()["Location"] == address("sent")


def test_trying_again_from_the_page_that_was_not_saved_goes_on(walker: Walker) -> None:
    walker.fill(until="story")
    hidden = {"token": walker.token, "story": STORY}
    with mock.patch.object(SessionStore, "load", side_effect=OperationalError("gone")):
        page = walker.client.post(walker.url("story"), hidden)
    assert page.status_code == 503
    assert f'name="token" value="{hidden["token"]}"' in page.content.decode()
    assert walker.client.post(walker.url("story"), hidden)["Location"] == walker.url("contact")


def test_the_log_says_where_it_failed_and_not_what_was_typed(
    walker: Walker, caplog: pytest.LogCaptureFixture
) -> None:
    walker.fill()
    with mock.patch.object(composing, "submit_case", side_effect=OperationalError(f"bad value: {STORY}")):
        walker.send()
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "OperationalError" in logged
    assert "submit_case" in logged
    assert STORY not in logged


def test_chosen_files_are_not_promised_to_be_kept(walker: Walker) -> None:
    from tests.cases.intake.test_files import picture

    walker.fill(until="files")
    with mock.patch.object(SessionStore, "load", side_effect=OperationalError("gone")):
        response = walker.client.post(walker.url("files"), {"files": [picture()], "action": "continue"})
    assert response.status_code == 503
    assert "ไฟล์ที่เลือกไว้ต้องเลือกใหม่" in text_of(response)


def test_the_numbers_to_call_stand_on_every_page_of_failure(walker: Walker, client: Client) -> None:
    walker.fill()
    with mock.patch.object(composing, "submit_case", side_effect=OperationalError("no")):
        page = walker.send().content.decode()
    assert 'href="tel:191"' in page
    assert 'href="tel:1300"' in page


def test_without_a_center_the_person_is_told_whom_to_call(walker: Walker, district: World) -> None:
    walker.fill(place={"elsewhere": "ปากน้ำ เมืองกระบี่ กระบี่", "local": "unsure"})
    type(district.center.organization).objects.filter(pk=district.center.organization.pk).update(
        is_active=False
    )
    response = walker.send()
    assert response.status_code == 200
    assert "ยังไม่ได้ส่ง" in errors_of(response)
    assert Case.objects.count() == 0
