"""Somebody else decides, with everything looked at again; a decision never waits where nobody can make it."""

from __future__ import annotations

import pytest

from cases.machine.lateness import alarm_level
from cases.machine.standing import Approval
from cases.machine.vocabulary import (
    ApprovalSubject,
    DutyEnd,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    Verb,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Consent, Severity
from tests.cases.machine.story import (
    CENTER_DEPUTY,
    CENTER_HEAD,
    CENTER_WORKER,
    CRISIS,
    DEPARTMENT_HEAD,
    DEPUTY,
    GENERAL,
    HEAD,
    LEAD_HEAD,
    LEAD_WORKER,
    NO_HEADS_FIELD,
    NO_HEADS_WORKER,
    ONE_HEADS,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, DEPARTMENT, HOUR, LEAD, NO_HEAD, ONE_HEAD, WHOLE


def closing(holder: int = WHOLE, worker: int = WORKER, **facts: object) -> tuple[Story, Approval]:
    """A case that is worked on, and whose closure is asked for."""
    story = Story(GENERAL, holder, **facts).working(worker)
    story.does(worker, Verb.REQUEST_CLOSURE)
    return story, story.standing.approvals()[0]


def asks_more_time(story: Story, person: int, kind: DutyKind, **which: object) -> Approval:
    duty = story.duty(kind, **which)
    story.does(person, Verb.REQUEST_MORE_TIME, duty=duty.number, due=duty.due + 48 * HOUR)
    return story.standing.approvals(ApprovalSubject.MORE_TIME)[-1]


def test_nobody_decides_on_their_own_request() -> None:
    story = Story(GENERAL).working()
    story.does(HEAD, Verb.REQUEST_CLOSURE)
    row = story.standing.approvals()[0]
    assert not story.may(HEAD, Verb.APPROVE, row)
    assert not story.may(HEAD, Verb.REFUSE, row)
    assert story.may(DEPUTY, Verb.APPROVE, row)


def test_only_who_supervises_or_is_deputy_decides() -> None:
    story, row = closing()
    assert not story.may(1403, Verb.APPROVE, row)
    assert not story.may(CENTER_HEAD, Verb.APPROVE, row)
    assert story.may(HEAD, Verb.APPROVE, row)


def test_who_is_recused_does_not_decide() -> None:
    story, row = closing(recused=frozenset({DEPUTY}))
    assert not story.may(DEPUTY, Verb.APPROVE, row)


@pytest.mark.parametrize(("holder", "worker"), [(ONE_HEAD, ONE_HEADS), (NO_HEAD, NO_HEADS_WORKER)])
def test_where_nobody_else_decides_the_center_does_and_may_read_everything_until_then(
    holder: int, worker: int
) -> None:
    story, row = closing(holder, worker)
    assert row.organization == CENTER
    assert story.reads(CENTER) == Scope.FULL
    story.does(CENTER_HEAD, Verb.REFUSE, row)
    assert story.grants(CENTER, GrantReason.APPROVAL) == []
    assert story.reads(CENTER) == Scope.SUMMARY


def test_who_reads_in_order_to_decide_writes_nothing() -> None:
    story, _row = closing(ONE_HEAD, ONE_HEADS)
    assert not story.may(CENTER_HEAD, Verb.RECORD_HELP)


def test_what_the_center_asks_for_is_decided_there_by_the_other_or_by_the_department() -> None:
    story, row = closing(CENTER, CENTER_HEAD)
    assert row.organization == CENTER
    alone, row = closing(CENTER, CENTER_HEAD, recused=frozenset({CENTER_DEPUTY}))
    assert row.organization == DEPARTMENT
    alone.does(DEPARTMENT_HEAD, Verb.APPROVE, row)
    assert alone.standing.stage == Stage.CLOSED


def test_who_may_not_know_of_the_case_is_not_asked_to_decide() -> None:
    _story, row = closing(ONE_HEAD, ONE_HEADS, excluded=frozenset({CENTER}))
    assert row.organization == DEPARTMENT


def test_a_center_keeps_two_who_may_decide() -> None:
    story = Story(GENERAL, CENTER)
    assert "ผู้อนุมัติ" in story.lacks(CENTER_HEAD, Verb.RECUSE)
    assert story.may(CENTER_WORKER, Verb.RECUSE)


def test_the_department_keeps_one_who_may_decide() -> None:
    assert "ผู้อนุมัติ" in Story(GENERAL).lacks(DEPARTMENT_HEAD, Verb.RECUSE)


def test_every_guard_of_a_closure_is_looked_at_again() -> None:
    story, row = closing()
    part = story.part(NO_HEAD, NO_HEADS_WORKER)
    assert story.lacks(HEAD, Verb.APPROVE, row)
    story.does(NO_HEADS_WORKER, Verb.COMPLETE_PART, part)
    assert story.may(HEAD, Verb.APPROVE, row)


def test_every_guard_of_a_refusal_is_looked_at_again() -> None:
    story = Story(CRISIS)
    story.does(WORKER, Verb.REQUEST_REFUSAL)
    row = story.standing.approvals()[0]
    story.sent(NO_HEAD, verb=Verb.REFER_JOINT)
    assert story.lacks(HEAD, Verb.APPROVE, row)


def test_a_report_is_not_turned_away_after_the_work_has_begun() -> None:
    story = Story(CRISIS, LEAD).screened(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.REQUEST_REFUSAL)
    story.does(LEAD_WORKER, Verb.TAKE_ON)
    assert story.lacks(LEAD_HEAD, Verb.APPROVE, story.standing.approvals()[0])


def test_a_crisis_that_lost_its_leader_is_not_closed_by_an_older_request() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.RECORD_HELP)
    story.does(LEAD_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)
    closure = story.standing.approvals()[0]
    story.does(LEAD_WORKER, Verb.REQUEST_LOWERING, to={"problem": "child_labor"})
    story.does(LEAD_HEAD, Verb.APPROVE, story.standing.approvals(ApprovalSubject.LOWER)[0])
    assert "เจ้าภาพหลัก" in story.lacks(LEAD_HEAD, Verb.APPROVE, closure)


def test_less_urgency_is_not_granted_when_the_case_is_that_already() -> None:
    story = Story(GENERAL, severity="urgent")
    story.does(WORKER, Verb.REQUEST_LOWERING, to={"severity": "normal"})
    row = story.standing.approvals()[0]
    assert story.may(HEAD, Verb.APPROVE, row)
    story.turns(severity=Severity.NORMAL)
    assert "เปลี่ยนไปแล้ว" in story.lacks(HEAD, Verb.APPROVE, row)


def test_a_disclosure_is_looked_at_again_when_it_is_decided() -> None:
    story = Story(CRISIS, consent=Consent.REFUSED).screened()
    story.does(WORKER, Verb.REQUEST_DISCLOSURE, target=LEAD, ground=Consent.VITAL)
    row = story.standing.approvals()[0]
    story.town.end(LEAD, CENTER)
    assert "เลิกดำเนินการ" in story.lacks(HEAD, Verb.APPROVE, row)


@pytest.mark.parametrize("subject", ["close", "lower", "time"])
def test_requests_end_when_the_holder_changes(subject: str) -> None:
    story = Story(GENERAL, severity="urgent").working()
    if subject == "close":
        story.does(WORKER, Verb.REQUEST_CLOSURE)
    elif subject == "lower":
        story.does(WORKER, Verb.REQUEST_LOWERING, to={"severity": "normal"})
    else:
        asks_more_time(story, WORKER, DutyKind.ACT)
    row = story.standing.approvals()[0]
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    assert story.now_is(row).state == WaitingState.WITHDRAWN


def test_a_request_on_a_part_goes_to_the_new_holder_with_its_due_time() -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    row = asks_more_time(story, NO_HEADS_WORKER, DutyKind.PART)
    assert row.organization == WHOLE
    due = story.due(DutyKind.APPROVE)
    story.wait(5)
    story.does(LEAD_WORKER, Verb.ACCEPT, story.sent(LEAD))
    assert story.now_is(row).organization == LEAD
    assert story.due(DutyKind.APPROVE) == due
    assert story.may(LEAD_HEAD, Verb.APPROVE, row)


def test_a_decision_moves_when_the_last_who_could_make_it_leaves_with_its_due_time() -> None:
    story, row = closing()
    due = story.due(DutyKind.APPROVE)
    story.wait(5)
    story.leaves(HEAD)
    assert story.now_is(row).organization == WHOLE
    story.leaves(DEPUTY)
    assert story.now_is(row).organization == CENTER
    assert story.due(DutyKind.APPROVE) == due
    assert story.reads(CENTER) == Scope.FULL


def test_a_decision_moves_when_the_last_who_could_make_it_is_recused() -> None:
    story, row = closing()
    story.leaves(DEPUTY)
    story.does(HEAD, Verb.RECUSE)
    assert story.now_is(row).organization == CENTER


def test_an_approved_closure_ends_the_work_at_the_time_of_the_request() -> None:
    """Nobody is late because somebody else decides slowly."""
    story = Story(GENERAL).working()
    act = story.duty(DutyKind.ACT)
    story.wait(230)
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    asked = story.now
    story.wait(60)
    story.does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    ended = story.standing.duties[act.number]
    assert (ended.ended, ended.how) == (asked, DutyEnd.DONE)
    assert ended.ended < ended.due


def closing_after_a_follow_up() -> tuple[Story, Approval]:
    """A crisis whose follow-up is done, and whose closing is asked for within the time to decide what comes next."""
    story = Story(CRISIS, LEAD).following(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.RECORD_FOLLOWUP, story.newest(WaitingKind.FOLLOW_UP))
    story.wait(3)
    story.does(LEAD_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)
    return story, story.standing.approvals()[0]


def test_an_approved_closure_ends_the_decision_what_comes_next_at_the_time_of_the_request() -> None:
    """In a crisis whoever decides has a day, and whoever asked had four hours."""
    story, row = closing_after_a_follow_up()
    decide, asked = story.duty(DutyKind.DECIDE), story.now
    story.wait(20)
    story.does(LEAD_HEAD, Verb.APPROVE, row)
    ended = story.standing.duties[decide.number]
    assert (ended.ended, ended.how) == (asked, DutyEnd.DONE)
    assert ended.ended < ended.due < story.now


@pytest.mark.parametrize("kind", [DutyKind.ACT, DutyKind.DECIDE])
def test_no_alarm_climbs_for_whoever_asked_for_closing_in_time_but_for_who_decides_slowly(
    kind: DutyKind,
) -> None:
    story, _row = closing() if kind == DutyKind.ACT else closing_after_a_follow_up()
    story.wait(300)
    assert story.now > story.duty(kind).due
    assert level(story, kind) == 0
    assert level(story, DutyKind.APPROVE) == 3


@pytest.mark.parametrize("answer", [Verb.REFUSE, Verb.WITHDRAW_REQUEST])
def test_time_goes_on_with_what_was_left_when_the_case_is_not_closed(answer: Verb) -> None:
    story = Story(GENERAL).working()
    story.wait(200)
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    story.wait(60)
    person = HEAD if answer == Verb.REFUSE else WORKER
    story.does(person, answer, story.standing.approvals()[0])
    story.wait(39)
    assert level(story, DutyKind.ACT) == 0
    story.wait(2)
    assert level(story, DutyKind.ACT) == 1
    assert story.due(DutyKind.ACT) == 240, "no due time is rewritten"


def test_asking_for_closing_too_late_silences_nothing() -> None:
    story = Story(GENERAL).working()
    story.wait(241)
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    assert level(story, DutyKind.ACT) == 1
    story.wait(24)
    assert level(story, DutyKind.ACT) == 2


def level(story: Story, kind: DutyKind) -> int:
    """Return the level that the alarm of the one open duty of a kind has reached."""
    return alarm_level(story.standing, story.duty(kind), story.limits, story.now)


def test_work_goes_on_while_a_closure_waits() -> None:
    story, row = closing()
    assert DutyKind.ACT in story.owed(WHOLE)
    story.does(HEAD, Verb.REFUSE, row)
    assert story.due(DutyKind.ACT) == 240


def test_a_request_is_taken_back_by_who_asked() -> None:
    story, row = closing()
    assert not story.may(CENTER_WORKER, Verb.WITHDRAW_REQUEST, row)
    story.does(WORKER, Verb.WITHDRAW_REQUEST, row)
    assert DutyKind.APPROVE not in story.owed()


@pytest.mark.parametrize("kind", [DutyKind.FORWARD, DutyKind.TELL])
def test_no_more_time_for_the_24_hours_or_for_telling_the_reporter(kind: DutyKind) -> None:
    story = Story(CRISIS)
    duty = story.duty(kind)
    assert "ไม่ได้" in story.lacks(WORKER, Verb.REQUEST_MORE_TIME, duty=duty.number, due=duty.due + HOUR)


def test_no_more_time_to_answer_to_send_on_or_to_decide() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    ack = story.duty(DutyKind.ACKNOWLEDGE)
    assert story.lacks(NO_HEADS_WORKER, Verb.REQUEST_MORE_TIME, duty=ack.number, due=ack.due + HOUR)
    story.does(NO_HEADS_WORKER, Verb.RETURN, row)
    reroute = story.duty(DutyKind.REROUTE)
    assert story.lacks(WORKER, Verb.REQUEST_MORE_TIME, duty=reroute.number, due=reroute.due + HOUR)
    closed, _row = closing()
    approve = closed.duty(DutyKind.APPROVE)
    assert closed.lacks(HEAD, Verb.REQUEST_MORE_TIME, duty=approve.number, due=approve.due + HOUR)


@pytest.mark.parametrize("kind", [DutyKind.ACT, DutyKind.PART, DutyKind.VISIT, DutyKind.COMMITTEE])
def test_work_parts_visits_and_the_committee_may_get_more_time(kind: DutyKind) -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    story.does(1404, Verb.DISPATCH)
    story.does(1405, Verb.SUBMIT_COMMITTEE)
    duty = story.duty(kind)
    person = NO_HEADS_WORKER if kind == DutyKind.PART else WORKER
    row = asks_more_time(story, person, kind)
    story.does(HEAD, Verb.APPROVE, row)
    assert story.duty(kind).due == duty.due + 48 * HOUR
    assert story.duty(kind).chain == duty.chain


def test_more_time_is_asked_before_it_is_late() -> None:
    story = Story(GENERAL).working()
    duty = story.duty(DutyKind.ACT)
    story.wait(241)
    assert "เลยกำหนด" in story.lacks(
        WORKER, Verb.REQUEST_MORE_TIME, duty=duty.number, due=duty.due + 48 * HOUR
    )


def test_more_time_is_not_given_when_it_has_become_late_meanwhile() -> None:
    story = Story(GENERAL).working()
    row = asks_more_time(story, WORKER, DutyKind.ACT)
    story.wait(241)
    assert "เลยกำหนด" in story.lacks(HEAD, Verb.APPROVE, row)


def test_more_time_is_asked_once_for_each_duty() -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    asks_more_time(story, WORKER, DutyKind.ACT)
    act = story.duty(DutyKind.ACT)
    assert "รอผล" in story.lacks(WORKER, Verb.REQUEST_MORE_TIME, duty=act.number, due=act.due + HOUR)
    assert asks_more_time(story, NO_HEADS_WORKER, DutyKind.PART).about != act.number


def test_only_who_has_the_duty_asks_for_more_time() -> None:
    story = Story(GENERAL).working()
    duty = story.duty(DutyKind.ACT)
    assert not story.may(NO_HEADS_WORKER, Verb.REQUEST_MORE_TIME, duty=duty.number, due=duty.due + HOUR)


def test_a_wish_for_more_time_ends_with_its_duty() -> None:
    story = Story(GENERAL).working()
    part = story.part(NO_HEAD, NO_HEADS_WORKER)
    row = asks_more_time(story, NO_HEADS_WORKER, DutyKind.PART)
    story.does(NO_HEADS_WORKER, Verb.COMPLETE_PART, part)
    assert story.now_is(row).state == WaitingState.WITHDRAWN
    assert DutyKind.APPROVE not in story.owed()


def test_one_subject_is_asked_for_once_at_a_time() -> None:
    story, _row = closing()
    assert "รอผล" in story.lacks(WORKER, Verb.REQUEST_CLOSURE)


def test_a_deferral_by_the_committee_keeps_its_item() -> None:
    story = Story(GENERAL).working()
    story.does(1405, Verb.SUBMIT_COMMITTEE)
    item = story.newest(WaitingKind.COMMITTEE_ITEM)
    story.does(1405, Verb.DECIDE_COMMITTEE, item, due=story.now + 300 * HOUR)
    assert story.due(DutyKind.COMMITTEE) == 300
    story.does(1405, Verb.DECIDE_COMMITTEE, item)
    assert story.now_is(item).state == WaitingState.DECIDED


def test_field_units_are_not_asked_to_decide() -> None:
    story = Story(GENERAL, NO_HEAD).working(NO_HEADS_WORKER)
    story.does(NO_HEADS_WORKER, Verb.REQUEST_CLOSURE)
    assert not story.may(NO_HEADS_FIELD, Verb.APPROVE, story.standing.approvals()[0])
