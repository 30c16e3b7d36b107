"""Telephone numbers: what people write is read, shown in one way, dialled rightly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.phone import (
    SHORT_NUMBERS,
    Phone,
    PhoneError,
    kept_phones,
    numbers_in,
    parse_phone,
    parse_phones,
    phone_ending,
    phone_key,
    phones_in,
    tidy_phones,
)


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
    assert number in SHORT_NUMBERS


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


LINES = {
    "0-7561-1234-6": ("0-7561-1234-6", ("075611234", "075611235", "075611236")),
    "๐-๗๕๖๑-๑๒๓๔-๖": ("0-7561-1234-6", ("075611234", "075611235", "075611236")),
    "0 7561 1234 - 36": ("0-7561-1234-36", ("075611234", "075611235", "075611236")),
    "0-2251-9000–9": ("0-2251-9000-9", tuple(f"02251900{last}" for last in range(10))),
    "02-225-1234 ถึง 5": ("0-2225-1234-5", ("022251234", "022251235")),
    "075-611234-5": ("0-7561-1234-5", ("075611234", "075611235")),
    "+66 7561 1234-5": ("0-7561-1234-5", ("075611234", "075611235")),
    "0-7561-1298-1302": ("0-7561-1298-1302", tuple(f"07561{n}" for n in range(1298, 1303))),
}


@pytest.mark.parametrize("written", LINES)
def test_official_ranges_are_read_with_all_their_numbers(written: str) -> None:
    shown, numbers = LINES[written]
    assert parse_phone(written).display == shown
    assert parse_phone(f"โทร. {written} ต่อ 12").display == f"{shown} ต่อ 12"
    assert parse_phone(shown).display == shown
    assert numbers_in(f"{written} ต่อ 12") == numbers


@pytest.mark.parametrize("typed", ["0-7561-1234-3", "081-234-56789", "0-7561-1234-5678", "1300-5"])
def test_what_goes_backwards_or_too_far_is_no_range(typed: str) -> None:
    with pytest.raises(PhoneError):
        parse_phone(typed)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("081-234-5678 หรือ 075-611234 (ลูกสาว)", ("0812345678", "075611234")),
        ("๐๘๑-๒๓๔-๕๖๗๘ (ลูก), ๐๗๕-๖๑๑๒๓๔ (บ้าน)", ("0812345678", "075611234")),
        ("ป้าแดง 0812345678", ("0812345678",)),
        ("0812345678 0898765432", ("0812345678", "0898765432")),
        ("0812345678/0898765432", ("0812345678", "0898765432")),
        ("081 234 5678 089 876 5432", ("0812345678", "0898765432")),
        ("075611234 ต่อ 12, 13 หรือ 0812345678", ("075611234", "0812345678")),
        ("เบอร์ใหม่ +66 81 234 5678", ("0812345678",)),
        ("66812345678", ("0812345678",)),
        ("0066812345678", ("0812345678",)),
        ("+856 20 5555 1234 ลาว", ("8562055551234",)),
        ("08123", ("08123",)),
        ("โทรหาแม่", ()),
        ("", ()),
    ],
)
def test_numbers_in_any_words(words: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(words) == numbers
    assert phone_key(words).split() == list(numbers)


@pytest.mark.parametrize(
    "stored", ["081-234-5678", "บ้าน 075-611234 มือถือ ๐๘๑ ๒๓๔ ๕๖๗๘ (ลูก)", "+66 81 234 5678 ต่อ 9"]
)
@pytest.mark.parametrize(
    "typed", ["5678", "๕๖๗๘", "234-5678", "234 5678", "81 234 5678", "0812345678", "081-234-5678", "+66 81 234 5678",
              "+66812345678", "66812345678", "โทร. 081 234 5678", "0812345678 ต่อ 4"]
)  # fmt: skip
def test_a_number_is_found_by_its_last_digits(stored: str, typed: str) -> None:
    assert f"{phone_ending(typed)} " in phone_key(stored)


@pytest.mark.parametrize(
    "typed", ["678", "สมชาย", "12/2570 ก", "", "()", "+", "ต่อ 1234", "K7M3-9QXF", "0812345678 หรือ 0898765432"]
)
def test_what_is_no_ending_of_a_number(typed: str) -> None:
    assert phone_ending(typed) == ""


def test_digits_in_the_middle_are_no_ending() -> None:
    assert f"{phone_ending('1234')} " not in phone_key("081-234-5678 075-612346")


@given(
    st.lists(
        st.from_regex(r"0[689][0-9]{8}|0[23457][0-9]{7}", fullmatch=True), min_size=1, max_size=4, unique=True
    )
)
def test_every_number_of_a_list_is_found_by_any_four_digits_or_more(numbers: list[str]) -> None:
    for glue in (" ", ", ", " หรือ ", " (บ้าน) ", "/", "\n"):
        stored = phone_key(glue.join(numbers))
        for number in numbers:
            assert all(f"{phone_ending(number[-size:])} " in stored for size in range(4, len(number) + 1))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("0812345678", "081-234-5678"),
        ("0812345678 หรือ ๐๗๕๖๑๑๒๓๔-๕", "081-234-5678, 0-7561-1234-5"),
        ("081-234-5678 (ลูก)", "081-234-5678 (ลูก)"),
        ("ป้า  08123", "ป้า 08123"),
    ],
)
def test_a_field_keeps_numbers_in_one_spelling_and_words_as_they_are(typed: str, kept: str) -> None:
    assert tidy_phones(typed, longest=40) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [("08123", "short"), ("ไม่มี", "characters"), ("0812345678 " + "ก" * 40, "long"), ("0" * 301, "long")],
)
def test_a_field_refuses_what_tells_no_number_or_does_not_fit(typed: str, code: str) -> None:
    with pytest.raises(PhoneError) as refused:
        tidy_phones(typed, longest=40)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("081-234-5678 หรือ 075-611234 (ลูกสาว)", ["081-234-5678", "0-7561-1234"]),
        ("ป้าแดง ๐๘๑ ๒๓๔ ๕๖๗๘", ["081-234-5678"]),
        ("0812345678 0898765432", ["081-234-5678", "089-876-5432"]),
        ("โทร 0-7561-1234-6 (ที่ว่าการ)", ["0-7561-1234", "0-7561-1235", "0-7561-1236"]),
        ("0-7561-1234-6 ต่อ 12", ["0-7561-1234-6 ต่อ 12"]),
        ("+856 20 5555 1234 ลาว", ["+856 20 55 551 234"]),
        ("1300", ["1300"]),
        ("บ้านเลขที่ 191 หลังวัด", []),
        ("08123 (จำได้แค่นี้)", []),
        ("081-234-56789", []),
        ("0812345678 แต่ 08123", ["081-234-5678"]),
        ("บัตร 1 8199 00123 45 6", []),
        ("โทรหาแม่", []),
        ("", []),
    ],
)
def test_what_can_be_dialled_in_any_words(words: str, shown: list[str]) -> None:
    assert [phone.display for phone in phones_in(words)] == shown


@given(st.text(max_size=120) | st.text(alphabet="0123456789๐๑๒ -+()ต่อext#,/.", max_size=120))
def test_what_is_kept_of_any_text_fits_and_is_kept_again_as_it_is(text: str) -> None:
    kept = kept_phones(text, longest=120)
    assert len(kept) <= 120
    assert kept_phones(kept, longest=120) == kept
    for phone in phones_in(kept):
        assert parse_phone(phone.display) == phone
