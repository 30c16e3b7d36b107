"""What the citizen sends is read, wishes are respected, and nobody else can end a crisis in their name."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.machine.vocabulary import ApprovalSubject, DutyKind, Stage, Verb, WaitingKind, WaitingState
from cases.vocabulary import Consent
from tests.cases.machine.story import (
    CENTER_HEAD,
    CRISIS,
    FIELD,
    GENERAL,
    HEAD,
    LEAD_WORKER,
    NO_HEADS_WORKER,
    WORKER,
    Story,
)
from tests.cases.machine.town import LEAD, NO_HEAD, WHOLE
from tests.cases.machine.walks import CITIZEN, SYSTEM


@pytest.mark.parametrize(
    "verb", [Verb.MESSAGE, Verb.ADD_FILE, Verb.CHANGE_CONTACT, Verb.URGE, Verb.CHANGE_CONSENT]
)
def test_everything_that_the_citizen_sends_is_read_at_the_holder(verb: Verb) -> None:
    story = Story(GENERAL)
    story.does(CITIZEN, verb, **({"consent": Consent.REFUSED} if verb == Verb.CHANGE_CONSENT else {}))
    assert story.duty(DutyKind.READ).organization == WHOLE
    assert story.due(DutyKind.READ) == 72


def test_what_is_sent_about_a_crisis_is_read_within_a_day() -> None:
    story = Story(CRISIS)
    story.does(CITIZEN, Verb.MESSAGE)
    assert story.due(DutyKind.READ) == 24


def test_a_second_message_does_not_put_off_the_first() -> None:
    story = Story(GENERAL)
    story.does(CITIZEN, Verb.MESSAGE)
    story.wait(20)
    story.does(CITIZEN, Verb.MESSAGE)
    assert story.due(DutyKind.READ) == 72


def test_an_answer_of_the_citizen_is_read_and_one_that_an_officer_wrote_down_is_known() -> None:
    for by, read in ((CITIZEN, True), (WORKER, False)):
        story = Story(GENERAL).working()
        story.does(WORKER, Verb.ASK)
        story.does(by, Verb.ANSWER, story.newest(WaitingKind.QUESTION))
        assert (DutyKind.READ in story.owed()) is read


def test_a_late_answer_is_a_message() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.ASK)
    question = story.newest(WaitingKind.QUESTION)
    story.wait(15 * 24)
    story.does(SYSTEM, Verb.QUESTION_END, question)
    assert not story.may(CITIZEN, Verb.ANSWER, question)
    story.does(CITIZEN, Verb.MESSAGE)
    assert DutyKind.READ in story.owed()


def test_who_reads_says_what_they_have_read() -> None:
    story = Story(GENERAL)
    assert "ไม่มีข้อความ" in story.lacks(WORKER, Verb.ACKNOWLEDGE)
    story.does(CITIZEN, Verb.MESSAGE)
    story.does(WORKER, Verb.ACKNOWLEDGE, unread_left=True)
    assert DutyKind.READ in story.owed()
    story.does(WORKER, Verb.ACKNOWLEDGE)
    assert DutyKind.READ not in story.owed()


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.SCREENED])
def test_a_general_request_that_nobody_works_on_is_withdrawn_at_once(stage: Stage) -> None:
    story = Story(GENERAL)
    if stage == Stage.SCREENED:
        story.screened()
    story.does(CITIZEN, Verb.WITHDRAW)
    assert story.standing.stage == Stage.CLOSED


def test_with_it_a_handover_that_waits_is_recalled() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.does(CITIZEN, Verb.WITHDRAW)
    assert story.now_is(row).state == WaitingState.RECALLED


@pytest.mark.parametrize("why", ["worked on", "part", "visit", "crisis"])
def test_otherwise_it_is_a_wish_that_is_read(why: str) -> None:
    story = Story(CRISIS if why == "crisis" else GENERAL)
    if why == "worked on":
        story.working()
    elif why == "part":
        story.sent(NO_HEAD, verb=Verb.REFER_JOINT)
    elif why == "visit":
        story.does(FIELD, Verb.DISPATCH)
    story.does(CITIZEN, Verb.WITHDRAW)
    assert story.standing.is_open
    assert story.standing.wants_out
    assert DutyKind.READ in story.owed(WHOLE)


def test_an_objection_is_shown_to_who_decides() -> None:
    story = Story(GENERAL).working()
    assert "ยังไม่มีการขอปิด" in story.lacks(CITIZEN, Verb.OBJECT)
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    story.does(CITIZEN, Verb.OBJECT)
    (row,) = story.standing.approvals(ApprovalSubject.CLOSE)
    assert row.disputed
    assert DutyKind.READ in story.owed()
    assert story.may(HEAD, Verb.APPROVE, row)


def closed() -> Story:
    story = Story(GENERAL)
    story.does(WORKER, Verb.REJECT)
    return story


def test_after_closing_the_way_is_opening_it_again_within_thirty_days() -> None:
    story = closed()
    assert not story.may(CITIZEN, Verb.MESSAGE)
    story.wait(30 * 24)
    assert story.may(CITIZEN, Verb.REOPEN)
    story.now += dt.timedelta(minutes=1)
    assert "30 วัน" in story.lacks(CITIZEN, Verb.REOPEN)
    assert story.may(HEAD, Verb.REOPEN)
    assert story.may(CENTER_HEAD, Verb.REOPEN)
    assert not story.may(WORKER, Verb.REOPEN)


def test_nobody_opens_a_case_again_whose_personal_data_is_gone() -> None:
    story = closed()
    story.does(SYSTEM, Verb.ANONYMIZE)
    assert story.lacks(HEAD, Verb.REOPEN)
    assert story.standing.grants_of() == []


def test_the_citizen_is_told_something_in_time_and_the_time_begins_anew_whenever_they_are() -> None:
    story = Story(GENERAL)
    assert story.due(DutyKind.TELL) == 360
    story.wait(10)
    story.does(WORKER, Verb.LOG_CALL)
    assert story.due(DutyKind.TELL) == 360
    story.does(WORKER, Verb.LOG_CALL, told=True)
    assert story.due(DutyKind.TELL) == 370


def test_whoever_asks_for_help_or_takes_requests_in_submits_once() -> None:
    story = Story(GENERAL)
    for person in (CITIZEN, WORKER, NO_HEADS_WORKER, FIELD):
        assert not story.may(person, Verb.SUBMIT), "it was taken in already"
    story.standing = story.first.copy()
    assert story.may(CITIZEN, Verb.SUBMIT)
    assert story.may(WORKER, Verb.SUBMIT)
    assert story.may(NO_HEADS_WORKER, Verb.SUBMIT)
    assert not story.may(FIELD, Verb.SUBMIT)


def test_questions_are_few() -> None:
    story = Story(GENERAL).working()
    for _time in range(3):
        story.does(WORKER, Verb.ASK)
    assert "รอคำตอบ" in story.lacks(WORKER, Verb.ASK)


def test_the_lead_agency_reads_what_is_sent_after_it_accepted() -> None:
    story = Story(CRISIS).screened()
    story.does(LEAD_WORKER, Verb.ACCEPT, story.sent(LEAD))
    story.does(CITIZEN, Verb.MESSAGE)
    assert story.duty(DutyKind.READ).organization == LEAD


def test_what_a_caller_heard_is_read_at_the_holder_until_somebody_has() -> None:
    """A call of a list is made by whoever takes the next number (call:reached_needs, call:died)."""
    story = Story(GENERAL)
    story.does(WORKER, Verb.LOG_CALL, told=True)
    assert not story.standing.open_duties(DutyKind.READ)
    story.does(WORKER, Verb.LOG_CALL, told=True, to_read=True)
    story.does(WORKER, Verb.LOG_CALL, to_read=True)
    assert len(story.standing.open_duties(DutyKind.READ)) == 1
    story.does(WORKER, Verb.ACKNOWLEDGE)
    assert not story.standing.open_duties(DutyKind.READ)
