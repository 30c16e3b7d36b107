"""A lost tracking code comes back by the address that was given, and nobody learns by asking (S1.34; issue 12 point 2; privacy 8)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import facts, lost_code
from cases.domain.queries import tracking
from cases.intake.views import lost_code as view
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent, LostCode
from portal.actors import Citizen
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases.factories import CANARIES, CaseFactory, World
from tests.cases.intake.conftest import address, errors_of, text_of

MAIL = "grandmother@example.org"
ASK = address("lost")
pytestmark = pytest.mark.django_db


def make(**values: Any) -> Case:
    may_email = values.pop("may_email", True)
    reporter = {"name": "ยายคะนารี", "email": MAIL, "may_email": may_email}
    return CaseFactory(**({"problem": ProblemType.DISASTER, "reporter": reporter} | values))


@pytest.fixture
def case(world: World) -> Case:
    """A general request of somebody who said that mail is safe."""
    return make()


def ask(client: Client, reference: str, email: str = MAIL) -> HttpResponse:
    return client.post(ASK, {"reference": reference, "email": email})


def links() -> list[str]:
    return [
        link for one in mail.outbox for link in re.findall(r"http://testserver(/track/lost/\S+/)", one.body)
    ]


def test_a_right_pair_brings_a_link_and_the_link_a_new_code_once(
    client: Client, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(client, case.reference.lower().replace("-", " "), MAIL.upper())
    assert answer["Location"] == address("lost_sent")
    [message] = [one for one in mail.outbox if "/track/lost/" in one.body]
    assert message.to == [MAIL]
    assert not [word for word in (*CANARIES, "ยายคะนารี", "น้ำท่วม") if word in message.subject + message.body]
    [link] = links()
    before = case.secret_hash
    page = client.get(link)
    assert page["Referrer-Policy"] == "no-referrer"
    assert Case.objects.get().secret_hash == before, "a program that looks at links replaces nothing"
    with django_capture_on_commit_callbacks(execute=True):
        first = text_of(client.post(link))
    [secret] = re.findall(r"(?:\d{4}-){4}\d{4}", first)
    assert tracking.find(reference=case.reference, secret=secret) == case
    assert secret in text_of(client.post(link)), "the answer got lost on its way (R03)"
    [told] = OutboxMessage.objects.filter(template="case_code_used")
    assert told.to == MAIL, "whose mailbox others read too learns that a code was given out"
    assert secret not in str(told.context) + mail.outbox[-1].body
    assert "ถ้าไม่ใช่คุณ" in mail.outbox[-1].body
    assert CaseEvent.objects.filter(verb=Verb.REPLACE_SECRET, actor_kind="citizen").count() == 1
    with time_machine.travel(timezone.now() + lost_code.VALID_FOR):
        assert client.post(link).status_code == client.get(link).status_code == 404
    assert LostCode.objects.get().email == ""


def test_nobody_learns_by_asking_whether_a_case_or_an_address_is_known(
    client: Client, world: World, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    """The same answer, the same page, the same work; a mail only for the right pair of a general case."""
    crisis = make(problem=ProblemType.VIOLENCE)
    unsure = make(problem=ProblemType.UNSURE)
    silent = make(may_email=None)
    careful = make()
    Case.objects.filter(pk=careful.pk).update(confidentiality="restricted")
    mail.outbox.clear()
    told = set()
    pairs = [
        ("K7M3-9QXF", MAIL),
        (case.reference, "somebody@example.org"),
        *((one.reference, MAIL) for one in (crisis, unsure, silent, careful)),
    ]
    for reference, email in pairs:
        with django_capture_on_commit_callbacks(execute=True):
            answer = ask(client, reference, email)
        page = client.get(answer["Location"])
        told.add(
            (answer.status_code, answer["Location"], re.sub(r'nonce="[^"]+"', "", page.content.decode()))
        )
    assert len(told) == 1
    assert not links()
    assert not LostCode.objects.exists(), "what led nowhere is forgotten"
    assert not OutboxMessage.objects.filter(template="case_code").exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(client, case.reference)
    page = client.get(answer["Location"])
    told.add((answer.status_code, answer["Location"], re.sub(r'nonce="[^"]+"', "", page.content.decode())))
    assert len(told) == 1
    assert len(links()) == 1


def test_the_same_work_is_done_before_the_answer(case: Case) -> None:
    """Whether an address is known is found out by the queue, after the answer."""
    counts = []
    for reference, email in ((case.reference, MAIL), ("K7M3-9QXF", "nobody@example.org")):
        with CaptureQueriesContext(connection) as queries:
            ask(Client(), reference, email)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_case_that_became_careful_meanwhile_answers_no_link(
    client: Client, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, case.reference)
    [link] = links()
    before = case.secret_hash
    Case.objects.update(confidentiality="restricted")
    assert client.get(link).status_code == client.post(link).status_code == 404
    assert Case.objects.get().secret_hash == before


def test_a_case_that_becomes_careful_between_look_and_press_is_no_error(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, case.reference)
    [link] = links()
    row = LostCode.objects.select_related("case").get()
    monkeypatch.setattr(lost_code, "find", lambda secret: row)
    Case.objects.update(confidentiality="restricted")
    assert client.post(link).status_code == 404
    assert Case.objects.get().secret_hash == case.secret_hash


@pytest.mark.parametrize("change", [{"email": "new@example.org"}, {"may_email": False}])
def test_a_link_ends_when_the_reporter_is_reached_elsewhere(
    client: Client,
    case: Case,
    change: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Whoever reads the mailbox of before opens nothing any more, also when they press in that moment (privacy 8)."""
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, case.reference)
    [link] = links()
    row = LostCode.objects.select_related("case").get()
    actor = Citizen(case.reference)
    facts.change_contact(case=case, actor=actor, contact={"contact_time": "เย็น"})
    assert client.get(link).status_code == 200, "where nothing of the mail changed the link stays"
    facts.change_contact(case=case, actor=actor, contact=change)
    assert client.get(link).status_code == client.post(link).status_code == 404
    monkeypatch.setattr(lost_code, "find", lambda secret: row)
    assert client.post(link).status_code == 404
    assert Case.objects.get().secret_hash == case.secret_hash
    assert LostCode.objects.filter(case=case).count() == 1, "mails of a day are counted on"


def test_a_second_link_ends_with_the_first_and_an_officer_ends_both(
    client: Client, world: World, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ask(client, case.reference)
    first, second = links()
    assert client.post(second).status_code == 200
    assert client.post(first).status_code == 404
    Case.objects.update(secret_hash="0" * 64)
    assert client.post(second).status_code == 404, "another code came after it"


def test_whoever_knows_both_floods_no_mailbox(
    client: Client, case: Case, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "PER_REFERENCE", 20)
    for _time in range(lost_code.MOST_A_DAY + 3):
        with django_capture_on_commit_callbacks(execute=True):
            assert ask(client, case.reference).status_code == 302
    assert len(links()) == lost_code.MOST_A_DAY
    with time_machine.travel(timezone.now() + dt.timedelta(days=1, minutes=1)):
        with django_capture_on_commit_callbacks(execute=True):
            ask(client, case.reference)
        assert len(links()) == lost_code.MOST_A_DAY + 1


def test_who_asks_without_end_is_slowed_and_keeps_what_was_typed(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "PER_REFERENCE", 1)
    ask(client, "K7M3-9QXF")
    answer = ask(client, "K7M3-9QXF")
    assert answer.status_code == 429
    assert MAIL in answer.content.decode()
    for wrong in ({}, {"reference": case.reference, "email": "x"}, {"reference": "x" * 50, "email": MAIL}):
        assert errors_of(client.post(ASK, wrong))


def test_links_that_nobody_sent_open_nothing(client: Client, case: Case) -> None:
    for secret in ("x", "K7M39QXFK7M39QXFK7M3", "0"):
        assert client.get(address("new_code", secret)).status_code == 404
        assert client.post(address("new_code", secret)).status_code == 404
