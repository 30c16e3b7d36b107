"""Screening finds out what a request is; nothing is turned away or made harmless by one person alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from cases.domain.closure import approve
from cases.domain.referral import refer_jointly
from cases.domain.screening import (
    reclassify_case,
    reject_case,
    request_refusal,
    screen_case,
    take_on,
)
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.machine.vocabulary import DutyKind, Stage, Verb
from cases.models import Case
from cases.vocabulary import Channel, ClosureReason, Confidentiality, Consent, Severity, Track
from portal.organizations.models import RoutingRule
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.domain.verbs import duty_of, running, waiting_approval
from tests.cases.factories import CaseFactory, World


def screened(world: World, case: Case, **values) -> Case:
    defaults = {"actor": world.center.officer, "problem": ProblemType.DISASTER, "severity": Severity.NORMAL}
    return screen_case(case=case, **(defaults | values))


def test_screening_sets_what_it_found_and_keeps_both_values(world: World):
    case = screened(
        world,
        factories.received_case(world),
        severity=Severity.URGENT,
        further_problems=[ProblemType.DISEASE, ProblemType.DISASTER, ProblemType.DISEASE],
        note="  โทรถามแล้ว ",
    )
    assert (case.stage, case.problem, case.severity) == (
        Stage.SCREENED,
        ProblemType.DISASTER,
        Severity.URGENT,
    )
    assert [row.problem for row in case.further_problems.all()] == [ProblemType.DISEASE]
    event = case.events.last()
    classes = {name: event.changes[name] for name in ("problem", "severity")}
    assert classes == {"problem": ["quality_of_life", "disaster"], "severity": ["normal", "urgent"]}
    assert event.note.text == "โทรถามแล้ว"
    assert case.screened_by == world.center.officer.person


def test_screening_does_not_discharge_the_duty_to_forward_but_may_shorten_it(world: World):
    case = factories.received_case(world)
    before = duty_of(case, DutyKind.FORWARD)
    case = screened(world, case, severity=Severity.EMERGENCY)
    duty = duty_of(case, DutyKind.FORWARD)
    assert running(case) == [DutyKind.FORWARD]
    assert duty.due_at == duty.made_at + dt.timedelta(hours=4) < before.due_at
    assert (duty.chain, duty.started_at) == (before.chain, before.started_at)
    assert case.events.last().changes["dues"] == [
        {"kind": "forward", "was": before.due_at.isoformat(), "due": duty.due_at.isoformat()}
    ]


def test_a_crisis_found_in_screening_is_restricted_whatever_was_asked_for(world: World):
    received = factories.received_case(world)
    # On the evening before a working day it had to be forwarded sooner than in 24 hours anyway: nobody wins time.
    before = duty_of(received, DutyKind.FORWARD).due_at
    case = screened(
        world,
        received,
        problem=ProblemType.VIOLENCE,
        confidentiality=Confidentiality.NORMAL,
    )
    assert case.track == Track.CRISIS
    assert case.is_restricted
    due = duty_of(case, DutyKind.FORWARD).due_at
    assert due == min(before, case.crisis_since + dt.timedelta(hours=24))


def test_what_nobody_has_named_stays_restricted_unless_the_officer_says_so(world: World):
    unsure = factories.received_case(world, problem=ProblemType.UNSURE)
    assert screened(world, unsure, problem=ProblemType.UNSURE).is_restricted
    other = factories.received_case(world, problem=ProblemType.UNSURE)
    assert not screened(world, other, problem=ProblemType.DISASTER).is_restricted


def test_screening_makes_no_crisis_report_a_general_one_another_person_decides(world: World):
    case = CaseFactory(problem=ProblemType.VIOLENCE, actor=world.local.officer)
    for actor in (world.local.officer, world.local.supervisor):
        with pytest.raises(GuardFailed, match="ต้องขออนุมัติ"):
            screened(world, case, actor=actor)
    case = reclassified(case, world.local.officer, problem=ProblemType.DISASTER)
    assert case.track == Track.CRISIS
    assert approve(approval=waiting_approval(case), actor=world.local.supervisor).track == Track.GENERAL


def test_a_page_that_is_out_of_date_changes_nothing(world: World):
    case = factories.received_case(world)
    screened(world, case, base=case.base)
    with pytest.raises(CaseChanged, match="เปลี่ยนไป"):
        screened(world, case, base=case.base)
    assert case.events.count() == 2


def test_notes_have_a_limit(world: World):
    with pytest.raises(GuardFailed) as failed:
        screened(world, factories.received_case(world), note="ก" * 4001)
    assert failed.value.field == "note"


def test_taking_on_starts_the_clock_of_the_work(world: World):
    case = take_on(case=factories.screened_case(world), actor=world.center.officer, note="ลงพื้นที่วันนี้")
    assert case.stage == Stage.WORKING
    assert running(case) == [DutyKind.ACT]


@pytest.mark.parametrize("reason", [ClosureReason.SPAM, ClosureReason.TEST])
def test_rejected_requests_are_closed_and_can_be_reopened(world: World, reason):
    case = reject_case(case=factories.received_case(world), actor=world.center.officer, reason=reason)
    assert (case.stage, case.closure_reason) == (Stage.CLOSED, reason)
    assert not case.duties.running().exists()
    assert case.closed_at is not None
    assert case.retention_until.year == timezone.localdate().year + 10


def test_the_citizen_is_told_that_a_request_was_turned_away(world: World):
    case = factories.received_case(world)
    OutboxMessage.objects.all().delete()
    reject_case(case=case, actor=world.center.officer, reason=ClosureReason.OUT_OF_SCOPE, note="ติดต่อการไฟฟ้า")
    assert OutboxMessage.objects.get().template == "case_news"


def test_out_of_scope_says_where_to_go(world: World):
    with pytest.raises(GuardFailed):
        reject_case(
            case=factories.received_case(world), actor=world.center.officer, reason=ClosureReason.OUT_OF_SCOPE
        )


def test_work_does_not_end_by_rejection(world: World):
    with pytest.raises(GuardFailed) as failed:
        reject_case(
            case=factories.received_case(world), actor=world.center.officer, reason=ClosureReason.HELPED
        )
    assert failed.value.field == "reason"


def test_a_duplicate_points_to_the_case_that_stays(world: World):
    original, copy = factories.received_case(world), factories.received_case(world)
    case = reject_case(
        case=copy, actor=world.center.officer, reason=ClosureReason.DUPLICATE, duplicate_of=original
    )
    assert case.duplicate_of == original
    assert list(original.duplicates.all()) == [case]


def test_a_duplicate_of_itself_of_nothing_or_of_a_foreign_case_is_refused(world: World):
    case = factories.received_case(world)
    foreign = CaseFactory(actor=world.local.officer)
    for other in (None, case, foreign):
        with pytest.raises(GuardFailed) as failed:
            reject_case(
                case=case, actor=world.center.officer, reason=ClosureReason.DUPLICATE, duplicate_of=other
            )
        assert failed.value.field == "duplicate_of"
    with pytest.raises(GuardFailed):
        reject_case(
            case=case,
            actor=world.center.officer,
            reason=ClosureReason.SPAM,
            duplicate_of=factories.received_case(world),
        )


def refusal(world: World, case: Case, actor):
    return request_refusal(case=case, actor=actor, reason=ClosureReason.SPAM, note="ข้อความโฆษณา")


def test_a_crisis_report_is_turned_away_by_two_people(world: World):
    case = CaseFactory(problem=ProblemType.VIOLENCE, channel=Channel.WALK_IN, actor=world.local.officer)
    for actor in (world.local.officer, world.local.supervisor):
        with pytest.raises(GuardFailed, match="อีกคนหนึ่ง"):
            reject_case(case=case, actor=actor, reason=ClosureReason.SPAM)
    approval = refusal(world, case, world.local.officer)
    assert duty_of(case, DutyKind.APPROVE).organization == world.local.organization
    case = approve(approval=approval, actor=world.local.supervisor)
    assert (case.stage, case.closure_reason) == (Stage.CLOSED, ClosureReason.SPAM)


def test_one_supervisor_alone_cannot_turn_away_a_crisis_report_the_center_decides(world: World):
    case = CaseFactory(problem=ProblemType.VIOLENCE, channel=Channel.WALK_IN, actor=world.local.supervisor)
    approval = refusal(world, case, world.local.supervisor)
    assert approval.organization == world.center.organization
    with pytest.raises(NotAllowed):
        approve(approval=approval, actor=world.local.supervisor)
    assert approve(approval=approval, actor=world.center.supervisor).is_closed


def test_a_case_that_somebody_was_asked_about_is_not_turned_away(world: World):
    case = factories.screened_case(world)
    refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.center.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    with pytest.raises(GuardFailed, match="ถูกขอให้รับเรื่อง"):
        reject_case(case=case, actor=world.center.officer, reason=ClosureReason.SPAM)


def reclassified(case: Case, actor, **values) -> Case:
    defaults = {
        "problem": ProblemType(case.problem),
        "severity": Severity(case.severity),
        "note": "ตรวจสอบแล้ว",
    }
    return reclassify_case(case=case, actor=actor, **(defaults | values))


def test_reclassifying_keeps_the_stage_both_values_and_recomputes_the_duty(world: World):
    case = factories.working_case(world)
    due = duty_of(case, DutyKind.ACT).due_at
    case = reclassified(case, world.local.officer, severity=Severity.URGENT)
    assert case.stage == Stage.WORKING
    event = case.events.last()
    assert event.verb == Verb.RECLASSIFY
    assert event.changes["severity"] == ["normal", "urgent"]
    assert event.visibility == "internal"
    assert duty_of(case, DutyKind.ACT).due_at < due


def test_raising_is_done_at_once_lowering_is_decided_by_another_person(world: World):
    case = reclassified(
        factories.working_case(world), world.local.officer, confidentiality=Confidentiality.RESTRICTED
    )
    assert case.is_restricted
    case = reclassified(case, world.local.officer, confidentiality=Confidentiality.NORMAL)
    assert case.is_restricted
    case = approve(approval=waiting_approval(case), actor=world.local.supervisor)
    assert not case.is_restricted


def test_a_crisis_case_becomes_general_only_by_another_person_and_with_a_reason(world: World):
    case = factories.working_crisis_case(world)
    with pytest.raises(GuardFailed):
        reclassified(case, world.lead.officer, problem=ProblemType.QUALITY_OF_LIFE, note=" ")
    case = reclassified(case, world.lead.officer, problem=ProblemType.QUALITY_OF_LIFE)
    assert case.track == Track.CRISIS
    with pytest.raises(NotAllowed):
        approve(approval=waiting_approval(case), actor=world.lead.officer)
    case = approve(approval=waiting_approval(case), actor=world.lead.supervisor)
    assert case.track == Track.GENERAL
    assert case.is_restricted, "secrecy is lowered only when somebody says so"


def test_further_problems_are_replaced_only_when_given(world: World):
    case = screened(world, factories.received_case(world), further_problems=[ProblemType.DISEASE])
    reclassified(case, world.center.officer)
    assert case.further_problems.count() == 1
    reclassified(case, world.center.officer, further_problems=[ProblemType.OTHER])
    assert case.further_problems.get().problem == ProblemType.OTHER


def test_nobody_else_reclassifies(world: World):
    with pytest.raises(NotAllowed):
        reclassified(factories.working_case(world), world.center.supervisor)


def test_one_form_raises_at_once_and_asks_for_what_is_lowered(world: World):
    """Row 20: an emergency does not wait because something else is to be lowered in the same form."""
    case = reclassified(
        factories.working_case(world), world.local.officer, confidentiality=Confidentiality.RESTRICTED
    )
    case = reclassified(
        case,
        world.local.officer,
        severity=Severity.EMERGENCY,
        confidentiality=Confidentiality.NORMAL,
        base=case.base,
    )
    assert (case.severity, case.confidentiality) == (Severity.EMERGENCY, Confidentiality.RESTRICTED)
    raised, asked = case.events.order_by("sequence")[case.events.count() - 2 :]
    assert (raised.verb, asked.verb) == (Verb.RECLASSIFY, Verb.REQUEST_LOWERING)
    assert raised.changes["severity"] == ["normal", "emergency"]
    case = approve(approval=waiting_approval(case), actor=world.local.supervisor)
    assert (case.severity, case.confidentiality) == (Severity.EMERGENCY, Confidentiality.NORMAL)


def test_of_one_form_both_happen_or_none(world: World):
    case = reclassified(
        factories.working_case(world), world.local.officer, confidentiality=Confidentiality.RESTRICTED
    )
    case = reclassified(case, world.local.officer, confidentiality=Confidentiality.NORMAL)
    count = case.events.count()
    with pytest.raises(GuardFailed, match="ขออนุมัติเรื่องนี้ไว้แล้ว"):
        reclassified(
            case, world.local.officer, severity=Severity.EMERGENCY, confidentiality=Confidentiality.NORMAL
        )
    case = Case.objects.get(pk=case.pk)
    assert (case.severity, case.events.count()) == (Severity.NORMAL, count)


def test_another_crisis_with_the_same_lead_agency_needs_no_decision(world: World):
    """Row 20: only what takes a crisis away from who leads it is decided."""
    case = factories.working_crisis_case(world)
    assert case.led
    leads = RoutingRule.objects.filter(problem=ProblemType.HUMAN_TRAFFICKING)
    assert {one.organization for one in leads} == {world.lead.organization}
    case = reclassified(case, world.lead.officer, problem=ProblemType.HUMAN_TRAFFICKING)
    assert (case.problem, case.holder) == (ProblemType.HUMAN_TRAFFICKING, world.lead.organization)
    assert case.events.last().verb == Verb.RECLASSIFY
    assert not case.approvals.exists()


def test_another_crisis_with_another_lead_agency_is_decided(world: World):
    case = factories.working_crisis_case(world)
    RoutingRule.objects.filter(problem=ProblemType.HUMAN_TRAFFICKING).update(
        organization=world.hospital.organization
    )
    case = reclassified(case, world.lead.officer, problem=ProblemType.HUMAN_TRAFFICKING)
    assert case.problem == ProblemType.VIOLENCE
    assert waiting_approval(case).terms == {"problem": "human_trafficking"}
