"""Two requests in two tabs of one browser: what is written for one is never sent for the other (privacy 1; issue 7, nothing typed is lost)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.data_rights.domain.asking import ask_by_secret
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import Right
from cases.errors import GuardFailed
from cases.intake.views.status_page import mark_of
from cases.models import Case, CaseEvent, CaseFile
from portal.actors import Citizen
from tests.cases import factories
from tests.cases.desk.conftest import soup
from tests.cases.intake.conftest import address
from tests.cases.intake.test_tracking_acts import SENT, WORDS, opened, photo

pytestmark = pytest.mark.django_db
OTHER = "หน้านี้เปิดไว้สำหรับอีกเรื่องหนึ่ง"
RIGHTS = reverse("own_data:page")


@pytest.fixture
def two() -> tuple[Case, Case]:
    world = factories.world()
    return factories.received_case(world), factories.received_case(world)


def marks_on(page: Any) -> set[str]:
    return {str(one["value"]) for one in soup(page).select('input[name="of"]')}


def events(case: Case) -> int:
    return CaseEvent.objects.filter(case=case).count()


def test_every_form_of_the_page_says_to_which_request_it_belongs(
    client: Client, two: tuple[Case, Case]
) -> None:
    first, second = two
    page = opened(client, first)
    assert marks_on(page) == {mark_of(first.reference)}
    for form in soup(page).select("main form.form"):
        named = soup(page).select(f'input[name="of"][form="{form.get("id", "")}"]')
        assert named or form.select('input[name="of"]'), (
            "each of them, also those that are drawn once for everybody"
        )
    assert marks_on(opened(client, second)) == {mark_of(second.reference)}
    assert first.reference not in str(marks_on(page))


@pytest.mark.parametrize("name", ["message", "change_contact", "withdraw"])
def test_a_form_of_an_older_tab_goes_to_no_other_request(
    client: Client, two: tuple[Case, Case], name: str
) -> None:
    first, second = two
    of = marks_on(opened(client, first)).pop()
    opened(client, second)
    before = events(first), events(second)
    answer = client.post(address(name), SENT[name] | {"of": of})
    text = answer.content.decode()
    assert OTHER in text
    assert next(iter(SENT[name].values())) in text, "what was typed is still there"
    assert (events(first), events(second)) == before
    # Pressed once more from the page that came back it is still the other one's.
    assert of in marks_on(answer)
    client.post(address(name), SENT[name] | {"of": of})
    assert (events(first), events(second)) == before
    opened(client, first)
    assert client.post(address(name), SENT[name] | {"of": of}).status_code == 302
    assert events(first) == before[0] + 1


def test_files_of_an_older_tab_go_to_no_other_request(client: Client, two: tuple[Case, Case]) -> None:
    first, second = two
    of = marks_on(opened(client, first)).pop()
    opened(client, second)
    answer = client.post(address("add_files"), {"files": [photo()], "of": of})
    assert OTHER in answer.content.decode()
    assert not CaseFile.objects.exists()


def test_words_of_a_page_that_was_open_for_too_long_come_back_in_their_own_request(
    client: Client, two: tuple[Case, Case]
) -> None:
    first, second = two
    of = marks_on(opened(client, first)).pop()
    opened(client, second)
    session = client.session
    del session["tracked_request"]
    session["tracked_last"] = second.reference
    session.save()
    assert client.post(address("message"), {"words": WORDS, "of": of}).status_code == 302
    kept = client.session["tracked_words"]
    assert WORDS not in opened(client, second).content.decode()
    session = client.session
    session["tracked_words"] = kept
    session.save()
    assert WORDS in opened(client, first).content.decode()


def test_a_right_that_was_asked_for_in_an_older_tab_is_asked_of_no_other_office(
    client: Client, two: tuple[Case, Case]
) -> None:
    first, second = two
    opened(client, first)
    of = marks_on(client.get(RIGHTS)).pop()
    opened(client, second)
    given = {"right": Right.ERASE.value, "words": WORDS, "token": str(uuid.uuid4()), "of": of}
    answer = client.post(RIGHTS, given)
    assert OTHER in answer.content.decode() and WORDS in answer.content.decode()
    assert not RightsRequest.objects.exists()
    opened(client, first)
    assert client.post(RIGHTS, given).status_code == 302
    assert RightsRequest.objects.get().case == first


def test_one_form_asks_about_one_request(two: tuple[Case, Case]) -> None:
    first, second = two
    token = uuid.uuid4()
    asked = {"right": Right.COPY, "words": "", "token": token}
    for _twice in range(2):
        ask_by_secret(case=first, actor=Citizen(first.reference), **asked)
    with pytest.raises(GuardFailed):
        ask_by_secret(case=second, actor=Citizen(second.reference), **asked)
    assert RightsRequest.objects.get().case == first
