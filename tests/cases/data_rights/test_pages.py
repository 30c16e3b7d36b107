"""The page behind both codes, the queue and the answer; foreign requests do not exist (PDPA s.30–36)."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.data_rights.domain import deciding
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import Ground, RequestState, Right
from cases.desk.rail import rail_of
from cases.intake.views.status_page import KEY
from cases.models import Case
from tests.cases import factories
from tests.cases.data_rights.conftest import WORDS, Ask
from tests.cases.desk.conftest import Login
from tests.cases.factories import World
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

OWN, QUEUE, TAKE = reverse("own_data:page"), reverse("data_rights:queue"), reverse("data_rights:take")


def item(asked: RightsRequest) -> str:
    return reverse("data_rights:item", args=[asked.pk])


@pytest.fixture
def person(client: Client, case: Case) -> Client:
    """Whoever has both codes of the case."""
    return opened(client, case)


def opened(client: Client, case: Case) -> Client:
    case.refresh_from_db()
    session = client.session
    session[KEY] = {
        "reference": case.reference,
        "secret_hash": case.secret_hash,
        "at": timezone.now().isoformat(),
    }
    session.save()
    return client


def test_without_both_codes_there_is_nothing(client: Client, case: Case):
    for answer in (client.get(OWN), client.post(OWN, {"right": "copy"})):
        assert answer.headers["Location"] == reverse("cases_intake:track")
    assert not RightsRequest.objects.exists()


def test_the_person_asks_once_and_reads_the_answer(world: World, case: Case, person: Client):
    assert OWN in person.get(reverse("cases_intake:status")).content.decode()
    sent = {"right": "correct", "words": WORDS, "token": uuid.uuid4()}
    for _twice in range(2):
        assert person.post(OWN, sent).headers["Location"] == OWN
    asked = RightsRequest.objects.get()
    page = person.get(OWN)
    assert "no-store" in page["Cache-Control"] or "private" in page["Cache-Control"]
    assert "7741" in page.content.decode()
    assert "รอคำตอบ" in person.get(reverse("cases_intake:status")).content.decode()
    deciding.decide(
        actor=world.local.supervisor,
        asked=asked,
        state=RequestState.REFUSED,
        answer="ตรวจกับทะเบียนแล้วตรงกัน-8812",
        ground=Ground.IS_RIGHT,
    )
    said = person.get(OWN).content.decode()
    assert "8812" in said
    assert str(Ground.IS_RIGHT.label) in said


def test_what_was_typed_comes_back(person: Client, monkeypatch):
    empty = person.post(OWN, {"words": WORDS})
    assert "7741" in empty.content.decode()
    monkeypatch.setattr("cases.data_rights.public.views.PER_CASE", 0)
    refused = person.post(OWN, {"right": "erase", "words": WORDS})
    assert refused.status_code == 429
    assert "7741" in refused.content.decode()
    assert not RightsRequest.objects.exists()


def test_a_restricted_case_shows_that_there_is_an_answer_and_not_what(world: World, client: Client, ask: Ask):
    crisis = factories.working_crisis_case(world)
    asked = ask(case=crisis)
    deciding.decide(
        actor=world.lead.supervisor,
        asked=asked,
        state=RequestState.REFUSED,
        answer="คำตอบลับ-8812",
        ground=Ground.LAW,
    )
    person = opened(client, crisis)
    assert OWN in person.get(reverse("cases_intake:status")).content.decode()
    said = person.get(OWN).content.decode()
    assert str(RequestState.REFUSED.label) in said
    for secret in ("8812", "7741", "คะนารี", str(world.lead.organization)):
        assert secret not in said


def test_the_office_answers_at_the_desk(world: World, case: Case, ask: Ask, login: Login):
    asked = ask()
    desk = login(world.local.supervisor)
    assert f"{case.reference}/1" in desk.get(QUEUE).content.decode()
    assert "7741" not in desk.get(QUEUE).content.decode(), "a list shows no words"
    shown = desk.get(item(asked)).content.decode()
    assert "7741" in shown
    assert "ยังไม่ได้แก้ข้อมูล" in shown, "said before the button is pressed"
    early = desk.post(item(asked), {"state": "granted", "answer": "แก้ให้แล้ว-5521"})
    assert "5521" in early.content.decode()
    sent = {"state": "refused", "ground": "is_right", "answer": "ตรวจแล้วถูกต้อง"}
    assert desk.post(item(asked), sent).headers["Location"] == item(asked)
    asked.refresh_from_db()
    assert asked.state == RequestState.REFUSED
    page = desk.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "หมายเหตุของเจ้าของข้อมูล" in page
    assert "7741" in page


def test_the_office_takes_what_is_asked_at_the_counter(world: World, case: Case, login: Login, protector):
    desk = login(world.local.officer)
    begun = desk.get(reverse("data_rights:take_for", args=[case.reference]))
    assert f'value="{case.reference}"' in begun.content.decode()
    sent = {
        "reference": case.reference,
        "right": "restrict",
        "words": WORDS,
        "identified": "ตรวจบัตรต่อหน้า",
        "token": uuid.uuid4(),
    }
    made = [desk.post(TAKE, sent).headers["Location"] for _twice in range(2)]
    assert made == [item(RightsRequest.objects.get())] * 2
    refused = desk.post(TAKE, sent | {"reference": "AAAA-AAAA", "token": uuid.uuid4()})
    assert "7741" in refused.content.decode()
    assert desk.post(TAKE, sent | {"right": "complain", "token": uuid.uuid4()}).headers["Location"] == QUEUE


def test_a_copy_is_handed_out_at_the_request_once_somebody_is_identified(
    world: World, ask_office: Ask, login: Login
):
    asked = ask_office(Right.COPY)
    desk = login(world.local.officer)
    address = reverse("data_rights:copy", args=[asked.pk])
    assert desk.post(address, {"identified": " "}).status_code == 200
    given = desk.post(address, {"identified": "ตรวจบัตร"})
    assert given["Content-Type"] == "application/zip"
    assert desk.post(item(asked), {"state": "granted", "answer": "รับไปแล้ว"}).status_code == 302
    assert desk.post(address, {"identified": "ตรวจบัตร"}).status_code == 404, "answered"


def test_foreign_requests_do_not_exist(world: World, case: Case, ask: Ask, login: Login, protector):
    asked, complaint = ask(Right.COPY), ask(Right.COMPLAIN)
    copy = reverse("data_rights:copy", args=[asked.pk])
    for somebody in (
        world.other_local.supervisor,
        world.center.supervisor,
        world.hospital.officer,
        protector,
    ):
        desk = login(somebody)
        assert desk.get(item(asked)).status_code == 404
        assert desk.post(item(asked), {"state": "granted", "answer": "ก"}).status_code == 404
        assert desk.post(copy, {"identified": "ก"}).status_code == 404
    assert login(world.local.supervisor).get(item(complaint)).status_code == 404
    assert login(protector).get(item(complaint)).status_code == 200
    take_for = reverse("data_rights:take_for", args=[case.reference])
    assert login(world.other_local.officer).get(take_for).status_code == 404
    assert login(protector).get(TAKE).status_code == 404
    watched = login(protector).get(QUEUE).content.decode()
    assert f"{case.reference}/1" in watched
    assert item(asked) not in watched


def test_the_rail_counts_what_waits(world: World, ask: Ask, protector):
    ask()
    now = timezone.now()

    def count(actor) -> int | None:
        found = [one for one in rail_of(actor, "", now).lists if one.url == QUEUE]
        return found[0].count if found else None

    assert count(world.local.officer) == 1
    assert count(world.other_local.officer) == 0
    assert count(protector) == 0


def test_the_queue_asks_the_same_however_many_wait(world: World, ask: Ask, login: Login):
    desk = login(world.local.officer)
    ask()
    desk.get(QUEUE)
    assert_same_queries(lambda: desk.get(QUEUE), lambda: [ask() for _each in range(3)])


def test_answered_requests_page_by_key(
    world: World, ask: Ask, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.data_rights.desk.views.PER_PAGE", 1)
    for _each in range(3):
        deciding.decide(
            actor=world.local.supervisor,
            asked=ask(token=uuid.uuid4()),
            state=RequestState.REFUSED,
            answer="ตรวจแล้ว ถูกต้องอยู่",
            ground=next(iter(Ground)),
        )
    rows = ".desk-page section:last-of-type li"
    assert_pages_by_key(login(world.local.officer), QUEUE, RightsRequest, rows=rows)
