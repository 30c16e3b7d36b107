"""What two people do at once: only what changes the case itself makes an open form old; a row is compared with itself."""

from __future__ import annotations

import pytest

from cases.errors import NotAllowed
from cases.machine.verb import Ask
from cases.machine.vocabulary import ApprovalSubject, Verb, WaitingKind
from tests.cases.machine.story import (
    CRISIS,
    FIELD,
    GENERAL,
    HEAD,
    NO_HEADS_WORKER,
    SECRETARY,
    WORKER,
    Person,
    Story,
)
from tests.cases.machine.town import NO_HEAD, ONE_HEAD
from tests.cases.machine.walks import CITIZEN


@pytest.mark.parametrize(
    ("person", "verb", "given"),
    [
        (WORKER, Verb.NOTE, {}),
        (WORKER, Verb.LOG_CALL, {"told": True}),
        (WORKER, Verb.ADD_FILE, {}),
        (WORKER, Verb.RECORD_HELP, {}),
        (WORKER, Verb.CORRECT_FACTS, {"risk_assessed": True}),
        (WORKER, Verb.REFER_JOINT, {"target": NO_HEAD}),
        (WORKER, Verb.INFORM, {"target": NO_HEAD}),
        (WORKER, Verb.ASK, {}),
        (WORKER, Verb.PLAN_FOLLOWUP, {}),
        (WORKER, Verb.REQUEST_CLOSURE, {}),
        (FIELD, Verb.DISPATCH, {}),
        (SECRETARY, Verb.SUBMIT_COMMITTEE, {}),
        (CITIZEN, Verb.MESSAGE, {}),
        (CITIZEN, Verb.WITHDRAW, {}),
    ],
)
def test_notes_calls_files_help_and_what_waits_make_no_open_form_old(
    person: Person, verb: Verb, given: dict[str, object]
) -> None:
    story = Story(GENERAL).working()
    base = story.standing.base
    story.does(person, verb, **given)
    assert story.standing.base == base


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        (Verb.RECLASSIFY, {"to": {"severity": "urgent"}}),
        (Verb.RECLASSIFY, {"to": {"problem": CRISIS}}),
        (Verb.RECLASSIFY, {"to": {"confidentiality": "restricted"}}),
        (Verb.START_FOLLOWING_UP, {}),
    ],
)
def test_stage_problem_severity_and_confidentiality_make_open_forms_old(
    verb: Verb, given: dict[str, object]
) -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.RECORD_HELP)
    base = story.standing.base
    story.does(WORKER, verb, **given)
    assert story.standing.base != base


def test_so_does_another_holder() -> None:
    story = Story(GENERAL).working()
    row = story.sent(NO_HEAD)
    base = story.standing.base
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, row)
    assert story.standing.base != base


def test_so_does_a_handover_that_was_sent_or_came_back() -> None:
    """Whoever drew a form before it did not know that somebody else was asked, or has said no."""
    story = Story(GENERAL).working()
    before = story.standing.base
    row = story.sent(NO_HEAD)
    sent = story.standing.base
    story.does(NO_HEADS_WORKER, Verb.RETURN, row)
    assert len({before, sent, story.standing.base}) == 3


def test_the_second_of_two_who_accept_at_once_is_told_so() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.does(NO_HEADS_WORKER, Verb.ACCEPT, row)
    with pytest.raises(NotAllowed):
        story.do(story.town.officer(NO_HEADS_WORKER), Verb.ACCEPT, Ask(row))


def test_a_decision_is_asked_for_again_when_the_citizen_objected_since_the_page_was_opened() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.REQUEST_CLOSURE)
    (seen,) = story.standing.approvals(ApprovalSubject.CLOSE)
    story.does(CITIZEN, Verb.OBJECT)
    with pytest.raises(NotAllowed):
        story.do(story.town.officer(HEAD), Verb.APPROVE, Ask(seen))
    (now,) = story.standing.approvals(ApprovalSubject.CLOSE)
    story.do(story.town.officer(HEAD), Verb.APPROVE, Ask(now))


def test_a_verb_never_acts_on_what_waits_of_another_kind() -> None:
    story = Story(GENERAL).working()
    part = story.part(ONE_HEAD, 1101)
    story.does(FIELD, Verb.DISPATCH)
    assert not story.may(FIELD, Verb.END_VISIT, part)
    assert story.may(FIELD, Verb.END_VISIT, story.newest(WaitingKind.VISIT))
