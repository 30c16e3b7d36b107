"""What an act changed is written as codes and numbers, and gives the case again."""

from __future__ import annotations

import json
import random
import string

from hypothesis import given
from hypothesis import strategies as st

from cases.machine.effects import Put, SetFact, apply, from_json, replay, to_json
from cases.machine.standing import Approval, Standing
from cases.machine.vocabulary import ApprovalSubject, WaitingState
from portal.vocabulary import ProblemType
from tests.cases.machine.town import START, WHOLE
from tests.cases.machine.walks import Walk


@given(st.integers(0, 10_000))
def test_every_effect_survives_json(seed: int) -> None:
    walk = Walk(random.Random(seed))
    for _step in range(12):
        walk.step()
    for effect in (effect for act in walk.acts for effect in act):
        assert from_json(json.loads(json.dumps(to_json(effect)))) == effect


def test_replaying_half_of_the_events_gives_the_case_of_that_time() -> None:
    walk = Walk(random.Random(11))
    standings = [walk.standing]
    for _step in range(30):
        walk.step()
        standings.append(walk.standing)
    for count in range(len(walk.acts) + 1):
        assert replay(walk.first, walk.acts[:count]).last_number <= walk.standing.last_number
    assert replay(walk.first, walk.acts) == walk.standing


def test_an_act_never_changes_the_standing_that_it_began_with() -> None:
    """A page may still show the old one; a refused act must leave no trace."""
    walk = Walk(random.Random(7))
    for _step in range(40):
        before, copy = walk.standing, walk.standing.copy()
        walk.step()
        assert before == copy


def test_effects_hold_no_word_that_anybody_wrote() -> None:
    """Events live for ever, words are erased: whatever text an effect holds is a code of ours or a time."""
    codes = set(string.ascii_lowercase + string.digits + "_.:+-T")
    walk = Walk(random.Random(3))
    for _step in range(60):
        walk.step()

    def texts(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict):
            return [text for part in value.values() for text in texts(part)]
        return [text for part in value for text in texts(part)] if isinstance(value, list) else []

    written = [text for act in walk.acts for effect in act for text in texts(to_json(effect))]
    assert written
    assert all(set(text) <= codes for text in written)


def test_a_fact_and_a_thing_take_the_place_of_the_old_ones() -> None:
    standing = Standing(holder=WHOLE, problem=ProblemType.DISASTER, received_at=START)
    apply(standing, SetFact("helped", True))
    row = Approval(
        number=4,
        state=WaitingState.OPEN,
        organization=WHOLE,
        subject=ApprovalSubject.CLOSE,
        requester=1,
        requesting=WHOLE,
    )
    apply(standing, Put(row))
    assert standing.helped
    assert standing.waiting == {4: row}
    assert standing.last_number == 4
