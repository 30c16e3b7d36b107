"""What one test puts in the place of a part of the program is gone when the next one begins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.page_cache import memory
from portal.throttle import limits

HELD, CLOCK = memory.HELD_SECONDS, limits.time
"""As they are when the tests are collected."""


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_left_behind() -> Iterator[None]:
    yield
    assert memory.HELD_SECONDS == HELD
    assert limits.time is CLOCK


@pytest.mark.parametrize("again", [False, True])
def test_what_every_test_has_set_may_be_set_by_one(monkeypatch: pytest.MonkeyPatch, *, again: bool) -> None:
    assert memory.HELD_SECONDS > HELD
    assert limits.time is not CLOCK
    monkeypatch.setattr(memory, "HELD_SECONDS", 0.5)
    monkeypatch.setattr(limits, "time", None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "HELD_SECONDS", 0.25)
    assert memory.HELD_SECONDS == 0.5
