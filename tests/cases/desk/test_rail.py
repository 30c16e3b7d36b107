"""The rail leads to every list, says what waits in each, and marks where the reader is."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import tasks
from cases.desk.rail import Entry, Group, Section, rail_of
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.services import enqueue
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World

WORK = reverse("desk:worklist")
LISTS = [
    *("งานวันนี้", "ของฉัน", "เรื่องใหม่ของเรา", "หน่วยงานอื่นขอมา", "กลับมาหาเรา", "รอฉันอนุมัติ", "อยู่ในมือเรา"),
    *("รอติดตามผล", "รอหน่วยงานอื่น", "ส่งออก", "เกินกำหนด", "ไม่มีผู้ตอบได้", "ทั้งหมด"),
    *("เรื่องที่อาจซ้ำกัน", "ทำพร้อมกันหลายเรื่อง", "อ่านเรื่องใหม่ทีละเรื่อง"),
    *("หน่วยเคลื่อนที่", "บันทึกจากโทรศัพท์", "เที่ยวออกหน่วย", "สถานการณ์", "รายการโทร", "บ้านที่ต้องช่วยก่อน"),
    *("สำรวจและความต้องการ", "คำถามจากประชาชน", "คำขอใช้สิทธิในข้อมูล"),
    *("ทะเบียน", "หนังสือออก", "สถิติ", "หนังสือแจ้งเวียน"),
    *("หน่วยของเรา", "ทำเนียบหน่วยงาน"),
    *("กำหนดเวลามาตรฐาน", "ข้อความสำเร็จรูป"),
]
ALARMS = "การแจ้งเตือน"
SERVICES = "บริการในแผน"
LETTERHEAD = "หัวหนังสือยังไม่ครบ"
CONTACT = "ข้อมูลติดต่อศูนย์ยังไม่ครบ"
UNSENT = "อีเมลที่ยังไม่ถึง"
REPORTS = "รายงานผล"
UPKEEP = "ความเรียบร้อยของระบบ"
RETENTION = "ข้อมูลที่พ้นกำหนดเก็บ"
PARTNERS = "ระบบของหน่วยงานอื่น"
PLACES = {
    "today": f"{WORK}?list=today",
    "asked": f"{WORK}?list=asked",
    "waiting": f"{WORK}?list=waiting",
    "late": f"{WORK}?list=late",
    "all": f"{WORK}?list=all",
    "sent": reverse("desk:sent"),
    "register": reverse("desk:register"),
    "alarms": reverse("desk:late"),
    "services": reverse("desk:services"),
    "letters": reverse("desk:letters"),
    "letterhead": reverse("desk:letterhead"),
    "unit": reverse("readiness:home"),
    "directory": reverse("desk:directory"),
    "circulars": reverse("desk:circulars"),
    "limits": reverse("desk:limits"),
    "messages": reverse("desk:messages"),
    "new": reverse("desk:new"),
}


def named(entries: list[Entry]) -> dict[str, Entry]:
    return {str(entry.label): entry for entry in entries}


def test_what_went_out_stands_beside_what_came_in(world: World) -> None:
    rail = rail_of(world.center.officer, "", timezone.now())
    assert [str(entry.label) for entry in rail.lists] == LISTS
    assert not [entry for entry in [*rail.lists, rail.new] if entry.is_here]


def test_only_who_tends_the_mail_sees_what_did_not_leave(world: World) -> None:
    rail = rail_of(world.center.supervisor, "", timezone.now())
    names = [str(entry.label) for entry in rail.lists]
    apart = {ALARMS, CONTACT, LETTERHEAD, REPORTS, RETENTION, SERVICES, UPKEEP, PARTNERS}
    assert [name for name in names if name not in apart] == [*LISTS, UNSENT]


def test_the_work_stands_open_and_the_rest_under_headings(world: World) -> None:
    """An officer looks at the work; what is looked at or late is never folded away."""
    rail = rail_of(world.local.officer, "register", timezone.now())
    assert {entry.group for entry in rail.work} == {Group.WORK}
    assert [section.title for section in rail.sections] == [
        group.label for group in Group if group != Group.WORK
    ]
    opened = {str(section.title) for section in rail.sections if section.is_open}
    assert opened == {str(Group.RECORDS.label)}
    late = Entry("/x/", "ช้า", is_here=False, count=2, is_late=True)
    waiting = Entry("/y/", "รอ", is_here=False, count=3)
    assert Section("หัวข้อ", [late, waiting]).is_open
    assert Section("หัวข้อ", [late, waiting]).waiting == "5"
    assert not Section("หัวข้อ", [waiting]).is_open
    assert Section("หัวข้อ", [Entry("/z/", "ไม่นับ", is_here=False)]).waiting == ""


def test_the_alarms_stand_with_those_who_follow_them(world: World) -> None:
    """S2.45 to S2.48."""
    assert ALARMS in named(rail_of(world.center.supervisor, "", timezone.now()).lists)
    assert ALARMS not in named(rail_of(world.center.officer, "", timezone.now()).lists)


def test_the_alarms_are_counted_for_those_who_were_told_of_them(world: World) -> None:
    """S2.47, S2.55: what comes with no mail is seen on every page; of what nobody was told, nothing is counted."""
    monday = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    with time_machine.travel(monday, tick=False):
        factories.pending_referral(world)
    department = officer(
        OrganizationFactory(type=OrganizationType.DLA, province_code="", district_code="", email=""),
        Role.VIEWER,
    )

    def counted(reader: Officer) -> tuple[int | None, bool]:
        entry = named(rail_of(reader, "", timezone.now()).lists)[ALARMS]
        return entry.count, entry.is_late

    later = monday + dt.timedelta(days=30)
    with time_machine.travel(later, tick=False):
        assert counted(department) == (0, False)
        tasks.ring_alarms.call()
    with time_machine.travel(later + dt.timedelta(minutes=1), tick=False):
        assert counted(department) == (1, True)
        assert counted(world.other_local.supervisor) == (0, False)


@pytest.mark.parametrize(("days", "late"), [(0, {}), (20, {"เกินกำหนด": 1})])
def test_only_a_count_of_what_is_late_stands_out(world: World, days: int, late: dict[str, int]) -> None:
    factories.pending_referral(world)
    rail = rail_of(world.local.officer, "", timezone.now() + dt.timedelta(days=days))
    assert {name: entry.count for name, entry in named(rail.lists).items() if entry.is_late} == late
    assert named(rail.lists)["ทั้งหมด"].count == 1


@pytest.mark.parametrize("state", [MessageState.STUCK, MessageState.SENT])
def test_mail_that_did_not_leave_stands_out(world: World, state: MessageState) -> None:
    row = enqueue(template="case_news", to="a@example.org", context={"reference": "REFN-0001"}, dedup_key="k")
    OutboxMessage.objects.filter(pk=row.pk).update(state=state)
    unsent = named(rail_of(world.center.supervisor, "", timezone.now()).lists)[UNSENT]
    stuck = state == MessageState.STUCK
    assert (unsent.count, unsent.is_late) == (int(stuck), stuck)


@pytest.mark.parametrize("here", PLACES)
def test_the_present_page_is_marked_and_no_other(world: World, login: Login, here: str) -> None:
    links = soup(login(world.center.supervisor).get(PLACES[here])).select(".rail a[aria-current]")
    assert [(link["href"], link["aria-current"]) for link in links] == [(PLACES[here], "page")]


def test_the_late_count_is_drawn_as_such(world: World, at_local: Client) -> None:
    factories.pending_referral(world)
    with time_machine.travel(timezone.now() + dt.timedelta(days=20), tick=False):
        at_local.force_login(world.local.officer.person)
        late = soup(at_local.get(WORK)).select(".rail .count--late")
    assert [(count.get_text(), count.find_parent("a")["href"]) for count in late] == [("1", PLACES["late"])]
