"""Why two requests look alike, in a word each (issue 14, point 2; S1.35)."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cases.desk.marks import IN_SHORT, MARKS, MOST_IN_COMMON, in_short
from cases.domain.likeness import WEIGHTS, Mark


def test_the_strongest_that_two_have_in_common_stands_first_and_is_enough() -> None:
    marks = [Mark.SAME_DAYS, Mark.VILLAGE, Mark.LANDMARK, Mark.HOUSE, Mark.OWN_PHONE, Mark.FULL_NAME]
    assert in_short(marks) == (["ชื่อสกุล", "เบอร์", "บ้านเลขที่"], [])
    assert len(in_short(Mark)[0]) == MOST_IN_COMMON


def test_all_that_speaks_against_it_is_told() -> None:
    against = [mark for mark in Mark if WEIGHTS[mark] < 0]
    assert len(in_short(against)[1]) == len(against)


def test_every_mark_has_a_word_but_the_one_that_is_true_of_all_in_a_flood() -> None:
    assert set(MARKS) - set(IN_SHORT) == {Mark.SAME_DAYS}
    assert in_short([Mark.SAME_DAYS]) == ([], [])


@pytest.mark.parametrize("mark", IN_SHORT)
def test_each_is_said_in_english_too(mark: Mark) -> None:
    with override("en"):
        assert str(IN_SHORT[mark]).isascii()
