"""Access is a grant with one reason, and ends with it; an excluded organization learns nothing, by no way."""

from __future__ import annotations

import pytest

from cases.machine.offices import is_work_of, may_accept_crisis, people_for
from cases.machine.vocabulary import DutyKind, GrantReason, Scope, Verb, WaitingKind, WaitingState
from portal.accounts.functions import Function
from tests.cases.machine.story import (
    CENTER_HEAD,
    CENTER_WORKER,
    CRISIS,
    DEPARTMENT_HEAD,
    DEPUTY,
    FIELD,
    GENERAL,
    HEAD,
    LEAD_WORKER,
    NO_HEADS_FIELD,
    NO_HEADS_WORKER,
    ONE_HEADS,
    SECRETARY,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, DEPARTMENT, LEAD, NO_HEAD, ONE_HEAD, UNIT, WHOLE
from tests.cases.machine.walks import SYSTEM


def test_an_organization_that_has_nothing_to_do_with_a_case_does_nothing_with_it() -> None:
    story = Story(GENERAL).working()
    for verb in (Verb.NOTE, Verb.RECORD_HELP, Verb.LOG_CALL, Verb.DISPATCH, Verb.SUBMIT_COMMITTEE):
        assert not story.may(ONE_HEADS, verb)


def test_who_is_asked_reads_the_request_until_it_answers() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    assert story.reads(NO_HEAD) == Scope.REFERRAL
    story.does(NO_HEADS_WORKER, Verb.RETURN, row)
    assert story.reads(NO_HEAD) is None


def test_a_recall_ends_access_at_once() -> None:
    story = Story(GENERAL).screened()
    story.does(WORKER, Verb.RECALL, story.sent(NO_HEAD))
    assert story.reads(NO_HEAD) is None


def test_a_part_is_read_until_it_is_done() -> None:
    story = Story(GENERAL).working()
    row = story.part(NO_HEAD, NO_HEADS_WORKER)
    assert story.reads(NO_HEAD) == Scope.PART
    story.does(NO_HEADS_WORKER, Verb.COMPLETE_PART, row)
    assert story.reads(NO_HEAD) is None


def test_who_has_a_unit_on_its_way_reads_what_it_needs_after_its_part_is_done() -> None:
    story = Story(GENERAL).working()
    row = story.part(NO_HEAD, NO_HEADS_WORKER)
    story.does(NO_HEADS_FIELD, Verb.DISPATCH)
    story.does(NO_HEADS_WORKER, Verb.COMPLETE_PART, row)
    assert story.reads(NO_HEAD) == Scope.PART
    story.does(NO_HEADS_FIELD, Verb.END_VISIT, story.newest(WaitingKind.VISIT))
    assert story.reads(NO_HEAD) is None


@pytest.mark.parametrize(
    ("person", "begin", "end", "kind"),
    [
        (FIELD, Verb.DISPATCH, Verb.END_VISIT, WaitingKind.VISIT),
        (SECRETARY, Verb.SUBMIT_COMMITTEE, Verb.DECIDE_COMMITTEE, WaitingKind.COMMITTEE_ITEM),
    ],
)
def test_an_old_holder_reads_what_its_own_visit_or_committee_item_needs(
    person: int, begin: Verb, end: Verb, kind: WaitingKind
) -> None:
    story = Story(GENERAL).working()
    story.does(person, begin)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    assert story.reads(WHOLE) == Scope.PART
    story.does(person, end, story.newest(kind))
    assert story.reads(WHOLE) == Scope.SUMMARY


def test_old_holders_and_senders_keep_the_summary() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.does(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=ONE_HEAD)
    assert story.reads(NO_HEAD) == Scope.SUMMARY
    story.does(ONE_HEADS, Verb.ACCEPT, story.standing.pending_handover)
    assert story.reads(WHOLE) == Scope.SUMMARY


def test_who_is_told_reads_the_summary_once() -> None:
    story = Story(GENERAL)
    story.does(WORKER, Verb.INFORM, target=ONE_HEAD)
    assert story.reads(ONE_HEAD) == Scope.SUMMARY
    assert "แจ้งหน่วยงานนี้แล้ว" in story.lacks(WORKER, Verb.INFORM, target=ONE_HEAD)


def test_the_center_knows_of_the_cases_of_its_local_administrations_in_short() -> None:
    story = Story(GENERAL).screened()
    assert story.reads(CENTER) == Scope.SUMMARY
    assert Story(CRISIS, LEAD).reads(CENTER) is None
    story.does(LEAD_WORKER, Verb.ACCEPT, story.sent(LEAD))
    assert story.grants(CENTER, GrantReason.COORDINATES) == []


@pytest.mark.parametrize("verb", [Verb.REFER, Verb.REFER_JOINT, Verb.INFORM])
def test_an_excluded_organization_is_neither_asked_nor_told(verb: Verb) -> None:
    story = Story(GENERAL, excluded=frozenset({NO_HEAD})).screened()
    assert "ไม่ให้หน่วยงานนี้รู้" in story.lacks(WORKER, verb, target=NO_HEAD)


def test_nor_is_anything_passed_on_to_it() -> None:
    story = Story(GENERAL, excluded=frozenset({ONE_HEAD})).screened()
    row = story.sent(NO_HEAD)
    assert "ไม่ให้หน่วยงานนี้รู้" in story.lacks(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=ONE_HEAD)


def test_nor_does_it_break_the_glass_or_hear_an_alarm() -> None:
    story = Story(GENERAL, excluded=frozenset({NO_HEAD})).working()
    assert story.lacks(NO_HEADS_WORKER, Verb.BREAK_GLASS)
    story.wait(250)
    duty = story.duty(DutyKind.ACT)
    story.does(SYSTEM, Verb.FIRE_ALARM, duty=duty.number, target=NO_HEAD)
    assert story.reads(NO_HEAD) is None


def test_an_excluded_unit_takes_no_crisis_on() -> None:
    story = Story(CRISIS, CENTER, excluded=frozenset({UNIT})).screened(CENTER_WORKER)
    assert story.lacks(CENTER_WORKER, Verb.REFER, target=UNIT)
    assert may_accept_crisis(story.situation(SYSTEM).change()) == {LEAD}


def test_an_excluded_center_does_not_coordinate() -> None:
    assert Story(GENERAL, excluded=frozenset({CENTER})).reads(CENTER) is None


def test_who_oversees_is_never_asked_to_work() -> None:
    assert "กำกับดูแล" in Story(GENERAL).screened().lacks(WORKER, Verb.REFER, target=DEPARTMENT)


def test_broken_glass_is_read_for_four_hours_and_nothing_is_written() -> None:
    story = Story(GENERAL).working()
    story.does(NO_HEADS_WORKER, Verb.BREAK_GLASS)
    assert story.reads(NO_HEAD) == Scope.FULL
    for verb in (Verb.RECORD_HELP, Verb.LOG_CALL, Verb.NOTE, Verb.ADD_FILE):
        assert not story.may(NO_HEADS_WORKER, verb), verb
    assert "ได้อยู่แล้ว" in story.lacks(NO_HEADS_WORKER, Verb.BREAK_GLASS)
    story.wait(3.9)
    assert story.reads(NO_HEAD) == Scope.FULL
    story.wait(0.2)
    assert story.reads(NO_HEAD) is None


def test_the_holder_does_not_break_its_own_glass() -> None:
    assert "ได้อยู่แล้ว" in Story(GENERAL).lacks(WORKER, Verb.BREAK_GLASS)


def test_the_holder_reads_on_for_ninety_days_after_closing() -> None:
    story = Story(GENERAL)
    story.does(WORKER, Verb.REJECT)
    story.wait(90 * 24 - 1)
    story.does(SYSTEM, Verb.EXPIRE_GRANT)
    assert story.reads(WHOLE) == Scope.FULL
    story.wait(1)
    story.does(SYSTEM, Verb.EXPIRE_GRANT)
    assert story.reads(WHOLE) is None


def test_who_hears_an_alarm_sees_only_how_late_it_is_and_only_until_the_duty_ends() -> None:
    story = Story(GENERAL).working()
    story.wait(250)
    duty = story.duty(DutyKind.ACT)
    story.does(SYSTEM, Verb.FIRE_ALARM, duty=duty.number, target=DEPARTMENT)
    assert story.reads(DEPARTMENT) == Scope.METADATA
    story.does(WORKER, Verb.RECORD_HELP)
    assert story.reads(DEPARTMENT) == Scope.METADATA
    story.does(WORKER, Verb.START_FOLLOWING_UP)
    assert story.reads(DEPARTMENT) is None


def test_an_alarm_shows_no_less_to_who_reads_more_already() -> None:
    story = Story(GENERAL).working()
    story.wait(250)
    story.does(SYSTEM, Verb.FIRE_ALARM, duty=story.duty(DutyKind.ACT).number, target=CENTER)
    assert story.reads(CENTER) == Scope.SUMMARY
    assert story.grants(CENTER, GrantReason.LADDER) == []


def test_who_is_recused_does_nothing_more_on_the_case() -> None:
    story = Story(GENERAL)
    story.does(WORKER, Verb.RECUSE)
    assert not story.may(WORKER, Verb.SCREEN)
    assert not story.may(WORKER, Verb.NOTE)
    assert not story.may(WORKER, Verb.RECORD_HELP)
    assert story.may(HEAD, Verb.SCREEN)


def test_a_visit_and_a_committee_item_are_one_at_a_time() -> None:
    story = Story(GENERAL).working()
    story.does(FIELD, Verb.DISPATCH)
    assert "งานนี้อยู่แล้ว" in story.lacks(FIELD, Verb.DISPATCH)
    story.does(SECRETARY, Verb.SUBMIT_COMMITTEE)
    assert "งานนี้อยู่แล้ว" in story.lacks(SECRETARY, Verb.SUBMIT_COMMITTEE)


def test_only_a_local_administration_has_a_committee() -> None:
    story = Story(GENERAL, LEAD).working(LEAD_WORKER)
    assert not story.may(LEAD_WORKER, Verb.SUBMIT_COMMITTEE)


def test_a_secret_is_replaced_by_who_can_check_who_somebody_is() -> None:
    story = Story(GENERAL)
    assert story.may(WORKER, Verb.REPLACE_SECRET)
    assert story.may(CENTER_HEAD, Verb.REPLACE_SECRET)
    assert not story.may(NO_HEADS_WORKER, Verb.REPLACE_SECRET)


def test_nobody_acts_on_a_case_that_their_organization_may_not_read() -> None:
    """The center knows of the cases of local administrations, not of those that a lead agency received itself."""
    assert not Story(CRISIS, LEAD).may(CENTER_HEAD, Verb.REPLACE_SECRET)


def test_whether_work_is_somebodys_is_told_as_by_the_list_of_all_whose_it_is() -> None:
    story = Story(GENERAL).working()
    story.turns(recused=frozenset({HEAD}))
    change, told = story.situation(SYSTEM).change(), set()
    everybody = {person for office in story.town.organizations for person in story.town.people(office)}
    for organization in story.town.organizations:
        for function in Function:
            whose = people_for(change, organization, function)
            for person in everybody:
                is_theirs = is_work_of(change, person, organization, function)
                assert is_theirs == (person in whose)
                told.add(is_theirs)
    assert told == {True, False}


# Somebody is part of the matter -----------------------------------------------------------------------------------------


def test_whoever_is_shut_out_loses_what_it_was_asked_and_is_asked_no_more() -> None:
    """Privacy 16: the head says so, whatever the organization had to do."""
    story = Story(GENERAL).working()
    row = story.sent(ONE_HEAD)
    story.does(HEAD, Verb.SHUT_OUT, target=ONE_HEAD)
    assert story.reads(ONE_HEAD) is None
    assert story.now_is(row).state == WaitingState.RECALLED
    assert not story.owed(ONE_HEAD)
    for verb in (Verb.REFER, Verb.REFER_JOINT, Verb.INFORM):
        assert "ไม่ให้หน่วยงานนี้รู้" in story.lacks(WORKER, verb, target=ONE_HEAD)
    assert "ไม่ให้หน่วยงานของคุณรู้" in story.lacks(ONE_HEADS, Verb.BREAK_GLASS)


@pytest.mark.parametrize("verb", [Verb.DISPATCH, Verb.SUBMIT_COMMITTEE])
def test_its_part_and_its_own_work_end(verb: Verb) -> None:
    story = Story(GENERAL).working()
    story.part(ONE_HEAD, ONE_HEADS)
    story.does(ONE_HEADS, verb)
    story.does(HEAD, Verb.SHUT_OUT, target=ONE_HEAD)
    assert story.reads(ONE_HEAD) is None
    assert not [row for row in story.standing.alive() if row.organization == ONE_HEAD]


def test_the_holder_hands_on_first_and_to_the_center_falls_what_nobody_else_does() -> None:
    story = Story(GENERAL).working()
    assert "ส่งต่อให้หน่วยงานอื่นรับก่อน" in story.lacks(HEAD, Verb.SHUT_OUT, target=WHOLE)
    for organization in (CENTER, DEPARTMENT):
        assert "กันเฉพาะเจ้าหน้าที่" in story.lacks(HEAD, Verb.SHUT_OUT, target=organization)
    story.does(HEAD, Verb.SHUT_OUT, target=NO_HEAD)
    assert "อยู่แล้ว" in story.lacks(HEAD, Verb.SHUT_OUT, target=NO_HEAD)


def test_heads_of_the_holder_and_of_the_center_shut_out_and_nobody_else() -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    for person in (WORKER, NO_HEADS_WORKER, ONE_HEADS, LEAD_WORKER, CENTER_WORKER):
        assert not story.may(person, Verb.SHUT_OUT, target=NO_HEAD)
    assert story.may(HEAD, Verb.SHUT_OUT, target=NO_HEAD)
    assert story.may(CENTER_HEAD, Verb.SHUT_OUT, target=NO_HEAD)


def test_one_person_is_shut_out_and_the_office_goes_on() -> None:
    story = Story(GENERAL).working()
    story.does(HEAD, Verb.ASSIGN, duty=story.duty(DutyKind.ACT).number, person=WORKER)
    story.does(HEAD, Verb.SHUT_OUT, target=WHOLE, person=WORKER)
    assert WORKER in story.standing.recused
    assert story.duty(DutyKind.ACT).person is None
    assert not story.may(WORKER, Verb.NOTE)
    assert story.may(DEPUTY, Verb.NOTE)
    assert "ขอไม่ร่วมพิจารณา" in story.lacks(HEAD, Verb.SHUT_OUT, target=WHOLE, person=HEAD)


def test_where_the_only_head_is_part_of_it_the_center_says_so_and_takes_the_case() -> None:
    story = Story(GENERAL, ONE_HEAD).working(ONE_HEADS)
    story.does(CENTER_HEAD, Verb.SHUT_OUT, target=ONE_HEAD, person=ONE_HEADS)
    assert story.standing.holder == CENTER


def test_a_lead_agency_that_is_part_of_it_leads_no_more_and_the_center_may_go_on() -> None:
    story = Story(CRISIS, CENTER).screened(CENTER_WORKER)
    story.sent(LEAD, by=CENTER_WORKER)
    story.does(CENTER_HEAD, Verb.SHUT_OUT, target=LEAD)
    assert may_accept_crisis(story.situation(SYSTEM).change()) == {CENTER}
    story.does(CENTER_WORKER, Verb.TAKE_ON)
    assert story.standing.led


@pytest.mark.parametrize("verb", [Verb.REFER, Verb.REFER_JOINT])
def test_who_returns_a_case_for_an_interest_of_its_own_is_asked_no_more(verb: Verb) -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD, verb=verb)
    story.does(NO_HEADS_WORKER, Verb.RETURN, row, conflict=True)
    assert story.standing.excluded == {NO_HEAD}
    assert "ไม่ให้หน่วยงานนี้รู้" in story.lacks(WORKER, Verb.REFER, target=NO_HEAD)


def test_who_returns_it_for_another_reason_may_be_asked_again() -> None:
    story = Story(GENERAL).screened()
    story.does(NO_HEADS_WORKER, Verb.RETURN, story.sent(NO_HEAD))
    assert story.may(WORKER, Verb.REFER, target=NO_HEAD)


# Broken glass -----------------------------------------------------------------------------------------------------------


def test_the_glass_is_broken_in_the_province_only_whatever_one_was_told() -> None:
    """cases-verbs.tsv, break_glass: an office that hears of what is late in the whole country sits in none."""
    story = Story(GENERAL).working()
    story.wait(250)
    duty = story.duty(DutyKind.ACT)
    for organization in (DEPARTMENT, LEAD):
        story.does(SYSTEM, Verb.FIRE_ALARM, duty=duty.number, target=organization)
    assert "ในจังหวัด" in story.lacks(DEPARTMENT_HEAD, Verb.BREAK_GLASS)
    assert story.may(LEAD_WORKER, Verb.BREAK_GLASS)
    story.town.elsewhere.add(LEAD)
    assert "ในจังหวัด" in story.lacks(LEAD_WORKER, Verb.BREAK_GLASS)
