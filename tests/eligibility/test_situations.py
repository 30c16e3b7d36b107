"""What the rules say of people's situations, and that every threshold counts (S1.26, issue 11 point 10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal.eligibility.loading import rules
from portal.eligibility.rates import Rate
from tests.eligibility.situations import APART, TUNED, Situation, is_right, outcome_of, situations

EVERY = situations(APART, TUNED)
GUIDES = sorted({row.guide for row in EVERY})


def test_there_are_two_hundred_half_of_them_written_apart() -> None:
    assert len(EVERY) >= 200
    assert len(situations(APART)) >= 100
    assert len({(row.guide, str(row.texts)) for row in EVERY}) == len(EVERY)
    assert sorted(rules().trees) == GUIDES


@pytest.mark.parametrize("guide", GUIDES)
def test_situations_come_out_as_the_text_says(guide: str) -> None:
    rows = [row for row in EVERY if row.guide == guide]
    assert [row for row in rows if not is_right(rules(), row)] == []


def moved(rate: Rate, by: int) -> Rate:
    """Return a number of the law, one more or one less; a day, one later or earlier."""
    periods = [
        replace(each, value=each.value + (dt.timedelta(days=by) if isinstance(each.value, dt.date) else by))
        for each in rate.periods
    ]
    return replace(rate, periods=tuple(periods))


def test_every_threshold_moved_by_one_is_seen_in_some_situation() -> None:
    known = rules()
    deciding = {
        branch.rate
        for tree in known.trees.values()
        for question in tree.questions.values()
        for branch in question.branches
        if branch.rate
    }
    assert len(deciding) >= 8
    before = {id(row): outcome_of(known, row) for row in EVERY}

    def changed(row: Situation, name: str, by: int) -> bool:
        other = replace(known, rates={**known.rates, name: moved(known.rates[name], by)})
        return outcome_of(other, row) != before[id(row)]

    unseen = [
        (name, by)
        for name in sorted(deciding)
        for by in (-1, 1)
        if not any(changed(row, name, by) for row in EVERY)
    ]
    assert unseen == []


def test_every_end_is_somebodys_situation() -> None:
    reached = {(row.guide, found.name) for row in EVERY if (found := outcome_of(rules(), row))}
    ends = {(tree.problem, name) for tree in rules().trees.values() for name in tree.outcomes}
    assert ends - reached == set()
