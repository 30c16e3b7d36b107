"""The rules of a call list, tried with every sequence that a short night can bring (docs/many.md, "Call lists"; S2.30)."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cases.calls.domain import rules
from cases.calls.domain.rules import (
    Standing,
    after_answer,
    after_call,
    after_look,
    after_silence,
    column_of,
    digit_of,
    first_attempt,
    next_attempt,
)
from cases.calls.vocabulary import CODES, Column, Digit, Reason, RowState
from cases.vocabulary import CallOutcome

NOON = dt.datetime(2026, 11, 26, 5, 0, tzinfo=dt.UTC)
"""Twelve o'clock in Bangkok."""
FRESH = Standing(state=RowState.WAITING, next_at=NOON)
HURT = replace(FRESH, urgent=True)
SAFE, NEEDS, SILENT, WRONG, MOVED, DIED, REFUSED = CODES


def through(first: Standing, *codes: CallOutcome) -> Standing:
    return rules.replayed(first, [(code, NOON) for code in codes])


def hours_later(moment: dt.datetime | None) -> float:
    assert moment is not None
    return (moment - NOON) / dt.timedelta(hours=1)


def test_silence_is_called_again_and_then_visited() -> None:
    """call:no_answer: after half an hour, after two hours, then somebody goes there and nobody calls any more."""
    once, twice = through(FRESH, SILENT), through(FRESH, SILENT, SILENT)
    assert (once.state, hours_later(once.next_at)) == (RowState.WAITING, 0.5)
    assert (twice.state, hours_later(twice.next_at)) == (RowState.WAITING, 2)
    assert through(FRESH, SILENT, SILENT, SILENT).state == RowState.VISIT
    assert through(FRESH, SILENT, SILENT, SILENT).next_at is None


def test_no_silence_ends_danger_or_a_crisis() -> None:
    standing = HURT
    for tries, wait in zip(range(1, 8), itertools.chain((1 / 6, 0.5), itertools.repeat(1)), strict=False):
        standing = after_call(standing, SILENT, NOON)
        assert standing.is_open
        assert standing.tries == tries
        assert hours_later(standing.next_at) == wait
    assert standing.state == RowState.VISIT
    assert through(HURT, REFUSED).state == RowState.VISIT
    assert through(FRESH, REFUSED).state == RowState.DONE


def test_nobodys_telephone_rings_at_night_unless_they_wait_or_are_in_danger() -> None:
    evening = NOON + dt.timedelta(hours=7, minutes=45)
    again = next_attempt(evening, 1, urgent=False)
    assert again is not None
    assert again.astimezone(rules.OFFICE_ZONE).strftime("%d %H:%M") == "27 08:00"
    assert next_attempt(evening, 1, urgent=True) == evening + dt.timedelta(minutes=10)
    early = NOON - dt.timedelta(hours=9)
    assert first_attempt(early, urgent=False, is_waited_for=False).astimezone(rules.OFFICE_ZONE).hour == 8
    assert first_attempt(early, urgent=False, is_waited_for=True) == early
    assert first_attempt(early, urgent=True, is_waited_for=False) == early


def test_died_and_wrong_number_count_when_a_second_person_says_so() -> None:
    for code, then in ((DIED, RowState.DONE), (WRONG, RowState.VISIT)):
        claimed = through(FRESH, code)
        assert claimed.state == RowState.LOOK
        assert after_look(claimed, True, NOON) == replace(claimed, state=then, next_at=None)
        again = after_look(claimed, False, NOON)
        assert (again.state, again.code, again.next_at) == (RowState.WAITING, "", NOON)


def test_a_claim_is_taken_back_by_whoever_spoke_to_the_person_and_by_nobody_else() -> None:
    claimed = through(FRESH, DIED)
    for code in (SILENT, WRONG, MOVED, REFUSED):
        assert after_call(claimed, code, NOON) == claimed
    assert after_call(claimed, SAFE, NOON).state == RowState.DONE
    assert through(FRESH, WRONG, DIED).code == DIED


def test_what_ended_is_changed_by_need_and_by_death_only() -> None:
    safe = through(FRESH, SAFE)
    for code in CODES:
        after = after_call(safe, code, NOON)
        if code == NEEDS:
            assert after.code == NEEDS
        elif code == DIED:
            assert after.state == RowState.LOOK
        else:
            assert after == safe
    withdrawn = Standing(state=RowState.LEFT, code=Reason.LIST_ENDED)
    assert after_call(withdrawn, NEEDS, NOON).code == NEEDS
    assert after_call(withdrawn, SAFE, NOON) == withdrawn


@given(st.booleans(), st.lists(st.tuples(st.sampled_from(CODES), st.booleans()), max_size=12))
def test_whatever_happens_need_stays_and_every_row_has_one_column(
    urgent: bool, calls: list[tuple[CallOutcome, bool]]
) -> None:
    """sticky: once somebody said *needs* and the row ended by it, no call and no look makes it undone."""
    standing, needed = Standing(state=RowState.WAITING, urgent=urgent, next_at=NOON), False
    for code, confirmed in calls:
        before = standing
        standing = after_call(standing, code, NOON)
        if standing.state == RowState.LOOK:
            standing = after_look(standing, confirmed, NOON)
        needed = needed or code == NEEDS
        if needed:
            assert (standing.state, standing.code) == (RowState.DONE, NEEDS)
        assert standing.tries >= before.tries
        assert column_of(standing.state, standing.code, standing.tries) in Column
        if urgent and code in (SILENT, REFUSED) and before.is_open:
            assert standing.is_open


def test_one_digit_answers_and_whatever_else_is_for_a_person() -> None:
    for typed, meant in (
        ("1", Digit.SAFE),
        (" ๒ \r\n", Digit.NEEDS),
        ("3#", Digit.DANGER),
        ("", Digit.ODD),
        ("12", Digit.ODD),
        ("4", Digit.ODD),
        ("?", Digit.ODD),
        ("ช่วยด้วย", Digit.ODD),
        ("1" * 10_000, Digit.ODD),
    ):
        assert digit_of(typed) == meant, typed


def test_a_digit_is_nobodys_voice() -> None:
    """sticky: it says *safe* of who was not called only, ends no danger, and reopens nothing; need is called first."""
    asked = Standing(state=RowState.ASKED)
    first = NOON - dt.timedelta(hours=3)
    assert after_answer(asked, Digit.SAFE, first, NOON).state == RowState.DONE
    for needs in (Digit.NEEDS, Digit.DANGER):
        called = after_answer(asked, needs, first, NOON)
        assert (called.state, called.code, called.next_at) == (RowState.WAITING, NEEDS, first)
        assert called.urgent == (needs == Digit.DANGER)
        assert after_answer(through(FRESH, SAFE), needs, first, NOON).code == NEEDS
        assert after_answer(through(FRESH, DIED), needs, first, NOON).state == RowState.LOOK
        assert after_answer(through(HURT, SILENT, SILENT, SILENT), needs, first, NOON).next_at == first
    for back in (after_answer(asked, Digit.ODD, first, NOON), after_silence(asked, NOON)):
        assert (back.state, back.next_at) == (RowState.WAITING, NOON)
    for stands in (replace(asked, urgent=True), called, through(FRESH, NEEDS), through(FRESH, DIED)):
        assert after_answer(stands, Digit.SAFE, first, NOON).code == stands.code
        assert after_answer(stands, Digit.SAFE, first, NOON).state != RowState.DONE or stands.code == NEEDS
    for stands in (through(FRESH, DIED), through(FRESH, SAFE), through(FRESH, SILENT)):
        assert after_silence(stands, NOON) == stands
        assert after_answer(stands, Digit.ODD, first, NOON) == stands
