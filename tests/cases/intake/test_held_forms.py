"""The blank forms of the pages of a request are drawn once for everybody, and each sends only what its reader does (privacy 8)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent
from portal.page_cache import memory
from tests.cases.factories import CaseFactory, World, world
from tests.cases.intake.conftest import address
from tests.cases.intake.test_tracking import opened, secret_of, track

__all__ = ["secret_of"]

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGE = re.compile(r'<form[^>]*action="[^"]*message/".*?</form>', re.DOTALL)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_held", memory._Held(None, 0.0))


@pytest.fixture
def district(db: None) -> World:
    return world()


def citizen() -> Client:
    """Return a browser whose tokens are looked at, as everybody's are."""
    return Client(enforce_csrf_checks=True)


def looking_at(case: Case, secret: str) -> tuple[Client, str]:
    client = citizen()
    page = client.get(address("track")).content.decode()
    codes = {"reference": case.reference, "secret": secret, "csrfmiddlewaretoken": CSRF.findall(page)[0]}
    assert client.post(address("track"), codes)["Location"] == address("status")
    return client, client.get(address("status")).content.decode()


def form_of(page: str) -> str:
    (form,) = MESSAGE.findall(page)
    return str(form)


def say(client: Client, page: str, words: str) -> HttpResponse:
    form = form_of(page)
    values = {"csrfmiddlewaretoken": CSRF.findall(form)[0], "token": TOKEN.findall(form)[0], "words": words}
    return client.post(address("message"), values)


def messages_of(case: Case) -> int:
    return CaseEvent.objects.filter(case=case, verb=Verb.MESSAGE).count()


def made(secret_of: Any, count: int) -> list[tuple[Case, str]]:
    cases = [CaseFactory() for _ in range(count)]
    return [(case, secret_of(case)) for case in cases]


def test_two_citizens_send_each_what_they_wrote_from_a_form_that_was_drawn_once(
    district: World, secret_of: Any
) -> None:
    (one, ones), (other, others) = made(secret_of, 2)
    first, page = looking_at(one, ones)
    second, another = looking_at(other, others)
    held = "\n".join(memory._held.parts.values())
    assert 'name="words"' in held, "nothing was held"
    assert other.reference in another and one.reference not in another
    tokens = [TOKEN.findall(form_of(text))[0] for text in (page, another)]
    assert len(set(tokens)) == 2
    assert not any(token in held for token in (*CSRF.findall(page), *CSRF.findall(another), *tokens))
    assert say(first, page, "น้ำขึ้นถึงเอว").status_code == 302
    assert say(second, another, "น้ำขึ้นถึงเอว").status_code == 302
    assert messages_of(one) == messages_of(other) == 1
    # The same form a second time is one message.
    say(first, page, "น้ำขึ้นถึงเอว")
    assert messages_of(one) == 1


def test_the_token_of_one_citizen_opens_nothing_for_another(district: World, secret_of: Any) -> None:
    (one, ones), (other, others) = made(secret_of, 2)
    _first, page = looking_at(one, ones)
    second, _another = looking_at(other, others)
    assert say(second, page, "คำของคนอื่น").status_code == 403
    assert messages_of(one) == messages_of(other) == 0


def test_what_somebody_typed_is_held_nowhere(district: World, secret_of: Any) -> None:
    (one, ones), (other, others) = made(secret_of, 2)
    client, page = looking_at(one, ones)
    # Too long to be taken, so it comes back as it was typed.
    reply = say(client, page, typed := "ความลับของฉัน" * 400)
    assert typed in reply.content.decode()
    assert "ความลับของฉัน" not in "\n".join(memory._held.parts.values())
    assert "ความลับของฉัน" not in looking_at(other, others)[1]


def test_a_wrong_code_comes_back_to_whoever_typed_it_and_to_nobody_else(
    client: Client, district: World, secret_of: Any
) -> None:
    client.get(address("track"))
    assert "CCCC-DDDD" in track(client, "CCCC-DDDD", "1234 5678 9012 3456 7890").content.decode()
    page = Client().get(address("track")).content.decode()
    assert "CCCC-DDDD" not in page and "ไม่พบเรื่อง" not in page


def test_a_page_whose_forms_are_held_is_the_same_page(
    client: Client, district: World, secret_of: Any
) -> None:
    ((case, secret),) = made(secret_of, 1)

    def plain(response: HttpResponse) -> str:
        return TOKEN.sub("", CSRF.sub("", response.content.decode()))

    first = plain(opened(client, case, secret))
    assert plain(client.get(address("status"))) == first
    memory._held = memory._Held(None, 0.0)
    assert plain(client.get(address("status"))) == first
