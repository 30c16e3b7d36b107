"""One wet night on a small phone: the head declares a flood, a citizen asks by the short form, the board shows who waits.

With axe on every page, and the citizen without JavaScript too (issue 14, point 1).
"""

from __future__ import annotations

import os

import pytest

from cases.events.models import Event, EventCase
from cases.models import Case
from tests.browser.conftest import NARROW
from tests.browser.test_journey import sign_in

AO_NANG = "810116"
MOST_PAGES = 5
MOST_TOUCHES = 20
"""On the way of somebody in a hurry; at three seconds each a minute (issue 14)."""

ANSWERS = {
    "whom": {"danger": "yes", "whom": "me", "people": "4", "wanted": "boat"},
    "place": {"subdistrict": AO_NANG, "spot": "หลังวัด"},
    "contact": {"name": "แดง", "phone": "081-234-5678"},
}


def picture(visitor, name: str) -> None:
    if folder := os.environ.get("KLANG_PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}-360.png", full_page=True)


def declare(head) -> Event:
    head.open("/desk/events/")
    head.follow("ประกาศสถานการณ์")
    head.answer(name="น้ำท่วมอ่าวนาง", reason="ฝนหนัก", subdistricts=AO_NANG)
    picture(head, "events-declare")
    head.send()
    assert "ไม่มีผู้มีอันตรายที่รออยู่" in head.text()
    return Event.objects.get()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_flood_is_declared_and_somebody_asks_on_a_small_phone(visit, portal_open, javascript):
    head = visit(size=NARROW)
    sign_in(head, "center-head", portal_open)
    event = declare(head)
    citizen = visit(size=NARROW, javascript=javascript, axe=javascript)
    citizen.open("/")
    citizen.follow("น้ำท่วมอ่าวนาง")
    picture(citizen, "events-page")
    citizen.follow("ขอความช่วยเหลือ แบบสั้น ไม่เกิน 1 นาที")
    pages, touches = [], 2
    while not citizen.page.url.endswith("/check/"):
        slug = citizen.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        assert slug not in pages, citizen.text()
        pages.append(slug)
        picture(citizen, f"events-short-{slug}")
        citizen.answer(**ANSWERS[slug])
        citizen.send()
        touches += len(ANSWERS[slug]) + 1
    picture(citizen, "events-check")
    citizen.send()
    assert citizen.page.url.endswith("/request/sent/")
    assert pages == list(ANSWERS)
    assert len(pages) + 1 <= MOST_PAGES
    assert touches + 1 <= MOST_TOUCHES
    (case,) = (one for one in Case.objects.all() if "แบบสั้น: น้ำท่วมอ่าวนาง" in one.narrative)
    assert EventCase.objects.get(case=case).event == event
    head.open(f"/desk/events/{event.slug}/")
    picture(head, "events-board")
    assert case.reference in head.text()
    for page in ("cases", "report", "roster", "close"):
        head.open(f"/desk/events/{event.slug}/{page}/")
