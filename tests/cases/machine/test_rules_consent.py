"""A story goes to others by consent or on a ground that is named; what rested on consent alone ends with it."""

from __future__ import annotations

from cases.machine.vocabulary import (
    ApprovalSubject,
    DutyKind,
    GrantReason,
    Scope,
    Verb,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Consent
from tests.cases.machine.story import (
    CRISIS,
    GENERAL,
    HEAD,
    NO_HEADS_FIELD,
    NO_HEADS_WORKER,
    ONE_HEADS,
    WORKER,
    Story,
)
from tests.cases.machine.town import LEAD, NO_HEAD, ONE_HEAD
from tests.cases.machine.walks import CITIZEN


def test_who_was_never_asked_has_not_agreed() -> None:
    story = Story(GENERAL, consent=Consent.NOT_ASKED).screened()
    assert "ความยินยอม" in story.lacks(WORKER, Verb.REFER, target=NO_HEAD)
    assert story.may(WORKER, Verb.REFER, target=NO_HEAD, ground=Consent.VITAL)


def test_who_is_asked_on_the_way_has_agreed_from_then_on() -> None:
    story = Story(GENERAL, consent=Consent.NOT_ASKED).screened()
    story.does(WORKER, Verb.REFER, target=NO_HEAD, ground=Consent.GIVEN)
    assert story.standing.consent == Consent.GIVEN


def test_who_refused_has_not_agreed_because_a_form_says_so() -> None:
    story = Story(GENERAL, consent=Consent.REFUSED).screened()
    assert "ความยินยอม" in story.lacks(WORKER, Verb.REFER, target=NO_HEAD, ground=Consent.GIVEN)


def test_a_refusal_on_a_general_case_needs_another_ground() -> None:
    story = Story(GENERAL, consent=Consent.REFUSED).screened()
    assert story.lacks(WORKER, Verb.REFER_JOINT, target=NO_HEAD)
    assert story.may(WORKER, Verb.REFER_JOINT, target=NO_HEAD, ground=Consent.LEGAL_DUTY)


def test_a_refusal_on_a_crisis_needs_a_decision() -> None:
    story = Story(CRISIS, consent=Consent.REFUSED).screened()
    assert "ขออนุมัติ" in story.lacks(WORKER, Verb.REFER, target=LEAD, ground=Consent.VITAL)
    story.does(WORKER, Verb.REQUEST_DISCLOSURE, target=LEAD, ground=Consent.VITAL)
    assert story.standing.pending_handover is None
    story.does(HEAD, Verb.APPROVE, story.standing.approvals(ApprovalSubject.DISCLOSE)[0])
    sent = story.standing.pending_handover
    assert (sent.organization, sent.ground) == (LEAD, Consent.VITAL)
    assert story.reads(LEAD) == Scope.REFERRAL


def test_no_decision_is_asked_for_what_consent_covers() -> None:
    story = Story(CRISIS).screened()
    assert "ไม่ต้องขออนุมัติ" in story.lacks(WORKER, Verb.REQUEST_DISCLOSURE, target=LEAD, ground=Consent.VITAL)


def test_passing_on_needs_consent_or_a_ground_too() -> None:
    story = Story(GENERAL, consent=Consent.NOT_ASKED).screened()
    row = story.sent(NO_HEAD, ground=Consent.VITAL)
    assert story.lacks(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=ONE_HEAD)
    assert story.may(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=ONE_HEAD, ground=Consent.VITAL)


def test_withdrawn_consent_ends_what_rests_on_it_alone() -> None:
    story = Story(GENERAL).working()
    part = story.part(NO_HEAD, NO_HEADS_WORKER)
    handover = story.sent(ONE_HEAD)
    story.does(CITIZEN, Verb.CHANGE_CONSENT, consent=Consent.REFUSED)
    assert story.now_is(part).state == WaitingState.WITHDRAWN
    assert story.now_is(handover).state == WaitingState.RECALLED
    assert story.reads(NO_HEAD) is None
    assert story.reads(ONE_HEAD) is None
    assert DutyKind.READ in story.owed(story.standing.holder)


def test_what_rests_on_another_ground_goes_on() -> None:
    story = Story(GENERAL).working()
    row = story.sent(NO_HEAD, verb=Verb.REFER_JOINT, ground=Consent.VITAL)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, row)
    story.does(WORKER, Verb.CHANGE_CONSENT, consent=Consent.REFUSED)
    assert story.now_is(row).state == WaitingState.ACCEPTED
    assert story.reads(NO_HEAD) == Scope.PART


def test_a_unit_on_its_way_reads_on_until_it_is_back() -> None:
    story = Story(GENERAL).working()
    story.part(NO_HEAD, NO_HEADS_WORKER)
    story.does(NO_HEADS_FIELD, Verb.DISPATCH)
    story.does(CITIZEN, Verb.CHANGE_CONSENT, consent=Consent.REFUSED)
    assert story.grants(NO_HEAD, GrantReason.JOINT) == []
    assert story.grants(NO_HEAD, GrantReason.OWN_ROW)


def test_a_crisis_that_was_recalled_for_want_of_consent_still_looks_for_its_leader() -> None:
    story = Story(CRISIS).screened()
    story.sent(LEAD)
    story.does(CITIZEN, Verb.CHANGE_CONSENT, consent=Consent.REFUSED)
    assert story.due(DutyKind.FORWARD) == 24


def test_consent_is_changed_by_the_citizen_or_who_heard_it() -> None:
    story = Story(GENERAL)
    assert story.may(WORKER, Verb.CHANGE_CONSENT, consent=Consent.REFUSED)
    assert not story.may(ONE_HEADS, Verb.CHANGE_CONSENT, consent=Consent.REFUSED)


def test_a_form_that_is_only_drawn_has_no_ground_yet() -> None:
    """Rows 4, 5 and 10: it is what its page asks for; without one nothing is done all the same."""
    for consent in (Consent.NOT_ASKED, Consent.REFUSED):
        story = Story(GENERAL, consent=consent).screened()
        for verb in (Verb.REFER, Verb.REFER_JOINT):
            assert story.lacks_when_drawn(WORKER, verb) == ""
            assert "ความยินยอม" in story.lacks(WORKER, verb, target=NO_HEAD)
    story = Story(CRISIS, consent=Consent.REFUSED).screened()
    assert "ขออนุมัติ" in story.lacks_when_drawn(WORKER, Verb.REFER)


def test_no_decision_is_offered_where_nobody_refused() -> None:
    story = Story(CRISIS, consent=Consent.NOT_ASKED).screened()
    assert "ไม่ต้องขออนุมัติ" in story.lacks_when_drawn(WORKER, Verb.REQUEST_DISCLOSURE)


def test_against_a_refusal_a_part_is_asked_for_as_well_as_the_whole() -> None:
    """S2.41: the hospital first, also once the case was screened."""
    story = Story(CRISIS, consent=Consent.REFUSED).screened()
    asked = {"target": NO_HEAD, "ground": Consent.VITAL, "mode": WaitingKind.JOINT}
    story.does(WORKER, Verb.REQUEST_DISCLOSURE, **asked)
    story.does(HEAD, Verb.APPROVE, story.standing.approvals(ApprovalSubject.DISCLOSE)[0])
    part = story.newest(WaitingKind.JOINT)
    assert (part.organization, part.state, part.ground) == (NO_HEAD, WaitingState.SENT, Consent.VITAL)
    assert story.standing.pending_handover is None


def test_the_whole_goes_to_nobody_before_it_was_screened() -> None:
    story = Story(CRISIS, consent=Consent.REFUSED)
    asked = {"target": LEAD, "ground": Consent.VITAL}
    assert "คัดกรองก่อน" in story.lacks(WORKER, Verb.REQUEST_DISCLOSURE, **asked, mode=WaitingKind.HANDOVER)
    assert story.may(WORKER, Verb.REQUEST_DISCLOSURE, **asked)


def test_what_goes_up_has_the_ground_that_was_chosen_and_a_refusal_is_none() -> None:
    """Row 11."""
    story = Story(GENERAL, consent=Consent.REFUSED).working()
    assert "ความยินยอม" in story.lacks(HEAD, Verb.HAND_UP, ground=Consent.GIVEN)
    story.does(HEAD, Verb.HAND_UP, ground=Consent.LEGAL_DUTY)
    assert story.newest(WaitingKind.HANDOVER).ground == Consent.LEGAL_DUTY
    assert story.standing.consent == Consent.REFUSED


def test_help_is_wanted_after_all_by_who_said_that_it_was_not() -> None:
    """Row withdraw: a wish is taken back as it was made, and both are read."""
    story = Story(GENERAL).working()
    story.does(CITIZEN, Verb.WITHDRAW)
    story.does(CITIZEN, Verb.MESSAGE)
    assert story.standing.wants_out, "a message alone takes nothing back"
    story.does(CITIZEN, Verb.MESSAGE, wants_help=True)
    assert not story.standing.wants_out
    assert DutyKind.READ in story.owed(story.standing.holder)
