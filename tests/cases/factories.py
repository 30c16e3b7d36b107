"""Cases for tests, made through the domain so that no test stands on a state that cannot happen.

`world()` is a small district: a center, two local administrations, a lead agency, a hospital, each with an officer and a
supervisor. `CaseFactory` submits; the `*_case` functions go on from there.
"""

from __future__ import annotations

import datetime as dt
import pickle
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import factory
from django.db import transaction
from django.utils import timezone

from cases.domain import assistance, closure, intake, referral, screening
from cases.machine.vocabulary import WaitingState
from cases.models import Case, Referral
from cases.vocabulary import (
    AssistanceCategory,
    AssistanceKind,
    Channel,
    ClosureReason,
    Consent,
    HandoverReason,
    Outcome,
    Relation,
    RiskLevel,
    Severity,
)
from portal.accounts.models import Appointment, AppointmentFunction, User
from portal.accounts.roles import Role
from portal.actors import Citizen, Officer
from portal.organizations.models import Organization, RoutingRule
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.scenes import scene, stage

PROVINCE, DISTRICT, SUBDISTRICT = "81", "8101", "810101"

CANARY_NAME = "คะนารี กรงทอง"
CANARY_STORY = "เรื่องลับสุดยอดของคะนารี-7731"
CANARY_PHONE = "081-770-0131"
CANARY_EMAIL = "kanari-canary@example.org"
CANARIES = (CANARY_NAME, CANARY_STORY, CANARY_PHONE, CANARY_EMAIL, "คะนารี", "บ้านกรงทอง", "0817700131")


@dataclass
class Body:
    """A body with its people."""

    organization: Organization
    officer: Officer
    supervisor: Officer


@dataclass
class World:
    """A district in which cases move."""

    center: Body
    local: Body
    other_local: Body
    lead: Body
    hospital: Body
    everybody: list[Body] = field(default_factory=list)
    rules: list[RoutingRule] = field(default_factory=list)
    functions: list[AppointmentFunction] = field(default_factory=list)

    @property
    def officers(self) -> list[Officer]:
        """Everybody who has an account."""
        return [one for body in self.everybody for one in (body.officer, body.supervisor)]


def body(kind: OrganizationType, name: str, officer_role: Role, supervisor_role: Role) -> Body:
    """Make a body with an officer and a supervisor."""
    organization = OrganizationFactory(type=kind, name_th=name)
    return Body(organization, officer(organization, officer_role), officer(organization, supervisor_role))


def world() -> World:
    """Give the district; its lead agency leads all four crisis problems.

    Made once in a process, through the models; then the same rows are laid again, which takes a fifth of the time.
    """
    global _made
    if Organization.objects.exists() or User.objects.exists():
        return _make()
    with stage().ours():
        if _made is None:
            with transaction.atomic():
                _made = pickle.dumps(_make())
                transaction.set_rollback(True)
        made: World = pickle.loads(_made)
        _lay(made)
    stage().stand_on(_made, _things(made))
    return made


_made: bytes | None = None


def _things(made: World) -> dict[str, object]:
    """Return the district, by the name "", and what verbs are given of it."""
    things: dict[str, object] = {"": made}
    for number, one in enumerate(made.everybody):
        things |= {f"{number}": one, f"{number}.organization": one.organization}
        for name, who in (("officer", one.officer), ("supervisor", one.supervisor)):
            things |= {
                f"{number}.{name}": who,
                f"{number}.{name}.person": who.person,
                f"{number}.{name}.appointment": who.appointment,
            }
    return things


def _make() -> World:
    made = World(
        center=body(OrganizationType.CENTER, "สถานที่กลางทดสอบ", Role.CENTER_OFFICER, Role.CENTER_HEAD),
        local=body(OrganizationType.TAO, "อบต.หนึ่ง", Role.LAO_OFFICER, Role.LAO_CHIEF_ADMINISTRATOR),
        other_local=body(OrganizationType.TAO, "อบต.สอง", Role.LAO_OFFICER, Role.LAO_CHIEF_ADMINISTRATOR),
        lead=body(
            OrganizationType.PROVINCIAL_SOCIAL_OFFICE,
            "พมจ.ทดสอบ",
            Role.LEAD_AGENCY_OFFICER,
            Role.LEAD_AGENCY_HEAD,
        ),
        hospital=body(
            OrganizationType.HOSPITAL, "โรงพยาบาลทดสอบ", Role.LEAD_AGENCY_OFFICER, Role.LEAD_AGENCY_HEAD
        ),
    )
    made.everybody = [made.center, made.local, made.other_local, made.lead, made.hospital]
    lead = made.lead.organization
    made.rules = RoutingRule.objects.bulk_create(
        RoutingRule(problem=problem, province_code=PROVINCE, organization=lead)
        for problem in ProblemType
        if problem.is_crisis
    )
    appointments = [one.appointment for one in made.officers]
    made.functions = list(AppointmentFunction.objects.filter(appointment__in=appointments))
    return made


def _lay(made: World) -> None:
    """Write the rows of a district that was made before."""
    Organization.objects.bulk_create(one.organization for one in made.everybody)
    people = [one.person for one in made.officers]
    for person in people:
        person.date_joined = timezone.now()
    User.objects.bulk_create(people)
    Appointment.objects.bulk_create(one.appointment for one in made.officers)
    AppointmentFunction.objects.bulk_create(made.functions)
    RoutingRule.objects.bulk_create(made.rules)


def submission(**values: Any) -> intake.Submission:
    """Return a complete request by web for general help, full of canaries; `values` replace its fields."""
    reporter = {"name": CANARY_NAME, "phone": CANARY_PHONE, "email": CANARY_EMAIL, "may_email": True}
    reporter |= values.pop("reporter", {})
    affected = {"name": CANARY_NAME, "is_reporter": True, "age": 44}
    affected |= values.pop("affected", {})
    defaults: dict[str, Any] = {
        "problem": ProblemType.QUALITY_OF_LIFE,
        "channel": Channel.WEB,
        "province_code": PROVINCE,
        "district_code": DISTRICT,
        "subdistrict_code": SUBDISTRICT,
        "narrative": CANARY_STORY,
        "village": "บ้านกรงทอง",
        "consent": Consent.GIVEN,
        "reporter": intake.ReporterDetails(**{"relation": Relation.SELF, **reporter}),
        "affected": (intake.AffectedDetails(**affected),),
    }
    return intake.Submission(**(defaults | values))


class CaseFactory(factory.Factory):
    """A received case. Needs a center that answers for the place (`world()` has one), or `actor` for staff entry."""

    class Meta:
        model = Case

    token = factory.LazyFunction(uuid.uuid4)
    actor = Citizen()

    @classmethod
    def _create(cls, model_class: type[Case], *args: Any, **kwargs: Any) -> Case:
        token, actor = kwargs.pop("token"), kwargs.pop("actor")
        if isinstance(actor, Officer):
            kwargs.setdefault("channel", Channel.WALK_IN)
        return intake.submit_case(submission=submission(**kwargs), token=token, actor=actor).case


@scene
def received_case(world: World, **values: Any) -> Case:
    """A request by web that waits at the center."""
    return CaseFactory(**values)


@scene
def crisis_case(world: World, **values: Any) -> Case:
    """A crisis report by web: referred to the lead agency already."""
    return CaseFactory(**({"problem": ProblemType.VIOLENCE} | values))


@scene
def screened_case(world: World, **values: Any) -> Case:
    """A case that the center screened."""
    severity = values.pop("severity", Severity.NORMAL)
    case = received_case(world, **values)
    return screening.screen_case(
        case=case, actor=world.center.officer, problem=ProblemType(case.problem), severity=severity
    )


@scene
def pending_referral(world: World, target: Body | None = None, **values: Any) -> Referral:
    """A handover from the center to a local administration that waits for its answer."""
    return referral.refer_case(
        case=screened_case(world, **values),
        target=(target or world.local).organization,
        actor=world.center.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )


@scene
def working_case(world: World, **values: Any) -> Case:
    """A case that the local administration has accepted."""
    accepted = referral.accept_referral(referral=pending_referral(world, **values), actor=world.local.officer)
    return Case.objects.get(pk=accepted.case_id)


@scene
def accepted_crisis_case(world: World, **values: Any) -> Case:
    """A crisis report that the lead agency has accepted and not screened yet."""
    case = crisis_case(world, **values)
    referral.accept_referral(referral=case.referrals.get(), actor=world.lead.officer)
    return Case.objects.get(pk=case.pk)


@scene
def working_crisis_case(world: World, **values: Any) -> Case:
    """A crisis case on which the lead agency works."""
    case = accepted_crisis_case(world, **values)
    screened = screening.screen_case(
        case=case,
        actor=world.lead.officer,
        problem=ProblemType(case.problem),
        severity=Severity(case.severity),
    )
    return screening.take_on(case=screened, actor=world.lead.officer)


def help_given(**values: Any) -> assistance.Help:
    """Return 2,000 baht for one household, today."""
    defaults: dict[str, Any] = {
        "given_on": timezone.localdate(),
        "category": AssistanceCategory.QUALITY_OF_LIFE,
        "kind": AssistanceKind.CASH,
        "persons": 3,
        "households": 1,
        "amount_baht": Decimal(2000),
    }
    return assistance.Help(**(defaults | values))


@scene
def followed_case(world: World, *, by: Body | None = None, case: Case | None = None, **values: Any) -> Case:
    """A case whose person has been helped."""
    case = case or working_case(world)
    risk = assistance.Risk(level=RiskLevel.LOW) if case.is_crisis else None
    assistance.record_help(
        case=case,
        actor=(by or world.local).officer,
        given=help_given(**values),
        follow_up_on=timezone.localdate() + dt.timedelta(days=6),
        risk=risk,
    )
    return Case.objects.get(pk=case.pk)


@scene
def closing_case(world: World, *, by: Body | None = None, case: Case | None = None) -> Case:
    """A case whose closure waits for approval."""
    case = case or followed_case(world, by=by)
    approval = closure.request_closure(
        case=case,
        actor=(by or world.local).officer,
        reason=ClosureReason.HELPED,
        outcome=Outcome.HELPED_FULLY,
        note="ช่วยเหลือครบแล้ว",
    )
    return approval.case


@scene
def closed_case(world: World, *, by: Body | None = None, case: Case | None = None) -> Case:
    """A case that ended well."""
    case = case or closing_case(world, by=by)
    approval = case.approvals.get(state=WaitingState.OPEN)
    return closure.approve(approval=approval, actor=(by or world.local).supervisor)
