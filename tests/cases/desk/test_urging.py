"""Pressing from the page of a case tells those who are waited for, once a day, as pressing from the list does (S2.55)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.domain import late
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent
from portal.outbox.models import OutboxMessage
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World

MONDAY = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asked(world: World) -> Case:
    """The center asked a local administration to take a case, and waits."""
    return factories.pending_referral(world).case


def address(case: Case) -> str:
    return reverse("desk:act", kwargs={"reference": case.reference, "verb": "urge"})


def told() -> list[int]:
    """Which organizations were written to."""
    found = OutboxMessage.objects.filter(template="case_urged")
    return sorted(found.values_list("organization", flat=True))


def urges(case: Case) -> int:
    return CaseEvent.objects.filter(case=case, verb=Verb.URGE).count()


def test_whoever_is_waited_for_is_written_to(world: World, asked: Case, at_center: Client) -> None:
    assert at_center.post(address(asked), {"base": asked.base}).status_code == 302
    assert urges(asked) == 1
    assert told() == [world.local.organization.pk]


def test_a_second_time_within_a_day_says_so_and_tells_nobody(
    world: World, asked: Case, at_center: Client, clock
) -> None:
    at_center.post(address(asked), {"base": asked.base})
    again = at_center.post(address(asked), {"base": asked.base})
    assert "24 ชั่วโมง" in soup(again).select_one(".error-summary").get_text()
    assert (urges(asked), len(told())) == (1, 1)
    clock.move_to(MONDAY + dt.timedelta(days=1, minutes=1), tick=False)
    late.press(case=asked, actor=world.center.supervisor)
    assert (urges(asked), len(told())) == (2, 2)


def test_where_nobody_else_has_anything_to_do_there_is_nobody_to_press(world: World, login: Login) -> None:
    case = factories.working_case(world)
    client = login(world.local.officer)
    page = client.post(address(case), {"base": case.base})
    assert "ไม่มีหน่วยงานอื่นที่ต้องทำ" in soup(page).select_one(".error-summary").get_text()
    assert (urges(case), told()) == (0, [])


def test_no_words_are_asked_for_that_nobody_would_read(asked: Case, at_center: Client) -> None:
    assert not soup(at_center.get(address(asked))).select("main form textarea")
