"""A story goes to others by consent or on a ground that is named; what rested on consent alone ends with it."""

from __future__ import annotations

from cases.machine.vocabulary import ApprovalSubject, DutyKind, GrantReason, Scope, Verb, WaitingState
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
