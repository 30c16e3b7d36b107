"""`bin/drill phones`: random schedules against the real portal, and one that fails is named by its seed (issue 14, point 7)."""

from __future__ import annotations

from unittest import mock

import pytest

from cases.models import Case
from drills import phones

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_few_schedules_lose_nothing_and_leave_nothing_behind() -> None:
    printed: list[str] = []
    assert phones.run(printed.append, schedules=2, steps=30, seed=1) == 0
    assert "0 schedules, 0 wanted" in printed[-1]
    assert any("written" in line for line in printed)
    assert not Case.objects.exists()


def test_a_schedule_that_fails_is_named_by_its_seed() -> None:
    printed: list[str] = []
    with mock.patch.object(phones, "walk", side_effect=AssertionError("lost: t7")):
        assert phones.run(printed.append, schedules=1, steps=1, seed=41) == 1
    assert "  seed 41: lost: t7" in printed


def test_what_was_walked_is_told_when_it_is_ended_from_outside() -> None:
    printed: list[str] = []
    steps = [mock.Mock(happened={"written": 3}), AssertionError("lost: t7"), KeyboardInterrupt]
    with mock.patch.object(phones, "walk", side_effect=steps):
        assert phones.run(printed.append, schedules=9, steps=1, seed=1) == 1
    assert any(line.startswith("2 schedules of 1 steps") for line in printed)
    assert "  seed 2: lost: t7" in printed
