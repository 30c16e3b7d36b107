"""Stories of what random walks come to seldom or never: each shows something that the table declares.

A walk that is long enough would meet most of them. They are told here, so that `observing.seen` has soon seen everything
that is declared, and whatever it has not seen is declared for nothing. Some are nets: no act leads there, but a case that
something went wrong with is put right by the next act instead of being refused by it (`Story.forgets`).
"""

from __future__ import annotations

from collections.abc import Callable

from cases.machine.standing import Standing
from cases.machine.vocabulary import DutyKind, GrantReason, Verb, WaitingKind, WaitingState
from cases.vocabulary import Consent, Severity
from tests.cases.machine.story import (
    CENTER_HEAD,
    CENTER_WORKER,
    CRISIS,
    DEPUTY,
    FIELD,
    GENERAL,
    HEAD,
    LEAD_HEAD,
    LEAD_WORKER,
    NO_HEADS_WORKER,
    NOBODYS_CRISIS,
    ONE_HEADS,
    SECRETARY,
    SILENT_CRISIS,
    UNIT_WORKER,
    WORKER,
    Story,
)
from tests.cases.machine.town import (
    CENTER,
    HOUR,
    LEAD,
    NO_HEAD,
    NOBODY,
    ONE_HEAD,
    SILENT_LEAD,
    SMALL_LEAD,
    UNIT,
    WHOLE,
    Hours,
)
from tests.cases.machine.walks import CITIZEN, SYSTEM

OTHERS = tuple(reason for reason in GrantReason if reason != GrantReason.HOLDER)
RARE: list[Callable[[], None]] = []


def rare(story: Callable[[], None]) -> Callable[[], None]:
    """Keep a story for `observing.seen`."""
    RARE.append(story)
    return story


SMALL_LEADS = 2201


def _led() -> Story:
    """A crisis that its lead agency works on."""
    return Story(CRISIS, LEAD).working(LEAD_WORKER)


def _back_at_the_center() -> Story:
    """A crisis that was led, and lies where it may not stay: somebody has to find who takes it on."""
    story = _led()
    story.does(CENTER_WORKER, Verb.ACCEPT, story.sent(CENTER, by=LEAD_WORKER))
    return story


def _paused() -> Story:
    """The work stands still for a question."""
    story = Story().working()
    story.does(WORKER, Verb.ASK)
    return story


def _to_be_decided() -> Story:
    """Followed up, and nobody knows what comes next."""
    story = Story().following()
    story.does(WORKER, Verb.RECORD_FOLLOWUP, story.newest(WaitingKind.FOLLOW_UP))
    return story


def _passed_on_by_one_head() -> Story:
    """ONE_HEAD passed the case on; it came back to who had sent it."""
    story = Story().screened()
    story.does(ONE_HEADS, Verb.FORWARD_ON, story.sent(ONE_HEAD), target=LEAD)
    story.does(LEAD_WORKER, Verb.RETURN, story.newest(WaitingKind.HANDOVER))
    return story


def _close(story: Story, by: int = WORKER, decider: int = HEAD) -> Story:
    story.does(by, Verb.REQUEST_CLOSURE, risk_assessed=True)
    story.does(decider, Verb.APPROVE, story.newest(WaitingKind.APPROVAL))
    return story


def _moves(story: Story, to: int = ONE_HEAD, accepted_by: int = ONE_HEADS, by: int = WORKER) -> None:
    story.does(accepted_by, Verb.ACCEPT, story.sent(to, by=by))


# What happens seldom ----------------------------------------------------------------------------------------------------


@rare
def the_last_help_was_a_mistake() -> None:
    story = Story().working()
    story.does(WORKER, Verb.RECORD_HELP)
    story.does(WORKER, Verb.CORRECT_HELP, still_helped=False)


@rare
def the_risk_is_known_from_now_on() -> None:
    Story().does(WORKER, Verb.CORRECT_FACTS, risk_assessed=True)


@rare
def consent_is_given_when_the_case_is_sent() -> None:
    for verb in (Verb.REFER, Verb.REFER_JOINT):
        story = Story(consent=Consent.NOT_ASKED).screened()
        story.sent(LEAD, verb=verb, ground=Consent.GIVEN)


@rare
def consent_is_given_when_the_case_goes_up() -> None:
    Story(consent=Consent.NOT_ASKED).working().does(HEAD, Verb.HAND_UP, ground=Consent.GIVEN)


@rare
def help_is_wanted_after_all() -> None:
    story = Story().working()
    story.does(CITIZEN, Verb.WITHDRAW)
    story.does(CITIZEN, Verb.MESSAGE, wants_help=True)


@rare
def what_was_screened_goes_no_further() -> None:
    Story().screened().does(WORKER, Verb.REJECT)
    for story in (Story().screened(), Story()):
        story.does(CITIZEN, Verb.WITHDRAW)


@rare
def more_time_is_given() -> None:
    story = Story().working()
    story.does(SECRETARY, Verb.SUBMIT_COMMITTEE)
    story.does(WORKER, Verb.PLAN_FOLLOWUP, due=story.now + 24 * HOUR)
    for kind in (DutyKind.ACT, DutyKind.COMMITTEE, DutyKind.FOLLOW):
        duty = story.duty(kind)
        story.does(WORKER, Verb.REQUEST_MORE_TIME, duty=duty.number, due=duty.due + 48 * HOUR)
        story.does(HEAD, Verb.APPROVE, story.newest(WaitingKind.APPROVAL))


@rare
def a_committee_decides_after_the_part_is_done() -> None:
    story = Story().working()
    row = story.part(ONE_HEAD, ONE_HEADS)
    story.does(ONE_HEADS, Verb.SUBMIT_COMMITTEE)
    story.does(ONE_HEADS, Verb.COMPLETE_PART, row)
    story.does(ONE_HEADS, Verb.DECIDE_COMMITTEE, story.newest(WaitingKind.COMMITTEE_ITEM))


@rare
def the_holder_calls_off_what_others_have_under_way() -> None:
    for begins, kind in (
        (Verb.DISPATCH, WaitingKind.VISIT),
        (Verb.SUBMIT_COMMITTEE, WaitingKind.COMMITTEE_ITEM),
    ):
        story = Story().working()
        row = story.part(ONE_HEAD, ONE_HEADS)
        story.does(ONE_HEADS, begins)
        story.does(ONE_HEADS, Verb.COMPLETE_PART, row)
        story.does(WORKER, Verb.CALL_OFF, story.newest(kind))


@rare
def it_is_only_written_down() -> None:
    story = Story()
    for verb in (Verb.LINK_HOUSEHOLD, Verb.TELL, Verb.REJECT):
        story.does(WORKER, verb)
    story.does(CITIZEN, Verb.RATE)


@rare
def who_decides_leaves() -> None:
    """A decision that waits goes to where one can be made."""
    story = Story().working()
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    story.leaves(HEAD, DEPUTY)


@rare
def screening_is_taken_back() -> None:
    Story().screened().does(WORKER, Verb.UNSCREEN)


@rare
def a_closed_crisis_comes_back_where_it_may_not_stay() -> None:
    story = _led()
    story.does(LEAD_WORKER, Verb.RECORD_HELP)
    story.does(LEAD_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)
    story.does(LEAD_HEAD, Verb.APPROVE, story.newest(WaitingKind.APPROVAL))
    story.ends(LEAD, WHOLE)
    story.does(CITIZEN, Verb.REOPEN)


@rare
def consent_ends_what_a_lead_agency_without_a_sign_in_does() -> None:
    story = Story(SILENT_CRISIS, CENTER).screened(CENTER_WORKER)
    row = story.sent(SILENT_LEAD, by=CENTER_WORKER)
    story.does(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)
    story.does(CITIZEN, Verb.CHANGE_CONSENT, consent=Consent.REFUSED)


@rare
def consent_ends_a_part_of_somebody_on_the_way() -> None:
    story = Story().working()
    story.part(ONE_HEAD, ONE_HEADS)
    story.does(ONE_HEADS, Verb.DISPATCH)
    story.does(CITIZEN, Verb.CHANGE_CONSENT, consent=Consent.REFUSED)


@rare
def an_organization_without_a_sign_in_answers() -> None:
    for outcome in (WaitingState.DONE, WaitingState.RETURNED):
        for verb in (Verb.REFER, Verb.REFER_JOINT):
            story = Story().screened()
            row = story.sent(NOBODY, verb=verb)
            story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)
            story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=outcome)
    for verb in (Verb.REFER, Verb.REFER_JOINT):
        story = Story().screened()
        row = story.sent(NOBODY, verb=verb)
        story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.RETURNED)


@rare
def who_works_outside_ends() -> None:
    for heir in (ONE_HEAD, WHOLE):
        story = Story().screened()
        row = story.sent(NOBODY)
        story.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)
        story.ends(NOBODY, heir)


@rare
def who_handed_a_case_up_gets_it_back() -> None:
    """Both by its own word, and because the one that held it has ended."""
    for ends in (True, False):
        story = Story().working()
        story.does(HEAD, Verb.HAND_UP)
        if ends:
            story.does(LEAD_WORKER, Verb.ACCEPT, story.sent(LEAD, by=CENTER_WORKER))
            story.ends(LEAD, WHOLE)
        else:
            story.does(WORKER, Verb.ACCEPT, story.sent(WHOLE, by=CENTER_WORKER))


@rare
def a_partner_asks_the_holder_for_time_and_the_case_moves() -> None:
    story = Story().working()
    story.part(LEAD, LEAD_WORKER)
    duty = story.duty(DutyKind.PART)
    story.does(LEAD_WORKER, Verb.REQUEST_MORE_TIME, duty=duty.number, due=duty.due + 48 * HOUR)
    story.does(HEAD, Verb.HAND_UP)
    story.does(CENTER_HEAD, Verb.APPROVE, story.newest(WaitingKind.APPROVAL))


@rare
def holidays_change_for_everything_that_is_due() -> None:
    working = Story().working()
    for _each in range(2):
        working.does(WORKER, Verb.ASK)
    working.part(ONE_HEAD, ONE_HEADS)
    working.sent(CENTER, verb=Verb.REFER_JOINT)
    working.does(FIELD, Verb.DISPATCH)
    working.does(SECRETARY, Verb.SUBMIT_COMMITTEE)
    working.does(WORKER, Verb.PLAN_FOLLOWUP)
    duty = working.duty(DutyKind.VISIT)
    working.does(WORKER, Verb.REQUEST_MORE_TIME, duty=duty.number, due=duty.due + 48 * HOUR)
    working.does(CITIZEN, Verb.MESSAGE)
    closing = Story().working()
    closing.does(WORKER, Verb.REQUEST_CLOSURE)
    returned = Story().screened()
    returned.does(LEAD_WORKER, Verb.RETURN, returned.sent(LEAD))
    for story in (working, closing, _to_be_decided(), returned, Story()):
        dues = {duty.number: duty.due - HOUR for duty in story.standing.open_duties()}
        story.does(SYSTEM, Verb.FOLLOW_CALENDAR, dues=dues)


# The case moves ---------------------------------------------------------------------------------------------------------


@rare
def a_partner_is_asked_to_take_the_case() -> None:
    for verbs in ((), (Verb.ACCEPT,), (Verb.ACCEPT, Verb.DISPATCH, Verb.COMPLETE_PART)):
        story = Story().working()
        row = story.sent(ONE_HEAD, verb=Verb.REFER_JOINT)
        for verb in verbs:
            story.does(ONE_HEADS, verb, None if verb == Verb.DISPATCH else row)
        _moves(story)


@rare
def somebody_who_read_for_another_reason_takes_the_case() -> None:
    broken = Story().working()
    broken.does(WORKER, Verb.INFORM, target=ONE_HEAD)
    broken.does(ONE_HEADS, Verb.BREAK_GLASS)
    for story in (broken, _passed_on_by_one_head()):
        _moves(story)


@rare
def a_case_moves_in_the_middle_of_something() -> None:
    for story in (_paused(), _to_be_decided()):
        _moves(story)


@rare
def a_case_moves_of_which_somebody_elsewhere_has_to_decide() -> None:
    story = Story(holder=NO_HEAD).working(NO_HEADS_WORKER)
    story.does(NO_HEADS_WORKER, Verb.REQUEST_CLOSURE)
    _moves(story, by=NO_HEADS_WORKER)


@rare
def a_crisis_finds_its_way_back_to_who_leads_it() -> None:
    story = _back_at_the_center()
    _moves(story, LEAD, LEAD_WORKER, by=CENTER_WORKER)


@rare
def the_center_stands_in_until_the_lead_agency_accepts() -> None:
    story = _back_at_the_center()
    story.wait(24 * 7)
    story.does(CENTER_HEAD, Verb.TAKE_OVER)
    _moves(story, LEAD, LEAD_WORKER, by=CENTER_WORKER)


@rare
def the_holder_ends_in_the_middle_of_something() -> None:
    returned = Story().screened()
    returned.does(LEAD_WORKER, Verb.RETURN, returned.sent(LEAD))
    asked, helping = Story().working(), Story().working()
    asked.sent(ONE_HEAD, verb=Verb.REFER_JOINT)
    helping.part(ONE_HEAD, ONE_HEADS)
    helping.does(ONE_HEADS, Verb.BREAK_GLASS)
    for story in (_paused(), _to_be_decided(), _passed_on_by_one_head(), returned, asked, helping):
        story.ends(WHOLE, ONE_HEAD)


@rare
def a_crisis_falls_to_who_may_not_take_it_on() -> None:
    _led().ends(LEAD, WHOLE)


@rare
def the_unit_of_a_lead_agency_answers_by_letter() -> None:
    story = _back_at_the_center()
    story.leaves(UNIT_WORKER)
    row = story.sent(UNIT, by=CENTER_WORKER)
    story.does(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)


# Organizations end and people leave beside it ---------------------------------------------------------------------------


@rare
def who_is_asked_ends_and_who_asked_takes_over() -> None:
    """The holder is another one by then: nobody asks themselves."""
    helping, told = Story().working(), Story().working()
    helping.part(LEAD, LEAD_WORKER)
    told.does(WORKER, Verb.INFORM, target=LEAD)
    for story in (helping, told):
        story.does(HEAD, Verb.HAND_UP)
        story.ends(LEAD, WHOLE)


@rare
def who_is_asked_is_merged_with_the_holder_or_another() -> None:
    for heir in (WHOLE, ONE_HEAD):
        asked, helping = Story().working(), Story().working()
        asked.sent(LEAD, verb=Verb.REFER_JOINT)
        asked.does(WORKER, Verb.INFORM, target=SMALL_LEAD)
        helping.part(LEAD, LEAD_WORKER)
        helping.does(LEAD_WORKER, Verb.DISPATCH)
        for story in (asked, helping):
            story.ends(LEAD, heir)
        asked.ends(SMALL_LEAD, heir)


@rare
def the_only_one_who_could_answer_or_help_is_recused() -> None:
    asked, helping = Story().working(), Story().working()
    asked.sent(SMALL_LEAD, verb=Verb.REFER_JOINT)
    helping.part(SMALL_LEAD, SMALL_LEADS)
    for story in (asked, helping):
        story.does(SMALL_LEADS, Verb.RECUSE)


@rare
def a_committee_and_a_reader_end_with_their_organization() -> None:
    for heir in (NO_HEAD, LEAD):
        story = Story(holder=CENTER).working(CENTER_WORKER)
        story.part(WHOLE, WORKER, by=CENTER_WORKER)
        story.does(SECRETARY, Verb.SUBMIT_COMMITTEE)
        story.does(ONE_HEADS, Verb.BREAK_GLASS)
        story.ends(ONE_HEAD, WHOLE)
        story.ends(WHOLE, heir)
    passed_on = _passed_on_by_one_head()
    passed_on.ends(ONE_HEAD, LEAD)


@rare
def somebody_who_was_given_a_duty_leaves() -> None:
    story = Story().working()
    story.does(HEAD, Verb.ASSIGN, duty=story.duty(DutyKind.ACT).number, person=WORKER)
    story.leaves(WORKER)


@rare
def a_crisis_that_nobody_led_lies_right_when_its_leader_ends() -> None:
    story = _back_at_the_center()
    story.ends(LEAD, WHOLE)


# Somebody may know nothing, and the case lies elsewhere ------------------------------------------------------------------


@rare
def somebody_who_is_part_of_the_matter_is_shut_out_whatever_they_do() -> None:
    """They were asked for a part, told of it, are on the way, work by letter, or read without a reason."""
    asked, told, helping, reading = Story().working(), Story().working(), Story().working(), Story().working()
    asked.sent(ONE_HEAD, verb=Verb.REFER_JOINT)
    told.does(WORKER, Verb.INFORM, target=ONE_HEAD)
    helping.part(ONE_HEAD, ONE_HEADS)
    helping.does(ONE_HEADS, Verb.DISPATCH)
    helping.does(ONE_HEADS, Verb.SUBMIT_COMMITTEE)
    reading.lets_read(ONE_HEAD, *OTHERS)
    for story in (asked, told, helping, reading):
        story.does(HEAD, Verb.SHUT_OUT, target=ONE_HEAD)
    outside = Story().screened()
    row = outside.sent(NOBODY)
    outside.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)
    outside.does(HEAD, Verb.SHUT_OUT, target=NOBODY)


@rare
def who_leads_a_crisis_is_part_of_it() -> None:
    """The center takes its place, and goes on with what it did beside."""
    for forgets in ((), (DutyKind.ACT,)):
        story = _back_at_the_center()
        story.forgets(*forgets)
        story.does(CENTER_HEAD, Verb.SHUT_OUT, target=LEAD)


@rare
def a_case_lies_in_the_area_of_another_center() -> None:
    story = Story()
    story.town.other_places["90"] = {"coordinates": LEAD}
    story.does(WORKER, Verb.RECLASSIFY, to={"place": "90"})


# Classes, time and closing ----------------------------------------------------------------------------------------------


@rare
def time_stood_still_and_runs_again() -> None:
    for end in range(4):
        story = _paused()
        question = story.newest(WaitingKind.QUESTION)
        story.now += HOUR
        if end == 0:
            story.does(WORKER, Verb.ANSWER, question)
        elif end == 1:
            story.now = story.now_is(question).until
            story.does(SYSTEM, Verb.QUESTION_END, question)
        elif end == 2:
            story.does(WORKER, Verb.RECLASSIFY, to={"severity": Severity.URGENT})
        else:
            _close(story)


@rare
def work_begins_to_be_followed_up_although_a_question_is_open() -> None:
    story = _paused()
    story.does(WORKER, Verb.RECORD_HELP)
    story.does(WORKER, Verb.START_FOLLOWING_UP)


@rare
def a_crisis_becomes_one_that_nobody_else_leads() -> None:
    silent = Story(SILENT_CRISIS, CENTER).working(CENTER_WORKER)
    for story in (silent, _back_at_the_center()):
        story.does(CENTER_WORKER, Verb.RECLASSIFY, to={"problem": NOBODYS_CRISIS})


class _Hours(Hours):
    """Limits by which an emergency has to be sent on within the hour."""

    def hours(self, kind: DutyKind, standing: Standing) -> int:
        hastens = kind == DutyKind.FORWARD and standing.severity == Severity.EMERGENCY
        return 1 if hastens else super().hours(kind, standing)


@rare
def what_is_more_urgent_has_less_time() -> None:
    working = Story().working()
    working.does(WORKER, Verb.RECLASSIFY, to={"severity": Severity.URGENT})
    received = Story()
    received.limits = _Hours()
    received.does(WORKER, Verb.RECLASSIFY, to={"severity": Severity.EMERGENCY})
    returned = Story().screened()
    returned.does(LEAD_WORKER, Verb.RETURN, returned.sent(LEAD))
    returned.does(WORKER, Verb.RECLASSIFY, to={"problem": CRISIS})


@rare
def a_crisis_was_none() -> None:
    """Before anybody works on it, and while the center does beside a lead agency that nobody reaches."""
    again = Story(CRISIS, LEAD)
    again.does(LEAD_WORKER, Verb.REQUEST_REFUSAL)
    again.does(LEAD_HEAD, Verb.APPROVE, again.newest(WaitingKind.APPROVAL))
    again.now += 30 * HOUR
    again.does(CITIZEN, Verb.REOPEN)
    silent = Story(SILENT_CRISIS, CENTER).working(CENTER_WORKER)
    for story, by, decider in ((again, LEAD_WORKER, LEAD_HEAD), (silent, CENTER_WORKER, CENTER_HEAD)):
        story.does(by, Verb.REQUEST_LOWERING, to={"problem": GENERAL})
        story.does(decider, Verb.APPROVE, story.newest(WaitingKind.APPROVAL))


@rare
def what_is_no_crisis_any_more_has_more_time() -> None:
    story = _back_at_the_center()
    story.part(ONE_HEAD, ONE_HEADS, by=CENTER_WORKER)
    story.does(CENTER_WORKER, Verb.REQUEST_LOWERING, to={"problem": GENERAL})
    story.does(CENTER_HEAD, Verb.APPROVE, story.newest(WaitingKind.APPROVAL))


@rare
def a_returned_case_is_sent_again() -> None:
    story = Story().screened()
    story.does(LEAD_WORKER, Verb.RETURN, story.sent(LEAD))
    story.sent(ONE_HEAD)


@rare
def an_organization_without_a_sign_in_is_asked_again() -> None:
    story = Story(SILENT_CRISIS, CENTER).screened(CENTER_WORKER)
    for outcome in (WaitingState.RETURNED, WaitingState.DONE):
        row = story.sent(SILENT_LEAD, by=CENTER_WORKER)
        story.does(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)
        story.does(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=outcome)


@rare
def a_case_closes_although_others_still_read_it() -> None:
    outside, up = Story().screened(), Story().working()
    row = outside.sent(NOBODY)
    outside.does(WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)
    up.does(HEAD, Verb.HAND_UP)
    passed_on = _passed_on_by_one_head()
    passed_on.does(WORKER, Verb.TAKE_ON)
    _close(outside)
    _close(_to_be_decided())
    _close(passed_on)
    _close(up, CENTER_WORKER, CENTER_HEAD)


@rare
def access_to_a_closed_case_ends() -> None:
    for verb in (Verb.EXPIRE_GRANT, Verb.ANONYMIZE):
        story = Story().working()
        story.does(WORKER, Verb.INFORM, target=LEAD)
        _close(story)
        story.does(ONE_HEADS, Verb.BREAK_GLASS)
        story.now += 2_400 * HOUR
        story.does(SYSTEM, verb)


@rare
def a_closed_case_comes_back_where_nobody_is_left() -> None:
    story = _close(Story().working())
    story.does(CENTER_HEAD, Verb.BREAK_GLASS)
    story.leaves(HEAD, DEPUTY, WORKER)
    story.does(CITIZEN, Verb.REOPEN)


# Nets -------------------------------------------------------------------------------------------------------------------


@rare
def a_plan_is_adjusted_although_somebody_looked_for_who_is_responsible() -> None:
    story = Story().following()
    story.finds(DutyKind.REROUTE)
    story.does(WORKER, Verb.ADJUST_PLAN)


@rare
def a_handover_comes_back_to_a_case_that_nothing_drives() -> None:
    for verb, by in ((Verb.RETURN, LEAD_WORKER), (Verb.RECALL, WORKER)):
        working, following = Story().working(), Story().following()
        for story, lost in ((working, DutyKind.ACT), (following, DutyKind.FOLLOW)):
            row = story.sent(LEAD)
            story.forgets(lost)
            story.does(by, verb, row)


@rare
def a_crisis_comes_back_to_who_leads_it_no_more() -> None:
    for verb, by in ((Verb.RETURN, CENTER_WORKER), (Verb.RECALL, LEAD_WORKER)):
        story = _led()
        row = story.sent(CENTER, by=LEAD_WORKER)
        story.town.leads[CRISIS] = SMALL_LEAD
        story.does(by, verb, row)


@rare
def a_crisis_that_nothing_drives_is_none_any_more() -> None:
    working = _led()
    working.turns(act_due={LEAD: working.duty(DutyKind.ACT).due})
    following = _led()
    following.does(LEAD_WORKER, Verb.RECORD_HELP)
    following.does(LEAD_WORKER, Verb.START_FOLLOWING_UP)
    screened = Story(CRISIS, LEAD).screened(LEAD_WORKER)
    for story, lost in (
        (working, DutyKind.ACT),
        (following, DutyKind.FOLLOW),
        (screened, DutyKind.FORWARD),
    ):
        story.does(LEAD_WORKER, Verb.REQUEST_LOWERING, to={"problem": GENERAL})
        story.forgets(lost)
        story.does(LEAD_HEAD, Verb.APPROVE, story.newest(WaitingKind.APPROVAL))


@rare
def whoever_reads_without_a_reason_keeps_no_case_from_moving_closing_or_ending() -> None:
    moved, fallen, closed, ended = Story().screened(), Story(), Story(), Story()
    row = moved.sent(LEAD)
    for story in (moved, fallen, closed):
        story.lets_read(LEAD, *OTHERS)
    ended.lets_read(SMALL_LEAD, GrantReason.HOLDER, *OTHERS)
    closed.finds(*sorted(set(DutyKind) - {DutyKind.TELL, DutyKind.FORWARD}))
    moved.does(LEAD_WORKER, Verb.ACCEPT, row)
    fallen.ends(WHOLE, LEAD)
    closed.does(WORKER, Verb.REJECT)
    ended.ends(SMALL_LEAD, LEAD)


@rare
def whoever_reads_a_closed_case_without_a_reason_reads_it_no_more() -> None:
    for verb in (Verb.EXPIRE_GRANT, Verb.ANONYMIZE, Verb.REOPEN, Verb.SUCCEED):
        story = _close(Story().working())
        story.lets_read(WHOLE, *OTHERS)
        if verb == Verb.SUCCEED:
            story.town.end(WHOLE, LEAD)
        else:
            story.now += (0 if verb == Verb.REOPEN else 2_400) * HOUR
        story.does(CITIZEN if verb == Verb.REOPEN else SYSTEM, verb)
