"""Partners' programs by REST: their own requests, one word each, messages; nothing of anybody else (S1.05; issue 12 point 9)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.georeport.domain import keys
from cases.georeport.models import PartnerRequest
from cases.georeport.outside import rest
from cases.machine.vocabulary import DutyKind, Verb
from cases.models import Case, CaseEvent, Duty
from cases.vocabulary import Channel, Confidentiality
from portal.vocabulary import CRISIS_PROBLEMS
from portal.web import openapi
from tests import schemas
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.georeport.conftest import ADDRESS, MAIL, NAME, PHONE, WORDS, move
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
REQUESTS = reverse("partner_api:requests")
REPORT = {
    "service": "disaster",
    "description": WORDS,
    "address": ADDRESS,
    "moo": "4",
    "name": NAME,
    "phone": PHONE,
    "email": MAIL,
    "reference": "T-2026.0017",
}
CANARIES = (WORDS, ADDRESS, NAME, PHONE, MAIL)


class Rest:
    """A program that speaks JSON; each answer is held against the description."""

    def __init__(self, key: str) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {key}"})

    def read(self, method: str, path: str, response: Any) -> tuple[int, Any]:
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]
        whole = openapi.document()
        described = whole["paths"][path][method]["responses"][str(response.status_code)]["content"]
        kind = response["Content-Type"].partition(";")[0]
        data = json.loads(response.content)
        names = whole["components"]["schemas"]
        assert not list(schemas.wrong(data, described[kind]["schema"], names))
        return response.status_code, data

    def get(self, number: str = "", **parameters: str) -> tuple[int, Any]:
        path = "/api/v1/requests/" + ("{number}/" if number else "")
        return self.read(
            "get", path, self.client.get(REQUESTS + (f"{number}/" if number else ""), parameters)
        )

    def post(self, content: Any, path: str = REQUESTS, **more: Any) -> tuple[int, Any]:
        body = content if isinstance(content, bytes) else json.dumps(content)
        answer = self.client.post(path, body, **{"content_type": "application/json", **more})
        described = "/api/v1/requests/" + ("{number}/messages/" if path != REQUESTS else "")
        return self.read("post", described, answer)

    def message(self, number: str, text: Any, **more: Any) -> tuple[int, Any]:
        return self.post({"text": text}, reverse("partner_api:messages", args=[number]), **more)


@pytest.fixture
def program(key: str) -> Rest:
    """The program of a partner with a key of the center."""
    return Rest(key)


def test_a_program_reports_follows_and_lists_what_is_its_own(program: Rest, world: World) -> None:
    status, kept = program.post(REPORT)
    assert (status, kept["reference"], kept["state"]) == (201, "T-2026.0017", "received")
    case = Case.objects.get()
    assert (case.channel, case.subdistrict_code, case.place_detail) == (
        Channel.MOBILE_APP,
        SUBDISTRICT,
        ADDRESS,
    )
    assert (case.reporter.name, case.reporter.phone, case.reporter.email) == (NAME, PHONE, MAIL)
    assert case.reporter.may_email is None, "silence means no (privacy 7)"
    assert program.get(kept["id"]) == (200, kept)
    assert program.get()[1] == {"requests": [kept], "next": None}
    move("working")
    assert program.get(kept["id"])[1]["state"] == "working"
    said = json.dumps(program.get(), ensure_ascii=False)
    assert case.reference not in said
    assert not [canary for canary in CANARIES if canary in said]


def test_another_partner_sees_nothing_and_a_renewed_key_sees_all(program: Rest, world: World) -> None:
    number = program.post(REPORT)[1]["id"]
    head = world.center.supervisor
    other = Rest(keys.give(actor=head, partner="อีกแอป")[1])
    assert other.get()[1]["requests"] == []
    assert other.get(number)[0] == other.message(number, "สวมรอย")[0] == 404
    renewed = Rest(keys.give(actor=head, partner="แอปทดสอบ")[1])
    assert [row["id"] for row in renewed.get()[1]["requests"]] == [number]
    assert renewed.message(number, "น้ำลดแล้ว")[0] == 202
    assert CaseEvent.objects.filter(verb=Verb.MESSAGE).count() == 1


def test_pages_follow_each_other_and_cost_the_same(
    program: Rest, world: World, django_assert_num_queries
) -> None:
    for number in range(3):
        program.post(REPORT | {"description": f"{WORDS} {number}", "reference": f"n{number}"})
    first = program.get(limit="2")[1]
    assert [row["reference"] for row in first["requests"]] == ["n0", "n1"]
    second = program.client.get(first["next"]).json()
    assert ([row["reference"] for row in second["requests"]], second["next"]) == (["n2"], None)
    assert_same_queries(lambda: program.get(limit="1"), lambda: program.get(limit="3"))
    for wrong in (
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "x"},
        {"limit": "๕"},
        {"after": "1" * 16},
        {"limit": "01009999"},
        {"after": "\0"},
    ):
        assert program.get(**wrong)[0] == 400


def test_a_message_is_read_by_the_holder_and_comes_once(program: Rest, world: World) -> None:
    """R03, and "everything sent starts READ" (cases.md, second edition, 5)."""
    number = program.post(REPORT)[1]["id"]
    for _again in range(2):
        assert program.message(number, "หลังคาเปิดแล้วด้วย")[0] == 202
    assert program.message(number, "หลังคาเปิดแล้วด้วย", headers={"Idempotency-Key": "2"})[0] == 202
    assert CaseEvent.objects.filter(verb=Verb.MESSAGE, actor_kind="citizen").count() == 2
    assert Duty.objects.running().filter(kind=DutyKind.READ, organization=world.center.organization).exists()
    for wrong in ("", "  ", 7, None, "ก" * 4_001, "\ud800", "ก\0"):
        assert program.message(number, wrong)[0] == 400
    move("closed")
    assert program.message(number, "ยังเดือดร้อน")[0] == 409


def test_a_careful_request_stays_as_it_was_sent_and_still_takes_messages(program: Rest, world: World) -> None:
    """Privacy 8: words of danger under another service are for its office alone."""
    number = program.post(REPORT | {"service": "other", "description": "โดนผัวตีทุกคืน ช่วยด้วย"})[1]["id"]
    case = Case.objects.get()
    assert case.confidentiality == Confidentiality.RESTRICTED
    for stage in ("working", "closed"):
        move(stage)
        assert program.get(number)[1]["state"] == "received"
    assert program.message(number, "ก" * 4_001)[0] == 400
    for _again in range(2):
        assert program.message(number, "เขากลับมาแล้ว") == (202, program.get(number)[1])
    case.refresh_from_db()
    assert case.stage != "closed", "whoever speaks is heard: the holder has it to do again (cases.md, row 19)"
    assert CaseEvent.objects.get(verb=Verb.REOPEN).note.text == "เขากลับมาแล้ว"
    assert program.get(number)[1]["state"] == "received"
    move("received")
    assert program.message(number, "เขามาอีก")[0] == 202


def test_a_report_that_becomes_careful_stays_at_the_word_that_was_asked_for(
    program: Rest, world: World
) -> None:
    """Privacy 8: neither the word nor the answer to a message tells that it became careful, or what happened since."""
    number = program.post(REPORT)[1]["id"]
    move("working")
    assert program.get()[1]["requests"][0]["state"] == "working"
    Case.objects.update(confidentiality=Confidentiality.RESTRICTED)
    for stage in ("received", "closed"):
        move(stage)
        assert program.get(number)[1]["state"] == program.get()[1]["requests"][0]["state"] == "working"
    Case.objects.update(confidentiality=Confidentiality.NORMAL)
    assert program.get(number)[1]["state"] == "closed"
    Case.objects.update(confidentiality=Confidentiality.RESTRICTED)
    assert program.message(number, "ยังเดือดร้อน")[0] == 409, "as every request that the program saw closed"


def test_the_same_report_comes_once(program: Rest, world: World) -> None:
    first = program.post(REPORT)
    assert program.post(REPORT) == first
    said = {"headers": {"Idempotency-Key": "a"}}
    assert program.post(REPORT, **said)[1] != first[1]
    assert program.post(REPORT | {"description": "แก้คำ"}, **said) == program.post(REPORT, **said)
    assert Case.objects.count() == 2


def test_what_cannot_be_taken_is_refused_and_writes_nothing(program: Rest, world: World) -> None:
    wrong: list[tuple[Any, str]] = [
        *(
            (REPORT | {"service": code}, "no_such_service")
            for code in [*CRISIS_PROBLEMS, "unsure", "roads", ""]
        ),
        ({"service": "disaster"}, "bad_fields"),
        *(
            (REPORT | {"description": bad}, "bad_fields")
            for bad in ("", " ", "ย" * 9_001, 5, None, ["x"], "\udfff")
        ),
        (REPORT | {"address": "ที่ไหนสักแห่ง"}, "bad_fields"),
        (REPORT | {"latitude": "8.0", "longitude": "98.9"}, "bad_fields"),
        (REPORT | {"latitude": True, "longitude": 98.9}, "bad_fields"),
        (b'{"service":"disaster","description":"x","latitude":NaN,"longitude":NaN}', "bad_fields"),
        *((REPORT | {"reference": bad}, "bad_fields") for bad in ("ก", "a b", "x" * 65, "1101700230708")),
        (REPORT | {"secret": "x"}, "bad_fields"),
        ([REPORT], "not_json"),
        (b"{", "not_json"),
        (b"[" * 60_000, "not_json"),
        ("น้ำท่วม".encode("tis-620"), "not_json"),
    ]
    for content, title in wrong:
        status, answer = program.post(content)
        assert (status, answer["title"]) == (400, title), content
    assert program.post(b"x" * (rest.LARGEST + 1))[0] == 413
    assert program.post(REPORT, content_type="text/plain")[0] == 415
    assert not Case.objects.exists()


def test_a_key_that_is_wrong_over_or_in_the_address_opens_nothing(
    program: Rest, world: World, key: str
) -> None:
    row = keys.find(key)
    assert row is not None
    assert Rest("klang_wrong").get()[0] == Rest("").post(REPORT)[0] == 401
    assert Client().get(f"{REQUESTS}?api_key={key}&access_token={key}").status_code == 401
    keys.revoke(actor=world.center.supervisor, key=row)
    assert program.get()[0] == 401
    assert not PartnerRequest.objects.exists()


def test_a_program_that_sends_without_end_is_slowed(program: Rest, world: World, monkeypatch) -> None:
    monkeypatch.setattr(rest, "SENT_PER_KEY", 1)
    assert program.post(REPORT)[0] == 201
    assert program.post(REPORT | {"reference": "b"})[0] == 429
    assert program.get()[0] == 200, "asking goes on"
    assert Case.objects.count() == 1
