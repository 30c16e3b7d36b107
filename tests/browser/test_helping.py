"""Five stories of helping, each from the first word to what the citizen reads (issue 9, "Done when"; invented people).

A flood family by phone · the chief administrator alone in the office · the citizen asks what became of it · a case beyond
the capacity of its local administration · a merged municipality. Axe looks at the pages that no other browser test opens.
"""

from __future__ import annotations

import datetime as dt
import uuid

import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases.demo import office as demo
from cases.domain import plan, services
from cases.domain.intake import submit_case
from cases.machine.vocabulary import DutyKind, Stage, WaitingState
from cases.models import AssistanceRecord, Case, HelpService
from portal.accounts.models import Appointment, User
from portal.actors import Citizen
from portal.organizations.domain.routing import propose_targets
from portal.organizations.models import PlannedEnd
from portal.organizations.tasks import carry_out_planned_ends
from portal.thai.dates import BE_OFFSET, bangkok_datetime, bangkok_today, format_date
from portal.vocabulary import ProblemType
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_journey import sign_in
from tests.cases.factories import submission

AO_NANG = {"province_code": "81", "district_code": "8101", "subdistrict_code": "810116"}


def act(visitor, case: Case, verb: str, number: int | None = None, **answers: str) -> None:
    """Do one verb of a case by its own page."""
    row = f"{number}/" if number is not None else ""
    visitor.open(f"/desk/cases/{case.reference}/{verb}/{row}")
    visitor.answer(**answers)
    visitor.send()
    case.refresh_from_db()


def day(name: str, days: int) -> dict[str, str]:
    """Answers for the three boxes of a day from today."""
    on = bangkok_today() + dt.timedelta(days=days)
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year + BE_OFFSET),
    }


def track(visit, reference: str, secret: str):
    """Open the tracking page with both codes."""
    citizen = visit(size=NARROW)
    citizen.open("/track/")
    citizen.answer(reference=reference, secret=secret)
    citizen.send()
    return citizen


def asked_for_help(*steps: demo.Act) -> tuple[Case, str]:
    """A request of an invented person, and what the demonstration staff did with it; returns it and its secret."""
    sent = submit_case(
        submission=submission(
            problem=ProblemType.DISASTER,
            narrative="น้ำเข้าบ้าน (เรื่องสมมติ)",
            reporter={"name": "สมพร (สมมติ)", "phone": "0-0000-0000", "email": "", "may_email": False},
            affected={"name": "สมพร (สมมติ)"},
            **AO_NANG,
        ),
        token=uuid.uuid4(),
        actor=Citizen(),
    )
    office = demo.Office() if steps else None
    for step in steps:
        step(office, Case.objects.get(pk=sent.case.pk))
    assert sent.secret is not None
    return Case.objects.get(pk=sent.case.pk), sent.secret


def test_a_flood_family_by_phone(visit, portal_open):
    """S1.05, S1.06, S1.08: a call is taken down, the boat goes out, somebody looks after them, they read it."""
    center = visit(axe=False)
    sign_in(center, "center", portal_open)
    center.open("/desk/new/")
    center.answer(
        phone="๐๘๑ ๒๓๔ ๕๖๗๘",
        reporter_name="สมพร (สมมติ)",
        problem="disaster",
        narrative="น้ำสูงถึงเอว มีแม่ติดเตียง ต้องการเรือและถุงยังชีพ (เรื่องสมมติ)",
        place="ต.อ่าวนาง อ.เมืองกระบี่",
        channel="direct_phone",
        consent="given",
    )
    center.send()
    reference, secret = center.page.locator("main .codes dd [aria-hidden]").all_inner_texts()
    case = Case.objects.get(reference=reference.strip())
    act(center, case, "screen", problem="disaster", severity="urgent")
    act(center, case, "refer")
    referral = case.referrals.get()

    local = visit(axe=False)
    sign_in(local, "aonang", portal_open)
    act(local, case, "accept", referral.number)
    act(local, case, "dispatch", note="เอาเรือไป มีผู้ป่วยติดเตียงหนึ่งคน (สมมติ)")

    unit = visit(size=NARROW)
    sign_in(unit, "aonang", portal_open)
    unit.open("/desk/field/")
    assert case.reference in unit.text()
    unit.press("ออกเดินทาง", exact=True)
    assert unit.page.locator("a[href^='tel:+66812345678']").count()
    assert "ติดเตียง" in unit.text()
    unit.press("ถึงแล้ว", exact=True)
    unit.follow("บันทึกผล", exact=True)
    unit.answer(
        kind="in_kind", quantity="๒", unit="ชุด", persons="๓", result="visit_helped", note="ปลอดภัยทุกคน"
    )
    unit.send()
    record = AssistanceRecord.objects.get(case=case)
    assert (record.quantity_words, record.persons) == ("2 ชุด", 3)
    assert case.visits.get().state == WaitingState.DONE

    act(local, case, "start_following_up", **day("on", 3))
    assert case.stage == Stage.FOLLOWING_UP
    act(local, case, "record_followup", case.follow_ups.get().number, finding="กลับเข้าบ้านได้แล้ว")
    act(local, case, "request_closure", reason="helped", outcome="helped_fully", note="ช่วยครบแล้ว")
    head = visit(axe=False)
    sign_in(head, "aonang-head", portal_open)
    act(head, case, "approve", case.approvals.get().number)
    assert case.stage == Stage.CLOSED

    citizen = track(visit, case.reference, secret.strip())
    text = citizen.text()
    assert "สิ่งของหรือถุงยังชีพ โดย" in text
    assert "คุณได้รับความช่วยเหลือแล้ว" in text
    assert "ติดเตียง" not in text


def test_the_chief_administrator_alone_in_the_office(visit, portal_open):
    """Nobody else works there: every act is theirs but the approval of their own request, which the center decides."""
    yesterday = bangkok_today() - dt.timedelta(days=1)
    Appointment.objects.filter(user__username="saithai").update(valid_until=yesterday)
    head = visit(axe=False)
    sign_in(head, "saithai-head", portal_open)
    head.open("/desk/unit/")
    head.open("/desk/new/")
    head.answer(
        reporter_name="บุญเลิศ (สมมติ)",
        phone="0-0000-0000",
        problem="quality_of_life",
        narrative="หลานไม่มีชุดนักเรียน (เรื่องสมมติ)",
        consent="given",
    )
    head.send()
    case = Case.objects.latest("pk")
    act(head, case, "screen", problem="quality_of_life")
    act(head, case, "take_on")
    helped = {"kind": "in_kind", "description": "ชุดนักเรียน", "quantity": "2", "unit": "ชุด"}
    act(head, case, "record_help", category="quality_of_life", **helped, **day("follow_up_on", 5))
    act(head, case, "request_closure", reason="helped", outcome="helped_fully", note="ให้ครบแล้ว")
    approval = case.approvals.get()
    head.open(f"/desk/cases/{case.reference}/")
    assert not head.page.get_by_role("link", name="อนุมัติ: ปิดเรื่อง", exact=True).count()

    center = visit(axe=False)
    sign_in(center, "center-head", portal_open)
    center.open("/desk/?list=approve")
    assert case.reference in center.text()
    act(center, case, "approve", approval.number)
    assert case.stage == Stage.CLOSED
    assert case.holder.name_th.find("ไสไทย") >= 0


def test_the_citizen_asks_what_became_of_it(visit, portal_open):
    """Who has it, what comes next and by when; an answer is confirmed and stays; the end says what one can do."""
    case, secret = asked_for_help(demo.screen(), demo.refer("aonang"), demo.accept("aonang"))
    services.load_services()
    officer = demo.Office()["aonang"]
    plan.plan_help(
        case=case,
        actor=officer,
        service=HelpService.objects.filter(kind="in_kind").order_by("pk")[0],
        by=officer.organization,
        due_on=bangkok_today() + dt.timedelta(days=2),
    )
    citizen = track(visit, case.reference, secret)
    text = citizen.text()
    assert "อ่าวนาง" in text
    assert "จะลงมือช่วยเหลือ" in text
    assert "ถุงยังชีพและน้ำดื่ม โดย" in text
    citizen.page.locator("#message-words").fill("น้ำขึ้นอีกแล้ว (สมมติ)")
    citizen.press("ส่งข้อความ", exact=True)
    assert "ส่งข้อความแล้ว" in citizen.text()
    assert "น้ำขึ้นอีกแล้ว" in citizen.text()

    local = visit(axe=False)
    sign_in(local, "aonang", portal_open)
    local.open("/desk/?list=back")
    assert case.reference in local.text()
    act(local, case, "acknowledge", note="พรุ่งนี้เช้าเรือไปถึง (สมมติ)")
    act(local, case, "record_help", category="disaster", kind="in_kind", **day("follow_up_on", 4))
    act(local, case, "request_closure", reason="helped", outcome="helped_partly", note="ให้ถุงยังชีพแล้ว")
    head = visit(axe=False)
    sign_in(head, "aonang-head", portal_open)
    act(head, case, "approve", case.approvals.get().number)

    citizen.page.reload()
    citizen.look()
    text = citizen.text()
    assert "พรุ่งนี้เช้าเรือไปถึง" in text
    assert "น้ำขึ้นอีกแล้ว" in text
    assert "ถ้าไม่เห็นด้วย" in text
    citizen.page.locator("#reopen-words").fill("หลังคายังรั่วอยู่ (สมมติ)")
    citizen.press("ขอให้เปิดเรื่องอีกครั้ง", exact=True)
    case.refresh_from_db()
    assert case.stage == Stage.WORKING, citizen.text()


def test_a_case_beyond_capacity(visit, portal_open):
    """S1.14: the head says what was done and why it is too much; the center has it at once and cannot send it back."""
    case, secret = asked_for_help(demo.screen(), demo.refer("aonang"), demo.accept("aonang"))
    head = visit(axe=False)
    sign_in(head, "aonang-head", portal_open)
    act(head, case, "hand_up", consent="given", note="ให้ถุงยังชีพแล้ว สะพานขาด ต้องใช้เครื่องจักร (สมมติ)")
    center = demo.Office()["center"].organization
    assert case.holder == center
    assert head.page.goto(f"{head.base}/desk/cases/{case.reference}/hand_up/").status in (404, 409)
    head.errors.clear()

    officer = visit(axe=False)
    sign_in(officer, "center", portal_open)
    officer.open(f"/desk/cases/{case.reference}/")
    assert "สะพานขาด" in officer.text()
    assert "ส่งคืน" not in officer.page.locator("main .case-side").inner_text()
    act(officer, case, "record_help", category="disaster", kind="other", description="ประสานสะพานเบลีย์ (สมมติ)")
    citizen = track(visit, case.reference, secret)
    assert center.display_name in citizen.text()
    assert "สะพานขาด" not in citizen.text()


def test_a_merged_municipality(visit, portal_open, browser, live_server):
    """R22, S1.13: an office becomes part of another: its cases, deadlines and people's way go over on the planned day."""
    case, secret = asked_for_help(demo.screen(), demo.refer("aonang"), demo.accept("aonang"))
    waits, _other = asked_for_help(demo.screen(), demo.refer("aonang"))
    office = demo.Office()
    old, new = office["aonang"].organization, office["saithai"].organization
    working, asked = (one.duties.running().exclude(kind=DutyKind.TELL).get() for one in (case, waits))
    merges_on = bangkok_today() + dt.timedelta(days=2)

    client = Client()
    client.force_login(User.objects.create_superuser("admin", password="a-long-password-for-tests"))
    context = browser.new_context(viewport=WIDE, locale="th-TH", timezone_id="Asia/Bangkok")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}{reverse('organizations:edit', args=[old.pk])}")
    page.locator("input[name=is_active]").uncheck()
    page.locator("input[name=closed_on]").fill(format_date(merges_on, "numeric"))
    page.locator("[name=successor]").first.evaluate("(box, value) => { box.value = value }", str(new.pk))
    page.locator("form[action*='/edit/'] button[type=submit]").first.click()
    page.wait_for_load_state("load")
    context.close()
    assert PlannedEnd.objects.get(organization=old).successor == new

    before = visit(axe=False)
    sign_in(before, "aonang", portal_open)
    before.open(f"/desk/cases/{case.reference}/")
    assert "ไสไทย" not in before.text(), "until the day it is theirs"

    with time_machine.travel(bangkok_datetime(merges_on, dt.time(9))):
        carry_out_planned_ends.call()
        carry_out_planned_ends.call()
        for one in (case, waits):
            one.refresh_from_db()
        assert case.holder == new
        after = {one: one.duties.running().exclude(kind=DutyKind.TELL).get() for one in (case, waits)}
        assert [row.organization for row in after.values()] == [new, new]
        # What the old office was asked keeps its time; who never had a case gets its own limit to work on it.
        assert after[waits].due_at == asked.due_at
        assert after[case].due_at > working.due_at

        gone = before.page.request.get(f"{live_server.url}/desk/cases/{case.reference}/", max_redirects=0)
        assert gone.status in (302, 403, 404), "rights end with the office"
        assert "น้ำเข้าบ้าน" not in gone.text()

        heir = visit(axe=False)
        sign_in(heir, "saithai", portal_open)
        heir.open("/desk/?list=hands")
        assert case.reference in heir.text()
        heir.open("/desk/?list=asked")
        assert waits.reference in heir.text()
        act(heir, waits, "accept", waits.referrals.get(target=new).number)
        heir.open(f"/desk/cases/{case.reference}/")
        assert "น้ำเข้าบ้าน" in heir.text()
        act(heir, case, "record_help", category="disaster", kind="in_kind", **day("follow_up_on", 6))

        citizen = track(visit, case.reference, secret)
        assert new.display_name in citizen.text()
        assert old.display_name not in citizen.text()
        later, _secret = asked_for_help()
        proposed = propose_targets(problem=later.problem, subdistrict_code=later.subdistrict_code)
        assert new in [one.organization for one in proposed]
        assert old not in [one.organization for one in proposed]
