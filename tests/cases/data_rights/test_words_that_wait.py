"""Words about one's own data that were sent when the page had been open too long wait for their owner (R15; privacy 8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.data_rights.models import RightsRequest
from cases.intake.views.status_page import SHOWN_FOR, mark_of
from cases.models import Case
from tests.cases import factories
from tests.cases.data_rights.conftest import WORDS
from tests.cases.data_rights.test_pages import OWN, opened
from tests.cases.desk.conftest import soup
from tests.cases.factories import World

STATUS, TRACK = reverse("cases_intake:status"), reverse("cases_intake:track")


@pytest.fixture
def person(client: Client, case: Case) -> Client:
    """Whoever has both codes of the case."""
    return opened(client, case)


@pytest.fixture
def later() -> Iterator[None]:
    """The page was open for longer than it is shown."""
    with time_machine.travel(timezone.now() + SHOWN_FOR + dt.timedelta(seconds=1), tick=False):
        yield


def sent_too_late(browser: Client, of: str) -> None:
    answer = browser.post(OWN, {"right": "erase", "words": WORDS, "of": of})
    assert answer.headers["Location"] == TRACK
    assert "ยังไม่ได้ส่ง" in browser.get(TRACK).content.decode()
    assert not RightsRequest.objects.exists()


def test_words_that_came_too_late_stand_in_the_box_when_both_codes_are_given_again(
    case: Case, person: Client, later: None
):
    sent_too_late(person, mark_of(case.reference))
    opened(person, case)
    assert person.get(STATUS).headers["Location"] == OWN
    form = soup(person.get(OWN)).select_one("#act-rights")
    assert "7741" in form.select_one("textarea").get_text()
    assert form.select_one("input[name=right][checked]")["value"] == "erase"
    assert person.get(STATUS).status_code == 200, "it leads there once"
    assert "7741" not in person.get(OWN).content.decode()


def test_words_for_one_request_are_never_shown_for_another(
    world: World, case: Case, person: Client, later: None
):
    other = factories.working_case(world)
    sent_too_late(person, mark_of(case.reference))
    opened(person, other)
    for address in (OWN, STATUS, OWN):
        page = person.get(address)
        assert page.status_code == 200
        assert "7741" not in page.content.decode()
    opened(person, case)
    assert "7741" not in person.get(STATUS, follow=True).content.decode(), "whoever comes third reads nothing"
