"""One flooded night from six chairs, in real browsers (issue 14, *Done when*).

A grandmother on the roof, the duty officer, the boat without a signal, the counter of a shelter, a caller, the head who decides, and the
governor: one request goes through all hands, and what each of them sees agrees with the others. With axe on every page.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from cases.calls.models import Call
from cases.camps.models import Family
from cases.demo import office as demo
from cases.domain import field_unit
from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Event, Shelter
from cases.events.vocabulary import EventKind
from cases.machine.vocabulary import Stage
from cases.mass.models import MassAct
from cases.models import AssistanceRecord, Case, FieldMember, Referral, Visit
from cases.tours.domain.results import on_board
from cases.tours.models import Tour
from cases.tours.vocabulary import TourState
from cases.vocabulary import CallOutcome, VisitResult
from cases.vulnerable.starter import load_needs
from tests.browser.conftest import NARROW
from tests.browser.test_events import ANSWERS, AO_NANG, picture
from tests.browser.test_journey import sign_in

NAME, PHONE = "ยายแดง ใจงาม", "081-234-5678"
PIN = "135790"
LOST = "net::ERR_INTERNET_DISCONNECTED"


def the_water_comes() -> tuple[Event, Shelter]:
    """The event is declared and a school is open; a boat of Ao Nang has a crew."""
    load_needs()
    office = demo.Office()
    head, local = office["center-head"], office["aonang"]
    event = declare(
        actor=head,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วมอ่าวนาง",
            reason="ฝนหนัก",
            starts_at=timezone.now() - dt.timedelta(hours=1),
            subdistricts=[AO_NANG],
            organizations=[local.organization],
            duty_officer=head.person,
            advice="ย้ายขึ้นที่สูง",
        ),
        token=uuid.uuid4(),
    )
    school = Shelter.objects.create(
        event=event,
        organization=head.organization,
        name="โรงเรียนบ้านอ่าวนาง",
        subdistrict_code=AO_NANG,
        room_for=80,
    )
    field_unit.add_member(actor=local, name="คนขับเรือ (สมมติ)", person=local.person)
    return event, school


def grandmother_asks(grandmother, event: Event) -> tuple[Case, str]:
    """By the short form on a small phone: danger first."""
    grandmother.open(f"/event/{event.slug}/")
    grandmother.follow("ขอความช่วยเหลือ แบบสั้น ไม่เกิน 1 นาที")
    answers = ANSWERS | {"contact": {"name": NAME, "phone": PHONE}}
    while not grandmother.page.url.endswith("/check/"):
        grandmother.answer(**answers[grandmother.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]])
        grandmother.send()
    grandmother.send()
    codes = [
        one.strip() for one in grandmother.page.locator("main .codes dd [aria-hidden]").all_inner_texts()
    ]
    case = next(one for one in Case.objects.filter(danger_now=True) if one.reference in codes)
    return case, next(one for one in codes if one != case.reference)


def duty_officer_hands_on(head, event: Event, case: Case) -> None:
    """The oldest danger on the board, screened and handed to the office of the place."""
    board = f"/desk/events/{event.slug}/"
    head.open(board)
    assert case.reference in head.text()
    head.open(f"/desk/cases/{case.reference}/")
    assert NAME in head.text()
    head.follow("คัดกรอง", exact=True)
    head.answer(problem="disaster")
    head.send()
    head.follow("ส่งต่อ", exact=True)
    head.send()
    assert Referral.objects.get(case=case).target == demo.Office()["aonang"].organization


def office_sends_a_boat(office, event: Event, case: Case) -> None:
    """Accepted by name, and a trip with one house."""
    office.open(f"/desk/cases/{case.reference}/")
    office.follow("รับเรื่อง", exact=True)
    office.send()
    office.open(f"/desk/events/{event.slug}/")
    office.press("จัดเที่ยวไปบ้านที่รอ", exact=True)
    office.answer(name="เรือหนึ่ง", members=str(field_unit_member()), loads="ถุงยังชีพ ๓๐ ชุด บ้านละ ๑")
    office.send()
    assert Visit.objects.get(case=case).crew.count() == 1


def field_unit_member() -> int:
    return FieldMember.objects.get(name="คนขับเรือ (สมมติ)").pk


def boat_goes_out_of_reach(crew, case: Case) -> None:
    """Taken along at the landing, written without a signal, sent when the boat is back."""
    page = crew.page
    crew.open("/desk/phone/")
    page.get_by_label("ตั้งรหัส 6 หลักสำหรับเครื่องนี้").fill(PIN)
    page.get_by_role("button", name="เก็บงานไว้ในเครื่อง").click()
    page.locator("[data-item]").first.wait_for()
    page.context.set_offline(True)
    for number, name in enumerate(("visit.out", "visit.there"), 1):
        page.locator(f"[data-write='{name}']").click()
        page.locator(f"[data-line][data-waiting='{number}']").wait_for()
    # The report of a stop has the load of its trip.
    page.locator("[data-write^='visit.report:']").click()
    page.get_by_label("สิ่งของ").check()
    page.get_by_label("รายละเอียด").fill("ถุงยังชีพ 1 ชุด พาไปโรงเรียน")
    page.get_by_label(str(VisitResult.HELPED.label), exact=True).check()
    page.get_by_role("button", name="เก็บ", exact=True).click()
    page.locator("[data-line][data-waiting='3']").wait_for()
    crew.look()
    picture(crew, "night-boat")
    assert not AssistanceRecord.objects.exists()
    page.context.set_offline(False)
    page.get_by_role("button", name="ส่งตอนนี้").click()
    page.locator("[data-line][data-waiting='0']").wait_for()
    # Nothing else went wrong than what has to go wrong without a signal.
    crew.errors[:] = [one for one in crew.errors if LOST not in one]
    assert AssistanceRecord.objects.get().case == case
    assert Visit.objects.get(case=case).result == VisitResult.HELPED
    tour = Tour.objects.get()
    assert tour.state == TourState.ROAD, "whoever stands at the board sees that the boat is out"
    assert [line.left for line in on_board(tour)] == [29], "and what it has left"


def counter_takes_her_in(counter, event: Event, school: Shelter) -> None:
    counter.open(f"/desk/camps/{event.slug}/{school.pk}/arrive/")
    counter.answer(name=NAME, phone=PHONE, elderly="1", children="1", place="หลังวัด")
    counter.press("รับเข้าพัก")
    assert Family.objects.get().people == 2
    counter.open(f"/desk/camps/{event.slug}/")
    picture(counter, "night-shelter")


def caller_asks_how_she_is(caller, event: Event, case: Case) -> None:
    caller.open(f"/desk/calls/new/?event={event.slug}")
    caller.send()
    caller.press("รับเบอร์ถัดไป")
    assert caller.page.locator(".call-number").get_attribute("href") == "tel:+66812345678"
    caller.page.locator(f"button[name=code][value={CallOutcome.SAFE.value}]").click()
    caller.page.wait_for_load_state("load")
    caller.look()
    assert Call.objects.get().row.case == case


def two_persons_close_it(office, head, case: Case) -> None:
    """With all that was helped in the night: one asks, another one reads and decides."""
    for visitor, query, verb, given in (
        (office, "list=hands", "close", {"outcome": "helped_fully", "note": "เรือพาไปศูนย์พักพิงแล้ว"}),
        (head, "list=approve", "approve", {}),
    ):
        visitor.open(f"/desk/?{query}")
        visitor.page.locator("button[name=whole][formaction$='/desk/many/begin/']").first.click()
        visitor.page.wait_for_load_state("load")
        pk = MassAct.objects.latest("pk").pk
        visitor.open(f"/desk/many/{pk}/plan/{verb}/")
        visitor.answer(**given)
        visitor.press("ดูว่าจะเกิดอะไรกับเรื่องใด")
        picture(visitor, f"night-{verb}")
        visitor.follow("อ่านเรื่องก่อนยืนยัน")
        assert case.reference in visitor.text()
        picture(visitor, f"night-{verb}-read")
        visitor.send()
        assert case.reference in visitor.text()


def test_one_night_from_the_roof_to_the_governor(visit, portal_open):
    event, school = the_water_comes()
    grandmother = visit(size=NARROW)
    case, secret = grandmother_asks(grandmother, event)

    head = visit()
    sign_in(head, "center-head", portal_open)
    duty_officer_hands_on(head, event, case)
    office = visit(size=NARROW)
    sign_in(office, "aonang", portal_open)
    office_sends_a_boat(office, event, case)

    crew = visit(size=NARROW)
    sign_in(crew, "aonang", portal_open)
    boat_goes_out_of_reach(crew, case)
    counter_takes_her_in(head, event, school)
    caller_asks_how_she_is(office, event, case)
    decides = visit(size=NARROW)
    sign_in(decides, "aonang-head", portal_open)
    two_persons_close_it(office, decides, case)
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED

    grandmother.open("/track/")
    grandmother.answer(reference=case.reference, secret=secret)
    grandmother.send()
    assert "ปิด" in grandmother.text()

    governor = visit()
    sign_in(governor, "governor", portal_open)
    for page in ("", "report/"):
        governor.open(f"/desk/events/{event.slug}/{page}")
        assert NAME not in governor.text() and PHONE not in governor.text()
    picture(governor, "night-governor")
    assert governor.fetch(f"/desk/events/{event.slug}/report/report.pdf").startswith(b"%PDF")
    governor.page.goto(f"{governor.base}/desk/camps/{event.slug}/")
    assert NAME not in governor.page.content()
    governor.errors.clear()
