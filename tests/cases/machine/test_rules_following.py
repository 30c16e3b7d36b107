"""Following up and closing: somebody always decides what comes next, and closing ends everything that waits."""

from __future__ import annotations

import pytest

from cases.machine.vocabulary import (
    DutyKind,
    Scope,
    Stage,
    Verb,
    WaitingKind,
    WaitingState,
)
from tests.cases.machine.story import (
    CRISIS,
    FIELD,
    GENERAL,
    HEAD,
    LEAD_WORKER,
    NO_HEADS_WORKER,
    ONE_HEADS,
    SECRETARY,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, HOUR, LEAD, NO_HEAD, ONE_HEAD, WHOLE
from tests.cases.machine.walks import CITIZEN

DAY = 24 * HOUR


def recorded(story: Story, **given: object) -> None:
    story.does(WORKER, Verb.RECORD_FOLLOWUP, story.newest(WaitingKind.FOLLOW_UP), **given)


def test_nobody_is_followed_up_before_they_were_helped() -> None:
    assert "การช่วยเหลือก่อน" in Story(GENERAL).working().lacks(WORKER, Verb.START_FOLLOWING_UP)


def test_following_up_begins_with_a_date() -> None:
    story = Story(GENERAL).following()
    assert story.standing.stage == Stage.FOLLOWING_UP
    assert story.due(DutyKind.FOLLOW) == 90 * 24
    assert DutyKind.ACT not in story.owed()


@pytest.mark.parametrize(("severity", "days"), [("normal", 90), ("urgent", 30), ("emergency", 7)])
def test_a_follow_up_lies_within_the_horizon_of_the_risk(severity: str, days: int) -> None:
    story = Story(GENERAL, severity=severity).working()
    assert "ไกลเกินไป" in story.lacks(WORKER, Verb.PLAN_FOLLOWUP, due=story.now + (days + 2) * DAY)
    assert story.may(WORKER, Verb.PLAN_FOLLOWUP, due=story.now + days * DAY)


def test_nor_in_the_past() -> None:
    story = Story(GENERAL).working()
    assert "ผ่านไปแล้ว" in story.lacks(WORKER, Verb.PLAN_FOLLOWUP, due=story.now - 2 * DAY)


def test_the_next_date_lies_within_the_horizon_too() -> None:
    story = Story(GENERAL).following()
    row = story.newest(WaitingKind.FOLLOW_UP)
    assert story.lacks(WORKER, Verb.RECORD_FOLLOWUP, row, next_due=story.now + 200 * DAY)


def test_after_the_last_follow_up_somebody_decides_what_comes_next() -> None:
    story = Story(GENERAL).following()
    recorded(story)
    assert story.due(DutyKind.DECIDE) == 24


def test_after_the_last_follow_up_of_a_crisis_within_four_hours() -> None:
    story = Story(CRISIS, LEAD).following(2102)
    story.does(2102, Verb.RECORD_FOLLOWUP, story.newest(WaitingKind.FOLLOW_UP))
    assert story.due(DutyKind.DECIDE) == 4


def test_a_next_date_in_the_same_act_leaves_nothing_to_decide() -> None:
    story = Story(GENERAL).following()
    recorded(story, next_due=story.now + 10 * DAY)
    assert DutyKind.DECIDE not in story.owed()
    assert story.due(DutyKind.FOLLOW) == 240


def test_a_date_that_was_cancelled_leaves_a_decision_too_and_is_not_deleted() -> None:
    story = Story(GENERAL).following()
    row = story.newest(WaitingKind.FOLLOW_UP)
    story.does(WORKER, Verb.CANCEL_FOLLOWUP, row)
    assert story.now_is(row).state == WaitingState.CANCELLED
    assert DutyKind.DECIDE in story.owed()


@pytest.mark.parametrize("way", ["date", "plan"])
def test_the_decision_is_a_new_date_or_another_plan(way: str) -> None:
    story = Story(GENERAL).following()
    recorded(story)
    story.does(WORKER, Verb.PLAN_FOLLOWUP if way == "date" else Verb.ADJUST_PLAN)
    assert DutyKind.DECIDE not in story.owed()
    assert story.owed() & {DutyKind.FOLLOW, DutyKind.ACT}


def test_a_crisis_that_becomes_general_leaves_somebody_to_decide_whatever_drove_it_before() -> None:
    """The search for its leader may have been all that drove it: with the crisis, that ends."""
    story = Story(GENERAL).following()
    story.does(WORKER, Verb.RECLASSIFY, to={"problem": CRISIS})
    story.does(WORKER, Verb.REQUEST_LOWERING, to={"problem": GENERAL})
    story.loses(story.newest(WaitingKind.FOLLOW_UP))
    story.does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    assert DutyKind.DECIDE in story.owed()


# Closing -----------------------------------------------------------------------------------------------------------


def asked_to_close(story: Story) -> Story:
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    return story


@pytest.mark.parametrize("what", ["handover", "part", "visit", "committee"])
def test_what_another_organization_has_to_do_forbids_closing(what: str) -> None:
    story = Story(GENERAL).working()
    if what == "handover":
        story.sent(NO_HEAD)
    elif what == "part":
        story.part(NO_HEAD, NO_HEADS_WORKER)
    elif what == "visit":
        story.does(1404, Verb.DISPATCH)
    else:
        story.does(SECRETARY, Verb.SUBMIT_COMMITTEE)
    assert "ต้องเสร็จหรือยกเลิกก่อน" in story.lacks(WORKER, Verb.REQUEST_CLOSURE)


def test_closing_ends_everything_that_waits() -> None:
    story = asked_to_close(Story(GENERAL, severity="urgent").following())
    story.does(WORKER, Verb.INFORM, target=ONE_HEAD)
    story.does(WORKER, Verb.REQUEST_LOWERING, to={"severity": "normal"})
    story.does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    ends = {row.kind: row.state for row in story.standing.waiting.values()}
    assert ends == {
        WaitingKind.FOLLOW_UP: WaitingState.WITHDRAWN,
        WaitingKind.INFORM: WaitingState.NOTED,
        WaitingKind.APPROVAL: WaitingState.WITHDRAWN,
    }
    assert story.standing.open_duties() == []


def test_questions_end_with_the_case() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.ASK)
    asked_to_close(story).does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    assert story.newest(WaitingKind.QUESTION).state == WaitingState.WITHDRAWN


def test_a_part_that_was_only_asked_forbids_turning_a_request_away() -> None:
    story = Story(GENERAL)
    story.sent(NO_HEAD, verb=Verb.REFER_JOINT)
    assert story.lacks(WORKER, Verb.REJECT)


def test_after_closing_the_holder_reads_on_and_others_keep_the_summary() -> None:
    story = Story(GENERAL).working()
    part = story.part(NO_HEAD, NO_HEADS_WORKER)
    story.does(NO_HEADS_WORKER, Verb.COMPLETE_PART, part)
    story.does(WORKER, Verb.INFORM, target=ONE_HEAD)
    asked_to_close(story)
    story.does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    assert story.reads(WHOLE) == Scope.FULL
    assert story.reads(CENTER) == Scope.SUMMARY
    assert story.reads(ONE_HEAD) is None
    assert story.reads(NO_HEAD) is None


def test_help_is_handed_in_later_by_who_gave_it_while_it_worked_on_the_case() -> None:
    story = Story(GENERAL).working()
    part = story.part(NO_HEAD, NO_HEADS_WORKER)
    given = story.now
    story.wait(10)
    story.does(WORKER, Verb.CANCEL_PART, part)
    story.wait(10)
    assert not story.may(NO_HEADS_WORKER, Verb.RECORD_HELP)
    assert not story.may(NO_HEADS_WORKER, Verb.RECORD_HELP, happened_at=story.now)
    story.does(NO_HEADS_WORKER, Verb.RECORD_HELP, happened_at=given)
    assert story.standing.helped


def test_a_unit_sets_out_and_arrives_each_once_at_the_time_that_it_was() -> None:
    story = Story(GENERAL).working()
    story.does(FIELD, Verb.DISPATCH)
    visit = story.newest(WaitingKind.VISIT)
    left = story.now
    story.wait(2)
    story.does(FIELD, Verb.SET_OUT, visit, happened_at=left)
    assert story.now_is(visit).set_out_at == left
    story.does(FIELD, Verb.SET_OUT, visit)
    assert story.now_is(visit).set_out_at == left
    story.does(FIELD, Verb.ARRIVE, visit)
    arrived = story.now
    story.wait(1)
    story.does(FIELD, Verb.ARRIVE, visit)
    assert story.now_is(visit).arrived_at == arrived
    assert story.now_is(visit).set_out_at == left


def test_who_has_arrived_has_set_out() -> None:
    story = Story(GENERAL).working()
    story.does(FIELD, Verb.DISPATCH)
    visit = story.newest(WaitingKind.VISIT)
    story.does(FIELD, Verb.ARRIVE, visit)
    assert story.now_is(visit).set_out_at == story.now


def test_only_the_unit_says_that_it_left() -> None:
    story = Story(GENERAL).working()
    story.does(FIELD, Verb.DISPATCH)
    visit = story.newest(WaitingKind.VISIT)
    assert not story.may(WORKER, Verb.SET_OUT, visit)
    assert not story.may(NO_HEADS_WORKER, Verb.SET_OUT, visit)
    story.does(FIELD, Verb.END_VISIT, visit)
    assert not story.may(FIELD, Verb.SET_OUT, visit)


def test_help_that_could_not_wait_is_reported_to_the_committee_once() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.RECORD_HELP)
    assert not story.standing.alive(WaitingKind.COMMITTEE_ITEM)
    story.does(FIELD, Verb.RECORD_HELP, before_committee=True)
    story.does(WORKER, Verb.RECORD_HELP, before_committee=True)
    (item,) = story.standing.alive(WaitingKind.COMMITTEE_ITEM)
    assert story.duty(DutyKind.COMMITTEE).waiting == item.number
    assert "คณะกรรมการ" in story.lacks(WORKER, Verb.REQUEST_CLOSURE)
    story.does(SECRETARY, Verb.DECIDE_COMMITTEE, item)
    assert not story.lacks(WORKER, Verb.REQUEST_CLOSURE)


def test_who_has_no_committee_helps_before_none() -> None:
    story = Story(CRISIS, LEAD).screened(LEAD_WORKER)
    assert "อปท." in story.lacks(LEAD_WORKER, Verb.RECORD_HELP, before_committee=True)
    assert not story.lacks(LEAD_WORKER, Verb.RECORD_HELP)


def test_a_request_whose_emergency_help_waits_for_the_committee_is_not_closed_by_a_wish() -> None:
    story = Story(GENERAL)
    story.does(WORKER, Verb.RECORD_HELP, before_committee=True)
    assert story.lacks(WORKER, Verb.REJECT)
    story.does(CITIZEN, Verb.WITHDRAW)
    assert story.standing.stage == Stage.RECEIVED
    assert story.standing.wants_out


def test_who_handed_a_case_on_helps_by_its_own_mission_beside_who_leads_it() -> None:
    """S2.51: a local administration whose crisis was accepted by the lead agency, also after that."""
    story = Story(CRISIS, WHOLE).screened()
    story.does(LEAD_WORKER, Verb.ACCEPT, story.sent(LEAD))
    assert story.reads(WHOLE) == Scope.SUMMARY
    story.wait(10)
    story.does(FIELD, Verb.RECORD_HELP)
    assert story.standing.helped
    for verb in (Verb.NOTE, Verb.LOG_CALL, Verb.DISPATCH, Verb.CORRECT_HELP):
        assert not story.may(WORKER, verb)


def test_so_does_who_passed_a_handover_on_and_nobody_who_was_only_told() -> None:
    story = Story(GENERAL).screened()
    story.does(WORKER, Verb.INFORM, target=ONE_HEAD)
    story.does(NO_HEADS_WORKER, Verb.FORWARD_ON, story.sent(NO_HEAD), target=LEAD)
    assert story.may(NO_HEADS_WORKER, Verb.RECORD_HELP)
    assert not story.may(ONE_HEADS, Verb.RECORD_HELP)
