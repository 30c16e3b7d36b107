"""Codes on paper are read back whatever hand or eye did to them."""

from __future__ import annotations

import re

import pytest

from portal.thai.codes import ALPHABET, clean, grouped, in_digits, new_code, spoken


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
    assert clean("oilZ") == "0112"


def test_a_code_of_digits_keeps_its_length_and_is_read_out_sign_by_sign():
    assert in_digits(7, 8) == "0000-0007"
    assert in_digits(10**20 + 1234, 8) == "0000-1234"
    assert spoken("4821-0937") == "สี่ แปด สอง หนึ่ง, ศูนย์ เก้า สาม เจ็ด"
    assert spoken("๔๘๒๑ 0937", "en") == "4 8 2 1, 0 9 3 7"
    assert spoken("K7M3") == "K เจ็ด M สาม"
    assert spoken("") == ""


def test_nothing_that_is_confused_stands_in_it():
    assert not set("01OILBSAEU2Z") & set(ALPHABET)
    assert grouped("") == ""
