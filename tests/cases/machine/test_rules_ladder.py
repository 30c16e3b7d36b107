"""Alarms climb by chain, organization and level: no act but a decision or a finished pause silences them."""

from __future__ import annotations

from cases.machine.lateness import alarm_level
from cases.machine.vocabulary import DutyKind, Verb, WaitingKind
from tests.cases.machine.story import (
    CENTER_WORKER,
    CRISIS,
    GENERAL,
    HEAD,
    NO_HEADS_WORKER,
    WORKER,
    Story,
)
from tests.cases.machine.town import CENTER, HOUR, NO_HEAD, ONE_HEAD, WHOLE
from tests.cases.machine.walks import CITIZEN


def level(story: Story, kind: DutyKind) -> int:
    """Return the level that the alarm of the one open duty of a kind has reached."""
    return alarm_level(story.standing, story.duty(kind), story.limits, story.now)


def test_a_new_class_silences_no_alarm() -> None:
    story = Story(GENERAL, severity="urgent").working()
    story.wait(72 + 25)
    assert level(story, DutyKind.ACT) == 2
    story.does(WORKER, Verb.REQUEST_LOWERING, to={"severity": "normal"})
    story.does(WORKER, Verb.RECLASSIFY, to={"severity": "emergency"})
    assert level(story, DutyKind.ACT) == 2


def test_a_successor_without_delay_is_late_from_its_own_due_time_on() -> None:
    story = Story(CRISIS)
    story.wait(10)
    story.ends(WHOLE, NO_HEAD)
    assert level(story, DutyKind.FORWARD) == 0
    story.wait(15)
    assert level(story, DutyKind.FORWARD) == 1


def test_a_crisis_that_is_passed_on_stays_late_at_who_has_it() -> None:
    """The 24 hours move with it: sending it to the center late does not make it early."""
    story = Story(CRISIS).screened()
    story.wait(30)
    story.does(CENTER_WORKER, Verb.ACCEPT, story.sent(CENTER))
    assert story.duty(DutyKind.FORWARD).organization == CENTER
    assert level(story, DutyKind.FORWARD) == 1


def test_a_granted_delay_begins_anew() -> None:
    story = Story(GENERAL).working()
    duty = story.duty(DutyKind.ACT)
    story.does(WORKER, Verb.REQUEST_MORE_TIME, duty=duty.number, due=duty.due + 48 * HOUR)
    story.does(HEAD, Verb.APPROVE, story.standing.approvals()[0])
    story.wait(260)
    assert level(story, DutyKind.ACT) == 0
    story.wait(29)
    assert level(story, DutyKind.ACT) == 1


def test_a_finished_pause_begins_anew() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.ASK)
    story.wait(100)
    story.does(CITIZEN, Verb.ANSWER, story.newest(WaitingKind.QUESTION))
    story.wait(239)
    assert level(story, DutyKind.ACT) == 0


def test_what_was_asked_of_others_rings_at_them() -> None:
    story = Story(GENERAL).screened()
    story.sent(NO_HEAD)
    story.wait(73)
    assert story.duty(DutyKind.ACKNOWLEDGE).organization == NO_HEAD
    assert level(story, DutyKind.ACKNOWLEDGE) == 1


def test_passing_on_asks_the_next_for_its_own_answer() -> None:
    story = Story(GENERAL).screened()
    row = story.sent(NO_HEAD)
    story.wait(73)
    story.does(NO_HEADS_WORKER, Verb.FORWARD_ON, row, target=ONE_HEAD)
    assert story.duty(DutyKind.ACKNOWLEDGE).organization == ONE_HEAD
    assert level(story, DutyKind.ACKNOWLEDGE) == 0


def test_no_alarm_for_what_the_citizen_is_told_or_asked() -> None:
    story = Story(GENERAL).working()
    story.does(WORKER, Verb.ASK)
    story.wait(1000)
    assert level(story, DutyKind.TELL) == 0
    assert level(story, DutyKind.ANSWER) == 0
