"""A crisis whose lead agency has no account: the center is told at once, asks by letter, and the answer ends the 24 hours."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cases.domain import outside, referral, screening, working
from cases.machine.vocabulary import DutyKind, WaitingState
from cases.models import Case
from cases.vocabulary import Consent, HandoverReason, Severity
from portal.organizations.models import Organization, RoutingRule
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.composing import compose
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases.factories import World, crisis_case, screened_case, working_case

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
PREGNANCY = ProblemType.UNREADY_PREGNANCY


@pytest.fixture
def clinic(world: World) -> Organization:
    """Leads unready pregnancy in the province, and nobody there signs in."""
    made = OrganizationFactory(
        type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลไร้บัญชี", email="c@example.org"
    )
    RoutingRule.objects.filter(problem=PREGNANCY).update(organization=made)
    return made


def test_the_center_is_told_in_the_same_moment(world: World, clinic: Organization) -> None:
    """S2.38: the report reaches somebody who can read it, with 24 hours running."""
    case = crisis_case(world, problem=PREGNANCY)
    assert case.holder == world.center.organization
    assert not case.referrals.exists()
    told = OutboxMessage.objects.get(template="case_received", organization=world.center.organization)
    assert told.context["reference"] == case.reference
    assert case.duties.running().get(kind=DutyKind.FORWARD).organization == world.center.organization


def test_the_girl_by_web_whose_hospital_has_no_account(world: World, clinic: Organization) -> None:
    case = crisis_case(world, problem=PREGNANCY)
    screening.screen_case(case=case, actor=world.center.officer, problem=PREGNANCY, severity=Severity.URGENT)
    sent = referral.refer_case(
        case=case,
        target=clinic,
        actor=world.center.officer,
        reason=HandoverReason.LEAD_AGENCY,
        consent=Consent.GIVEN,
    )
    issued = outside.issue_link(row=sent, actor=world.center.officer)
    outside.answer(link=issued.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี")
    case = Case.objects.get(pk=case.pk)
    assert case.holder == world.center.organization
    assert not case.duties.running().filter(kind=DutyKind.FORWARD).exists()
    assert case.duties.running().get(kind=DutyKind.PART).organization == clinic


def test_who_cannot_sign_in_gets_no_address_of_the_desk(world: World, clinic: Organization) -> None:
    """The mail says that a letter comes; whoever can sign in gets the page as before."""
    case = screened_case(world)
    for target in (clinic, world.local.organization):
        referral.refer_jointly(
            case=case, target=target, actor=world.center.officer, consent=Consent.GIVEN, request="รักษา"
        )
    told = {
        message.organization_id: message
        for message in OutboxMessage.objects.filter(template__contains="case_")
    }
    assert told[clinic.pk].template == "case_comes_by_letter"
    assert told[world.local.organization.pk].template == "case_referred"
    text = compose(told[clinic.pk]).body
    assert "/desk/" not in text
    assert case.reference in text


def test_a_governor_hears_that_the_center_took_over(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    """The reference and a link, nothing else."""
    governor = OrganizationFactory(
        type=OrganizationType.GOVERNOR,
        name_th="ผู้ว่าราชการจังหวัดกระบี่",
        district_code="",
        email="gov@example.org",
    )
    time_machine.move_to(MONDAY, tick=False)
    case = working_case(world)
    time_machine.move_to(MONDAY + dt.timedelta(days=60), tick=False)
    working.take_over(case=case, actor=world.center.supervisor, note="เงียบนานเกินไป")
    message = OutboxMessage.objects.get(template="case_governor_told")
    assert (message.to, message.organization) == ("gov@example.org", governor)
    assert set(message.context) == {"reference", "link", "body_name"}


# Against the wish of the person -------------------------------------------------------------------------------------


def refused(world: World, **values: Any) -> Case:
    """A crisis by web whose person does not agree that it goes on."""
    return crisis_case(world, **({"consent": Consent.REFUSED, "affected": {"age": 30}} | values))


def test_a_report_of_who_refused_stays_with_the_center_that_advises_first(world: World) -> None:
    """Privacy 10: what the page of the request promises; the 24 hours run, and somebody else decides about more."""
    case = refused(world)
    assert case.holder == world.center.organization
    assert not case.referrals.exists()
    assert not Case.objects.heard_of(world.lead.officer).filter(pk=case.pk).exists()
    assert case.duties.running().get(kind=DutyKind.FORWARD).organization == world.center.organization
    assert OutboxMessage.objects.filter(
        template="case_received", organization=world.center.organization
    ).exists()
    asked = referral.request_disclosure(
        case=case,
        target=world.lead.organization,
        actor=world.center.officer,
        ground=Consent.LEGAL_DUTY,
        note="ผู้กระทำมีอาวุธ",
    )
    assert asked.organization == world.center.organization


@pytest.mark.parametrize(
    ("values", "ground"),
    [
        ({"danger_now": True}, Consent.VITAL),
        ({"affected": {"age": 15}}, Consent.LEGAL_DUTY),
        ({"problem": ProblemType.CHILD_LABOR, "affected": {}}, Consent.LEGAL_DUTY),
    ],
)
def test_danger_now_and_a_child_go_to_the_lead_agency_all_the_same_on_the_ground_that_the_law_gives(
    world: World, values: dict[str, Any], ground: Consent
) -> None:
    case = refused(world, **values)
    row = case.referrals.get()
    assert (row.target, row.consent) == (world.lead.organization, ground)
    assert case.consent == Consent.REFUSED


@pytest.mark.parametrize(
    "values",
    [
        {"problem": PREGNANCY, "affected": {"age": 15}},
        {"affected": {"age": 17, "is_married": True}},
    ],
)
def test_a_girl_decides_herself_about_a_pregnancy_and_who_is_of_age_by_marriage_about_everything(
    world: World, values: dict[str, Any]
) -> None:
    """Act on Teenage Pregnancy B.E. 2559 s.5; Child Protection Act B.E. 2546 s.4."""
    assert not refused(world, **values).referrals.exists()
