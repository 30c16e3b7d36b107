"""Calls that go deep ask the system for memory once, not each time round (`portal.stack`)."""

from __future__ import annotations

import resource

import pytest

from portal.stack import with_room

ROUNDS = 2_000


def deep(levels: int) -> None:
    """Call oneself so deep, and begin every level with a short call."""
    len(str(levels))
    if levels:
        deep(levels - 1)


def pages_taken(levels: int) -> int:
    """Return how many pages of memory the system gave while calls went so deep and came back."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(ROUNDS):
        deep(levels)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_calls_that_go_deep_take_their_memory_once() -> None:
    # Some depth would stand at the end of a piece wherever the test itself begins; with room none does.
    taken = [with_room(pages_taken, levels) for levels in range(50, 450, 25)]
    assert max(taken) < ROUNDS / 2, taken


def test_arguments_results_and_errors_come_through() -> None:
    assert with_room(divmod, 7, 3) == (2, 1)
    assert with_room(int, "11", base=2) == 3
    with pytest.raises(ZeroDivisionError):
        with_room(divmod, 1, 0)
