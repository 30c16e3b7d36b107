"""The verbs that no case of `verbs.SITUATIONS` has under way, each with a scene in which it can be done.

A scene takes the district and the clock and returns the act, ready to be done.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cases.domain import (
    access,
    alarms,
    asking,
    assistance,
    by_secret,
    calendar,
    closure,
    erasing,
    facts,
    plan,
    referral,
    screening,
    services,
    succession,
    visits,
    working,
)
from cases.domain.intake import submit_case
from cases.domain.referral import record_outside_answer
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import DutyKind, Verb, WaitingState
from cases.models import Case, HelpService, Question
from cases.vocabulary import (
    CallOutcome,
    ClosureReason,
    Consent,
    Rating,
    Severity,
    SuccessionReason,
    VisitResult,
)
from portal.actors import Citizen, System
from portal.calendar.models import Holiday
from portal.files.checking import CheckedFile
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.domain.verbs import CALLS, in_days
from tests.cases.factories import Body, World, submission

if TYPE_CHECKING:
    from time_machine import Coordinates as Clock

Act = Callable[[], object]
Scene = Callable[[World, Any], Act]
DAY = dt.timedelta(days=1)
WHY = "เหตุผลของเรื่องสมมติ"


def _again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def _submit(world: World, clock: Clock) -> Act:
    told, token = submission(), uuid.uuid4()
    return lambda: submit_case(submission=told, token=token, actor=Citizen())


def _auto_route(world: World, clock: Clock) -> Act:
    told, token = submission(problem=ProblemType.VIOLENCE), uuid.uuid4()
    return lambda: submit_case(submission=told, token=token, actor=Citizen())


def _request_refusal(world: World, clock: Clock) -> Act:
    case = factories.accepted_crisis_case(world)
    return lambda: screening.request_refusal(
        case=case, actor=world.lead.officer, reason=ClosureReason.SPAM, note=WHY
    )


def _request_disclosure(world: World, clock: Clock) -> Act:
    actor = world.center.officer
    case = factories.CaseFactory(actor=actor, problem=ProblemType.VIOLENCE, consent=Consent.REFUSED)
    return lambda: referral.request_disclosure(
        case=case, target=world.lead.organization, actor=actor, ground=Consent.VITAL, note=WHY
    )


def _part(world: World, *, accepted: bool) -> referral.Referral:
    asked = CALLS[Verb.REFER_JOINT](
        factories.working_case(world), world.local.officer, None, world.hospital.organization
    )
    return referral.accept_referral(referral=asked, actor=world.hospital.officer) if accepted else asked


def _complete_part(world: World, clock: Clock) -> Act:
    part = _part(world, accepted=True)
    return lambda: referral.complete_part(referral=part, actor=world.hospital.officer, note=WHY)


def _cancel_part(world: World, clock: Clock) -> Act:
    part = _part(world, accepted=True)
    return lambda: referral.cancel_part(referral=part, actor=world.local.officer, note=WHY)


def _record_outside(world: World, clock: Clock) -> Act:
    outside = OrganizationFactory.create(type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลนอกระบบ")
    nobody = Body(outside, world.center.officer, world.center.supervisor)
    asked = factories.pending_referral(world, target=nobody)
    return lambda: record_outside_answer(
        referral=asked, actor=world.center.officer, outcome=WaitingState.ACCEPTED, note=WHY
    )


def _question_end(world: World, clock: Clock) -> Act:
    asked: Question = CALLS[Verb.ASK](
        factories.working_case(world), world.local.officer, None, world.lead.organization
    )
    clock.shift(40 * DAY)
    return lambda: asking.end_question(question=asked)


def _plan_help(world: World, clock: Clock) -> Act:
    services.load_services()
    case, actor = factories.working_case(world), world.local.officer
    service = HelpService.objects.order_by("pk")[0]
    return lambda: plan.plan_help(
        case=case, actor=actor, service=service, by=actor.organization, due_on=in_days(3)
    )


def _start_following_up(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    assistance.record_help(case=case, actor=world.local.officer, given=factories.help_given())
    return lambda: assistance.start_following_up(case=_again(case), actor=world.local.officer, on=in_days(5))


def _visit(world: World) -> visits.Visit:
    return visits.dispatch(case=factories.working_case(world), actor=world.local.officer)


def _set_out(world: World, clock: Clock) -> Act:
    visit = _visit(world)
    return lambda: visits.take_step(step=visits.Step.SET_OUT, visit=visit, actor=world.local.officer)


def _arrive(world: World, clock: Clock) -> Act:
    visit = _visit(world)
    return lambda: visits.take_step(step=visits.Step.ARRIVE, visit=visit, actor=world.local.officer)


def _end_visit(world: World, clock: Clock) -> Act:
    visit = _visit(world)
    return lambda: visits.end_visit(
        visit=visit, actor=world.local.officer, result=VisitResult.HELPED, note=WHY
    )


def _call_off(world: World, clock: Clock) -> Act:
    part = _part(world, accepted=True)
    visit = visits.dispatch(case=part.case, actor=world.hospital.officer)
    return lambda: working.call_off(row=visit, actor=world.local.officer, note=WHY)


def _submit_committee(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    return lambda: working.submit_to_committee(case=case, actor=world.local.officer, note=WHY)


def _decide_committee(world: World, clock: Clock) -> Act:
    item = working.submit_to_committee(
        case=factories.working_case(world), actor=world.local.officer, note=WHY
    )
    return lambda: working.record_committee_decision(item=item, actor=world.local.officer, note=WHY)


def _request_more_time(world: World, clock: Clock) -> Act:
    duty = factories.working_case(world).duties.running().get(kind=DutyKind.ACT)
    until = duty.due_at + 3 * DAY
    return lambda: closure.request_more_time(duty=duty, actor=world.local.officer, until=until, note=WHY)


def _request_lowering(world: World, clock: Clock) -> Act:
    case = factories.screened_case(world, severity=Severity.URGENT)
    return lambda: screening.reclassify_case(
        case=case,
        actor=world.center.officer,
        problem=ProblemType(case.problem),
        severity=Severity.NORMAL,
        note=WHY,
    )


def _take_over(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    clock.shift(60 * DAY)
    return lambda: working.take_over(case=case, actor=world.center.supervisor, note=WHY)


def _shut_out(world: World, clock: Clock) -> Act:
    part = _part(world, accepted=True)
    return lambda: access.shut_out(
        case=part.case,
        actor=world.local.supervisor,
        organization=world.hospital.organization,
        reason=WHY,
    )


def _break_glass(world: World, clock: Clock) -> Act:
    case = factories.crisis_case(world)
    return lambda: working.break_glass(case=case, actor=world.hospital.officer, reason=WHY)


def _log_call(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    return lambda: working.log_call(
        case=case,
        actor=world.local.officer,
        text=WHY,
        outcome=next(one for one in CallOutcome if one.reached),
        to_read=True,
        danger=True,
    )


def _add_file(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    picture = CheckedFile(
        name="บ้าน.jpg", content=b"\xff\xd8picture", content_type="image/jpeg", extension="jpg"
    )
    return lambda: facts.add_file(case=case, checked=picture, actor=Citizen(case.reference))


def _correct_facts(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    person = case.affected_people.get()
    return lambda: facts.correct_facts(
        case=case,
        actor=world.local.officer,
        place={"village": "บ้านใหม่"},
        person=person,
        about_person={"age": 45},
        note=WHY,
    )


def _change_contact(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    return lambda: facts.change_contact(
        case=case, actor=world.local.officer, contact={"phone": "081-222-3333"}, identified=WHY
    )


def _assign(world: World, clock: Clock) -> Act:
    duty = factories.working_case(world).duties.running().get(kind=DutyKind.ACT)
    return lambda: working.assign(duty=duty, actor=world.local.supervisor, person=world.local.officer.person)


def _urge(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    clock.shift(60 * DAY)
    return lambda: working.urge(case=case, actor=Citizen(case.reference), text=WHY)


def _replace_secret(world: World, clock: Clock) -> Act:
    case, token = factories.working_case(world), uuid.uuid4()
    return lambda: facts.replace_secret(case=case, actor=world.local.officer, token=token, identified=WHY)


def _rate(world: World, clock: Clock) -> Act:
    case = factories.closed_case(world)
    rating = next(iter(Rating))
    return lambda: by_secret.rate(case=case, actor=Citizen(case.reference), rating=rating)


def _succeed(world: World, clock: Clock) -> Act:
    factories.working_case(world)
    gone = world.local.organization
    gone.is_active, gone.closed_on = False, timezone.localdate()
    gone.save()
    return lambda: succession.hand_over(
        organization=gone, actor=System(), reason=next(iter(SuccessionReason))
    )


def _follow_calendar(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    due = case.duties.running().get(kind=DutyKind.ACT).due_at
    Holiday.objects.update_or_create(
        day=timezone.localtime(due).date(), defaults={"name": "วันหยุดพิเศษ", "is_closed": True}
    )
    return calendar.follow_calendar


def _fire_alarm(world: World, clock: Clock) -> Act:
    case = factories.working_case(world)
    clock.shift(60 * DAY)
    return lambda: alarms.ring_case(case.pk)


def _expire_grant(world: World, clock: Clock) -> Act:
    case = factories.crisis_case(world)
    working.break_glass(case=case, actor=world.hospital.officer, reason=WHY)
    clock.shift(GLASS_OPEN + DAY)
    return lambda: access.expire_grants(case.pk)


def _anonymize(world: World, clock: Clock) -> Act:
    case = factories.closed_case(world)
    clock.shift(366 * 30 * DAY)
    return lambda: erasing.erase(_again(case))


SCENES: dict[Verb, Scene] = {
    Verb.SUBMIT: _submit,
    Verb.AUTO_ROUTE: _auto_route,
    Verb.REQUEST_REFUSAL: _request_refusal,
    Verb.REQUEST_DISCLOSURE: _request_disclosure,
    Verb.COMPLETE_PART: _complete_part,
    Verb.CANCEL_PART: _cancel_part,
    Verb.RECORD_OUTSIDE: _record_outside,
    Verb.QUESTION_END: _question_end,
    Verb.PLAN_HELP: _plan_help,
    Verb.START_FOLLOWING_UP: _start_following_up,
    Verb.SET_OUT: _set_out,
    Verb.ARRIVE: _arrive,
    Verb.END_VISIT: _end_visit,
    Verb.CALL_OFF: _call_off,
    Verb.SUBMIT_COMMITTEE: _submit_committee,
    Verb.DECIDE_COMMITTEE: _decide_committee,
    Verb.REQUEST_MORE_TIME: _request_more_time,
    Verb.REQUEST_LOWERING: _request_lowering,
    Verb.TAKE_OVER: _take_over,
    Verb.SHUT_OUT: _shut_out,
    Verb.BREAK_GLASS: _break_glass,
    Verb.LOG_CALL: _log_call,
    Verb.ADD_FILE: _add_file,
    Verb.CORRECT_FACTS: _correct_facts,
    Verb.CHANGE_CONTACT: _change_contact,
    Verb.ASSIGN: _assign,
    Verb.URGE: _urge,
    Verb.REPLACE_SECRET: _replace_secret,
    Verb.RATE: _rate,
    Verb.SUCCEED: _succeed,
    Verb.FOLLOW_CALENDAR: _follow_calendar,
    Verb.FIRE_ALARM: _fire_alarm,
    Verb.EXPIRE_GRANT: _expire_grant,
    Verb.ANONYMIZE: _anonymize,
}
