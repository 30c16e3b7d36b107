"""Meetings that were held before counts were kept get what can be known of them, and nothing is made up (S1.01)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.state import StateApps
from pytest_django import DjangoDbBlocker

from cases.models import Case, CommitteeItem
from tests.cases import factories
from tests.cases.committee.factories import START
from tests.cases.factories import World
from tests.conftest import KEPT
from tests.older_tables import migrate, number_on, tables_before

pytestmark = pytest.mark.slow

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)
TOLD = (
    "การประชุมครั้งนี้นัดใหม่แทนครั้งที่ 1/2570 เมื่อวันที่ 1 ซึ่งไม่ครบองค์ประชุม เฉพาะเรื่องที่อยู่ในระเบียบวาระครั้งนั้น "
    "เมื่อมีกรรมการมาประชุมไม่น้อยกว่าหนึ่งในสามของกรรมการ ให้ถือว่าเป็นองค์ประชุม ตามคำสั่ง 9/2569 ข้อ 4"
)
SAID = "มติที่ประชุมครั้งที่ 2/2570: อนุมัติ 2,000.00 บาท ตามระเบียบ ข้อ 16 คำลับของคณะกรรมการ"


@pytest.fixture
def old(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[StateApps]:
    """The tables as they were before."""
    tried = ("committee", "0007_what_was_counted")
    with django_db_blocker.unblock(), tables_before(connection, KEPT, tmp_path, tried) as apps:
        yield apps


class Old:
    """Writes what a committee did as the portal kept it then."""

    def __init__(self, apps: StateApps, world: World) -> None:
        self.apps, self.world = apps, world
        self.actor = world.local.officer
        self.organization = world.local.organization.pk
        self.committee = self.make(
            "HelpCommittee",
            organization_id=self.organization,
            name="คณะกรรมการ",
            quorum="majority",
            quorum_source="คำสั่ง 2/2570",
            second_quorum="one_third",
            second_source="คำสั่ง 2/2570",
        )
        order = self.make("AppointingOrder", committee=self.committee, number="1/2569", issued_on=START)
        self.members = [
            self.make("Member", committee=self.committee, order=order, name=role, role=role, starts_on=START)
            for role in ("chair", *["member"] * 5, "assistant")
        ]

    def make(self, model: str, /, **values: Any) -> Any:
        return self.apps.get_model("committee", model)._base_manager.create(**values)

    def note(self, action: str, subject: str, **data: object) -> None:
        self.apps.get_model("audit", "AuditEntry")._base_manager.create(
            actor_kind="officer",
            user_id=self.actor.person.pk,
            organization_id=self.organization,
            role=self.actor.role,
            action=f"committee.{action}",
            subject=subject,
            data=data,
        )

    def rule(self, quorum: str) -> None:
        self.note("set_up", f"committee:{self.committee.pk}", quorum=quorum, second_quorum="one_third")

    def meeting(self, number: int, state: str, **values: Any) -> Any:
        return self.make(
            "Meeting",
            committee=self.committee,
            fiscal_year=2570,
            number=number,
            starts_at=NOW,
            place="ห้องประชุม",
            state=state,
            planned_by_id=self.actor.person.pk,
            **values,
        )

    def count(self, meeting: Any, came: int, needed: int) -> None:
        for place, one in enumerate(self.members):
            state = "present" if place < came else "absent"
            self.make("Attendance", meeting=meeting, member=one, state=state)
        act = "no_quorum" if meeting.state == "no_quorum" else "hold"
        self.note(act, f"meeting:{meeting.pk}", present=came, needed=needed)

    def letter(self, occasion: str, number: int, *paragraphs: str, at: dt.datetime = NOW) -> Any:
        rows = self.apps.get_model("letters", "OutgoingLetter")._base_manager
        made = rows.create(
            organization_id=self.organization,
            year_be=2569,
            running_number=number,
            number=f"กบ 1/{number}",
            occasion=occasion,
            subject="เรื่อง",
            addressee="เรียน",
            snapshot={"paragraphs": list(paragraphs)},
        )
        rows.filter(pk=made.pk).update(created_at=at)
        return made

    def resolution(self, meeting: Any, *, anonymized: bool) -> Any:
        case = factories.working_case(self.world)
        Case.objects.filter(pk=case.pk).update(anonymized=anonymized)
        row = CommitteeItem.objects.create(
            case_id=case.pk, number=900, organization_id=self.organization, state="decided"
        )
        item = self.make(
            "AgendaItem",
            meeting=meeting,
            case_id=case.pk,
            row_id=row.pk,
            number=meeting.items.count() + 1,
            added_by_id=self.actor.person.pk,
        )
        return self.make(
            "Resolution",
            item=item,
            case_id=case.pk,
            kind="approved",
            amount_baht=2000,
            basis="ระเบียบ ข้อ 16",
            chair=self.members[0],
            members=6,
            present=4,
            needed=4,
            decided_by_id=self.actor.person.pk,
        )


@pytest.fixture
def office(old: StateApps) -> Old:
    world = factories.world()
    number_on(connection)
    return Old(old, world)


def run() -> Any:
    return migrate(connection, ("committee", "0008_counts_of_meetings_that_were_held"))


def test_what_can_be_known_of_older_meetings_is_kept_and_nothing_is_made_up(office: Old) -> None:
    office.rule("half")
    first = office.meeting(1, "no_quorum")
    office.count(first, 2, 3)
    second = office.meeting(2, "closed", called_again_from=first)
    office.letter(f"committee-invite-{second.pk}", 1, "ด้วย", TOLD)
    office.count(second, 2, 2)
    office.rule("majority")
    third = office.meeting(3, "closed")
    office.count(third, 4, 4)
    office.meeting(4, "closed")
    late = office.meeting(5, "planned", called_again_from=third)
    office.letter(f"committee-invite-{late.pk}", 2, TOLD, at=NOW + DAY)
    in_time = office.meeting(6, "planned", called_again_from=office.meeting(7, "no_quorum"))
    office.letter(f"committee-invite-{in_time.pk}", 3, TOLD, at=NOW - DAY)
    meetings = run().get_model("committee", "Meeting").objects.all()
    found = {
        one.number: (one.quorum, one.second_quorum, one.members, one.present, one.needed) for one in meetings
    }
    unknown = ("", "", None, None, None)
    assert found == {
        1: ("half", "", 6, 2, 3),
        2: ("half", "one_third", 6, 2, 2),
        3: ("majority", "", 6, 4, 4),
        **dict.fromkeys((4, 5, 7), unknown),
        6: ("", "one_third", None, None, None),
    }
    words = {one.number: one.quorum_words for one in meetings}
    assert words[1] == "ไม่น้อยกว่ากึ่งหนึ่งของกรรมการ", "where that rule stood is not known any more"
    assert "เรื่องเดิม: ไม่น้อยกว่าหนึ่งในสามของกรรมการ คำสั่ง 9/2569 ข้อ 4 เรื่องอื่น:" in words[2]
    assert words[3] == "เกินกึ่งหนึ่งของกรรมการ คำสั่ง 2/2570"
    assert (words[4], words[6]) == ("", "")


def test_words_that_outlived_their_case_go_out_of_the_letters(office: Old) -> None:
    meeting = office.meeting(2, "closed")
    letters = [
        office.letter(
            f"committee-resolution-{office.resolution(meeting, anonymized=over).pk}", number, "ก", SAID, "ข"
        )
        for number, over in enumerate((True, False), start=1)
    ]
    rows = run().get_model("letters", "OutgoingLetter").objects
    texts = [rows.get(pk=letter.pk).snapshot["paragraphs"] for letter in letters]
    assert texts == [["ก", SAID.removesuffix(" คำลับของคณะกรรมการ"), "ข"], ["ก", SAID, "ข"]]
