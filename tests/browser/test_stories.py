"""Stories of issue 9, walked by browsers from end to end; all people are invented."""

from __future__ import annotations

import datetime as dt
import uuid

import time_machine

from cases import tasks
from cases.domain import intake, referral, screening
from cases.machine.vocabulary import DutyKind, WaitingKind
from cases.models import Alarm, Case
from cases.vocabulary import Channel, Consent, HandoverReason, Relation, Severity
from portal.accounts.actors import actor_for
from portal.accounts.models import User
from portal.actors import Citizen
from portal.letters.models import OutgoingLetter
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_datetime, bangkok_today
from portal.thai.digits import to_arabic
from portal.vocabulary import ProblemType
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
    case = next(one for one in Case.objects.all() if one.narrative == BEATEN)
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
    counter.open(f"/desk/cases/{case.reference}/refer/")
    counter.send()
    handover = case.referrals.get(mode=WaitingKind.HANDOVER)
    lead = acting("social").organization
    assert handover.target == lead, "the lead agency is filled in"

    office = visit()
    sign_in(office, "social", portal_open)
    office.open(f"/desk/cases/{case.reference}/")
    assert BEATEN in office.text()
    office.open(f"/desk/cases/{case.reference}/accept/{handover.number}/")
    office.send()
    case.refresh_from_db()
    assert case.holder == lead
    assert not case.duties.running().filter(kind=DutyKind.FORWARD).exists()
    assert part.target.name_th in office.text(), "the hospital's part goes on under the lead agency"


def test_late_officer_and_the_three_alarms(visit, portal_open):
    """S2.45 to S2.48: nobody answers; the real job rings three levels once each, and the province reports."""
    case = intake.submit_case(
        submission=intake.Submission(
            problem=ProblemType.DISASTER,
            channel=Channel.WEB,
            province_code="81",
            district_code="8101",
            subdistrict_code="810116",
            narrative="น้ำท่วมบ้าน เรื่องสมมติ",
            consent=Consent.GIVEN,
            reporter=intake.ReporterDetails(name="แดง เรื่องสมมติ", relation=Relation.SELF, phone="0812345678"),
            affected=(intake.AffectedDetails(name="แดง เรื่องสมมติ", is_reporter=True),),
        ),
        token=uuid.uuid4(),
        actor=Citizen(),
    ).case
    center = acting("center")
    case = screening.screen_case(
        case=case, actor=center, problem=ProblemType.DISASTER, severity=Severity.EMERGENCY
    )
    referral.refer_case(
        case=case,
        target=acting("aonang").organization,
        actor=center,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    # Alarms of general cases ring in office hours.
    mornings = [
        bangkok_datetime(bangkok_today() + dt.timedelta(days=days), dt.time(10)) for days in range(1, 22)
    ]
    for morning in mornings:
        with time_machine.travel(morning):
            tasks.ring_alarms.call()
            tasks.ring_alarms.call()
        if Alarm.objects.filter(case=case, level=3).exists():
            break
    assert sorted(Alarm.objects.filter(case=case).values_list("level", flat=True)) == [1, 2, 3]

    with time_machine.travel(morning + dt.timedelta(minutes=5)):
        local = visit()
        sign_in(local, "aonang", portal_open)
        local.open("/desk/?list=late")
        assert case.reference in local.text()

        province = visit()
        sign_in(province, "social-head", portal_open)
        province.open("/desk/late/")
        assert case.reference in province.text()
        assert "น้ำท่วม" not in province.text()
        duty = case.duties.running().get(kind=DutyKind.ACKNOWLEDGE)
        # Whoever hears an alarm reads the reference and how late, nothing of the matter (cases.md, 2).
        page = province.page.request.get(f"{province.base}/desk/cases/{case.reference}/").text()
        assert case.reference in page
        assert "น้ำท่วม" not in page
        province.open(f"/desk/late/{duty.pk}/finding/")
        province.page.locator("main input[name=cause]").first.check()
        province.send()
        memo = read_pdf(province.fetch(f"/desk/late/{duty.pk}/report.pdf"))
        assert "บันทึกข้อความ" in memo
        assert case.reference in memo
        assert "๑." in memo
        assert "สาธารณภัย" not in memo
        assert to_arabic(memo).count("\f") == 1, "one page"

        local.open(f"/desk/cases/{case.reference}/")
        local.follow("รับเรื่อง", exact=True)
        local.send()
        province.open("/desk/late/")
        late, ended = province.text().split("ล่าช้าถึงระดับ 3 และสิ้นสุดแล้ว")
        assert case.reference not in late
        # What was found out and the report are owed also now (S2.48).
        assert case.reference in ended
