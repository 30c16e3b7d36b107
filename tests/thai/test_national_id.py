"""Identity numbers: any spelling in, checked, shown masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.national_id import (
    NationalIdError,
    format_national_id,
    is_national_id,
    mask_national_id,
    parse_national_id,
)

# A made-up number with a right check digit.
NUMBER = "1234567890121"


@pytest.mark.parametrize(
    "typed",
    [NUMBER, "1-2345-67890-12-1", " 1 2345 67890 12 1 ", "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑", "1–2345–67890–12–1", "1.2345.67890.12.1",
     "1234567890\u200b121"],
)  # fmt: skip
def test_every_spelling_is_read(typed: str) -> None:
    assert parse_national_id(typed) == NUMBER
    assert is_national_id(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("123456789012", "length"),
        ("12345678901211", "length"),
        ("-", "length"),
        ("1234567890122", "checksum"),
        ("1324567890121", "checksum"),
        ("1234567890ก21", "characters"),
        ("G123456789012", "characters"),
        ("١٢٣٤٥٦٧٨٩٠١٢١", "length"),
    ],
)
def test_what_is_wrong_is_said(typed: str, code: str) -> None:
    with pytest.raises(NationalIdError) as error:
        parse_national_id(typed)
    assert error.value.code == code
    assert NUMBER not in str(error.value)
    assert not is_national_id(typed)


def test_shown_as_on_the_card_or_masked() -> None:
    assert format_national_id(NUMBER) == "1-2345-67890-12-1"
    assert mask_national_id(NUMBER) == "1-xxxx-xxxxx-12-1"


def _with_check_digit(first: str) -> str:
    total = sum(int(digit) * (13 - index) for index, digit in enumerate(first))
    return first + str((11 - total % 11) % 10)


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_the_check_digit_is_that_of_the_civil_register(first: str) -> None:
    number = _with_check_digit(first)
    assert parse_national_id(number) == number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not is_national_id(wrong)


@pytest.mark.parametrize("first", "06789")
def test_numbers_of_people_without_thai_nationality_are_accepted(first: str) -> None:
    assert is_national_id(_with_check_digit(first + "00100000001"))


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_an_error(text: str) -> None:
    if is_national_id(text):
        assert len(parse_national_id(text)) == 13
