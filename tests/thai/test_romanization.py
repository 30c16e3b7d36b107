"""Thai in Latin letters, for addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.bounds import LINE, TextTooLong
from portal.thai.romanization import _WORDS_FILE, code_letters, latin_address, romanized_words

ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
THAI = st.text(alphabet=[chr(code) for code in range(0x0E01, 0x0E5C) if chr(code).isprintable()], max_size=60)


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("พระราชบัญญัติคุ้มครองเด็ก พ.ศ. ๒๕๔๖", "phraratchabanyat-khumkhrong-dek-2546"),
        ("หนังสือทดสอบ", "nangsue-thotsop"),
        ("ABC Café ไทย 5/1", "abc-cafe-thai-5-1"),
        ("  --- น้ำท่วม ---  ", "namthuam"),
        ("โครงการ/กิจกรรม", "khrongkan-kitchakam"),
        ("-", ""),
        ("***", ""),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_a_line_as_a_part_of_an_address(title: str, address: str) -> None:
    assert latin_address(title, 80) == address


@given(st.text(max_size=200) | THAI, st.integers(10, 120))
def test_it_is_an_address_or_nothing_and_never_too_long(text: str, limit: int) -> None:
    address = latin_address(text, limit)
    assert len(address) <= limit
    assert not address or ADDRESS.fullmatch(address)


@given(THAI)
def test_whoever_writes_a_consonant_gets_letters(text: str) -> None:
    heard = [letter for letter in text if "ก" <= letter <= "ฮ" and letter not in "ฤฦอห"]
    if heard and not any(letter >= "\u0e3a" for letter in text):
        assert latin_address(text, 120)


@given(THAI)
def test_thai_digits_are_digits(text: str) -> None:
    assert not any("๐" <= letter <= "๙" for letter in "".join(romanized_words(text)))


def test_words_are_left_out_whole() -> None:
    words = latin_address("คุ้มครองเด็ก" * 20, 40).split("-")
    assert set(words) == {"khumkhrong", "dek"}
    assert latin_address("x" * 300, 40) == "x" * 40


def test_a_line_that_is_no_line_is_refused() -> None:
    with pytest.raises(TextTooLong):
        latin_address("ก" * (LINE + 1), 80)


def test_every_consonant_has_a_letter() -> None:
    consonants = [chr(code) for code in range(ord("ก"), ord("ฮ") + 1) if chr(code) not in "ฤฦ"]
    assert all(code_letters(letter).isascii() and code_letters(letter) for letter in consonants)


def test_the_list_of_words_is_in_order() -> None:
    lines = [
        line.split()
        for line in _WORDS_FILE.read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#"
    ]
    assert all(len(line) == 2 and re.fullmatch("[a-z]+", line[1]) for line in lines)
    words = [line[0] for line in lines]
    assert len(words) == len(set(words)) > 150
