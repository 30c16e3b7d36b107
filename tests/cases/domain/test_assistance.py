"""Help is recorded with day, amount and basis; follow-up is never forgotten; waiting for an answer stops the clock."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from cases.domain.asking import acknowledge, ask_reporter, record_answer, send_message
from cases.domain.assistance import (
    Risk,
    adjust_plan,
    cancel_follow_up,
    plan_follow_up,
    record_follow_up,
    record_help,
    start_following_up,
)
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import DutyKind, Stage
from cases.models import AssistanceRecord
from cases.vocabulary import AssistanceKind, RiskLevel, Severity
from portal.actors import Citizen
from portal.calendar.working_days import end_of_day
from portal.files import CheckedFile
from portal.outbox.models import OutboxMessage
from tests.cases import factories
from tests.cases.domain.verbs import duty_of, in_days, running
from tests.cases.factories import World, help_given


def helped(world: World, case=None, **values):
    defaults = {
        "actor": world.local.officer,
        "given": help_given(legal_basis="ระเบียบ มท. 2560", committee_decision="ครั้งที่ 1/2570"),
        "follow_up_on": in_days(14),
    }
    return record_help(case=case or factories.working_case(world), **(defaults | values))


def test_help_is_on_record_and_the_follow_up_has_a_date(world: World):
    record = helped(world)
    case = record.case
    assert (record.organization, record.recorded_by) == (world.local.organization, world.local.officer.person)
    assert (record.amount_baht, record.persons, record.households) == (Decimal(2000), 3, 1)
    case.refresh_from_db()
    assert case.stage == Stage.FOLLOWING_UP
    assert running(case) == [DutyKind.FOLLOW]
    assert duty_of(case, DutyKind.FOLLOW).due_at == end_of_day(in_days(14))
    assert case.follow_ups.get().due_on == in_days(14)
    assert OutboxMessage.objects.filter(template="case_news").count() == 4


def test_help_alone_does_not_change_the_stage(world: World):
    case = helped(world, follow_up_on=None).case
    assert case.stage == Stage.WORKING
    assert case.helped
    assert running(case) == [DutyKind.ACT]
    helped(world, case, follow_up_on=None)
    assert case.assistance.count() == 2


def test_nobody_is_followed_up_before_they_were_helped(world: World):
    case = factories.working_case(world)
    with pytest.raises(GuardFailed, match="บันทึกการช่วยเหลือก่อน"):
        start_following_up(case=case, actor=world.local.officer, on=in_days(3))


def test_every_organization_that_works_on_it_records_its_help(world: World):
    case = factories.working_case(world)
    part = factories.referral.refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=factories.Consent.GIVEN,
        request="รักษา",
    )
    with pytest.raises(NotAllowed):
        helped(world, case, actor=world.other_local.officer, follow_up_on=None)
    factories.referral.accept_referral(referral=part, actor=world.hospital.officer)
    record = helped(world, case, actor=world.hospital.officer, follow_up_on=None)
    assert record.organization == world.hospital.organization


def test_a_crisis_case_needs_a_judgement_of_the_risk(world: World):
    case = factories.working_crisis_case(world)
    with pytest.raises(GuardFailed) as failed:
        helped(world, case, actor=world.lead.officer)
    assert failed.value.field == "risk_level"
    assert not AssistanceRecord.objects.exists()
    risk = Risk(level=RiskLevel.HIGH, reasons="ผู้กระทำยังอยู่บ้านเดียวกัน")
    with pytest.raises(GuardFailed, match="ไกลเกินไป"):
        helped(world, case, actor=world.lead.officer, risk=risk)
    helped(world, case, actor=world.lead.officer, risk=risk, follow_up_on=in_days(7))
    assert case.risk_assessments.get().level == RiskLevel.HIGH


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"given_on": timezone.localdate() + dt.timedelta(days=2)}, "given_on"),
        ({"given_on": dt.date(1999, 1, 1)}, "given_on"),
        ({"amount_baht": Decimal(-1)}, "amount_baht"),
        ({"amount_baht": Decimal("1e12")}, "amount_baht"),
        ({"amount_baht": None}, "amount_baht"),
        ({"persons": 0, "households": 0}, "persons"),
    ],
)
def test_impossible_records_are_refused(world: World, values, field):
    with pytest.raises(GuardFailed) as failed:
        helped(world, given=help_given(**values))
    assert failed.value.field == field
    assert not AssistanceRecord.objects.exists()


@pytest.mark.parametrize("days", [-1, 400])
def test_the_follow_up_is_soon_and_not_in_the_past(world: World, days):
    with pytest.raises(GuardFailed) as failed:
        helped(world, follow_up_on=in_days(days))
    assert failed.value.field == "due"
    assert not AssistanceRecord.objects.exists()


def test_help_in_kind_needs_no_amount(world: World):
    assert helped(world, given=help_given(kind=AssistanceKind.IN_KIND, amount_baht=None)).amount_baht is None


def test_after_a_follow_up_the_work_may_go_on(world: World):
    case = adjust_plan(
        case=factories.followed_case(world),
        actor=world.local.officer,
        finding="หลังคายังรั่ว",
        risk=Risk(level=RiskLevel.LOW),
    )
    assert case.stage == Stage.WORKING
    assert running(case) == [DutyKind.ACT]
    follow_up = case.follow_ups.get()
    assert (follow_up.finding, follow_up.done_by) == ("หลังคายังรั่ว", world.local.officer.person)
    with pytest.raises(GuardFailed):
        adjust_plan(case=factories.followed_case(world), actor=world.local.officer, finding=" ")


def test_help_may_be_recorded_again_after_the_plan_changed(world: World):
    case = adjust_plan(case=factories.followed_case(world), actor=world.local.officer, finding="ยังไม่พอ")
    case = factories.followed_case(world, case=case)
    assert case.assistance.count() == 2
    assert case.follow_ups.filter(done_at__isnull=True).count() == 1


@pytest.fixture
def monday(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=False)
    return time_machine


def asked(world: World, case=None, actor=None):
    return ask_reporter(
        case=case or factories.working_case(world),
        actor=actor or world.local.officer,
        question="บ้านเลขที่เท่าไร",
    )


def test_while_the_office_waits_for_an_answer_the_time_of_the_work_stands_still(world: World, monday):
    case = factories.working_case(world)
    due = duty_of(case, DutyKind.ACT).due_at
    question = asked(world, case)
    assert question.case.stage == Stage.WORKING
    assert running(case) == [DutyKind.ANSWER]
    pause = dt.timedelta(days=5, hours=2)
    monday.shift(pause)
    record_answer(question=question, actor=Citizen(case.reference), answer="เลขที่ 9 หมู่ 2")
    assert running(case) == [DutyKind.ACT, DutyKind.READ]
    assert duty_of(case, DutyKind.ACT).due_at == due + pause


def test_time_stands_still_once_per_case(world: World, monday):
    case = factories.working_case(world)
    question = asked(world, case)
    monday.shift(dt.timedelta(days=1))
    record_answer(question=question, actor=world.local.officer, answer="หมู่ 3")
    again = asked(world, case)
    assert not again.pausing
    assert running(case) == [DutyKind.ACT, DutyKind.ANSWER]


def test_an_officer_may_write_the_answer_down_and_need_not_read_it_again(world: World):
    question = record_answer(question=asked(world), actor=world.local.officer, answer="โทรถามแล้ว อยู่หมู่ 3")
    case = question.case
    assert question.answer == "โทรถามแล้ว อยู่หมู่ 3"
    assert case.events.last().organization == world.local.organization
    assert running(case) == [DutyKind.ACT]


def test_crises_emergencies_and_what_is_late_are_asked_about_and_go_on(world: World, monday):
    crisis = factories.working_crisis_case(world)
    urgent = factories.working_case(world, severity=Severity.URGENT)
    late = factories.working_case(world)
    monday.shift(dt.timedelta(days=30))
    for case, actor in ((crisis, world.lead.officer), (urgent, None), (late, None)):
        due = duty_of(case, DutyKind.ACT).due_at
        assert not asked(world, case, actor).pausing
        assert duty_of(case, DutyKind.ACT).due_at == due


def test_what_the_citizen_sends_waits_until_somebody_has_read_it(world: World):
    case = factories.working_case(world)
    send_message(case=case, actor=Citizen(case.reference), text="น้ำขึ้นอีกแล้ว")
    case.refresh_from_db()
    seen = case.version
    send_message(case=case, actor=Citizen(case.reference), text="หลังคาพัง")
    assert running(case) == [DutyKind.ACT, DutyKind.READ], "one duty for all of them"
    acknowledge(case=case, actor=world.local.officer, seen=seen)
    assert running(case) == [DutyKind.ACT, DutyKind.READ], "the second one came after the page was drawn"
    case.refresh_from_db()
    acknowledge(case=case, actor=world.local.officer, seen=case.version)
    assert running(case) == [DutyKind.ACT]


def test_a_follow_up_ends_by_a_finding_or_with_a_reason(world: World):
    case = factories.followed_case(world)
    first = case.follow_ups.get()
    with pytest.raises(GuardFailed):
        record_follow_up(follow_up=first, actor=world.local.officer, finding=" ")
    record_follow_up(follow_up=first, actor=world.local.officer, finding="ดีขึ้น", next_on=in_days(9))
    second = case.follow_ups.get(state="open")
    with pytest.raises(GuardFailed):
        cancel_follow_up(follow_up=second, actor=world.local.officer, note="")
    cancel_follow_up(follow_up=second, actor=world.local.officer, note="ย้ายไปจังหวัดอื่น")
    assert running(case) == [DutyKind.DECIDE], "somebody has to say how it goes on"
    plan_follow_up(case=case, actor=world.local.officer, on=in_days(12))
    assert running(case) == [DutyKind.FOLLOW]


def test_a_receipt_of_help_that_could_not_be_recorded_does_not_stay_on_the_disk(world: World):
    """The follow-up is refused after the help: the disk takes nothing back, so the receipt is kept last."""
    checked = CheckedFile(name="ใบรับ.png", content=b"x", content_type="image/png", extension="png")

    def on_disk() -> list[object]:
        return sorted(path for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file())

    before = on_disk()
    with pytest.raises(GuardFailed):
        helped(world, follow_up_on=in_days(-1), receipt=checked)
    assert on_disk() == before
    assert not AssistanceRecord.objects.exists()
    assert helped(world, receipt=checked).receipt.name == "ใบรับ.png"
    assert len(on_disk()) == len(before) + 1
