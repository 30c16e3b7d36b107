"""Stories of issue 9, walked by browsers from end to end; all people are invented."""

from __future__ import annotations

from cases.machine.vocabulary import DutyKind, WaitingKind
from cases.models import Case
from portal.accounts.actors import actor_for
from portal.accounts.models import User
from portal.letters.models import OutgoingLetter
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory
from tests.browser.test_journey import read_pdf, sign_in

BEATEN = "สามีทุบตีเมื่อเช้า แขนบวมขยับไม่ได้ ไม่กล้ากลับบ้าน"


def acting(username: str):
    """Return one of the demonstration staff as the officer that they are."""
    return actor_for(User.objects.get(username=username))


def test_beaten_woman_at_the_counter_hospital_first(visit, portal_open):
    """S2.38, S2.41, S1.29: she stands at the counter; the nearest hospital treats her, the lead agency takes the case."""
    OrganizationFactory(
        type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลเรื่องเล่า", short_name="", email="", phone=""
    )
    counter = visit()
    sign_in(counter, "aonang", portal_open)
    counter.open("/desk/new/")
    counter.answer(
        channel="walk_in",
        problem="violence",
        narrative=BEATEN,
        place="ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่",
        reporter_name="ดาว เรื่องสมมติ",
        relation="self",
        phone="081 234 5678",
        consent="given",
    )
    counter.send()
    case = Case.objects.get(narrative=BEATEN)
    assert case.is_restricted

    counter.open(f"/desk/cases/{case.reference}/refer_joint/")
    counter.answer(find="โรงพยาบาลเรื่องเล่า")
    counter.page.locator("main form button[name=search]").click()
    counter.page.wait_for_load_state("load")
    counter.page.locator("main label", has_text="โรงพยาบาลเรื่องเล่า").first.click()
    counter.answer(consent="given", request="ตรวจร่างกายและรักษาแขนก่อน")
    counter.send()
    part = case.referrals.get(mode=WaitingKind.JOINT)
    assert case.duties.running().filter(kind=DutyKind.FORWARD).exists(), "the 24 hours run on"

    counter.open(f"/desk/cases/{case.reference}/")
    counter.follow("หนังสือขอความร่วมมือ")
    preview = read_pdf(counter.fetch(counter.page.url + "preview.pdf"))
    assert "ตัวอย่าง" in preview
    assert not OutgoingLetter.objects.filter(receiver=part.target).exists()
    counter.press("ออกหนังสือ", exact=True)
    letter = OutgoingLetter.objects.get(receiver=part.target)
    paper = read_pdf(counter.fetch(f"/desk/letters/{letter.pk}.pdf"))
    assert case.reference in paper
    assert "ทุบตี" not in paper
    assert "ความรุนแรง" not in paper

    counter.open(f"/desk/cases/{case.reference}/")
    counter.follow("คัดกรอง", exact=True)
    counter.answer(problem="violence")
    counter.send()
    counter.follow("ส่งต่อ", exact=True)
    counter.send()
    handover = case.referrals.get(mode=WaitingKind.HANDOVER)
    lead = acting("social").organization
    assert handover.target == lead, "the lead agency is filled in"

    office = visit()
    sign_in(office, "social", portal_open)
    office.open(f"/desk/cases/{case.reference}/")
    assert BEATEN in office.text()
    office.follow("รับเรื่อง", exact=True)
    office.send()
    case.refresh_from_db()
    assert case.holder == lead
    assert not case.duties.running().filter(kind=DutyKind.FORWARD).exists()
    assert part.target.name_th in office.text(), "the hospital's part goes on under the lead agency"
