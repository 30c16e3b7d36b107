"""Telephone numbers: what people write is read, shown in one way, dialled rightly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.phone import SHORT_NUMBERS, Phone, PhoneError, parse_phone, parse_phones


@pytest.mark.parametrize(
    ("typed", "display", "uri"),
    [
        ("0-7561-1899", "0-7561-1899", "tel:+6675611899"),
        ("๐-๗๕๖๑-๑๘๙๙", "0-7561-1899", "tel:+6675611899"),
        ("075611899", "0-7561-1899", "tel:+6675611899"),
        ("0 7561 1899", "0-7561-1899", "tel:+6675611899"),
        ("(075) 611-899", "0-7561-1899", "tel:+6675611899"),
        ("0 – 7561 – 1899", "0-7561-1899", "tel:+6675611899"),
        ("โทร. 0-7561-1899", "0-7561-1899", "tel:+6675611899"),
        ("โทรศัพท์ : ๐ ๗๕๖๑ ๑๘๙๙", "0-7561-1899", "tel:+6675611899"),
        ("โทร/โทรสาร ๐-๗๕๖๑-๑๘๙๙", "0-7561-1899", "tel:+6675611899"),
        ("02 251 9000", "0-2251-9000", "tel:+6622519000"),
        ("081-234-5678", "081-234-5678", "tel:+66812345678"),
        ("0812345678", "081-234-5678", "tel:+66812345678"),
        ("+66 81 234 5678", "081-234-5678", "tel:+66812345678"),
        ("+66 (0)81 234 5678", "081-234-5678", "tel:+66812345678"),
        ("081\u200b2345678", "081-234-5678", "tel:+66812345678"),
        ("0 2251 9000 ต่อ 4131", "0-2251-9000 ต่อ 4131", "tel:+6622519000;ext=4131"),
        ("๐-๒๒๕๑-๙๐๐๐ ต่อ ๔๑๓๑ , ๔๑๓๕", "0-2251-9000 ต่อ 4131, 4135", "tel:+6622519000;ext=4131"),
        ("022519000ต่อ4131", "0-2251-9000 ต่อ 4131", "tel:+6622519000;ext=4131"),
        ("0-2251-9000 ext. 12", "0-2251-9000 ต่อ 12", "tel:+6622519000;ext=12"),
        ("0-2251-9000 #12", "0-2251-9000 ต่อ 12", "tel:+6622519000;ext=12"),
        ("0-2251-9000 x12", "0-2251-9000 ต่อ 12", "tel:+6622519000;ext=12"),
        ("1300", "1300", "tel:1300"),
        ("๑๓๐๐", "1300", "tel:1300"),
        ("สายด่วน 1669", "1669", "tel:1669"),
        ("1 3 0 0", "1300", "tel:1300"),
        ("191", "191", "tel:191"),
        ("1111 ต่อ 22", "1111 ต่อ 22", "tel:1111;ext=22"),
        ("+44 20 7946 0018", "+44 20 7946 0018", "tel:+442079460018"),
    ],
)
def test_read_shown_and_dialled(typed: str, display: str, uri: str) -> None:
    phone = parse_phone(typed)
    assert phone.display == str(phone) == display
    assert phone.uri == uri


@pytest.mark.parametrize("number", ["191", "199", "1669", "1300", "1323", "1387", "1567", "1784", "1111"])
def test_the_short_numbers_that_help_people(number: str) -> None:
    phone = parse_phone(number)
    assert phone == Phone(number, is_short=True)
    assert phone.national == number
    assert SHORT_NUMBERS[number]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("โทร.", "empty"),
        ("ไม่มี", "characters"),
        ("0800CALLME", "characters"),
        ("081-234", "short"),
        ("0", "short"),
        ("1234", "short"),
        ("+", "characters"),
        ("-", "short"),
        ("0812345678901234", "long"),
        ("0" * 400, "long"),
        ("0112345678", "unknown"),
        ("+99 1234567", "short"),
    ],
)
def test_what_is_wrong_is_said(typed: str, code: str) -> None:
    with pytest.raises(PhoneError) as error:
        parse_phone(typed)
    assert error.value.code == code


def test_the_displayed_form_is_read_back() -> None:
    for typed in ("0-2251-9000 ต่อ 4131, 4135", "081-234-5678", "1300", "+44 20 7946 0018"):
        assert parse_phone(parse_phone(typed).display) == parse_phone(typed)


def test_national_digits_for_comparison() -> None:
    assert parse_phone("+66 2 251 9000").national == parse_phone("0-2251-9000").national == "022519000"


@pytest.mark.parametrize(
    ("line", "displays"),
    [
        ("โทร/โทรสาร ๐-๗๕๖๑-๑๘๙๙, ๐-๗๕๖๒-๒๔๓๗", ["0-7561-1899", "0-7562-2437"]),
        ("โทร. ๐-๒๒๕๑-๙๐๐๐ ต่อ ๔๑๓๑ , ๔๑๓๕", ["0-2251-9000 ต่อ 4131, 4135"]),
        ("0-2251-9000 ต่อ 4131, 081-234-5678", ["0-2251-9000 ต่อ 4131", "081-234-5678"]),
        ("081-234-5678 หรือ 1300", ["081-234-5678", "1300"]),
        ("0-7561-1899\n0-7562-2437;", ["0-7561-1899", "0-7562-2437"]),
    ],
)
def test_a_line_of_several_numbers(line: str, displays: list[str]) -> None:
    assert [phone.display for phone in parse_phones(line)] == displays


@pytest.mark.parametrize(
    ("line", "code"),
    [("", "empty"), (",", "empty"), ("0-7561-1899, ไม่ทราบ", "characters"), ("1," * 300, "long")],
)
def test_a_line_with_one_wrong_piece_is_refused(line: str, code: str) -> None:
    with pytest.raises(PhoneError) as error:
        parse_phones(line)
    assert error.value.code == code


@given(st.text(max_size=40) | st.text(alphabet="0123456789๐๑๒ -+()ต่อext#,/.", max_size=40))
def test_any_text_is_numbers_or_a_phone_error(text: str) -> None:
    for parse in (parse_phone, parse_phones):
        try:
            result = parse(text)
        except PhoneError as error:
            assert error.code in PhoneError.messages
        else:
            assert result
