"""A grandmother with an oxygen machine, on a small phone: registered, in the flood not reached, called, a request.

With axe on every page (issue 14, point 6; S1.02, S1.34).
"""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from cases.demo.office import Office
from cases.events.domain.declaring import Declaration, declare
from cases.events.vocabulary import EventKind
from cases.models import Case
from cases.vulnerable.models import Account, Home, Mark
from cases.vulnerable.starter import load_needs
from cases.vulnerable.vocabulary import Source, Status
from tests.browser.conftest import NARROW
from tests.browser.test_events import picture
from tests.browser.test_journey import sign_in

AO_NANG = "810116"
NAME = "ยายชื่น ใจงาม"


def test_a_grandmother_is_registered_and_accounted_for_on_a_small_phone(visit, portal_open):
    load_needs()
    officer = visit(size=NARROW)
    sign_in(officer, "aonang", portal_open)
    officer.open("/desk/first/new/")
    officer.answer(name=NAME, phone="081-770-4471", place_detail="12/3 ม.4", needs="oxygen")
    officer.page.locator('main [name="agreed"]').check()
    picture(officer, "first-new")
    officer.send()
    assert NAME in officer.text()
    picture(officer, "first-home")
    home = next(one for one in Home.objects.all() if one.name == NAME)
    head = Office()["center-head"]
    event = declare(
        actor=head,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วมอ่าวนาง",
            reason="ฝนหนัก",
            starts_at=timezone.now() - dt.timedelta(hours=1),
            subdistricts=[AO_NANG],
            duty_officer=head.person,
            organizations=[home.organization],
            advice="ย้ายขึ้นที่สูง",
        ),
        token=uuid4(),
    )
    officer.open("/desk/first/")
    picture(officer, "first-listing")
    officer.open(f"/desk/first/event/{event.slug}/?status=all")
    assert NAME in officer.text()
    picture(officer, "first-event")
    row = Account.objects.get(home=home)
    officer.open(f"/desk/first/event/{event.slug}/{row.number}/")
    officer.answer(status="needs", text="ถังออกซิเจนใกล้หมด")
    officer.send()
    officer.press("ทำเป็นเรื่อง")
    (case,) = (one for one in Case.objects.all() if "ถังออกซิเจนใกล้หมด" in one.narrative)
    assert case.reference in officer.text()
    picture(officer, "first-account")
    mark = Mark.objects.get(account=row)
    assert (mark.status, mark.source) == (Status.NEEDS, Source.CALL)
    for page in ("paper", "lists"):
        officer.open(f"/desk/first/event/{event.slug}/{page}/")
        picture(officer, f"first-{page}")
    for page in ("find", "list", f"{home.pk}/refresh", f"{home.pk}/change", f"{home.pk}/remove"):
        officer.open(f"/desk/first/{page}/")
