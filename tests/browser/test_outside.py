"""Two stories of issue 9: the girl whose hospital has no account, and the woman at the counter, hospital first.

Walked with axe on every page, at 360 px with JavaScript and once without. (S1.29, S2.38, S2.41)
"""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from cases.domain import intake, outside, referral, screening
from cases.machine.vocabulary import WaitingKind, WaitingState
from cases.models import Case, Referral
from cases.vocabulary import Channel, Consent, HandoverReason, Relation, Severity
from portal.accounts.actors import actor_for
from portal.accounts.models import User
from portal.actors import Citizen, Officer
from portal.organizations.models import Organization
from portal.vocabulary import ProblemType
from tests.browser.test_journey import sign_in

PHONE = {"width": 360, "height": 780}
STORY = "ใบหน้าฟกช้ำ มาที่เคาน์เตอร์ (เรื่องสมมติ)"


def staff(username: str) -> Officer:
    actor = actor_for(User.objects.get(username=username))
    assert actor is not None
    return actor


def submission(problem: ProblemType, channel: Channel) -> intake.Submission:
    return intake.Submission(
        problem=problem,
        channel=channel,
        province_code="81",
        district_code="8101",
        subdistrict_code="810116",
        narrative=STORY,
        consent=Consent.GIVEN,
        reporter=intake.ReporterDetails(name="ผู้แจ้ง (สมมติ)", relation=Relation.SELF, phone="081-000-0000"),
    )


def by_web() -> Referral:
    """A girl reported by web; nobody signs in at the hospital, so the center has it, screens it and writes a letter."""
    problem = ProblemType.UNREADY_PREGNANCY
    case = intake.submit_case(
        submission=submission(problem, Channel.WEB), token=uuid4(), actor=Citizen()
    ).case
    screening.screen_case(case=case, actor=staff("center"), problem=problem, severity=Severity.URGENT)
    sent = referral.refer_case(
        case=case,
        target=Organization.objects.get(name_th="โรงพยาบาลกระบี่"),
        actor=staff("center"),
        reason=HandoverReason.LEAD_AGENCY,
        consent=Consent.GIVEN,
    )
    link = outside.issue_link(row=sent, actor=staff("center")).link
    return outside.answer(link=link, outcome=WaitingState.ACCEPTED, words="พยาบาลใจดี (สมมติ)")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_girl_whose_hospital_has_no_account(visit, portal_open, javascript):
    row = by_web()
    center = visit(javascript=javascript)
    sign_in(center, "center", portal_open)
    center.open(f"/desk/cases/{row.case.reference}/")
    center.follow("โทร ส่งหนังสือ หรือบันทึกคำตอบ")
    assert "พิมพ์ใบตอบ" in center.text()

    issued = outside.issue_link(row=row, actor=staff("center"))
    hospital = visit(javascript=javascript, size=PHONE)
    hospital.open(urlsplit(issued.address).path)
    assert row.case.reference not in hospital.text()
    hospital.answer(code=issued.code.lower().replace("-", " "))
    hospital.send()
    assert row.case.reference in hospital.text()
    assert row.case.narrative not in hospital.text()
    hospital.follow("แจ้งว่าทำเสร็จแล้ว")
    hospital.answer(who="พยาบาลใจดี (สมมติ)", note="ตรวจแล้ว นัดครั้งต่อไปเดือนหน้า")
    hospital.send()
    assert "ยังไม่ได้ส่ง" in hospital.text()
    hospital.press("ยืนยันว่าเสร็จแล้ว")
    assert "ทำเสร็จแล้ว" in hospital.text()
    # The answer to a link that is over is 410, which a console calls an error.
    hospital.errors.clear()
    row.refresh_from_db()
    assert row.state == WaitingState.DONE

    center.open(f"/desk/cases/{row.case.reference}/")
    assert "พยาบาลใจดี" in center.text()


def at_the_counter() -> Case:
    """A woman came to the local administration, which wrote it down and screened it."""
    officer = staff("aonang")
    case = intake.submit_case(
        submission=submission(ProblemType.VIOLENCE, Channel.WALK_IN),
        token=uuid4(),
        actor=officer,
    ).case
    return screening.screen_case(
        case=case, actor=officer, problem=ProblemType.VIOLENCE, severity=Severity.EMERGENCY
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_woman_at_the_counter_hospital_first(visit, portal_open, javascript):
    case = at_the_counter()
    hospital = Organization.objects.get(name_th="โรงพยาบาลกระบี่")
    officer = visit(javascript=javascript, size=PHONE)
    sign_in(officer, "aonang", portal_open)
    officer.open(f"/desk/cases/{case.reference}/refer/")
    if javascript:
        officer.answer(find="อ่าวลึก")
        officer.page.get_by_text("พบหน่วยงาน").wait_for()
        assert "ไม่มีผู้ใช้ในระบบ" in officer.page.locator("main li.choice", has_text="อ่าวลึก").first.inner_text()
        officer.look()
    assert "พมจ" in officer.text() or "พัฒนาสังคม" in officer.text(), "the lead agency is filled in"
    officer.answer(
        first_stop=str(hospital.pk), condition="ฟกช้ำ", vehicle="รถกู้ชีพ", leaves="เดี๋ยวนี้", consent="given"
    )
    officer.send()
    part = Referral.objects.get(case=case, mode=WaitingKind.JOINT)
    handover = Referral.objects.get(case=case, mode=WaitingKind.HANDOVER)
    assert (part.target, part.beside) == (hospital, handover)
    assert "พาตัวไปก่อน" in officer.text()
