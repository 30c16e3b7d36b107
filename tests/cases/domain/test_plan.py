"""The plan of help: services with dates and an organization each, done by help on record or given up with a reason (S2.34)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from cases.domain import assistance, plan, services
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.machine.vocabulary import Verb
from cases.models import AssistanceRecord, HelpService
from cases.vocabulary import AssistanceKind, PlanState
from portal.audit.models import AuditEntry
from tests.cases.factories import World, help_given, working_case


@pytest.fixture
def service(db: None) -> HelpService:
    services.load_services()
    return HelpService.objects.order_by("pk")[0]


def planned(world: World, service: HelpService, *, case=None, days: int = 3) -> plan.PlanItem:
    actor = world.local.officer
    return plan.plan_help(
        case=case or working_case(world),
        actor=actor,
        service=service,
        by=actor.organization,
        due_on=timezone.localdate() + dt.timedelta(days=days),
    )


def test_a_service_is_done_by_help_that_names_it(world: World, service: HelpService):
    item = planned(world, service)
    record = assistance.record_help(
        case=item.case, actor=world.local.officer, given=help_given(), plan_item=item
    )
    item.refresh_from_db()
    assert (item.state, record.plan_item) == (PlanState.DONE, item)
    with pytest.raises(CaseChanged):
        assistance.record_help(case=item.case, actor=world.local.officer, given=help_given(), plan_item=item)
    assert AssistanceRecord.objects.count() == 1


def test_a_service_is_given_up_with_a_reason_once(world: World, service: HelpService):
    item = planned(world, service)
    with pytest.raises(GuardFailed):
        plan.drop(item=item, actor=world.local.officer, note=" ")
    plan.drop(item=item, actor=world.local.officer, note="ญาติรับไปแล้ว")
    with pytest.raises(CaseChanged):
        plan.drop(item=item, actor=world.local.officer, note="อีกครั้ง")
    item.refresh_from_db()
    assert item.state == PlanState.DROPPED
    reasons = item.case.events.filter(verb=Verb.PLAN_HELP).order_by("sequence")
    assert list(reasons.values_list("reason", flat=True)) == ["planned", "dropped"]


@pytest.mark.parametrize("days", [-1, 400])
def test_a_plan_is_for_the_year_to_come(world: World, service: HelpService, days: int):
    with pytest.raises(GuardFailed):
        planned(world, service, days=days)


def test_the_plan_of_one_case_is_not_done_by_help_on_another(world: World, service: HelpService):
    item, other = planned(world, service), working_case(world)
    with pytest.raises(GuardFailed):
        assistance.record_help(case=other, actor=world.local.officer, given=help_given(), plan_item=item)
    item.refresh_from_db()
    assert item.state == PlanState.PLANNED


def test_who_does_not_work_on_the_case_plans_nothing(world: World, service: HelpService):
    case = working_case(world)
    with pytest.raises(NotAllowed):
        plan.plan_help(
            case=case,
            actor=world.other_local.officer,
            service=service,
            by=world.other_local.organization,
            due_on=timezone.localdate(),
        )
    assert not case.plan.exists()


def test_the_list_of_services_is_made_once_and_kept_by_the_center(world: World):
    assert services.load_services() == len(services.STARTER)
    assert services.load_services() == 0
    assert {kind for kind, _th, _en in services.STARTER} == set(AssistanceKind)
    head = world.center.supervisor
    made = services.add_service(
        actor=head, name_th="ล้างบ่อน้ำ", name_en="Clean a well", kind=AssistanceKind.OTHER
    )
    with pytest.raises(GuardFailed):
        services.add_service(actor=head, name_th="ล้างบ่อน้ำ", name_en="again", kind=AssistanceKind.OTHER)
    services.change_use(actor=head, service=made, in_use=False)
    with pytest.raises(GuardFailed):
        planned(world, made)
    services.change_use(actor=head, service=made, in_use=True)
    assert planned(world, made).service == made
    with pytest.raises(NotAllowed):
        services.add_service(
            actor=world.local.supervisor, name_th="ของเรา", name_en="ours", kind=AssistanceKind.OTHER
        )
    assert AuditEntry.objects.filter(action__startswith="service.").count() == 3


def test_details_that_are_too_long_are_refused_and_never_cut(world: World, service: HelpService):
    given = {
        "case": working_case(world),
        "actor": world.local.officer,
        "service": service,
        "by": world.local.organization,
        "due_on": timezone.localdate() + dt.timedelta(days=3),
    }
    with pytest.raises(GuardFailed) as refused:
        plan.plan_help(**given, details="ก" * 301)
    assert refused.value.field == "details"
    assert plan.plan_help(**given, details=f" {'ก' * 300} ").details == "ก" * 300
