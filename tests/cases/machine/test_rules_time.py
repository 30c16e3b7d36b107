"""Nobody wins time: by sending and recalling, by asking, by closing, by passing to and fro, or by a new class."""

from __future__ import annotations

import pytest

from cases.machine.standing import Question
from cases.machine.vocabulary import DutyBasis, DutyEnd, DutyKind, Stage, Verb, WaitingKind, WaitingState
from tests.cases.machine.story import (
    CENTER_HEAD,
    CRISIS,
    GENERAL,
    HEAD,
    LEAD_HEAD,
    LEAD_WORKER,
    NO_HEADS_WORKER,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, HOUR, LEAD, NO_HEAD, START, WHOLE
from tests.cases.machine.walks import CITIZEN, SYSTEM


def asked(story: Story) -> Question:
    """Let the holder ask, and return the question."""
    story.does(WORKER, Verb.ASK)
    return story.newest(WaitingKind.QUESTION)


def test_a_recall_brings_the_old_due_time_back() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.wait(20)
    story.does(WORKER, Verb.RECALL, row)
    assert story.due(DutyKind.REROUTE) == 24


def test_the_time_of_a_case_that_was_recalled_twice_is_the_same() -> None:
    story = Story(GENERAL).screened()
    for _time in range(2):
        story.wait(5)
        story.does(WORKER, Verb.RECALL, story.sent(NO_HEAD))
    assert story.due(DutyKind.REROUTE) == 24


def test_the_center_may_recall_what_another_organization_sent() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    assert story.may(CENTER_HEAD, Verb.RECALL, row)
    assert not story.may(NO_HEADS_WORKER, Verb.RECALL, row)


def test_a_question_stops_the_time_of_the_work_and_gives_back_what_was_left() -> None:
    story = Story(GENERAL).working()
    act = story.duty(DutyKind.ACT)
    story.wait(40)
    question = asked(story)
    assert story.standing.duties[act.number].how == DutyEnd.SUSPENDED
    story.wait(100)
    story.does(CITIZEN, Verb.ANSWER, question)
    assert story.due(DutyKind.ACT) == 240 + 100


def test_the_time_stands_still_only_once_in_a_case() -> None:
    story = Story(GENERAL).working()
    question = asked(story)
    story.wait(10)
    story.does(CITIZEN, Verb.ANSWER, question)
    assert not asked(story).pausing
    assert DutyKind.ACT in story.owed()


def test_a_second_question_at_the_same_time_stops_nothing_more() -> None:
    story = Story(GENERAL).working()
    first, second = asked(story), asked(story)
    assert first.pausing
    assert not second.pausing


def test_the_time_stands_still_for_fifteen_days_at_most() -> None:
    story = Story(GENERAL).working()
    question = asked(story)
    assert (question.until - story.now).days == 15
    assert story.lacks(SYSTEM, Verb.QUESTION_END, question)
    story.wait(15 * 24)
    story.does(SYSTEM, Verb.QUESTION_END, question)
    assert story.due(DutyKind.ACT) == 240 + 15 * 24


def test_time_never_stands_still_when_it_is_late() -> None:
    story = Story(GENERAL).working()
    story.wait(241)
    assert not asked(story).pausing
    assert story.due(DutyKind.ACT) == 240


@pytest.mark.parametrize("severity", ["urgent", "emergency"])
def test_time_never_stands_still_when_it_is_urgent(severity: str) -> None:
    story = Story(GENERAL, severity=severity).working()
    assert not asked(story).pausing


def test_time_never_stands_still_in_a_crisis() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.ASK)
    assert not story.newest(WaitingKind.QUESTION).pausing
    assert DutyKind.ACT in story.owed()


@pytest.mark.parametrize("to", [{"severity": "urgent"}, {"problem": CRISIS}])
def test_time_runs_again_when_the_case_becomes_urgent_or_a_crisis(to: dict[str, str]) -> None:
    story = Story(GENERAL).working()
    question = asked(story)
    story.wait(10)
    story.does(WORKER, Verb.RECLASSIFY, to=to)
    assert not story.now_is(question).pausing
    assert story.now_is(question).is_alive
    assert story.due(DutyKind.ACT) == 10 + 72


def test_a_question_goes_with_the_case_and_stops_nobody_elses_time() -> None:
    story = Story(GENERAL).working()
    question = asked(story)
    until = story.due(DutyKind.ANSWER)
    story.wait(10)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    moved = story.now_is(question)
    assert (moved.organization, moved.pausing) == (NO_HEAD, False)
    assert story.due(DutyKind.ANSWER) == until
    assert story.duty(DutyKind.ANSWER).organization == NO_HEAD
    assert DutyKind.ACT in story.owed(NO_HEAD)


def test_the_rest_of_a_pause_is_kept_for_the_day_on_which_the_work_comes_back() -> None:
    story = Story(GENERAL).working()
    story.wait(200)
    asked(story)
    story.wait(10)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    story.does(WORKER, Verb.ACCEPT, story.sent(WHOLE, NO_HEADS_WORKER))
    assert story.due(DutyKind.ACT) == 250


def test_following_up_during_a_pause_keeps_the_rest_too() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.RECORD_HELP)
    story.wait(200)
    question = asked(story)
    story.wait(10)
    story.does(WORKER, Verb.START_FOLLOWING_UP)
    assert not story.now_is(question).pausing
    story.does(WORKER, Verb.ADJUST_PLAN)
    assert story.due(DutyKind.ACT) == 250


def test_who_had_the_work_before_goes_on_with_its_own_due_time() -> None:
    story = Story(GENERAL).working()
    story.wait(100)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    assert story.due(DutyKind.ACT) == 100 + 240
    story.does(WORKER, Verb.ACCEPT, story.sent(WHOLE, NO_HEADS_WORKER))
    assert story.due(DutyKind.ACT) == 240


def test_and_has_at_least_the_time_of_sending_it_on() -> None:
    story = Story(GENERAL).working()
    story.wait(235)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    story.does(WORKER, Verb.ACCEPT, story.sent(WHOLE, NO_HEADS_WORKER))
    assert story.due(DutyKind.ACT) == 235 + 24


def test_an_adjusted_plan_goes_on_with_the_time_it_had() -> None:
    story = Story(GENERAL).following()
    story.wait(100)
    story.does(WORKER, Verb.ADJUST_PLAN)
    assert story.due(DutyKind.ACT) == 240
    assert story.duty(DutyKind.ACT).basis == DutyBasis.ADJUSTED


def test_a_finding_gives_a_fresh_limit_once() -> None:
    story = Story(GENERAL).following()
    story.wait(200)
    story.does(WORKER, Verb.RECORD_FOLLOWUP, story.newest(WaitingKind.FOLLOW_UP))
    story.does(WORKER, Verb.ADJUST_PLAN)
    assert story.due(DutyKind.ACT) == 200 + 240
    story.does(WORKER, Verb.START_FOLLOWING_UP)
    story.wait(100)
    story.does(WORKER, Verb.ADJUST_PLAN)
    assert story.due(DutyKind.ACT) == 200 + 240


def test_a_plan_adjusted_while_somebody_acts_starts_no_second_duty() -> None:
    story = Story(CRISIS, LEAD).following(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.RECORD_FOLLOWUP, story.newest(WaitingKind.FOLLOW_UP))
    story.does(LEAD_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)
    story.does(LEAD_WORKER, Verb.ADJUST_PLAN)
    assert len(story.standing.open_duties(DutyKind.ACT)) == 1


def test_a_case_handed_up_while_people_are_followed_up_is_adjusted_with_the_duty_it_has() -> None:
    story = Story(GENERAL).following()
    story.does(HEAD, Verb.HAND_UP)
    act = story.duty(DutyKind.ACT)
    story.does(103, Verb.ADJUST_PLAN)
    assert story.duty(DutyKind.ACT) == act


def test_raising_gives_the_earlier_of_the_old_and_the_new_due_time() -> None:
    story = Story(GENERAL).working()
    story.wait(100)
    story.does(WORKER, Verb.RECLASSIFY, to={"severity": "urgent"})
    assert story.due(DutyKind.ACT) == 100 + 72
    late = Story(GENERAL).working()
    late.wait(200)
    late.does(WORKER, Verb.RECLASSIFY, to={"severity": "urgent"})
    assert late.due(DutyKind.ACT) == 240


def test_raising_reaches_who_was_asked_too() -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    story.does(WORKER, Verb.RECLASSIFY, to={"severity": "urgent"})
    assert story.due(DutyKind.PART) == 72


def test_lowering_counts_the_new_limit_from_the_start() -> None:
    story = Story(GENERAL, severity="urgent").working()
    assert story.due(DutyKind.ACT) == 72
    story.wait(50)
    story.does(WORKER, Verb.REQUEST_LOWERING, to={"severity": "normal"})
    story.does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    assert story.due(DutyKind.ACT) == 240
    assert story.duty(DutyKind.ACT).basis == DutyBasis.APPROVED


def test_lowering_never_moves_the_24_hours_of_a_crisis() -> None:
    story = Story(CRISIS, severity="urgent")
    story.wait(10)
    story.does(WORKER, Verb.REQUEST_LOWERING, to={"severity": "normal"})
    story.does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    assert story.due(DutyKind.FORWARD) == 24


def test_raising_is_done_at_once_and_lowering_decided() -> None:
    story = Story(GENERAL, severity="urgent")
    assert "ขออนุมัติ" in story.lacks(WORKER, Verb.RECLASSIFY, to={"severity": "normal"})
    assert story.may(WORKER, Verb.RECLASSIFY, to={"severity": "emergency"})
    assert story.lacks(WORKER, Verb.REQUEST_LOWERING, to={"severity": "emergency"})


def test_a_due_time_is_never_rewritten() -> None:
    story = Story(GENERAL).working()
    old = story.duty(DutyKind.ACT)
    story.does(WORKER, Verb.RECLASSIFY, to={"severity": "urgent"})
    assert story.standing.duties[old.number].due == old.due
    assert story.standing.duties[old.number].how == DutyEnd.SUPERSEDED
    assert story.duty(DutyKind.ACT).chain == old.chain


def closed_before_work() -> Story:
    story = Story(GENERAL)
    story.wait(5)
    story.does(WORKER, Verb.REJECT)
    return story


def test_a_case_that_was_never_worked_on_is_received_again() -> None:
    story = closed_before_work()
    story.does(CITIZEN, Verb.REOPEN)
    assert story.standing.stage == Stage.RECEIVED
    assert story.due(DutyKind.FORWARD) == 5 + 24


def test_and_goes_on_with_the_time_it_had_to_find_its_organization() -> None:
    story = closed_before_work()
    story.wait(1)
    story.does(CITIZEN, Verb.REOPEN)
    assert story.due(DutyKind.FORWARD) == max(24, 6 + 24)
    crisis = Story(CRISIS)
    crisis.does(WORKER, Verb.REQUEST_REFUSAL)
    crisis.does(HEAD, Verb.APPROVE, crisis.standing.approvals()[0])
    crisis.wait(2)
    crisis.does(CITIZEN, Verb.REOPEN)
    assert crisis.due(DutyKind.FORWARD) == 24


def closed_after_work(problem: str = GENERAL, holder: int = WHOLE, worker: int = WORKER, head: int = HEAD):
    story = Story(problem, holder).working(worker)
    story.does(worker, Verb.RECORD_HELP)
    story.wait(100)
    story.does(worker, Verb.REQUEST_CLOSURE, risk_assessed=True)
    story.does(head, Verb.APPROVE, story.standing.approvals()[0])
    return story


def test_a_case_that_was_worked_on_is_worked_on_again_with_the_time_it_had() -> None:
    story = closed_after_work()
    story.wait(20)
    story.does(CITIZEN, Verb.REOPEN)
    assert story.standing.stage == Stage.WORKING
    assert story.due(DutyKind.ACT) == 240


def test_a_case_that_was_closed_during_a_pause_keeps_the_rest() -> None:
    story = Story(GENERAL).working()
    story.wait(200)
    question = asked(story)
    story.wait(10)
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    story.does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    assert story.now_is(question).state == WaitingState.WITHDRAWN
    story.does(CITIZEN, Verb.REOPEN)
    assert story.due(DutyKind.ACT) == 250


def test_a_reopened_case_goes_to_the_successor_of_its_holder() -> None:
    story = closed_after_work()
    story.ends(WHOLE, NO_HEAD)
    story.does(CITIZEN, Verb.REOPEN)
    assert story.standing.holder == NO_HEAD
    assert DutyKind.ACT in story.owed(NO_HEAD)


def test_a_reopened_case_goes_to_the_center_where_nobody_can_act() -> None:
    story = closed_after_work(GENERAL, LEAD, LEAD_WORKER, LEAD_HEAD)
    story.leaves(LEAD_WORKER, LEAD_HEAD)
    story.does(CITIZEN, Verb.REOPEN)
    assert story.standing.holder == CENTER


def test_a_crisis_reopened_where_it_may_not_be_worked_on_has_to_be_sent_on() -> None:
    story = closed_after_work(CRISIS, LEAD, LEAD_WORKER, LEAD_HEAD)
    story.ends(LEAD, NO_HEAD)
    story.does(CITIZEN, Verb.REOPEN)
    assert story.standing.holder == NO_HEAD
    assert not story.standing.led
    assert DutyKind.REROUTE in story.owed(NO_HEAD)


def test_the_24_hours_count_from_receipt_not_from_when_it_was_written_down() -> None:
    story = Story(CRISIS, received_at=START - 5 * HOUR)
    assert story.due(DutyKind.FORWARD) == 24 - 5
