"""Random walks of the machine: whatever people, offices, dates and mergers do, nobody is forgotten.

A longer run: `KLANG_WALKS=20000 bin/test tests/cases/machine/test_walks.py -k seeds`.
"""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.machine.vocabulary import Stage, Verb
from tests.cases.machine.diligence import finish
from tests.cases.machine.walks import Walk, replayed

WALKS = int(os.environ.get("KLANG_WALKS", "240"))
GROUPS = 8
LONGEST_END = 60
"""Acts; the longest that was seen in thousands of walks is about half of it."""


def walk_and_finish(rng: random.Random) -> Walk:
    """Walk at random, let diligent people bring the case to its end, and replay the events on the way."""
    walk = Walk(rng)
    for _step in range(rng.randint(5, 60)):
        walk.step()
    assert replayed(walk) == walk.standing
    if walk.standing.is_open:
        assert finish(walk) <= LONGEST_END
    assert walk.standing.stage == Stage.CLOSED
    assert replayed(walk) == walk.standing
    return walk


@pytest.mark.parametrize("group", range(GROUPS))
def test_nobody_is_forgotten_whatever_happens_by_seeds(group: int) -> None:
    seen: set[str] = set()
    for seed in range(group, WALKS, GROUPS):
        seen |= set(walk_and_finish(random.Random(seed)).seen)
    assert seen >= {Verb.SCREEN, Verb.REFER, Verb.ACCEPT, Verb.APPROVE, Verb.SUCCEED, Verb.RECORD_OUTSIDE}


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_nobody_is_forgotten_whatever_hypothesis_thinks_of(rng: random.Random) -> None:
    walk_and_finish(rng)


def test_the_walks_do_everything_that_the_table_has() -> None:
    """A verb that no walk ever does would not have been checked by any of them."""
    seen: set[str] = set()
    for seed in range(5_000, 5_400):
        walk = Walk(random.Random(seed))
        for _step in range(80):
            walk.step()
        seen |= set(walk.seen)
        if seen >= EVERYTHING:
            return
    assert seen >= EVERYTHING, sorted(EVERYTHING - seen)


EVERYTHING = set(Verb) - {Verb.FOLLOW_CALENDAR}
"""Holidays change by the calendar of the office, not by the walk."""
