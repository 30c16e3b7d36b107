"""Fields take what people really type and say in plain words what they cannot take."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.intake.fields import (
    AgeField,
    Birth,
    BirthDateField,
    LineField,
    MailField,
    StoryField,
    ThaiPhoneField,
    age_on,
    clean_text,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  สมชาย   ใจดี  ", "สมชาย ใจดี"),
        ("สม\x00ชาย\x07", "สมชาย"),
        ("บ้าน\u00a0เลขที่\t3", "บ้าน เลขที่ 3"),
        ("ชื่อ\u202eกลับ\u2066หลัง", "ชื่อกลับหลัง"),
        ("Daw\u200bAung", "Daw\u200bAung"),
        ("ភាសា\u200cខ្មែរ", "ភាសា\u200cខ្មែរ"),
        ("O'Brien-Núñez", "O'Brien-Núñez"),
        ("บรรทัด\r\nเดียว", "บรรทัด เดียว"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("", ""),
    ],
)
def test_one_line_keeps_every_script_and_drops_control_characters(typed: str, kept: str) -> None:
    assert LineField(required=False).clean(typed) == kept


def test_lines_of_a_story_stay_lines() -> None:
    assert clean_text("หนึ่ง\r\nสอง\rสาม\n\nสี่", lines=True) == "หนึ่ง\nสอง\nสาม\n\nสี่"


def test_decomposed_letters_are_composed() -> None:
    assert clean_text("e\u0301") == "é"


def test_a_story_at_the_limit_is_taken_and_one_over_is_told_by_how_much() -> None:
    field = StoryField(longest=10_000)
    assert len(field.clean("ก" * 10_000)) == 10_000
    with pytest.raises(ValidationError, match="ยาวเกินไป 1 ตัวอักษร") as refused:
        field.clean("ก" * 10_001)
    assert "10,000" in refused.value.messages[0]


def test_line_ends_of_windows_do_not_count_twice() -> None:
    assert len(StoryField(longest=5).clean("ก\r\nข\r\nค")) == 5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812345678", "081-234-5678"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "081-234-5678"),
        (" 081 234–5678 ", "081-234-5678"),
        ("+66 81 234 5678", "081-234-5678"),
        ("0 7561 1899 ต่อ 12", "0-7561-1899 ต่อ 12"),
        ("", ""),
    ],
)
def test_phones_in_any_spelling(typed: str, kept: str) -> None:
    assert ThaiPhoneField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["08123", "โทรหาแม่", "081234567890123", "<script>", "ไม่มี", "-"])
def test_a_phone_that_cannot_be_read_is_kept_as_typed(typed: str) -> None:
    """Docs/decisions/0009: these were refused before."""
    assert ThaiPhoneField(required=False, max_length=120).clean(f" {typed}  ") == typed


def test_a_phone_does_not_outgrow_its_column_when_it_is_spelled_out() -> None:
    typed = "0 2251 9000 ต่อ " + ",".join("123456789"[:1] * 22)
    assert len(typed) <= 60
    assert ThaiPhoneField(required=False, max_length=60).clean(typed) == typed


@pytest.mark.parametrize("typed", ["1" * 61, "โทรหาแม่ " * 10, "0812345678, " * 100])
def test_a_phone_is_no_place_for_a_story(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ThaiPhoneField(required=False, max_length=60).clean(typed)
    assert [error.code for error in refused.value.error_list] == ["max_length"]


def test_blanks_in_an_address_for_mail_are_forgiven() -> None:
    assert MailField().clean(" somying @example.org ") == "somying@example.org"


@pytest.mark.parametrize("typed", ["somying", "somying@", "a@b@c.org", "a@example.org\nBcc: x@example.org"])
def test_what_is_no_mail_address_is_words_and_never_an_address(typed: str) -> None:
    """Docs/decisions/0009: these were refused before."""
    field = MailField(max_length=254)
    assert field.clean(typed) == ""
    assert field.words(typed) == " ".join(typed.split())


def test_an_address_for_mail_has_no_words_beside_it() -> None:
    field = MailField(required=False, max_length=254)
    assert [field.words(typed) for typed in ("somying@example.org", " nok @example.org", "", None)] == [
        ""
    ] * 4


def test_words_for_a_mail_address_are_bounded() -> None:
    field = MailField(max_length=254)
    for typed in ("ก" * 255, "ก" * 100_000):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert "max_length" in [error.code for error in refused.value.error_list]
        assert field.words(typed) == ""


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("44", 44),
        ("๔๔", 44),
        ("ประมาณ 15 ปี", 15),
        ("5ขวบ", 5),
        ("0", 0),
        ("about 9", 9),
        ("", None),
        ("130", 130),
    ],
)
def test_ages_as_people_write_them(typed: str, age: int | None) -> None:
    assert AgeField(required=False).clean(typed) == age


@pytest.mark.parametrize("typed", ["131", "999", "-4", "2530"])
def test_a_number_that_is_no_age_is_kept_as_words(typed: str) -> None:
    """Docs/decisions/0009: these were refused before."""
    assert AgeField(required=False).clean(typed) is None
    assert AgeField.read(typed).words == typed


def test_an_age_is_no_place_for_a_story() -> None:
    with pytest.raises(ValidationError):
        AgeField(required=False).clean("ก" * 61)


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("สิบห้า", 15),
        ("12.5", 12),
        ("15-16", 15),
        ("แรกเกิด", 0),
        ("3 เดือน", 0),
        ("หกสิบกว่า", 60),
        ("คนแก่", None),
    ],
)
def test_ages_in_words_never_block(typed: str, age: int | None) -> None:
    """Issue 7, "Fields take what people write": the first three were refused before."""
    assert AgeField(required=False).clean(typed) == age
    assert AgeField.read(typed).words == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("081-234-5678 หรือ 075-611234 (ลูกสาว)", "081-234-5678 หรือ 075-611234 (ลูกสาว)"),
        ("ป้าแดง ๐๘๑ ๒๓๔ ๕๖๗๘", "ป้าแดง ๐๘๑ ๒๓๔ ๕๖๗๘"),
        ("0812345678 แม่ / 0898765432 พ่อ", "0812345678 แม่ / 0898765432 พ่อ"),
        ("0812345678, 0898765432", "081-234-5678, 089-876-5432"),
        ("0812345678 หรือ 0898765432", "081-234-5678, 089-876-5432"),
        ("0812345678 0898765432", "0812345678 0898765432"),
        ("0812345678/0898765432", "0812345678/0898765432"),
        ("0-7561-1234-6 ต่อ 12", "0-7561-1234-6 ต่อ 12"),
        ("08123 (จำได้แค่นี้)", "08123 (จำได้แค่นี้)"),
        ("+856 20 5555 1234 ลาว", "+856 20 5555 1234 ลาว"),
    ],
)
def test_numbers_with_remarks_are_kept_as_typed(typed: str, kept: str) -> None:
    assert ThaiPhoneField(required=False, max_length=120).clean(typed) == kept


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (["27", "3", "2530"], dt.date(1987, 3, 27)),
        (["๒๗", "มี.ค.", "๒๕๓๐"], dt.date(1987, 3, 27)),
        (["27", "มีนาคม", "พ.ศ. 2530"], dt.date(1987, 3, 27)),
        (["27", "3", "1987"], dt.date(1987, 3, 27)),
        ([" 1 ", " january ", " 2550 "], dt.date(2007, 1, 1)),
        (["29", "2", "2551"], dt.date(2008, 2, 29)),
        (["", "", ""], None),
    ],
)
@time_machine.travel("2026-11-22 12:00+07:00")
def test_birth_dates_in_either_era(parts: list[str], date: dt.date | None) -> None:
    assert BirthDateField(required=False).clean(parts) == date


@pytest.mark.parametrize(
    ("parts", "words", "years"),
    [
        (["27", "", "2530"], "27 2530", 38),
        (["", "3", "2530"], "3 2530", 39),
        (["", "", "๒๕๓๐"], "๒๕๓๐", 38),
        (["ไม่ทราบ", "มี.ค.", "2530"], "ไม่ทราบ มี.ค. 2530", 39),
        (["", "", "2569"], "2569", 0),
        (["27", "3", ""], "27 3", None),
        (["27", "3", "30"], "27 3 30", None),
        (["31", "2", "2550"], "31 2 2550", 19),
        (["29", "2", "2550"], "29 2 2550", 19),
        (["27", "13", "2530"], "27 13 2530", 38),
        (["ปีมะโรง", "", ""], "ปีมะโรง", None),
        (["22", "12", "2569"], "22 12 2569", None),
        (["1", "1", "2410"], "1 1 2410", None),
    ],
)
@time_machine.travel("2026-11-22 12:00+07:00")
def test_a_birth_date_that_cannot_be_read_is_kept_with_what_its_year_tells(
    parts: list[str], words: str, years: int | None
) -> None:
    """Docs/decisions/0009: these were refused before. The lower age counts, because the young are protected."""
    field = BirthDateField(required=False)
    assert field.clean(parts) is None
    assert field.read(parts) == Birth(words=words, years=years)


@pytest.mark.parametrize(
    "parts", [["ก" * 61, "", ""], ["1" * 30, "2" * 30, "2530"], ["1", "1", "2" * 100_000]]
)
def test_a_birth_date_is_no_place_for_a_story(parts: list[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        BirthDateField(required=False).clean(parts)
    assert refused.value.code == "long"


def test_born_on_a_leap_day_one_is_older_on_the_first_of_march() -> None:
    born = dt.date(2008, 2, 29)
    assert age_on(born, dt.date(2026, 2, 28)) == 17
    assert age_on(born, dt.date(2026, 3, 1)) == 18
