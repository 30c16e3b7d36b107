"""A crisis belongs to its lead agency, and its 24 hours run until somebody with the right to has accepted it."""

from __future__ import annotations

import pytest

from cases.machine.vocabulary import (
    ApprovalSubject,
    DutyBasis,
    DutyEnd,
    DutyKind,
    Scope,
    Stage,
    Verb,
    WaitingState,
)
from cases.vocabulary import Consent
from portal.vocabulary import ProblemType
from tests.cases.machine.story import (
    CENTER_HEAD,
    CENTER_WORKER,
    CRISIS,
    GENERAL,
    LEAD_HEAD,
    LEAD_WORKER,
    NO_HEADS_WORKER,
    NOBODYS_CRISIS,
    SILENT_CRISIS,
    SMALL_CRISIS,
    SMALL_LEAD_HEAD,
    UNIT_WORKER,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, LEAD, NO_HEAD, SILENT_LEAD, SMALL_LEAD, UNIT, WHOLE
from tests.cases.machine.walks import SYSTEM


@pytest.mark.parametrize(("holder", "worker"), [(LEAD, LEAD_WORKER), (UNIT, UNIT_WORKER)])
def test_the_lead_agency_and_its_unit_take_a_crisis_on(holder: int, worker: int) -> None:
    story = Story(CRISIS, holder).working(worker)
    assert story.standing.led
    assert DutyKind.FORWARD not in story.owed()


@pytest.mark.parametrize(("holder", "worker"), [(WHOLE, WORKER), (CENTER, CENTER_WORKER)])
def test_nobody_else_takes_a_crisis_on(holder: int, worker: int) -> None:
    story = Story(CRISIS, holder).screened(worker)
    assert "เจ้าภาพหลัก" in story.lacks(worker, Verb.TAKE_ON)


def test_help_of_ones_own_beside_the_search_stops_nothing() -> None:
    story = Story(CRISIS).screened()
    story.does(WORKER, Verb.RECORD_HELP)
    assert story.due(DutyKind.FORWARD) == 24


def test_the_center_stands_in_where_nobody_leads() -> None:
    story = Story(NOBODYS_CRISIS, CENTER).working(CENTER_WORKER)
    assert story.standing.led


def test_the_center_stands_in_where_the_lead_agency_is_excluded() -> None:
    story = Story(CRISIS, CENTER, excluded=frozenset({LEAD})).working(CENTER_WORKER)
    assert story.standing.led


def test_the_center_stands_in_where_everybody_at_the_lead_agency_is_recused() -> None:
    story = Story(SMALL_CRISIS, CENTER, recused=frozenset({SMALL_LEAD_HEAD})).working(CENTER_WORKER)
    assert story.standing.led


def test_the_24_hours_of_a_crisis_run_until_the_lead_agency_accepts() -> None:
    story = Story(CRISIS).screened()
    row = story.sent(LEAD)
    assert story.due(DutyKind.FORWARD) == 24
    story.does(LEAD_WORKER, Verb.ACCEPT, row)
    assert not story.standing.open_duties(DutyKind.FORWARD, DutyKind.REROUTE)
    assert story.standing.led


def test_the_24_hours_move_with_the_case_with_start_due_time_and_chain() -> None:
    story = Story(CRISIS).screened()
    first = story.duty(DutyKind.FORWARD)
    row = story.sent(CENTER)
    story.wait(10)
    story.does(CENTER_WORKER, Verb.ACCEPT, row)
    moved = story.duty(DutyKind.FORWARD)
    assert moved.organization == CENTER
    assert (moved.started, moved.due, moved.chain) == (first.started, first.due, first.chain)
    assert not story.standing.led


def test_a_crisis_accepted_by_who_may_not_take_it_on_keeps_its_stage() -> None:
    story = Story(CRISIS).screened()
    story.does(CENTER_WORKER, Verb.ACCEPT, story.sent(CENTER))
    assert story.standing.stage == Stage.SCREENED
    assert DutyKind.ACT not in story.owed()


def test_a_crisis_report_that_nobody_screened_is_screened_by_its_lead_agency() -> None:
    """It may ask to turn it away: accepting has not skipped the screening."""
    story = Story(CRISIS)
    story.does(SYSTEM, Verb.AUTO_ROUTE)
    story.does(LEAD_WORKER, Verb.ACCEPT, story.standing.pending_handover)
    assert story.standing.stage == Stage.RECEIVED
    assert DutyKind.ACT in story.owed(LEAD)
    assert story.may(LEAD_WORKER, Verb.REQUEST_REFUSAL)
    assert story.may(LEAD_WORKER, Verb.SCREEN)


def test_a_report_by_web_goes_to_the_center_where_nobody_signs_in_at_the_lead_agency() -> None:
    story = Story(SILENT_CRISIS)
    story.does(SYSTEM, Verb.AUTO_ROUTE)
    assert story.standing.pending_handover.organization == CENTER


@pytest.mark.parametrize("barred", [NO_HEAD, SMALL_LEAD])
def test_once_it_is_worked_on_a_crisis_goes_only_to_its_leader_or_the_center(barred: int) -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    assert "เริ่มช่วยแล้ว" in story.lacks(LEAD_WORKER, Verb.REFER, target=barred)
    assert story.may(LEAD_WORKER, Verb.REFER, target=UNIT)
    assert story.may(LEAD_WORKER, Verb.REFER, target=CENTER)


def test_nor_is_it_passed_on_to_anybody_else() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    row = story.sent(CENTER, LEAD_WORKER)
    assert "เริ่มช่วยแล้ว" in story.lacks(CENTER_WORKER, Verb.FORWARD_ON, row, target=NO_HEAD)
    assert story.may(CENTER_WORKER, Verb.FORWARD_ON, row, target=UNIT)


def test_what_becomes_a_crisis_while_it_is_worked_on_has_to_find_its_leader_within_24_hours() -> None:
    story = Story(GENERAL).working()
    story.wait(50)
    story.does(WORKER, Verb.RECLASSIFY, to={"problem": CRISIS})
    duty = story.duty(DutyKind.FORWARD)
    assert duty.basis == DutyBasis.NEW_CRISIS
    assert story.due(DutyKind.FORWARD) == 50 + 24
    assert not story.standing.led
    assert story.standing.crisis_since == story.now


def test_what_becomes_a_crisis_where_its_leader_works_on_it_is_led() -> None:
    story = Story(GENERAL, LEAD).working(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.RECLASSIFY, to={"problem": CRISIS})
    assert story.standing.led
    assert DutyKind.FORWARD not in story.owed()


def test_another_problem_with_another_leader_starts_the_search_anew() -> None:
    story = Story(CRISIS, LEAD).screened(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.RECLASSIFY, to={"problem": SMALL_CRISIS})
    assert DutyKind.FORWARD in story.owed(LEAD)
    assert not story.may(LEAD_WORKER, Verb.TAKE_ON)


def test_another_leader_after_acceptance_needs_a_decision() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    assert "ขออนุมัติ" in story.lacks(LEAD_WORKER, Verb.RECLASSIFY, to={"problem": SMALL_CRISIS})
    assert story.may(LEAD_WORKER, Verb.REQUEST_LOWERING, to={"problem": SMALL_CRISIS})


def test_a_crisis_with_another_leader_by_decision_has_to_be_sent_there() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.REQUEST_LOWERING, to={"problem": SMALL_CRISIS})
    story.does(LEAD_HEAD, Verb.APPROVE, story.standing.approvals()[0])
    assert not story.standing.led
    assert story.duty(DutyKind.FORWARD).organization == LEAD


def test_a_crisis_that_becomes_general_needs_no_leader_any_more() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.RECLASSIFY, to={"problem": CRISIS})
    story.does(WORKER, Verb.REQUEST_LOWERING, to={"problem": GENERAL})
    story.does(1401, Verb.APPROVE, story.standing.approvals()[0])
    assert DutyKind.FORWARD not in story.owed()
    assert story.standing.crisis_since is None


def test_the_first_handover_of_a_general_case_ends_its_first_duty() -> None:
    story = Story(GENERAL).screened()
    first = story.duty(DutyKind.FORWARD)
    story.sent(NO_HEAD)
    assert story.standing.duties[first.number].how == DutyEnd.DONE
    assert DutyKind.FORWARD not in story.owed()


def test_a_general_case_that_comes_back_has_to_be_sent_elsewhere() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.wait(30)
    story.does(NO_HEADS_WORKER, Verb.RETURN, row)
    assert story.due(DutyKind.REROUTE) == 30 + 24


def test_a_crisis_goes_to_a_leader_without_a_sign_in_only_from_the_center() -> None:
    story = Story(SILENT_CRISIS).screened()
    assert "ผ่านศูนย์" in story.lacks(WORKER, Verb.REFER, target=SILENT_LEAD)
    story.does(CENTER_WORKER, Verb.ACCEPT, story.sent(CENTER))
    assert story.may(CENTER_WORKER, Verb.REFER, target=SILENT_LEAD)


def test_the_center_works_on_a_crisis_beside_a_leader_without_a_sign_in() -> None:
    """The 24 hours go on: only a recorded acceptance ends them."""
    story = Story(SILENT_CRISIS, CENTER).working(CENTER_WORKER)
    assert story.standing.stage == Stage.WORKING
    assert not story.standing.led
    assert story.due(DutyKind.FORWARD) == 24


def test_the_center_closes_such_a_crisis_after_the_leader_has_accepted() -> None:
    story = Story(SILENT_CRISIS, CENTER).working(CENTER_WORKER)
    story.does(CENTER_WORKER, Verb.RECORD_HELP)
    assert story.lacks(CENTER_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)
    row = story.sent(SILENT_LEAD, CENTER_WORKER)
    story.does(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)
    assert story.standing.led
    assert DutyKind.FORWARD not in story.owed()
    story.does(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.DONE)
    assert story.may(CENTER_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)


def test_a_crisis_is_accepted_outside_only_by_who_leads_it() -> None:
    story = Story(SILENT_CRISIS, CENTER).screened(CENTER_WORKER)
    row = story.sent(NO_HEAD, CENTER_WORKER)
    story.leaves(NO_HEADS_WORKER, 1202)
    answer = story.lacks(CENTER_WORKER, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.ACCEPTED)
    assert "เจ้าภาพหลัก" in answer
    assert story.may(CENTER_HEAD, Verb.RECORD_OUTSIDE, row, outcome=WaitingState.RETURNED)


def test_a_crisis_is_closed_only_by_who_may_take_it_on_and_has_judged_the_risk() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    assert "บันทึกการช่วยเหลือ" in story.lacks(LEAD_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)
    story.does(LEAD_WORKER, Verb.RECORD_HELP)
    assert "ความเสี่ยง" in story.lacks(LEAD_WORKER, Verb.REQUEST_CLOSURE)
    assert story.may(LEAD_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)


def test_a_crisis_is_not_closed_where_it_may_not_be_worked_on() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.RECORD_HELP)
    story.does(WORKER, Verb.RECLASSIFY, to={"problem": CRISIS})
    assert "เจ้าภาพหลัก" in story.lacks(WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)


def test_nor_when_the_table_of_lead_agencies_names_somebody_else_since() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.RECORD_HELP)
    story.town.leads[CRISIS] = SMALL_LEAD
    assert "เจ้าภาพหลัก" in story.lacks(LEAD_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)


def test_one_person_turns_a_general_request_away_and_two_a_crisis_report() -> None:
    assert Story(GENERAL).may(WORKER, Verb.REJECT)
    story = Story(CRISIS)
    assert "ขออนุมัติ" in story.lacks(WORKER, Verb.REJECT)
    story.does(WORKER, Verb.REQUEST_REFUSAL)
    assert not story.may(WORKER, Verb.APPROVE, story.standing.approvals()[0])
    story.does(1401, Verb.APPROVE, story.standing.approvals()[0])
    assert story.standing.stage == Stage.CLOSED


def test_raising_a_restricted_case_and_its_problem_is_done_at_once() -> None:
    story = Story(GENERAL)
    story.does(WORKER, Verb.RECLASSIFY, to={"problem": ProblemType.DISEASE, "confidentiality": "restricted"})
    assert story.standing.problem == ProblemType.DISEASE
    assert "ขออนุมัติ" in story.lacks(WORKER, Verb.RECLASSIFY, to={"confidentiality": "normal"})


def test_the_risk_is_judged_in_the_form_of_closing_and_not_in_that_of_the_decision() -> None:
    """Row 17, S2.43: a form that is only drawn does not wait for what it asks; whoever decides has nothing to fill in."""
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    story.does(LEAD_WORKER, Verb.RECORD_HELP)
    assert story.lacks_when_drawn(LEAD_WORKER, Verb.REQUEST_CLOSURE) == ""
    story.does(LEAD_WORKER, Verb.REQUEST_CLOSURE, risk_assessed=True)
    story.turns(risk_assessed=False)
    row = story.standing.approvals(ApprovalSubject.CLOSE)[0]
    assert "ความเสี่ยง" in story.lacks_when_drawn(LEAD_HEAD, Verb.APPROVE, row)


# Where it lies ----------------------------------------------------------------------------------------------------------

THERE = "90"
"""A province in which SMALL_LEAD leads what LEAD leads here."""


def wrongly_placed(holder: int = CENTER) -> Story:
    """A crisis that was taken down with the wrong province."""
    story = Story(CRISIS, holder)
    story.town.other_places[THERE] = {"leads": {**story.town.leads, CRISIS: SMALL_LEAD}}
    return story


def test_the_lead_agency_of_the_right_place_takes_a_crisis_on() -> None:
    """S2.20, S2.40: the 24 hours end where it lies, and not where somebody wrote down that it does."""
    story = wrongly_placed().screened(CENTER_WORKER)
    story.does(SMALL_LEAD_HEAD, Verb.ACCEPT, story.sent(SMALL_LEAD, by=CENTER_WORKER))
    due = story.due(DutyKind.FORWARD)
    assert not story.standing.led
    assert "เจ้าภาพหลัก" in story.lacks(SMALL_LEAD_HEAD, Verb.TAKE_ON)
    story.does(SMALL_LEAD_HEAD, Verb.RECLASSIFY, to={"place": THERE})
    assert story.due(DutyKind.FORWARD) == due, "a correction wins no time"
    story.does(SMALL_LEAD_HEAD, Verb.TAKE_ON)
    assert story.standing.led
    assert DutyKind.FORWARD not in story.owed()


def test_before_anybody_has_accepted_it_a_place_is_corrected_at_once() -> None:
    story = wrongly_placed(WHOLE)
    base = story.standing.base
    story.does(WORKER, Verb.RECLASSIFY, to={"place": THERE})
    assert story.standing.base != base, "forms drawn before are looked at again"
    story.screened()
    story.does(SMALL_LEAD_HEAD, Verb.ACCEPT, story.sent(SMALL_LEAD))
    assert story.standing.led


def test_who_leads_a_crisis_gives_it_to_another_place_only_by_a_decision() -> None:
    story = wrongly_placed(LEAD).working(LEAD_WORKER)
    to = {"place": THERE}
    assert "ต้องขออนุมัติ" in story.lacks(LEAD_WORKER, Verb.RECLASSIFY, to=to)
    story.does(LEAD_WORKER, Verb.REQUEST_LOWERING, to=to)
    story.does(LEAD_HEAD, Verb.APPROVE, story.standing.approvals()[0])
    assert not story.standing.led
    assert story.duty(DutyKind.FORWARD).basis == DutyBasis.RECLASSIFIED
    story.does(SMALL_LEAD_HEAD, Verb.ACCEPT, story.sent(SMALL_LEAD, by=LEAD_WORKER))
    assert story.standing.led


def test_a_place_with_the_same_lead_agency_needs_no_decision() -> None:
    story = Story(CRISIS, LEAD).working(LEAD_WORKER)
    assert "ไม่ต้องขออนุมัติ" in story.lacks(LEAD_WORKER, Verb.REQUEST_LOWERING, to={"place": "8102"})
    story.does(LEAD_WORKER, Verb.RECLASSIFY, to={"place": "8102"})
    assert story.standing.led
    assert DutyKind.FORWARD not in story.owed()


def test_those_whom_the_reporter_fears_at_the_right_place_know_nothing_of_it() -> None:
    """Privacy 16; who was shut out before stays so."""
    story = Story(GENERAL, excluded=frozenset({UNIT})).screened()
    row = story.sent(NO_HEAD)
    unwanted = frozenset({NO_HEAD, WHOLE})
    story.does(WORKER, Verb.RECLASSIFY, to={"place": "8102"}, unwanted=unwanted)
    assert story.standing.excluded == {UNIT, NO_HEAD}, "the holder knows already"
    assert story.now_is(row).state == WaitingState.RECALLED
    assert story.reads(NO_HEAD) is None


def test_the_center_of_the_right_place_coordinates_a_case_of_a_local_administration() -> None:
    story = Story(GENERAL)
    story.town.other_places[THERE] = {"coordinates": SMALL_LEAD}
    story.does(WORKER, Verb.RECLASSIFY, to={"place": THERE})
    assert story.reads(CENTER) is None
    assert story.reads(SMALL_LEAD) == Scope.SUMMARY


# Against a refusal ------------------------------------------------------------------------------------------------------


def test_a_report_goes_nowhere_by_itself_against_a_refusal_but_on_a_ground_of_the_law() -> None:
    """Privacy 10."""
    story = Story(CRISIS, CENTER, consent=Consent.REFUSED)
    assert "ไม่ยินยอม" in story.lacks(SYSTEM, Verb.AUTO_ROUTE)
    assert story.owed(CENTER) >= {DutyKind.FORWARD}
    story.does(SYSTEM, Verb.AUTO_ROUTE, ground=Consent.VITAL)
    assert story.standing.pending_handover.ground == Consent.VITAL
    assert story.standing.consent == Consent.REFUSED


@pytest.mark.parametrize(
    ("consent", "ground"),
    [(Consent.GIVEN, Consent.GIVEN), (Consent.NOT_ASKED, Consent.LEGAL_DUTY)],
)
def test_who_agreed_or_was_not_asked_is_sent_to_the_lead_agency_at_once(
    consent: Consent, ground: Consent
) -> None:
    story = Story(CRISIS, CENTER, consent=consent)
    story.does(SYSTEM, Verb.AUTO_ROUTE)
    assert story.standing.pending_handover.ground == ground
