"""Digits: both directions, nothing else touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.digits import ARABIC_DIGITS, THAI_DIGITS, only_digits, to_arabic, to_thai


def test_every_digit_has_its_partner() -> None:
    assert to_arabic(THAI_DIGITS) == ARABIC_DIGITS
    assert to_thai(ARABIC_DIGITS) == THAI_DIGITS


@pytest.mark.parametrize(
    ("thai", "arabic"),
    [
        ("๑๖ กันยายน ๒๕๕๖", "16 กันยายน 2556"),
        ("มท ๐๘๙๑.๓/ว ๑๙๑๘", "มท 0891.3/ว 1918"),
        ("๘,๗๒๙ แห่ง", "8,729 แห่ง"),
        ("ไม่มีตัวเลข", "ไม่มีตัวเลข"),
        ("", ""),
    ],
)
def test_numbers_inside_text_change_and_the_text_does_not(thai: str, arabic: str) -> None:
    assert to_arabic(thai) == arabic
    assert to_thai(arabic) == thai


def test_mixed_digits_become_one_kind() -> None:
    assert to_arabic("๑2๓") == "123"
    assert to_thai("๑2๓") == "๑๒๓"


def test_numbers_can_be_given_as_numbers() -> None:
    assert to_thai(2556) == "๒๕๕๖"


def test_digits_of_other_scripts_stay_as_they_are() -> None:
    assert to_arabic("１२٣") == "１२٣"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("1-2345-๖๗๘๙๐", "1234567890"), (" ๐๘๑ 234 ", "081234"), ("กข", ""), ("²٣", "")],
)
def test_only_digits_reads_what_people_type(typed: str, digits: str) -> None:
    assert only_digits(typed) == digits


@given(st.text())
def test_length_is_kept_and_a_second_time_changes_nothing(text: str) -> None:
    assert len(to_arabic(text)) == len(text)
    assert to_arabic(to_arabic(text)) == to_arabic(text)


@given(st.text(alphabet=ARABIC_DIGITS + "กขา /."))
def test_there_and_back(text: str) -> None:
    assert to_arabic(to_thai(text)) == text
