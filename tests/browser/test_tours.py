"""One boat on a small phone: from the event to the houses, stop by stop, and back on the board (issue 14, point 4; S1.06).

With axe on every page; the crew's way works without JavaScript too, for an old phone in the rain.
"""

from __future__ import annotations

import datetime as dt
import os
import uuid

import pytest
from django.utils import timezone

from cases.demo import office as demo
from cases.domain import field_unit
from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Event
from cases.events.vocabulary import EventKind
from cases.machine.vocabulary import ALIVE
from cases.models import AssistanceRecord, Case, Visit
from cases.tours.models import Tour
from cases.tours.vocabulary import TourState
from cases.vocabulary import VisitResult
from tests.browser.conftest import NARROW
from tests.browser.test_helping import AO_NANG, asked_for_help
from tests.browser.test_journey import sign_in

MOST_TAPS = 6
"""For one stop: arrived, result, what, how it ended, saved (docs/many.md; 15 seconds in the design)."""


def picture(visitor, name: str) -> None:
    if folder := os.environ.get("KLANG_PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}-360.png", full_page=True)


def flooded(houses: int) -> tuple[Event, list[Case]]:
    """A flood with houses that wait at the local administration; in the last one somebody is in danger."""
    office = demo.Office()
    head, local = office["center-head"], office["aonang"]
    event = declare(
        actor=head,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วมอ่าวนาง (สมมติ)",
            reason="ฝึกซ้อม",
            starts_at=timezone.now() - dt.timedelta(hours=1),
            subdistricts=[AO_NANG["subdistrict_code"]],
            organizations=[local.organization],
            duty_officer=head.person,
        ),
        token=uuid.uuid4(),
    )
    steps = (demo.screen(), demo.refer("aonang"), demo.accept("aonang"))
    cases = [asked_for_help(*steps)[0] for _each in range(houses)]
    Case.objects.filter(pk=cases[-1].pk).update(danger_now=True)
    return event, cases


def at_a_stop(crew, tour: Tour, **answers: str) -> None:
    """Arrive, and hand in how it ended; counts what is pressed."""
    taps = 0
    crew.press("ถึงแล้ว", exact=True)
    crew.follow("บันทึกผล", exact=True)
    taps += 2
    picture(crew, "tours-result")
    crew.answer(**answers)
    taps += len(answers)
    crew.send()
    assert taps + 1 <= MOST_TAPS
    assert crew.page.url.endswith(f"/desk/tours/{tour.pk}/go/")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_one_boat_three_houses(visit, portal_open, javascript):
    event, cases = flooded(3)
    local = demo.Office()["aonang"]
    member = field_unit.add_member(actor=local, name="คนขับเรือ (สมมติ)", person=local.person)
    desk = visit(size=NARROW, axe=javascript)
    sign_in(desk, "aonang", portal_open)
    board = f"/desk/events/{event.slug}/"
    desk.open(board)
    assert "ไม่มีเที่ยวที่ออกอยู่" in desk.text()
    desk.follow("จัดเที่ยวออกหน่วย", exact=True)
    picture(desk, "tours-new")
    desk.send()
    desk.answer(name="เรือหนึ่ง", members=str(member.pk), loads="ถุงยังชีพ ๓๐ ชุด บ้านละ ๑")
    picture(desk, "tours-crew")
    desk.press("บันทึก", exact=True)
    picture(desk, "tours-draft")
    desk.send()
    tour = Tour.objects.get()
    assert Visit.objects.filter(state__in=ALIVE).count() == 3
    paper = desk.fetch(f"/desk/tours/{tour.pk}/list.pdf")
    assert paper.startswith(b"%PDF")
    desk.open(f"/desk/tours/{tour.pk}/typed/1/")

    crew = visit(size=NARROW, javascript=javascript, axe=javascript)
    sign_in(crew, "aonang", portal_open)
    crew.open(f"/desk/tours/{tour.pk}/go/")
    picture(crew, "tours-go")
    assert cases[-1].reference in crew.text().split("ทุกจุด")[0], "danger comes first"
    crew.press("ออกเดินทาง", exact=True)
    at_a_stop(crew, tour, load_1="๑", result="visit_helped")
    at_a_stop(crew, tour, result="visit_nobody")
    at_a_stop(crew, tour, result="visit_handed_up", note="ต้องใช้เปลและแพทย์")
    picture(crew, "tours-done")
    assert "ครบทุกจุดแล้ว" in crew.text()
    assert AssistanceRecord.objects.get().case == cases[-1]
    assert set(Visit.objects.values_list("result", flat=True)) == {
        VisitResult.HELPED,
        VisitResult.NOBODY_THERE,
        VisitResult.HANDED_UP,
    }

    desk.open(board)
    picture(desk, "tours-board")
    assert "มีผล 3 จาก 3 จุด" in desk.text()
    desk.open("/desk/tours/")
    picture(desk, "tours-list")
    assert "ต้องมีคนดูต่อ 2" in desk.text()
    desk.open(f"/desk/tours/{tour.pk}/")
    picture(desk, "tours-tour")
    desk.press("จบเที่ยว", exact=True)
    tour.refresh_from_db()
    assert tour.state == TourState.ENDED
    desk.open(board)
    assert "ไม่มีเที่ยวที่ออกอยู่" in desk.text()
