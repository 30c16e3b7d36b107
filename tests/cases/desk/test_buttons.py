"""The one filled button: the right next step for each stage and role, and none for who waits for another's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import resolve

from cases.desk.case.buttons import buttons
from cases.domain import assistance, referral, screening
from cases.domain.act import situation_of
from cases.machine.vocabulary import DutyKind, Stage, Verb
from cases.models import Case
from cases.vocabulary import Consent, HandoverReason, ReturnReason, Severity
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import World

Make = Callable[[World], Case]
BODIES = ("center", "local", "other_local", "lead", "hospital")
ROLES = ("officer", "supervisor")
A_WHILE = dt.timedelta(days=40)


def hand_over(case: Case, by, to) -> Case:  # noqa: ANN001
    referral.refer_case(
        case=case,
        actor=by.officer,
        target=to.organization,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    return Case.objects.get(pk=case.pk)


def screened_crisis(world: World, **values: object) -> Case:
    case = factories.CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE, **values)
    return screening.screen_case(
        case=case, actor=world.local.officer, problem=ProblemType.VIOLENCE, severity=Severity.URGENT
    )


def sent_working(world: World) -> Case:
    return hand_over(factories.working_case(world), world.local, world.other_local)


def sent_followed(world: World) -> Case:
    return hand_over(factories.followed_case(world), world.local, world.other_local)


SENT: dict[str, tuple[Make, Stage, str, str]] = {
    "a crisis of the web": (factories.crisis_case, Stage.RECEIVED, "center", "lead"),
    "a screened crisis": (
        lambda world: hand_over(screened_crisis(world), world.local, world.lead),
        Stage.SCREENED,
        "local",
        "lead",
    ),
    "screened": (
        lambda world: Case.objects.get(pk=factories.pending_referral(world).case_id),
        Stage.SCREENED,
        "center",
        "local",
    ),
    "in work": (sent_working, Stage.WORKING, "local", "other_local"),
    "followed up": (sent_followed, Stage.FOLLOWING_UP, "local", "other_local"),
}
"""Cases that wait for the answer to a handover: how they come about, their stage, who sent them and who was asked."""
HELD: dict[str, tuple[Make, str, Verb]] = {
    "received": (factories.received_case, "center", Verb.SCREEN),
    "screened": (factories.screened_case, "center", Verb.REFER),
    "a screened crisis": (screened_crisis, "local", Verb.REFER),
    "in work": (factories.working_case, "local", Verb.RECORD_HELP),
    "an accepted crisis": (factories.accepted_crisis_case, "lead", Verb.SCREEN),
    "a crisis in work": (factories.working_crisis_case, "lead", Verb.RECORD_HELP),
    "followed up": (factories.followed_case, "local", Verb.RECORD_FOLLOWUP),
}
"""Cases of which nobody waits for an answer: who holds them, and what the holder does next."""


def filled(world: World, case: Case, body: str, role: str) -> list[Verb]:
    """Return the verbs of the filled buttons of somebody's page; each of them can be pressed."""
    found = buttons(case, situation_of(case, getattr(getattr(world, body), role)))
    primary = [button for button in found if button.primary]
    assert not any(button.missing for button in primary)
    return [Verb(resolve(button.url).kwargs["verb"]) for button in primary]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", SENT)
def test_who_sent_a_case_waits_and_who_was_asked_answers(world: World, name: str, role: str) -> None:
    """Issue 9, point 3: the filled button is the right one. Who accepts it screens it and works on it, nobody else."""
    make, stage, sender, asked = SENT[name]
    case = make(world)
    assert (case.stage, case.holder_id) == (stage, getattr(world, sender).organization.pk)
    assert {body: filled(world, case, body, role) for body in BODIES} == {
        body: [Verb.ACCEPT] if body == asked else [] for body in BODIES
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", SENT)
def test_who_sent_a_case_urges_whoever_is_late(world: World, name: str, role: str, time_machine) -> None:
    make, _stage, sender, asked = SENT[name]
    case = make(world)
    (duty,) = case.duties.running().filter(kind=DutyKind.ACKNOWLEDGE)
    time_machine.move_to(duty.due_at - dt.timedelta(minutes=1), tick=False)
    assert filled(world, case, sender, role) == []
    time_machine.move_to(duty.due_at + dt.timedelta(minutes=1), tick=False)
    assert filled(world, case, sender, role) == [Verb.URGE]
    assert filled(world, case, asked, role) == [Verb.ACCEPT]


@pytest.mark.parametrize("name", SENT)
def test_who_got_a_case_back_goes_on_with_it(world: World, name: str) -> None:
    """The answer has come: nothing waits any more, and the holder's own next step is filled again."""
    make, stage, sender, asked = SENT[name]
    case = make(world)
    (sent,) = case.referrals.filter(state="sent")
    referral.return_referral(
        referral=sent,
        actor=getattr(world, asked).officer,
        reason=ReturnReason.WRONG_AREA,
        note="ไม่ใช่พื้นที่ของเรา",
    )
    case = Case.objects.get(pk=case.pk)
    own = {Stage.RECEIVED: Verb.SCREEN, Stage.SCREENED: Verb.REFER, Stage.WORKING: Verb.RECORD_HELP}
    assert filled(world, case, sender, "officer") == [own.get(stage, Verb.RECORD_FOLLOWUP)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", HELD)
def test_who_holds_a_case_has_its_next_step_and_nobody_else(world: World, name: str, role: str) -> None:
    make, holder, verb = HELD[name]
    case = make(world)
    assert {body: filled(world, case, body, role) for body in BODIES} == {
        body: [verb] if body == holder else [] for body in BODIES
    }


def waits_for(world: World, case: Case, body: str, verb: Verb) -> list[str]:
    """Return what each button of a verb waits for, "" for nothing; empty where there is no such button."""
    found = buttons(case, situation_of(case, getattr(world, body).officer))
    mine = [button for button in found if Verb(resolve(button.url).kwargs["verb"]) == verb]
    return [str(button.missing or "") for button in mine]


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED])
@pytest.mark.parametrize("verb", [Verb.REFER, Verb.REFER_JOINT])
def test_a_case_without_consent_has_the_button_whose_page_asks_for_the_ground(
    world: World, verb: Verb, consent: Consent
) -> None:
    """S1.29: the ground is chosen in the form, so that the form does not wait for it."""
    case = factories.screened_case(world, consent=consent)
    assert waits_for(world, case, "center", verb) == [""]
    assert filled(world, case, "center", "officer") == [Verb.REFER]


def test_only_a_refusal_on_a_crisis_waits_for_a_decision(world: World) -> None:
    never_asked = screened_crisis(world, consent=Consent.NOT_ASKED)
    assert waits_for(world, never_asked, "local", Verb.REFER) == [""]
    assert waits_for(world, never_asked, "local", Verb.REQUEST_DISCLOSURE) == []
    refused = screened_crisis(world, consent=Consent.REFUSED)
    [why] = waits_for(world, refused, "local", Verb.REFER)
    assert "ขออนุมัติ" in why
    assert waits_for(world, refused, "local", Verb.REQUEST_DISCLOSURE) == [""]


def test_a_crisis_with_help_and_no_judged_risk_can_be_closed_from_its_page(world: World) -> None:
    case = factories.working_crisis_case(world)
    assistance.record_help(case=case, actor=world.lead.officer, given=factories.help_given())
    assert waits_for(world, Case.objects.get(pk=case.pk), "lead", Verb.REQUEST_CLOSURE) == [""]
