"""Nobody is stuck: returns end, the center takes over what lies still, and no row of another body blocks for ever."""

from __future__ import annotations

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
    CENTER_DEPUTY,
    CENTER_HEAD,
    CENTER_WORKER,
    CRISIS,
    FIELD,
    GENERAL,
    HEAD,
    LEAD_HEAD,
    LEAD_WORKER,
    NO_HEADS_FIELD,
    NO_HEADS_WORKER,
    ONE_HEADS,
    SECRETARY,
    SMALL_LEAD_HEAD,
    UNIT_WORKER,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, LEAD, NO_HEAD, NOBODY, ONE_HEAD, SMALL_LEAD, UNIT, WHOLE


def returned_twice(holder: int = CENTER, worker: int = CENTER_WORKER) -> Story:
    """A general case that a local administration without a head sent back twice."""
    story = Story(GENERAL, holder).screened(worker)
    for _time in range(2):
        story.does(NO_HEADS_WORKER, Verb.RETURN, story.sent(NO_HEAD, worker))
    return story


def test_after_two_returns_only_a_supervisor_sends_it_there_again() -> None:
    story = returned_twice()
    assert "สองครั้ง" in story.lacks(CENTER_WORKER, Verb.REFER, target=NO_HEAD)
    assert story.may(CENTER_HEAD, Verb.REFER, target=NO_HEAD)


def test_what_the_centers_supervisor_sends_after_two_returns_is_neither_returned_nor_passed_on() -> None:
    story = returned_twice()
    row = story.sent(NO_HEAD, CENTER_HEAD)
    assert "ชี้ขาด" in story.lacks(NO_HEADS_WORKER, Verb.RETURN, row)
    assert "ชี้ขาด" in story.lacks(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=ONE_HEAD)
    assert story.may(NO_HEADS_WORKER, Verb.ACCEPT, row)


def test_what_another_supervisor_sends_may_be_returned_a_third_time() -> None:
    story = returned_twice(WHOLE, WORKER)
    assert story.may(NO_HEADS_WORKER, Verb.RETURN, story.sent(NO_HEAD, HEAD))


def test_two_returns_by_the_center_do_not_bar_the_way_to_it() -> None:
    story = Story(GENERAL).screened()
    for _time in range(2):
        story.does(CENTER_WORKER, Verb.RETURN, story.sent(CENTER))
    assert story.may(WORKER, Verb.REFER, target=CENTER)


def test_after_four_handovers_the_next_goes_through_the_center() -> None:
    story = Story(GENERAL).screened()
    for target in (NO_HEAD, ONE_HEAD, LEAD, SMALL_LEAD):
        story.does(WORKER, Verb.RECALL, story.sent(target))
    assert "ผ่านศูนย์" in story.lacks(WORKER, Verb.REFER, target=UNIT)
    assert story.may(WORKER, Verb.REFER, target=CENTER)


def passed_on_six_times() -> tuple[Story, object]:
    story = Story(GENERAL, UNIT).screened(UNIT_WORKER)
    row = story.sent(NO_HEAD, UNIT_WORKER)
    people = {
        NO_HEAD: NO_HEADS_WORKER,
        ONE_HEAD: ONE_HEADS,
        LEAD: LEAD_WORKER,
        SMALL_LEAD: SMALL_LEAD_HEAD,
        WHOLE: WORKER,
        77: 7701,
        78: 7801,
    }
    for spare in (77, 78, 79):
        story.town.staff[spare] = {spare * 100 + 1: story.town.staff[NO_HEAD][NO_HEADS_WORKER]}
    at = NO_HEAD
    for target in (ONE_HEAD, LEAD, SMALL_LEAD, WHOLE, 77, 78):
        story.does(people[at], Verb.FORWARD_ON, row, target=target)
        row, at = story.standing.pending_handover, target
    return story, row


def test_a_handover_is_passed_on_six_times_and_then_only_to_the_center() -> None:
    story, row = passed_on_six_times()
    assert "หลายทอด" in story.lacks(7801, Verb.FORWARD_ON, row, target=79)
    assert story.may(7801, Verb.FORWARD_ON, row, target=CENTER)


def test_a_handover_never_goes_in_a_circle() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.does(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=ONE_HEAD)
    row = story.standing.pending_handover
    assert story.lacks(ONE_HEADS, Verb.FORWARD_ON, row, target=NO_HEAD)
    assert story.lacks(ONE_HEADS, Verb.FORWARD_ON, row, target=WHOLE)


def test_a_handover_is_not_passed_on_to_who_does_a_part() -> None:
    story = Story(GENERAL).screened()
    story.part(ONE_HEAD, ONE_HEADS)
    row = story.sent(NO_HEAD)
    assert "ไว้แล้ว" in story.lacks(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=ONE_HEAD)


def test_only_one_handover_waits_at_a_time() -> None:
    story = Story(GENERAL).screened()
    story.sent(NO_HEAD)
    assert story.lacks(WORKER, Verb.REFER, target=ONE_HEAD)
    assert story.lacks(WORKER, Verb.TAKE_ON)


def test_one_organization_is_asked_for_a_part_only_once_at_a_time() -> None:
    story = Story(GENERAL).screened()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    assert "ไว้แล้ว" in story.lacks(WORKER, Verb.REFER_JOINT, target=NO_HEAD)


def test_the_center_takes_over_what_is_late_at_the_third_level() -> None:
    story = Story(GENERAL).working()
    story.wait(240 + 47)
    assert "ระดับ 3" in story.lacks(CENTER_HEAD, Verb.TAKE_OVER)
    story.wait(1.1)
    story.does(CENTER_HEAD, Verb.TAKE_OVER)
    assert story.standing.holder == CENTER
    assert story.reads(WHOLE) == Scope.SUMMARY


def test_only_who_decides_at_the_center_takes_over() -> None:
    story = Story(GENERAL).working()
    story.wait(400)
    assert story.may(CENTER_DEPUTY, Verb.TAKE_OVER)
    assert not story.may(CENTER_WORKER, Verb.TAKE_OVER)
    assert not story.may(HEAD, Verb.TAKE_OVER)


def test_an_approval_that_nobody_gives_may_be_taken_over_too() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    story.wait(72 + 49)
    assert story.may(CENTER_HEAD, Verb.TAKE_OVER)


def test_what_does_not_drive_the_case_is_no_reason_to_take_over() -> None:
    """Somebody is late to read a message; the work itself is in time."""
    story = Story(GENERAL).working()
    story.does(FIELD, Verb.DISPATCH)
    story.wait(200)
    assert story.lacks(CENTER_HEAD, Verb.TAKE_OVER)


def test_taking_over_recalls_a_handover_that_nobody_answers() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.wait(72 + 49)
    story.does(CENTER_HEAD, Verb.TAKE_OVER)
    assert story.now_is(row).state == WaitingState.RECALLED
    assert story.owed(CENTER) >= {DutyKind.REROUTE}


def taken_over_from_a_silent_lead() -> Story:
    """A crisis that the center holds, because the lead agency did not answer it."""
    story = Story(CRISIS, CENTER).screened(CENTER_WORKER)
    story.sent(LEAD, CENTER_WORKER)
    story.wait(24 + 49)
    story.does(CENTER_HEAD, Verb.TAKE_OVER)
    return story


def test_the_center_stands_in_for_a_lead_agency_that_is_silent() -> None:
    story = taken_over_from_a_silent_lead()
    assert story.standing.stand_in
    assert story.standing.led
    assert story.may(CENTER_WORKER, Verb.TAKE_ON)
    assert "แทนแล้ว" in story.lacks(CENTER_HEAD, Verb.TAKE_OVER)


def test_the_center_stands_in_only_until_the_lead_agency_accepts() -> None:
    story = taken_over_from_a_silent_lead()
    story.does(LEAD_WORKER, Verb.ACCEPT, story.sent(LEAD, CENTER_WORKER))
    assert not story.standing.stand_in
    story.does(CENTER_WORKER, Verb.ACCEPT, story.sent(CENTER, LEAD_WORKER))
    assert not story.standing.led
    assert DutyKind.REROUTE in story.owed(CENTER)


def test_the_holder_ends_a_part_that_nobody_finishes() -> None:
    story = Story(GENERAL).working()
    part = story.part(NO_HEAD, NO_HEADS_WORKER)
    assert story.lacks(WORKER, Verb.REQUEST_CLOSURE)
    story.does(WORKER, Verb.CANCEL_PART, part)
    assert story.now_is(part).state == WaitingState.WITHDRAWN
    assert story.reads(NO_HEAD) is None
    assert story.may(WORKER, Verb.REQUEST_CLOSURE)


def test_the_holder_calls_off_a_visit_and_a_committee_item_of_others_never_its_own() -> None:
    story = Story(GENERAL).working()
    part = story.part(NO_HEAD, NO_HEADS_WORKER)
    story.does(NO_HEADS_FIELD, Verb.DISPATCH)
    visit = story.newest(WaitingKind.VISIT)
    story.does(NO_HEADS_WORKER, Verb.SUBMIT_COMMITTEE)
    item = story.newest(WaitingKind.COMMITTEE_ITEM)
    story.does(NO_HEADS_WORKER, Verb.COMPLETE_PART, part)
    story.does(WORKER, Verb.CALL_OFF, visit)
    story.does(WORKER, Verb.CALL_OFF, item)
    assert story.may(WORKER, Verb.REQUEST_CLOSURE)
    assert story.reads(NO_HEAD) is None
    story.does(FIELD, Verb.DISPATCH)
    own = story.newest(WaitingKind.VISIT)
    assert "คุณเอง" in story.lacks(WORKER, Verb.CALL_OFF, own)


def test_a_partner_may_be_asked_to_take_the_case_over_which_ends_its_part_as_done() -> None:
    story = Story(GENERAL).working()
    part = story.part(NO_HEAD, NO_HEADS_WORKER)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    assert story.standing.holder == NO_HEAD
    assert story.now_is(part).state == WaitingState.DONE
    assert DutyKind.PART not in story.owed()


def test_a_partner_that_is_asked_to_take_over_goes_on_helping_meanwhile() -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    story.sent(NO_HEAD)
    story.does(NO_HEADS_WORKER, Verb.RECORD_HELP)
    assert story.standing.helped


def test_a_local_administration_hands_up_once() -> None:
    story = Story(GENERAL).working()
    story.does(HEAD, Verb.HAND_UP)
    assert story.standing.holder == CENTER
    assert story.reads(WHOLE) == Scope.PART
    story.does(WORKER, Verb.ACCEPT, story.sent(WHOLE, CENTER_WORKER))
    assert "ครั้งหนึ่ง" in story.lacks(HEAD, Verb.HAND_UP)


def test_a_case_is_not_handed_up_while_a_handover_waits() -> None:
    story = Story(GENERAL).working()
    story.sent(NO_HEAD)
    assert story.lacks(HEAD, Verb.HAND_UP)


def test_officers_hand_up_only_where_there_is_no_head() -> None:
    assert not Story(GENERAL).working().may(WORKER, Verb.HAND_UP)
    assert Story(GENERAL, NO_HEAD).working(NO_HEADS_WORKER).may(NO_HEADS_WORKER, Verb.HAND_UP)
    assert not Story(GENERAL, LEAD).working(LEAD_WORKER).may(LEAD_HEAD, Verb.HAND_UP)


def test_a_handover_that_comes_back_while_people_are_followed_up_leaves_somebody_to_decide() -> None:
    story = Story(GENERAL).following()
    row = story.sent(NO_HEAD)
    story.loses(story.newest(WaitingKind.FOLLOW_UP))
    story.does(NO_HEADS_WORKER, Verb.RETURN, row)
    assert DutyKind.DECIDE in story.owed(WHOLE)


def test_a_handover_accepted_while_people_are_followed_up_takes_the_dates_along() -> None:
    story = Story(GENERAL).following()
    due = story.due(DutyKind.FOLLOW)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, story.sent(NO_HEAD))
    assert story.standing.stage == Stage.FOLLOWING_UP
    assert story.duty(DutyKind.FOLLOW).organization == NO_HEAD
    assert story.due(DutyKind.FOLLOW) == due
    assert DutyKind.ACT not in story.owed()


def test_what_nobody_has_the_function_for_falls_to_those_who_work_or_decide() -> None:
    """The whole local administration has a secretary and a field unit; the one with a head alone has neither."""
    story = Story(GENERAL, ONE_HEAD).working(ONE_HEADS)
    story.does(ONE_HEADS, Verb.DISPATCH)
    assert story.may(ONE_HEADS, Verb.END_VISIT, story.newest(WaitingKind.VISIT))
    whole = Story(GENERAL).working()
    whole.does(FIELD, Verb.DISPATCH)
    assert not whole.may(SECRETARY, Verb.END_VISIT, whole.newest(WaitingKind.VISIT))
    assert not whole.may(WORKER, Verb.END_VISIT, whole.newest(WaitingKind.VISIT))


def test_supervisors_and_deputies_take_in_and_work_without_a_word_in_their_order() -> None:
    story = Story(GENERAL)
    story.does(HEAD, Verb.SCREEN)
    story.does(HEAD, Verb.TAKE_ON)
    assert story.standing.stage == Stage.WORKING


def test_nobody_is_asked_where_nobody_could_answer() -> None:
    story = Story(GENERAL).screened()
    story.town.by_letter.discard(NOBODY)
    assert "ไม่มีใคร" in story.lacks(WORKER, Verb.REFER, target=NOBODY)
    assert story.grants(NOBODY, GrantReason.ASKED) == []
