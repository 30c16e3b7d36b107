"""A caller works through a list on a small phone, by thumb and then by keys alone, with axe on every page.

Each code takes at most ten seconds by the keystroke-level model (issue 14, point 5): keys and pages are counted, no clock is
read. The time of speaking is not in it.
"""

from __future__ import annotations

import os
import uuid

from cases.calls.models import Call, CallList, CallRow
from cases.calls.vocabulary import CODES, RowState
from cases.demo.office import Office
from cases.domain.intake import submit_case
from cases.vocabulary import CallOutcome, Channel
from portal.vocabulary import ProblemType
from tests.browser.conftest import NARROW
from tests.browser.keystrokes import Typist
from tests.browser.test_journey import sign_in
from tests.cases.factories import submission

SECONDS = 10
LEAST_SIDE = 44
"""Pixels of a button that a thumb hits without looking twice."""


def picture(visitor, name: str) -> None:
    if folder := os.environ.get("KLANG_PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}-360.png", full_page=True)


def flooded(number: int) -> None:
    """Take somebody down who waits at the local administration."""
    submit_case(
        submission=submission(
            problem=ProblemType.DISASTER,
            channel=Channel.WALK_IN,
            narrative="น้ำเข้าบ้าน (เรื่องสมมติ)",
            reporter={"name": f"สมพร {number} (สมมติ)", "phone": f"081-555-{number:04}", "email": ""},
            affected={"name": f"สมพร {number} (สมมติ)"},
            province_code="81",
            district_code="8101",
            subdistrict_code="810116",
        ),
        token=uuid.uuid4(),
        actor=Office()["aonang"],
    )


def ended_by_thumb(caller, code: CallOutcome) -> None:
    button = caller.page.locator(f"button[name=code][value={code.value}]")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= LEAST_SIDE
    button.click()
    caller.page.wait_for_load_state("load")
    caller.look()


def test_a_caller_ends_every_code_by_thumb_and_by_key(visit, portal_open):
    for number in range(1, 9):
        flooded(number)
    caller = visit(size=NARROW)
    sign_in(caller, "aonang", portal_open)
    caller.open("/desk/calls/")
    picture(caller, "calls-lists")
    caller.follow("ทำรายการโทรใหม่")
    picture(caller, "calls-new")
    caller.send()
    calls = CallList.objects.get()
    assert calls.rows.filter(state=RowState.WAITING).count() >= 8
    picture(caller, "calls-progress")
    assert "081-555" not in caller.text()
    caller.press("รับเบอร์ถัดไป")
    picture(caller, "calls-call")
    row = CallRow.objects.get(leased_by__isnull=False)
    assert (
        caller.page.locator(".call-number").get_attribute("href")
        == "tel:+6681555000" + row.case.reporter.phone[-1]
    )

    # By thumb: one tap ends the call, and the next number stands there.
    ended_by_thumb(caller, CallOutcome.SAFE)
    caller.answer(note="ขอยาเบาหวานและน้ำดื่ม")
    ended_by_thumb(caller, CallOutcome.NEEDS)
    picture(caller, "calls-next")
    assert list(Call.objects.order_by("pk").values_list("code", flat=True)) == ["safe", "needs"]

    # By keys alone: the group of buttons has the focus, one digit ends the call.
    for digit, code in list(enumerate(CODES, start=1))[2:]:
        typist = Typist(caller.page)
        typist.think()
        typist.turn(str(digit))
        assert typist.spare_keys(SECONDS) > 0
        assert Call.objects.latest("pk").code == code
        caller.look()
    assert Call.objects.count() == len(CODES)

    # A digit in the line is a digit.
    caller.page.locator("[name=note]").fill("")
    caller.page.locator("[name=note]").press("1")
    assert Call.objects.count() == len(CODES)
    assert caller.page.locator("[name=note]").input_value() == "1"
    typist = Typist(caller.page)
    typist.type("น้ำลดแล้ว")
    typist.press("Tab", "Tab")
    typist.think()
    typist.turn("1")
    assert typist.spare_keys(SECONDS) > 0

    # A slip is corrected, and the sums add up.
    caller.open(f"/desk/calls/{calls.pk}/calls/{Call.objects.latest('pk').pk}/")
    picture(caller, "calls-correct")
    ended_by_thumb(caller, CallOutcome.NEEDS)
    caller.open(f"/desk/calls/{calls.pk}/?column=look")
    picture(caller, "calls-look")
    caller.follow("ตรวจ")
    assert "คนที่โทรยืนยันเองไม่ได้" in caller.text()
    head = visit(size=NARROW)
    sign_in(head, "aonang-head", portal_open)
    head.open(caller.page.url.removeprefix(head.base))
    picture(head, "calls-second")
    head.answer(answer="no", note="โทรซ้ำแล้วรับสาย")
    head.send()
    numbers = [int(cell) for cell in head.page.locator("tbody tr:not(.total) td").all_inner_texts()]
    assert sum(numbers) == calls.rows.count() == int(head.page.locator("tr.total td").inner_text())
