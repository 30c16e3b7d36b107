"""What comes under a number that another entry has is kept too: the phone deletes what the mark covers (S1.06; many.md A)."""

from __future__ import annotations

import copy
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import AssistanceRecord
from cases.phones import protocol
from cases.phones.models import Entry, Stream
from cases.phones.models.stream import beside
from cases.phones.vocabulary import Outcome
from portal.upkeep import backups
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.phones.conftest import Unit
from tests.cases.phones.double import Phone
from tests.cases.phones.test_syncing import HOUR, REPORT, subject_of

GIVEN = REPORT | {"result": ""}
"""A report after which the visit goes on."""


@pytest.fixture
def phone(unit: Unit, login: Login) -> Phone:
    """The driver's, with the list taken along."""
    made = Phone()
    assert made.sync(login(unit.driver), unit.driver)
    return made


def write(phone: Phone, unit: Unit, *notes: str) -> None:
    for note in notes:
        phone.write(unit.driver.person.pk, "visit.report", subject_of(unit), GIVEN | {"note": note})


def intrude(client: Client, stream: uuid.UUID, *numbers: int, floor: int = 0) -> Any:
    """Somebody else who is signed in and knows the name of the stream says something in it."""
    head = {"stream": str(stream), "now": 0, "floor": floor, "key": ""}
    lines = [protocol.line_of(protocol.Record(number, uuid.uuid4(), b"rubbish")) for number in numbers]
    body = b"\n".join([json.dumps(head).encode(), *lines])
    return client.post(reverse("phones:sync"), body, content_type="application/x-ndjson")


@pytest.mark.parametrize("how", [{"numbers": range(1, 4)}, {"numbers": (), "floor": 1_000_000_000}])
def test_whoever_knows_the_name_of_a_stream_makes_nothing_disappear(
    phone: Phone, unit: Unit, login: Login, how: dict[str, Any]
) -> None:
    """A colleague takes the numbers of what the driver has written and not sent, or says that a thousand million are gone."""
    write(phone, unit, "หนึ่ง", "สอง")
    assert (
        intrude(login(unit.nurse), phone.stream, *how["numbers"], floor=how.get("floor", 0)).status_code
        == 200
    )
    client = login(unit.driver)
    assert phone.sync(client, unit.driver)
    write(phone, unit, "สาม", "สี่")
    assert phone.sync(client, unit.driver)
    assert AssistanceRecord.objects.count() == 4
    assert phone.mark == 4, "and what is written next is sent too"
    write(phone, unit, "ห้า")
    assert phone.sync(client, unit.driver)
    assert AssistanceRecord.objects.count() == 5


def test_two_copies_of_one_store_number_apart_and_both_arrive_once(
    phone: Phone, unit: Unit, login: Login
) -> None:
    """A browser's profile that was copied: both write, both send, one of them twice."""
    copied = copy.deepcopy(phone)
    write(phone, unit, "เครื่องเดิม", "เครื่องเดิมอีก")
    write(copied, unit, "เครื่องสำเนา")
    client = login(unit.driver)
    assert phone.sync(client, unit.driver)
    body = copied.body()
    for _each in range(3):
        assert phone.post(client, body).status_code == 200
    assert copied.sync(client, unit.driver)
    assert AssistanceRecord.objects.count() == 3
    assert [one.number for one in Entry.objects.filter(stream=phone.stream)] == [1, 2]
    (other,) = Entry.objects.filter(stream=beside(phone.stream))
    assert (other.outcome, other.author) == (Outcome.APPLIED, unit.driver.person)
    page = soup(login(unit.nurse).get(reverse("phones:aside"))).get_text()
    assert Stream.objects.get(pk=beside(phone.stream)).device in page


def test_a_phone_keeps_what_it_has_until_what_was_taken_beside_is_in_the_backups_too(
    phone: Phone, unit: Unit, login: Login, tmp_path: Path, settings: Any
) -> None:
    settings.KLANG_VAR = tmp_path
    with time_machine.travel(timezone.now(), tick=False) as clock:
        write(phone, unit, "หนึ่ง")
        intrude(login(unit.nurse), phone.stream, 1)
        for _each in range(2):
            clock.shift(HOUR)
            backups.note(backups.MADE)
        assert phone.sync(login(unit.driver), unit.driver)
        assert len(phone.out) == 1, "it came after both backups, under a number that was received before them"
        for _each in range(2):
            clock.shift(HOUR)
            backups.note(backups.MADE)
        assert phone.sync(login(unit.driver), unit.driver)
    assert phone.out == []


def test_a_clock_that_no_column_keeps_is_refused(unit: Unit, world: World, login: Login) -> None:
    client = login(unit.driver)
    for now in ("Infinity", "NaN", str(10**30), str(-(10**30)), '"x"'):
        head = f'{{"stream": "{uuid.uuid4()}", "now": {now}, "floor": 0, "key": ""}}'
        line = protocol.line_of(protocol.Record(1, uuid.uuid4(), b"x"))
        body = b"\n".join([head.encode(), line])
        reply = client.post(reverse("phones:sync"), body, content_type="application/x-ndjson")
        assert reply.status_code == 400, now
    assert not Stream.objects.exists()
