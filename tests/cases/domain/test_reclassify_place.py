"""The place of a case is corrected: whoever leads a crisis there takes it on, and everything that follows from a place does (S2.20)."""

from __future__ import annotations

from typing import Any

import pytest

from cases.domain import referral, screening
from cases.domain.closure import approve
from cases.domain.verifying import faults_of
from cases.errors import GuardFailed
from cases.machine.vocabulary import DutyKind, Scope, Stage, Verb, WaitingState
from cases.models import Case, ListedCase
from cases.vocabulary import Consent, HandoverReason, Severity
from portal.accounts.roles import Role
from portal.organizations.models import Organization, RoutingRule, ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.domain.verbs import running, waiting_approval
from tests.cases.factories import Body, World

VIOLENCE = ProblemType.VIOLENCE
THERE = "900101"
"""A subdistrict of another province than that of the district."""
OTHER_SUBDISTRICT = "810102"


@pytest.fixture
def there(world: World) -> Body:
    """The office that leads violence in the other province."""
    made = factories.body(
        OrganizationType.PROVINCIAL_SOCIAL_OFFICE,
        "พมจ.จังหวัดอื่น",
        Role.LEAD_AGENCY_OFFICER,
        Role.LEAD_AGENCY_HEAD,
    )
    Organization.objects.filter(pk=made.organization.pk).update(
        province_code=THERE[:2], district_code=THERE[:4]
    )
    RoutingRule.objects.create(problem=VIOLENCE, province_code=THERE[:2], organization=made.organization)
    return made


def put(case: Case, actor: Any, place: str, **values: Any) -> Case:
    """Correct the place."""
    defaults = {"problem": ProblemType(case.problem), "severity": Severity(case.severity)}
    return screening.reclassify_case(
        case=case, actor=actor, place=place, note="ผู้แจ้งโทรมาแก้", **(defaults | values)
    )


def sent(case: Case, actor: Any, target: Body) -> referral.Referral:
    """Hand a case over."""
    return referral.refer_case(
        case=case,
        target=target.organization,
        actor=actor,
        reason=HandoverReason.LEAD_AGENCY,
        consent=Consent.GIVEN,
    )


def walk_in(world: World, **values: Any) -> Case:
    """A crisis that an officer of the local administration took down with the own area."""
    case = factories.CaseFactory(actor=world.local.officer, problem=VIOLENCE, **values)
    return screening.screen_case(
        case=case, actor=world.local.officer, problem=VIOLENCE, severity=Severity.NORMAL
    )


def test_the_lead_agency_of_the_right_province_ends_the_24_hours(world: World, there: Body) -> None:
    """S2.40: taken down with the wrong province it was a dead end: asked, accepted, and never theirs."""
    case = walk_in(world)
    accepted = referral.accept_referral(referral=sent(case, world.local.officer, there), actor=there.officer)
    case = Case.objects.get(pk=accepted.case_id)
    with pytest.raises(GuardFailed, match="เจ้าภาพหลัก"):
        screening.take_on(case=case, actor=there.officer)
    case = put(case, there.officer, THERE)
    assert (case.province_code, case.district_code, case.subdistrict_code) == ("90", "9001", THERE)
    case = screening.take_on(case=case, actor=there.officer)
    assert (case.stage, case.led) == (Stage.WORKING, True)
    assert running(case) == [DutyKind.ACT]
    assert faults_of(case) == []


def test_both_places_stand_in_the_history_and_nowhere_in_the_facts_of_the_machine(
    world: World, there: Body
) -> None:
    case = put(walk_in(world), world.local.officer, THERE)
    event = case.events.last()
    assert event.verb == Verb.RECLASSIFY
    assert event.changes["place"] == [factories.SUBDISTRICT, THERE]
    assert case.base == event.identity, "forms drawn before are looked at again"


def test_another_lead_agency_after_acceptance_is_decided_by_another_person(world: World, there: Body) -> None:
    case = factories.working_crisis_case(world)
    case = put(case, world.lead.officer, THERE)
    assert case.province_code == factories.PROVINCE
    approval = waiting_approval(case)
    assert approval.terms == {"place": THERE}
    case = approve(approval=approval, actor=world.lead.supervisor)
    assert (case.subdistrict_code, case.led) == (THERE, False)
    assert case.events.last().changes["place"] == [factories.SUBDISTRICT, THERE]
    assert DutyKind.FORWARD in running(case)
    accepted = referral.accept_referral(referral=sent(case, world.lead.officer, there), actor=there.officer)
    case = Case.objects.get(pk=accepted.case_id)
    assert (case.holder, case.led) == (there.organization, True)
    assert faults_of(case) == []


def test_another_subdistrict_of_the_same_lead_agency_is_corrected_at_once(world: World) -> None:
    case = put(factories.working_crisis_case(world), world.lead.officer, OTHER_SUBDISTRICT)
    assert (case.subdistrict_code, case.led) == (OTHER_SUBDISTRICT, True)
    assert not case.approvals.exists()


def test_lists_and_the_keys_of_the_house_follow_the_place(world: World) -> None:
    case = factories.screened_case(world, place_detail="บ้านเลขที่ 12/3", moo="4")
    before = set(case.keys.values_list("key", flat=True))
    case = put(case, world.center.officer, OTHER_SUBDISTRICT)
    assert set(ListedCase.objects.filter(case=case).values_list("place", flat=True)) == {OTHER_SUBDISTRICT}
    after = set(case.keys.values_list("key", flat=True))
    assert before - after
    assert after - before


def test_a_place_that_is_known_less_exactly_leaves_no_code_of_before(world: World) -> None:
    case = put(factories.screened_case(world), world.center.officer, "8102")
    assert (case.province_code, case.district_code, case.subdistrict_code) == ("81", "8102", "")


def test_the_local_administration_of_the_right_place_knows_nothing_where_the_reporter_wished_so(
    world: World,
) -> None:
    """Privacy 16: the citizen tapped the wrong subdistrict; what was asked of the right one comes back."""
    ServiceArea.objects.create(
        organization=world.other_local.organization, subdistrict_code=OTHER_SUBDISTRICT
    )
    case = factories.screened_case(world, avoid_local=True)
    row = sent(case, world.center.officer, world.other_local)
    case = put(Case.objects.get(pk=case.pk), world.center.officer, OTHER_SUBDISTRICT)
    assert world.other_local.organization.pk in case.excluded
    row.refresh_from_db()
    assert row.state == WaitingState.RECALLED
    assert not Case.objects.heard_of(world.other_local.officer).filter(pk=case.pk).exists()
    assert faults_of(case) == []


def test_the_center_of_the_right_place_coordinates(world: World) -> None:
    case = factories.working_case(world)
    center = OrganizationFactory(
        type=OrganizationType.CENTER, name_th="สถานที่กลางอื่น", province_code="90", district_code="9001"
    )
    case = put(case, world.local.officer, THERE)
    reads = {
        grant.organization_id: grant.scope for grant in case.grants.filter(until=None, reason="coordinates")
    }
    assert reads == {center.pk: Scope.SUMMARY}


@pytest.mark.parametrize("place", ["999999", "ปากน้ำ", "81019"])
def test_what_is_no_area_is_refused(world: World, place: str) -> None:
    case = factories.screened_case(world)
    with pytest.raises(GuardFailed) as refused:
        put(case, world.center.officer, place)
    assert refused.value.field == "place"


def test_haste_is_raised_at_once_and_the_place_waits_for_its_decision(world: World, there: Body) -> None:
    case = factories.working_crisis_case(world)
    case = put(case, world.lead.officer, THERE, severity=Severity.EMERGENCY)
    case = Case.objects.get(pk=case.pk)
    assert (case.severity, case.province_code) == (Severity.EMERGENCY, factories.PROVINCE)
    assert waiting_approval(case).terms == {"place": THERE}


def test_who_is_left_out_at_the_new_place_is_told_that_its_part_ended(world: World) -> None:
    """A unit of theirs may be on its way to somebody who wants them to know nothing."""
    other = world.other_local.organization
    Organization.objects.filter(pk=other.pk).update(email="other@example.org")
    ServiceArea.objects.create(organization=other, subdistrict_code=OTHER_SUBDISTRICT)
    case = factories.working_case(world)
    Case.objects.filter(pk=case.pk).update(avoid_local=True)
    part = referral.refer_jointly(
        case=Case.objects.get(pk=case.pk),
        target=Organization.objects.get(pk=other.pk),
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ส่งรถ",
    )
    OutboxMessage.objects.all().delete()
    case = put(Case.objects.get(pk=case.pk), world.local.officer, OTHER_SUBDISTRICT)
    assert other.pk in case.excluded
    part.refresh_from_db()
    assert part.state == WaitingState.RECALLED
    assert [one.to for one in OutboxMessage.objects.filter(template="case_recalled")] == ["other@example.org"]
