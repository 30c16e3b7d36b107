"""An organization ends, or its last officer leaves: everything goes on elsewhere in the same transaction."""

from __future__ import annotations

import pytest

from cases.machine.vocabulary import (
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    Verb,
    WaitingKind,
    WaitingState,
)
from tests.cases.machine.story import (
    CENTER_WORKER,
    CRISIS,
    DEPUTY,
    FIELD,
    GENERAL,
    HEAD,
    LEAD_HEAD,
    LEAD_WORKER,
    NO_HEADS_FIELD,
    NO_HEADS_WORKER,
    ONE_HEADS,
    SECRETARY,
    SMALL_CRISIS,
    SMALL_LEAD_HEAD,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, LEAD, NO_HEAD, NOBODY, ONE_HEAD, SMALL_LEAD, UNIT, WHOLE
from tests.cases.machine.walks import CITIZEN


def test_a_case_goes_to_the_successor_with_its_due_time() -> None:
    story = Story(GENERAL).working()
    story.wait(50)
    story.ends(WHOLE, NO_HEAD)
    assert story.standing.holder == NO_HEAD
    assert DutyKind.ACT in story.owed(NO_HEAD)
    assert story.owed(WHOLE) == set()
    assert story.reads(WHOLE) is None


def test_a_case_that_looks_for_its_organization_goes_on_looking() -> None:
    story = Story(CRISIS)
    story.ends(WHOLE, NO_HEAD)
    assert story.due(DutyKind.FORWARD) == 24
    assert story.duty(DutyKind.FORWARD).organization == NO_HEAD


def test_it_goes_to_the_center_where_the_successor_may_not_know_of_it() -> None:
    story = Story(GENERAL, excluded=frozenset({NO_HEAD})).working()
    story.ends(WHOLE, NO_HEAD)
    assert story.standing.holder == CENTER
    assert story.reads(NO_HEAD) is None


def test_it_goes_to_the_center_where_nobody_can_act_at_the_successor() -> None:
    story = Story(GENERAL).working()
    story.ends(WHOLE, NOBODY)
    assert story.standing.holder == CENTER


def test_it_goes_to_the_last_of_several_successors() -> None:
    story = Story(GENERAL).working()
    story.town.end(NO_HEAD, ONE_HEAD)
    story.ends(WHOLE, NO_HEAD)
    assert story.standing.holder == ONE_HEAD


def test_a_case_whose_last_officer_left_goes_to_the_center() -> None:
    story = Story(GENERAL, ONE_HEAD).working(ONE_HEADS)
    story.leaves(ONE_HEADS)
    assert story.standing.holder == CENTER
    assert DutyKind.ACT in story.owed(CENTER)


def test_a_case_whose_last_officer_is_recused_goes_to_the_center_in_the_same_act() -> None:
    story = Story(GENERAL, ONE_HEAD).working(ONE_HEADS)
    story.does(ONE_HEADS, Verb.RECUSE)
    assert story.standing.holder == CENTER


def test_that_a_case_fell_to_somebody_is_no_acceptance() -> None:
    """The 24 hours of a crisis nobody works on go on, also when its lead agency inherits it."""
    story = Story(CRISIS, UNIT)
    story.ends(UNIT, LEAD)
    assert story.standing.holder == LEAD
    assert not story.standing.led
    assert story.due(DutyKind.FORWARD) == 24


def test_a_handover_that_would_go_to_its_own_holder_is_recalled() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.ends(NO_HEAD, WHOLE)
    assert story.now_is(row).state == WaitingState.RECALLED
    assert DutyKind.REROUTE in story.owed(WHOLE)


def test_so_is_one_to_the_successor_of_the_holder() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.ends(WHOLE, NO_HEAD)
    assert story.standing.holder == NO_HEAD
    assert story.now_is(row).state == WaitingState.RECALLED


def test_a_part_that_would_go_to_its_own_holder_ends() -> None:
    story = Story(GENERAL).working()
    row = story.part(NO_HEAD, NO_HEADS_WORKER)
    story.ends(NO_HEAD, WHOLE)
    assert story.now_is(row).state == WaitingState.DONE
    assert DutyKind.PART not in story.owed()


def test_what_an_organization_was_asked_is_asked_of_its_successor_with_the_due_time() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    due = story.due(DutyKind.ACKNOWLEDGE)
    story.wait(10)
    story.ends(NO_HEAD, ONE_HEAD)
    assert story.now_is(row).organization == ONE_HEAD
    assert story.due(DutyKind.ACKNOWLEDGE) == due
    assert story.reads(ONE_HEAD) == Scope.REFERRAL
    assert story.may(ONE_HEADS, Verb.ACCEPT, row)


def test_or_of_the_center_where_the_successor_may_not_know_of_it() -> None:
    story = Story(GENERAL, excluded=frozenset({ONE_HEAD})).screened()
    row = story.sent(NO_HEAD)
    story.ends(NO_HEAD, ONE_HEAD)
    assert story.now_is(row).organization == CENTER
    assert story.reads(ONE_HEAD) is None


def test_a_handover_that_nobody_can_answer_any_more_counts_as_returned() -> None:
    """Everybody there is recused, and no letter reaches anybody else."""
    story = Story(SMALL_CRISIS, WHOLE).screened()
    row = story.sent(SMALL_LEAD)
    story.does(SMALL_LEAD_HEAD, Verb.RECUSE)
    assert story.now_is(row).state == WaitingState.RETURNED
    assert story.reads(SMALL_LEAD) is None


def test_a_part_that_nobody_can_do_any_more_ends() -> None:
    story = Story(GENERAL).working()
    row = story.part(ONE_HEAD, ONE_HEADS)
    story.does(ONE_HEADS, Verb.RECUSE)
    assert story.now_is(row).state == WaitingState.RETURNED
    assert DutyKind.PART not in story.owed()


def test_a_visit_goes_on_with_the_successor() -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    story.does(NO_HEADS_FIELD, Verb.DISPATCH)
    visit = story.newest(WaitingKind.VISIT)
    due = story.due(DutyKind.VISIT)
    story.wait(3)
    story.ends(NO_HEAD, ONE_HEAD)
    assert story.now_is(visit).organization == ONE_HEAD
    assert story.due(DutyKind.VISIT) == due
    assert story.may(ONE_HEADS, Verb.END_VISIT, visit)


def test_a_committee_item_ends_where_no_committee_follows() -> None:
    story = Story(GENERAL).working()
    story.does(SECRETARY, Verb.SUBMIT_COMMITTEE)
    item = story.newest(WaitingKind.COMMITTEE_ITEM)
    story.ends(WHOLE, LEAD)
    assert story.now_is(item).state == WaitingState.WITHDRAWN


def test_decisions_of_an_organization_that_ended_are_made_by_who_follows() -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    duty = story.duty(DutyKind.PART)
    story.does(
        NO_HEADS_WORKER, Verb.REQUEST_MORE_TIME, duty=duty.number, due=story.now + (duty.due - story.now) * 2
    )
    row = story.standing.approvals()[0]
    story.ends(WHOLE, LEAD)
    assert story.now_is(row).organization == LEAD
    assert story.may(LEAD_HEAD, Verb.APPROVE, row)


def test_the_successor_of_the_lead_agency_leads() -> None:
    story = Story(CRISIS).screened()
    story.ends(LEAD, SMALL_LEAD)
    row = story.sent(SMALL_LEAD)
    story.does(SMALL_LEAD_HEAD, Verb.ACCEPT, row)
    assert story.standing.led


def test_a_crisis_that_its_leader_worked_on_is_led_by_its_successor() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    story.ends(LEAD, SMALL_LEAD)
    assert story.standing.holder == SMALL_LEAD
    assert story.standing.led
    assert not story.standing.open_duties(DutyKind.FORWARD, DutyKind.REROUTE)


def test_a_crisis_whose_leader_ended_without_one_has_to_be_sent_on() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    story.ends(LEAD, NO_HEAD)
    assert story.standing.holder == NO_HEAD
    assert not story.standing.led
    assert DutyKind.REROUTE in story.owed(NO_HEAD)


def test_a_unit_that_works_on_a_crisis_whose_leader_ended_has_to_send_it_on() -> None:
    story = Story(CRISIS, UNIT).working(2401)
    story.ends(LEAD, NO_HEAD)
    assert not story.standing.led
    assert DutyKind.REROUTE in story.owed(UNIT)


def test_a_crisis_that_fell_into_the_hands_of_its_new_leader_is_led() -> None:
    """The search ends when the tables name who works on it."""
    story = Story(GENERAL, SMALL_LEAD).working(SMALL_LEAD_HEAD)
    story.does(SMALL_LEAD_HEAD, Verb.RECLASSIFY, to={"problem": CRISIS})
    assert not story.standing.led
    story.ends(LEAD, SMALL_LEAD)
    assert story.standing.led
    assert not story.standing.open_duties(DutyKind.FORWARD, DutyKind.REROUTE)


@pytest.mark.parametrize("stage", ["screened", "following"])
def test_somebody_drives_the_case_after_an_end_at_every_stage(stage: str) -> None:
    story = Story(GENERAL)
    if stage == "screened":
        story.screened()
        story.sent(NO_HEAD)
        story.ends(WHOLE, NO_HEAD)
        assert DutyKind.REROUTE in story.owed(NO_HEAD)
    else:
        story.following().does(WORKER, Verb.RECORD_FOLLOWUP, story.newest(WaitingKind.FOLLOW_UP))
        story.ends(WHOLE, NO_HEAD)
        assert DutyKind.DECIDE in story.owed(NO_HEAD)
    assert story.standing.holder == NO_HEAD


def test_the_summary_of_a_closed_case_goes_to_the_successor_unless_it_may_not_know() -> None:
    for excluded, expected in ((frozenset(), Scope.SUMMARY), (frozenset({NO_HEAD}), None)):
        story = Story(GENERAL, excluded=excluded)
        story.does(WORKER, Verb.REJECT)
        assert story.standing.stage == Stage.CLOSED
        story.ends(WHOLE, NO_HEAD)
        assert story.reads(WHOLE) is None
        assert story.reads(NO_HEAD) == expected


def test_old_holders_that_ended_read_nothing() -> None:
    story = Story(GENERAL).working()
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    assert story.grants(WHOLE, GrantReason.WAS_HOLDER)
    story.ends(WHOLE, ONE_HEAD)
    assert story.reads(WHOLE) is None


def test_a_duty_of_somebody_who_left_or_is_recused_is_nobodys_in_particular() -> None:
    story = Story(GENERAL).working()
    duty = story.duty(DutyKind.ACT)
    story.does(HEAD, Verb.ASSIGN, duty=duty.number, person=WORKER)
    story.does(WORKER, Verb.RECUSE)
    assert story.duty(DutyKind.ACT).person is None
    story.does(HEAD, Verb.ASSIGN, duty=duty.number, person=DEPUTY)
    story.leaves(DEPUTY)
    assert story.duty(DutyKind.ACT).person is None


def test_a_duty_is_assigned_only_to_somebody_whose_work_it_is() -> None:
    story = Story(GENERAL).working()
    duty = story.duty(DutyKind.ACT)
    for stranger in (FIELD, NO_HEADS_WORKER):
        assert "มอบหมายได้เฉพาะ" in story.lacks(HEAD, Verb.ASSIGN, duty=duty.number, person=stranger)


def test_a_decision_is_not_assigned_to_who_asked_for_it() -> None:
    story = Story(GENERAL).working()
    story.does(DEPUTY, Verb.REQUEST_CLOSURE)
    duty = story.duty(DutyKind.APPROVE)
    assert story.lacks(HEAD, Verb.ASSIGN, duty=duty.number, person=DEPUTY)
    assert story.may(HEAD, Verb.ASSIGN, duty=duty.number, person=HEAD)


def test_officers_take_duties_for_themselves_and_give_them_back_never_to_each_other() -> None:
    story = Story(GENERAL, NO_HEAD).working(NO_HEADS_WORKER)
    duty = story.duty(DutyKind.ACT)
    assert not story.may(NO_HEADS_WORKER, Verb.ASSIGN, duty=duty.number, person=NO_HEADS_FIELD)
    story.does(NO_HEADS_WORKER, Verb.ASSIGN, duty=duty.number, person=NO_HEADS_WORKER)
    assert not story.may(NO_HEADS_FIELD, Verb.ASSIGN, duty=duty.number, person=None)
    story.does(NO_HEADS_WORKER, Verb.ASSIGN, duty=duty.number, person=None)


def test_a_handover_to_an_organization_whose_people_left_is_answered_by_letter() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(ONE_HEAD)
    story.leaves(ONE_HEADS)
    assert story.now_is(row).is_alive
    assert story.may(WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)


def test_messages_that_nobody_read_go_with_the_case() -> None:
    story = Story(GENERAL).working()
    story.does(CITIZEN, Verb.MESSAGE)
    due = story.due(DutyKind.READ)
    story.wait(4)
    story.does(CENTER_WORKER, Verb.ACCEPT, story.sent(CENTER))
    assert story.duty(DutyKind.READ).organization == CENTER
    assert story.due(DutyKind.READ) == due


def test_a_handover_that_would_come_back_to_who_passed_it_on_is_recalled() -> None:
    story = Story(GENERAL, CENTER).screened(CENTER_WORKER)
    first = story.sent(WHOLE, CENTER_WORKER)
    story.does(WORKER, Verb.FORWARD_ON, first, target=ONE_HEAD)
    story.ends(ONE_HEAD, WHOLE)
    assert story.newest(WaitingKind.HANDOVER).state == WaitingState.RECALLED


def test_a_part_that_comes_to_who_asked_for_it_long_ago_is_asked_for_by_the_holder() -> None:
    story = Story(GENERAL).working()
    part = story.part(ONE_HEAD, ONE_HEADS)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    story.ends(ONE_HEAD, WHOLE)
    moved = story.now_is(part)
    assert (moved.sender, moved.organization, moved.state) == (NO_HEAD, WHOLE, WaitingState.ACCEPTED)


def test_a_part_that_only_waits_for_the_new_holder_is_withdrawn_for_nobody_did_it() -> None:
    story = Story(GENERAL).working()
    part = story.sent(NO_HEAD, verb=Verb.REFER_JOINT)
    story.ends(WHOLE, NO_HEAD)
    assert story.now_is(part).state == WaitingState.WITHDRAWN
