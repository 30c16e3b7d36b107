"""The citizen reads five plain words; a wrong reference and a wrong secret are the same mistake."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import asking, closure, identity, referral, screening
from cases.domain.intake import submit_case
from cases.domain.queries import tracking, upcoming
from cases.domain.queries.tracking import OF_STAGE, find, progress, progress_of, track
from cases.machine.vocabulary import Stage, WaitingState
from cases.models import Case, Duty
from cases.vocabulary import ClosureReason, Consent, PublicStatus, ReturnReason
from portal.actors import Citizen
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai import codes
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.domain.verbs import SITUATIONS, case_in
from tests.cases.factories import CANARIES, Body, World, submission
from tests.helpers import count_queries


def sent(**values):
    return submit_case(submission=submission(**values), token=uuid.uuid4(), actor=Citizen())


def words(case: Case) -> list[str]:
    return [step.status.value for step in progress_of(case).steps]


def test_reference_and_secret_open_the_status(world: World):
    submitted = sent()
    found = track(reference=submitted.case.reference, secret=submitted.secret)
    assert found.status == PublicStatus.RECEIVED
    assert found.holder == world.center.organization
    typed = track(
        reference=submitted.case.reference.lower().replace("-", " "), secret=submitted.secret.lower()
    )
    assert typed.reference == found.reference


def test_every_mistake_has_the_same_answer(world: World):
    one, other = sent(), sent()
    assert track(reference=one.case.reference, secret=other.secret) is None
    assert track(reference="CCCC-CCCC", secret=one.secret) is None
    assert track(reference="", secret="") is None
    assert track(reference=one.case.reference, secret="") is None
    assert find(reference=one.case.reference, secret=one.case.secret_hash) is None


def test_a_wrong_reference_takes_the_same_way_as_a_wrong_secret(world: World, monkeypatch):
    submitted = sent()
    asked: list[int] = []
    real = identity.is_secret_of
    monkeypatch.setattr(
        tracking.identity,
        "is_secret_of",
        lambda *, secret, secret_hash: (
            asked.append(len(secret_hash)) or real(secret=secret, secret_hash=secret_hash)
        ),
    )
    known = count_queries(lambda: find(reference=submitted.case.reference, secret="wrong"))
    unknown = count_queries(lambda: find(reference="CCCC-CCCC", secret="wrong"))
    assert known == unknown == 1
    assert asked == [64, 64]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_at_all_makes_an_error(reference, secret):
    assert len(identity.hash_secret(secret)) == 64
    assert isinstance(codes.clean(reference), str)


WORDS = {
    "received": PublicStatus.RECEIVED,
    "screened": PublicStatus.RECEIVED,
    "handover waits": PublicStatus.SENT_ON,
    "working": PublicStatus.WORKING,
    "question waits": PublicStatus.NEEDS_ANSWER,
    "following up": PublicStatus.WORKING,
    "closure waits": PublicStatus.WORKING,
    "closed": PublicStatus.CLOSED,
}


def test_five_words_are_enough():
    assert set(OF_STAGE) == set(Stage)
    assert set(WORDS) == set(SITUATIONS)
    assert set(WORDS.values()) == set(PublicStatus)
    assert len(PublicStatus) == 5


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_word_follows_from_the_stage_and_from_what_waits(world: World, situation):
    case = case_in(situation, world)
    assert progress_of(case).status == WORDS[situation]
    assert words(case)[-1] == WORDS[situation]


def test_while_somebody_else_is_asked_to_take_it_over_the_work_goes_on(world: World):
    case = factories.working_case(world)
    referral.refer_case(
        case=case,
        target=world.lead.organization,
        actor=world.local.officer,
        reason=factories.HandoverReason.PROPER_DUTY,
        consent=factories.Consent.GIVEN,
    )
    assert progress_of(case).status == PublicStatus.WORKING


def test_the_steps_say_when_a_word_changed(world: World):
    assert words(factories.closed_case(world)) == ["received", "sent_on", "working", "closed"]


def test_a_restricted_case_says_only_working_or_closed(world: World):
    crisis = factories.crisis_case(world)
    seen = progress_of(crisis)
    assert (seen.status, seen.steps) == (PublicStatus.WORKING, ())
    assert seen.updated_at == seen.received_at, "the time of a change would tell that something happened"
    assert seen.holder == world.center.organization
    assert (
        progress_of(factories.received_case(world, problem=ProblemType.UNSURE)).status == PublicStatus.WORKING
    )


def test_nothing_of_the_story_reaches_the_page(world: World):
    seen = progress_of(factories.closed_case(world))
    shown = repr({f.name: getattr(seen, f.name) for f in dataclasses.fields(seen) if f.name != "case"})
    assert not [canary for canary in CANARIES if canary in shown]
    assert "case=" not in repr(seen)


def test_the_question_is_shown_while_it_waits(world: World):
    case = factories.working_case(world)
    question = asking.ask_reporter(case=case, actor=world.local.officer, question="บ้านเลขที่เท่าไร")
    assert progress_of(case).question == question
    assert question.text == "บ้านเลขที่เท่าไร"
    asking.record_answer(question=question, actor=Citizen(case.reference), answer="เลขที่ 9")
    assert progress_of(case).question is None


def test_a_closed_request_offers_to_be_opened_again(world: World, time_machine):
    closed_at = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    time_machine.move_to(closed_at, tick=False)
    case = factories.closed_case(world)
    assert progress_of(case).may_reopen
    assert not progress_of(factories.working_case(world)).may_reopen
    time_machine.move_to(closed_at + dt.timedelta(days=31), tick=False)
    assert not progress_of(case).may_reopen


def test_a_session_loses_its_right_with_a_new_secret(world: World):
    submitted = sent()
    opened = {"reference": submitted.case.reference, "secret_hash": submitted.case.secret_hash}
    assert progress(**opened).reference == submitted.case.reference
    Case.objects.update(secret_hash=identity.hash_secret("new"))
    assert progress(**opened) is None
    assert progress(reference="CCCC-CCCC", secret_hash="") is None


def test_the_page_costs_the_same_however_long_the_history(world: World):
    short, long = factories.received_case(world), factories.followed_case(world)
    assert short.events.count() < long.events.count()
    assert count_queries(lambda: progress_of(short)) == 9
    # Somebody works on it: whether a withdrawal would close it at once need not be asked.
    assert count_queries(lambda: progress_of(long)) == 8


def test_what_comes_next_is_the_soonest_and_asked_by_the_case_alone(world: World, monkeypatch):
    """Asked in an order, PostgreSQL walks the duties of the whole country in it, as long as nobody has counted its tables."""
    case = factories.working_case(world)
    kinds = [duty.kind for duty in Duty.objects.running().filter(case=case, kind__in=upcoming.TOLD)]
    assert len(kinds) >= 1
    base = Duty.objects.running().filter(case=case, kind__in=upcoming.TOLD).latest("number")
    for number, days in ((71, 3), (72, 1), (73, 2)):
        Duty.objects.create(
            case=case,
            number=number,
            kind=base.kind,
            organization=base.organization,
            function=base.function,
            chain=number,
            source=base.source,
            started_at=base.started_at,
            made_at=base.made_at,
            due_at=base.started_at + dt.timedelta(days=days),
        )
    soonest = [one.due for one in upcoming.upcoming(case)]
    assert soonest == sorted(soonest)
    assert len(soonest) == min(upcoming.MOST, len(kinds) + 3)
    monkeypatch.setattr(upcoming, "MOST", 1)
    assert [one.due for one in upcoming.upcoming(case)] == soonest[:1]
    (words,) = {words.sql for words in upcoming._RUNNING._words.values()}
    assert "ORDER BY" not in words
    assert "LIMIT" not in words


def nobody_signs_in() -> Organization:
    return OrganizationFactory.create(type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลนอกระบบ")


def given_back(world: World) -> Case:
    sent = factories.pending_referral(world)
    referral.return_referral(
        referral=sent, actor=world.local.officer, reason=ReturnReason.WRONG_AREA, note="อยู่อีกตำบลหนึ่ง"
    )
    return sent.case


def called_back(world: World) -> Case:
    sent = factories.pending_referral(world)
    referral.recall_referral(referral=sent, actor=world.center.officer)
    return sent.case


def taken_outside(world: World) -> Case:
    nobody = Body(nobody_signs_in(), world.center.officer, world.center.supervisor)
    sent = factories.pending_referral(world, target=nobody)
    referral.record_outside_answer(
        referral=sent, actor=world.center.officer, outcome=WaitingState.ACCEPTED, note="โทรตอบ"
    )
    return sent.case


def taken_back_with_the_consent(world: World) -> Case:
    sent = factories.pending_referral(world)
    asking.change_consent(case=sent.case, actor=Citizen(sent.case.reference), consent=Consent.REFUSED)
    return sent.case


ANSWERED = {
    given_back: ["received", "sent_on", "received"],
    called_back: ["received", "sent_on", "received"],
    taken_outside: ["received", "sent_on", "working"],
    taken_back_with_the_consent: ["received", "sent_on", "received"],
}


@pytest.mark.parametrize("became", ANSWERED)
def test_the_last_step_is_the_word_of_the_heading_whatever_became_of_a_handover(world: World, became):
    """look.md, tracking: the page never says at once that the case was received and that an answer is waited for."""
    case = Case.objects.get(pk=became(world).pk)
    seen = progress_of(case)
    assert words(case) == ANSWERED[became]
    assert seen.steps[-1].status == seen.status
    assert seen.steps[-1].who == "", "who gave it back, or answered for whom, is a matter of the offices"


def test_a_part_that_is_given_back_is_no_step(world: World):
    case = factories.working_case(world)
    part = referral.refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    before = words(case)
    referral.return_referral(
        referral=part, actor=world.hospital.officer, reason=ReturnReason.NOT_OUR_DUTY, note="เตียงเต็ม"
    )
    assert words(Case.objects.get(pk=case.pk)) == before


def test_what_was_sent_on_again_is_told_step_by_step(world: World):
    case = given_back(world)
    referral.refer_case(
        case=Case.objects.get(pk=case.pk),
        target=world.other_local.organization,
        actor=world.center.officer,
        reason=factories.HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    assert words(Case.objects.get(pk=case.pk)) == ["received", "sent_on", "received", "sent_on"]


@pytest.mark.parametrize("problem", [ProblemType.QUALITY_OF_LIFE, ProblemType.UNSURE])
def test_whoever_is_turned_away_reads_why_and_where_to_go(world: World, problem: ProblemType):
    """Row 3; "not responsible" says who is. Of a restricted case the page names no office."""
    case = factories.received_case(world, problem=problem)
    screening.reject_case(
        case=case,
        actor=world.center.officer,
        reason=ClosureReason.OUT_OF_SCOPE,
        note="แจ้งการไฟฟ้า โทร 1129",
    )
    [said] = progress_of(Case.objects.get(pk=case.pk)).messages
    assert (said.text, said.is_own) == ("แจ้งการไฟฟ้า โทร 1129", False)
    assert (said.by == "") == (problem == ProblemType.UNSURE)


def test_what_the_next_one_decides_about_is_not_told_to_who_is_turned_away(world: World):
    """Of a crisis somebody else decides: what was written for them stays in the office."""
    case = factories.CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE)
    approval = screening.request_refusal(
        case=case, actor=world.local.officer, reason=ClosureReason.SPAM, note="เด็กโทรเล่น"
    )
    closure.approve(approval=approval, actor=world.local.supervisor)
    assert progress_of(Case.objects.get(pk=case.pk)).messages == ()
