"""The counter of a shelter on a small phone, without JavaScript: the same family at two shelters is seen, moved, asked for.

With axe where JavaScript runs (issue 14, point 8; S1.06).
"""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from cases.camps.domain.helping import Shift, invite
from cases.camps.models import Family, Goods
from cases.demo.office import Office
from cases.events.domain.declaring import Declaration, declare
from cases.events.domain.sheltering import inside_of
from cases.events.models import Event, Shelter
from cases.events.vocabulary import EventKind
from cases.vulnerable.starter import load_needs
from tests.browser.conftest import NARROW
from tests.browser.test_events import picture
from tests.browser.test_journey import sign_in

AO_NANG = "810116"
FAMILY = {
    "name": "นางชื่น ใจงาม",
    "phone": "081-770-4471",
    "adults": "2",
    "infants": "1",
    "place": "ม.4 คลองแห้ง",
}


def flood() -> tuple[Event, Shelter, Shelter]:
    """A flood with a school and a temple to go to."""
    load_needs()
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
            advice="ย้ายขึ้นที่สูง",
        ),
        token=uuid4(),
    )
    school, temple = (
        Shelter.objects.create(
            event=event, organization=head.organization, name=name, subdistrict_code=AO_NANG, room_for=80
        )
        for name in ("โรงเรียนบ้านอ่าวนาง", "วัดคลองแห้ง")
    )
    return event, school, temple


def helper_comes(visit, event: Event, shelter: Shelter) -> None:
    """A helper says by the link that they are here."""
    now = timezone.now()
    invited = invite(
        actor=Office()["center-head"],
        event=event,
        shelter=shelter,
        shift=Shift(
            whom="ทีมมูลนิธิ 4 คน",
            task="แจกอาหารเย็นที่โรงครัว",
            contact="ผู้ดูแลศูนย์ 075-611-111",
            starts_at=now,
            ends_at=now + dt.timedelta(hours=4),
        ),
        token=uuid4(),
    )
    helper = visit(size=NARROW)
    helper.open("/" + invited.address.split("/", 3)[3])
    picture(helper, "camps-helper")
    helper.press("มาถึงแล้ว")
    assert "เสร็จแล้ว" in helper.text()


def test_a_family_comes_is_known_at_the_next_shelter_and_found(visit, portal_open):
    event, school, temple = flood()
    plain = visit(size=NARROW, javascript=False, axe=False)
    sign_in(plain, "center-head", portal_open)
    plain.open(f"/desk/events/{event.slug}/")
    plain.follow("คนในศูนย์พักพิง")
    plain.follow(school.name)
    plain.follow("รับครอบครัว")
    plain.answer(**FAMILY)
    plain.send()
    family = Family.objects.get()
    assert family.people == 3 and family.name == FAMILY["name"]

    officer = visit(size=NARROW)
    sign_in(officer, "center-head", portal_open)
    officer.open(f"/desk/camps/{event.slug}/{temple.pk}/arrive/")
    picture(officer, "camps-arrive")
    officer.answer(**FAMILY | {"name": "ชื่น ใจงาม", "phone": ""})
    officer.press("รับเข้าพัก")
    assert "อาจเป็นครอบครัวเดียวกัน" in officer.text()
    picture(officer, "camps-alike")
    officer.follow(FAMILY["name"])
    picture(officer, "camps-family")
    officer.answer(shelter=str(temple.pk))
    officer.press("บันทึกการย้าย")
    inside = inside_of([school, temple])
    assert (inside[school.pk].people, inside[temple.pk].people) == (0, 3)
    officer.open(f"/desk/camps/{event.slug}/find/")
    officer.answer(q="ใจงาม")
    officer.press("ค้น")
    assert temple.name in officer.text()
    picture(officer, "camps-find")
    officer.open(f"/desk/camps/{event.slug}/relief/kinds/")
    officer.answer(name="ถุงยังชีพ", unit="ชุด")
    officer.send()
    officer.open(f"/desk/camps/{event.slug}/relief/receive/")
    officer.answer(goods=str(Goods.objects.get().pk), quantity="40", place=f"s{temple.pk}")
    officer.send()
    officer.open(f"/desk/camps/{event.slug}/families/1/give/")
    officer.answer(goods=str(Goods.objects.get().pk), quantity="1")
    officer.send()
    assert "ถุงยังชีพ" in officer.text()
    helper_comes(visit, event, temple)
    for page, name in (
        ("", "camps-page"),
        (f"{temple.pk}/", "camps-shelter"),
        ("relief/", "camps-relief"),
        ("helpers/", "camps-helpers"),
        ("helpers/new/", "camps-invite"),
    ):
        officer.open(f"/desk/camps/{event.slug}/{page}")
        picture(officer, name)
