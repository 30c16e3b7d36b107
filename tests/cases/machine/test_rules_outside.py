"""Organizations in which nobody signs in: their answers are written down, and the holder keeps the case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.machine.standing import Referral
from cases.machine.vocabulary import DutyKind, GrantReason, Scope, Stage, Verb, WaitingState
from tests.cases.machine.story import (
    CENTER_WORKER,
    CRISIS,
    GENERAL,
    HOSPITAL_LINK,
    NO_HEADS_WORKER,
    SILENT_CRISIS,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, HOSPITAL, NO_HEAD, NOBODY, ONE_HEAD, SILENT_LEAD, WHOLE
from tests.cases.machine.walks import SYSTEM

ACCEPTED, RETURNED, DONE = WaitingState.ACCEPTED, WaitingState.RETURNED, WaitingState.DONE


def accepted_by_letter() -> tuple[Story, Referral]:
    """A general case that a local administration without a sign-in accepted by letter."""
    story = Story(GENERAL).screened()
    row = story.sent(NOBODY)
    story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=ACCEPTED)
    return story, row


def test_a_recorded_acceptance_never_moves_the_holder() -> None:
    story, row = accepted_by_letter()
    assert story.standing.holder == WHOLE
    assert story.now_is(row).outside
    assert story.standing.stage == Stage.WORKING
    assert story.owed(NOBODY) == {DutyKind.PART}
    assert DutyKind.ACT in story.owed(WHOLE)


def test_it_may_read_what_its_part_needs_until_it_is_done() -> None:
    story, row = accepted_by_letter()
    assert story.reads(NOBODY) == Scope.PART
    story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=DONE)
    assert story.reads(NOBODY) is None
    assert DutyKind.PART not in story.owed()


def test_a_general_case_accepted_outside_needs_no_other_organization() -> None:
    story, _row = accepted_by_letter()
    assert not story.standing.open_duties(DutyKind.FORWARD, DutyKind.REROUTE)
    assert "นอกระบบ" in story.lacks(WORKER, Verb.REFER, target=ONE_HEAD)


def test_who_signs_in_answers_for_themselves() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    assert "ตอบเอง" in story.lacks(WORKER, Verb.RECORD_OUTSIDE, row, outcome=ACCEPTED)


def test_an_organization_that_returns_by_letter_has_returned() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NOBODY)
    story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=RETURNED)
    assert story.standing.returns_by(NOBODY) == 1
    assert DutyKind.REROUTE in story.owed(WHOLE)


def test_by_a_link_a_part_is_accepted_and_done() -> None:
    story = Story(GENERAL).working()
    row = story.sent(HOSPITAL, verb=Verb.REFER_JOINT)
    story.does(HOSPITAL_LINK, Verb.ACCEPT, row)
    assert story.reads(HOSPITAL) == Scope.PART
    story.does(HOSPITAL_LINK, Verb.COMPLETE_PART, row)
    assert story.now_is(row).state == DONE


def test_by_a_link_the_whole_case_is_not_accepted_but_may_be_returned() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(HOSPITAL)
    assert "บันทึกคำตอบ" in story.lacks(HOSPITAL_LINK, Verb.ACCEPT, row)
    assert story.may(HOSPITAL_LINK, Verb.RETURN, row)


def test_by_a_link_a_handover_is_answered_as_if_it_had_been_written_down() -> None:
    """The holder keeps the record, whoever puts the answer into it."""
    story = Story(GENERAL).screened()
    row = story.sent(HOSPITAL)
    story.does(HOSPITAL_LINK, Verb.RECORD_OUTSIDE, row, outcome=ACCEPTED)
    assert story.standing.holder == WHOLE
    assert story.now_is(row).outside
    assert story.owed(HOSPITAL) == {DutyKind.PART}
    story.does(HOSPITAL_LINK, Verb.RECORD_OUTSIDE, row, outcome=DONE)
    assert story.now_is(row).state == DONE
    assert story.reads(HOSPITAL) is None
    assert not story.may(HOSPITAL_LINK, Verb.RECORD_OUTSIDE, row, outcome=DONE)


def test_a_crisis_is_accepted_by_a_link_only_of_who_may_accept_it() -> None:
    story = Story(SILENT_CRISIS, CENTER).screened(CENTER_WORKER)
    row = story.sent(SILENT_LEAD, CENTER_WORKER)
    link = replace(HOSPITAL_LINK, organization=SILENT_LEAD)
    story.does(link, Verb.RECORD_OUTSIDE, row, outcome=ACCEPTED)
    assert story.standing.led
    assert DutyKind.FORWARD not in story.owed()


def test_a_link_asks_only_while_its_organization_is_asked() -> None:
    """A question has to be read at the holder, like what the citizen sends."""
    story = Story(GENERAL).working()
    assert not story.may(HOSPITAL_LINK, Verb.MESSAGE)
    row = story.sent(HOSPITAL, verb=Verb.REFER_JOINT)
    story.does(HOSPITAL_LINK, Verb.MESSAGE)
    assert DutyKind.READ in story.owed(WHOLE)
    story.does(WORKER, Verb.ACKNOWLEDGE)
    story.does(HOSPITAL_LINK, Verb.RETURN, row)
    assert not story.may(HOSPITAL_LINK, Verb.MESSAGE)


def test_mail_that_came_back_has_to_be_read_at_the_holder() -> None:
    story = Story(GENERAL).screened()
    story.sent(NOBODY)
    story.does(SYSTEM, Verb.MESSAGE)
    assert DutyKind.READ in story.owed(WHOLE)
    assert not story.may(WORKER, Verb.MESSAGE)


def test_a_link_answers_only_for_its_own_organization() -> None:
    story = Story(GENERAL).working()
    row = story.sent(NOBODY, verb=Verb.REFER_JOINT)
    assert not story.may(HOSPITAL_LINK, Verb.ACCEPT, row)
    assert not story.may(HOSPITAL_LINK, Verb.RECORD_OUTSIDE, row, outcome=ACCEPTED)


def test_a_part_of_an_outside_organization_is_written_down_by_the_holder() -> None:
    story = Story(GENERAL).working()
    row = story.sent(NOBODY, verb=Verb.REFER_JOINT)
    story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=ACCEPTED)
    assert story.owed(NOBODY) == {DutyKind.PART}
    story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=DONE)
    assert story.now_is(row).state == DONE


def leader_accepted() -> tuple[Story, Referral]:
    """A crisis that its leader accepted by letter."""
    story = Story(SILENT_CRISIS, CENTER).screened(CENTER_WORKER)
    row = story.sent(SILENT_LEAD, CENTER_WORKER)
    story.does(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=ACCEPTED)
    return story, row


def test_a_recorded_acceptance_by_the_lead_agency_ends_the_24_hours() -> None:
    story, _row = leader_accepted()
    assert story.standing.led
    assert DutyKind.FORWARD not in story.owed()
    assert story.standing.holder == CENTER


def test_a_leader_that_gives_a_crisis_up_leaves_it_to_be_sent_on() -> None:
    story, row = leader_accepted()
    story.wait(50)
    story.does(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=RETURNED)
    assert not story.standing.led
    assert story.due(DutyKind.REROUTE) == 50 + 4


def test_consent_withdrawn_ends_the_work_of_an_outside_organization_that_rests_on_it() -> None:
    story, row = accepted_by_letter()
    story.does(WORKER, Verb.CHANGE_CONSENT, consent="refused")
    assert story.now_is(row).state == WaitingState.WITHDRAWN
    assert story.grants(NOBODY, GrantReason.OUTSIDE) == []


def test_an_organization_with_a_sign_in_that_works_on_it_is_not_outside() -> None:
    story = Story(GENERAL).working()
    row = story.sent(NO_HEAD)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, row)
    assert not story.now_is(row).outside
    assert not story.may(NO_HEADS_WORKER, Verb.RECORD_OUTSIDE, row, outcome=DONE)


@pytest.mark.parametrize("target", [NOBODY, HOSPITAL])
def test_a_crisis_is_sent_to_who_signs_in_nowhere_only_where_that_leads_it(target: int) -> None:
    story = Story(CRISIS, CENTER).screened(CENTER_WORKER)
    assert "ผ่านศูนย์" in story.lacks(CENTER_WORKER, Verb.REFER, target=target)


def test_nobody_passes_a_handover_on_to_an_organization_without_a_sign_in() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    assert "ส่งคืน" in story.lacks(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=NOBODY)
