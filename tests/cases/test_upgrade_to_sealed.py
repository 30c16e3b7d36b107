"""Rows from before their rooms were sealed (decision 0012): the upgrade seals all of them, and one that was stopped goes on.

One older database for all rooms: to lay one takes seconds.
"""

from __future__ import annotations

import datetime as dt
import importlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.state import StateApps
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from cases.committee.models import Brief, Meeting
from cases.consultation.models import Consultation
from cases.surveys.domain import answering
from cases.surveys.models import Answer, Household
from cases.vulnerable.domain import places
from cases.vulnerable.models import Home
from portal.sealing import columns
from tests.cases import factories
from tests.cases.domain.test_erasing import dump
from tests.cases.factories import World
from tests.conftest import KEPT
from tests.older_tables import migrate, number_on, tables_before

SEALED = [
    ("committee", "0005_sealed"),
    ("consultation", "0004_sealed"),
    ("surveys", "0002_sealed"),
    ("vulnerable", "0003_sealed"),
]
OURS = "810101"
TODAY = dt.date(2026, 11, 1)
NAME, PHONE, HOUSE = "ยายคะนารี ลับมาก", "0817704471", "หลังวัดคะนารีลับ"
STORY, TOLD = "คะนารีเล่าเรื่องลับ", "ประธานเล่าเรื่องคะนารี"
ASKED, ANSWERED, MAIL = "คะนารีถามเรื่องลับ", "ตอบเรื่องลับของคะนารี", "khanaree@example.org"
OWN_WORDS = "คะนารีนอนบนหลังคา"


class StoppedError(Exception):
    """The machine was turned off."""


@dataclass
class Upgraded:
    """What stands there after the upgrade.

    Attributes:
        text: every value of every column.
        in_clear: rows that count as lying in clear.
        homes, briefs, meeting, consultation, households, answers: as the portal reads them.
    """

    text: str
    in_clear: list[str]
    homes: list[dict[str, Any]]
    briefs: list[tuple[dict[str, Any], bool]]
    meeting: tuple[str, str]
    consultation: tuple[str, str, str]
    households: list[tuple[str, str, str, str]]
    answers: list[tuple[str, str]]


def lay_register(old: StateApps, world: World) -> None:
    """Two villages; houses of one come in the other order than they stand in."""
    for moo, place, key in (
        ("4", "20", "00020/00000"),
        ("4", f"12/3 {HOUSE}", "00012/00003"),
        ("4", "9", "00009/00000"),
        ("5", "7", "00007/00000"),
    ):
        name = NAME if HOUSE in place else f"บ้าน {place} ทดสอบ"
        old.get_model("vulnerable", "Home").objects.create(
            organization_id=world.local.organization.pk,
            token=uuid.uuid4(),
            key=f"{OURS}/{moo}/{place.split()[0]}/{name}",
            place_key=f"{OURS}/00{moo}/{key}",
            phone_keys=f" {PHONE} " if name == NAME else "",
            name_key=name,
            name=name,
            phone=PHONE if name == NAME else "",
            subdistrict_code=OURS,
            moo=moo,
            place_detail=place,
            agreed_on=TODAY,
            way="officer",
            entered_by_id=world.local.officer.person.pk,
        )


def lay_committee(old: StateApps, world: World) -> None:
    """A meeting with two briefs; what one of them said is gone already."""
    person = world.local.officer.person.pk
    committee = old.get_model("committee", "HelpCommittee").objects.create(
        organization_id=world.local.organization.pk, name="คณะกรรมการ", quorum_source="คำสั่ง 1/2569"
    )
    meeting = old.get_model("committee", "Meeting").objects.create(
        committee=committee,
        fiscal_year=2570,
        number=1,
        starts_at=timezone.now(),
        place="ห้องประชุม",
        told=TOLD,
        planned_by_id=person,
    )
    agenda = old.get_model("committee", "FrozenAgenda").objects.create(
        meeting=meeting,
        edition=1,
        variant="full",
        frozen_at=timezone.now(),
        frozen_by_id=person,
        digest="x",
    )
    for number, content in enumerate(({"story": STORY, "people": [1, 2]}, {}), 1):
        case = factories.received_case(world)
        old.get_model("committee", "Brief").objects.create(
            agenda=agenda, case_id=case.pk, number=number, content=content, digest="x"
        )


def lay_consultation(old: StateApps, world: World) -> None:
    """A question that was answered."""
    old.get_model("consultation", "Consultation").objects.create(
        reference="K7M3-9QXF",
        secret_hash="x",
        submission_key="x",
        organization_id=world.center.organization.pk,
        question=ASKED,
        email=MAIL,
        state="answered",
        asked_at=timezone.now(),
        due_at=timezone.now(),
        answer=ANSWERED,
        answered_at=timezone.now(),
        answered_by_id=world.center.officer.person.pk,
    )


def lay_survey(old: StateApps, world: World) -> None:
    """A household that ticked and wrote, and one that was erased."""
    survey = old.get_model("surveys", "Survey").objects.create(
        organization_id=world.local.organization.pk,
        token=uuid.uuid4(),
        title="สำรวจ",
        purpose="ช่วยเหลือ",
        first=TODAY,
        last=TODAY,
        keep_until=TODAY,
        made_by_id=world.local.officer.person.pk,
    )
    questions = [
        old.get_model("surveys", "Question").objects.create(
            survey=survey, number=number, words="ข้อ", kind=kind
        )
        for number, kind in enumerate(("yes_no", "text"), 1)
    ]
    values = {"survey": survey, "subdistrict_code": OURS, "way": "officer"}
    households = old.get_model("surveys", "Household").objects
    made = households.create(
        key=f"{OURS}/4/77/12", token=uuid.uuid4(), name=NAME, phone=PHONE, house="77/12", moo="4", **values
    )
    households.create(key="erased:2", token=uuid.uuid4(), erased_at=timezone.now(), **values)
    for question, words in zip(questions, ("yes", OWN_WORDS), strict=True):
        old.get_model("surveys", "Answer").objects.create(household=made, question=question, words=words)


def stop_in_the_middle_of_a_village() -> None:
    """Begin the upgrade, and let it end at the second house of the register."""
    migration = importlib.import_module("cases.vulnerable.migrations.0004_seal_what_is_there")
    seen: list[str] = []

    def stopping(name: str) -> str:
        seen.append(name)
        if len(seen) == 2:
            raise StoppedError
        return places.name_keys(name)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(StoppedError):
        patch.setattr(migration, "name_keys", stopping)
        migrate(connection, ("vulnerable", "0004_seal_what_is_there"))


def read() -> Upgraded:
    """Read all of it."""
    meeting, consultation = Meeting.objects.get(), Consultation.objects.get()
    return Upgraded(
        text=dump(),
        in_clear=list(columns.lying_under("")),
        homes=[
            {
                name: getattr(home, name)
                for name in ("name", "place_detail", "key", "name_keys", "phone_keys", "place_key")
            }
            for home in Home.objects.order_by("place_key", "pk")
        ],
        briefs=[(brief.content, brief.is_erased) for brief in Brief.objects.order_by("number")],
        meeting=(meeting.told, meeting.other),
        consultation=(consultation.question, consultation.answer, consultation.email),
        households=[
            (home.key, home.name, home.phone, home.house) for home in Household.objects.order_by("pk")
        ],
        answers=[(one.words, one.said) for one in Answer.objects.order_by("question__number")],
    )


@pytest.fixture(scope="module")
def upgraded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Upgraded]:
    """All rooms after the upgrade, which was stopped once."""
    scratch = tmp_path_factory.mktemp("older")
    with django_db_blocker.unblock(), tables_before(connection, KEPT, scratch, *SEALED) as old:
        world = factories.world()
        number_on(connection)
        for lay in (lay_register, lay_committee, lay_consultation, lay_survey):
            lay(old, world)
        stop_in_the_middle_of_a_village()
        migrate(connection)
        found = read()
    yield found


def test_nothing_of_it_lies_in_clear_and_nothing_counts_as_such(upgraded: Upgraded) -> None:
    for secret in (
        NAME,
        PHONE,
        HOUSE,
        "12/3",
        "00012",
        STORY,
        TOLD,
        ASKED,
        ANSWERED,
        MAIL,
        OWN_WORDS,
        "77/12",
    ):
        assert secret not in upgraded.text
    assert upgraded.in_clear == []


def test_the_register_stands_in_its_order_and_is_found(upgraded: Upgraded) -> None:
    homes = upgraded.homes
    assert [home["place_detail"] for home in homes] == ["9", f"12/3 {HOUSE}", "20", "7"]
    assert len({home["place_key"] for home in homes}) == 4
    home = homes[1]
    assert home["name"] == NAME
    assert home["key"] == places.key_digest(f"{OURS}/4/12/3/{NAME}")
    assert home["name_keys"] == places.name_keys(NAME)
    assert home["phone_keys"] == places.phone_keys(PHONE)


def test_briefs_are_read_as_before_and_an_erased_one_says_nothing(upgraded: Upgraded) -> None:
    assert upgraded.briefs == [({"story": STORY, "people": [1, 2]}, False), ({}, True)]
    assert upgraded.meeting == (TOLD, "")


def test_a_question_to_the_center_is_read_as_before(upgraded: Upgraded) -> None:
    assert upgraded.consultation == (ASKED, ANSWERED, MAIL)


def test_own_words_are_sealed_ticks_are_counted_and_a_house_is_known_again(upgraded: Upgraded) -> None:
    home = answering.Home(subdistrict=OURS, house="77/12", moo="4")
    assert upgraded.households == [
        (answering.key_digest(answering.home_key(home)), NAME, PHONE, "77/12"),
        ("erased:2", "", "", ""),
    ]
    assert upgraded.answers == [("yes", ""), ("", OWN_WORDS)]
