"""Codes on paper are read back whatever hand or eye did to them."""

from __future__ import annotations

import re

import pytest

from portal.thai.codes import ALPHABET, clean, grouped, new_code


def test_a_code_has_so_many_signs_in_groups_of_four_and_is_read_back():
    code = new_code(16)
    assert re.fullmatch(f"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{3}}", code)
    assert clean(code) == code


def test_no_two_are_alike():
    assert len({new_code(16) for _one in range(200)}) == 200


@pytest.mark.parametrize(
    "typed", ["k7m3-9qxf", " K7M3 9QXF ", "K7M39QXF", "ก" * 0 + "k๗m๓๙qxf", "K7M3–9QXF", "k7m3.9qxf"]
)
def test_small_letters_blanks_thai_digits_and_other_dashes_do_not_matter(typed: str):
    assert clean(typed) == "K7M3-9QXF"


def test_what_looks_like_a_sign_of_ours_is_read_as_it():
    assert clean("BS34") == "8534"


def test_nothing_that_is_confused_stands_in_it():
    assert not set("01OILBSAEU2Z") & set(ALPHABET)
    assert grouped("") == ""
