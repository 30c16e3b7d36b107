"""Ages are read as people tell them, and kept as told (issue 7, "Fields take what people write")."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.ages import LONGEST, OLDEST, AgeError, read_age
from portal.thai.digits import to_thai
from portal.thai.numbers import words_to_digits

UNITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")


def in_words(number: int) -> str:
    """Return a number up to 199 in Thai words."""
    hundred, rest = divmod(number, 100)
    ten, unit = divmod(rest, 10)
    tens = "" if not ten else ("ยี่สิบ" if ten == 2 else ("" if ten == 1 else UNITS[ten]) + "สิบ")
    last = "เอ็ด" if unit == 1 and (ten or hundred) else UNITS[unit]
    return ("หนึ่งร้อย" if hundred else "") + tens + last or "ศูนย์"


@pytest.mark.parametrize(
    ("told", "years"),
    [
        ("แรกเกิด", 0), ("เด็กแรกเกิด", 0), ("เพิ่งเกิด", 0), ("ทารก", 0), ("newborn", 0), ("ไม่ถึงขวบ", 0), ("ครึ่งปี", 0), ("เดือนเดียว", 0),
        ("3 เดือน", 0), ("๓ เดือน", 0), ("สามเดือน", 0), ("อายุ 3 เดือน", 0), ("10 วัน", 0), ("2 สัปดาห์", 0), ("11 months", 0),
        ("18 เดือน", 1), ("ปีครึ่ง", 1), ("ขวบกว่า", 1), ("1 ปี 6 เดือน", 1), ("3 ขวบครึ่ง", 3), ("2 ปี กับ 3 เดือน", 2),
        ("ประมาณ 60", 60), ("ประมาณ ๖๐ ปี", 60), ("ราว ๆ 60", 60), ("เกือบ 60", 60), ("น่าจะ 60", 60), ("60 กว่า", 60), ("60 กว่า ๆ", 60),
        ("60 กว่าปี", 60), ("60 ปีกว่า", 60), ("๖๐ กว่าปี", 60), ("หกสิบกว่า", 60), ("หกสิบกว่าปี", 60), ("อายุประมาณหกสิบปี", 60), ("60+", 60),
        ("70 ปลายๆ", 70), ("80 ขึ้นไป", 80), ("about 60", 60), ("60 years old", 60), ("12.5", 12),
        ("15-16", 15), ("15 - 16 ปี", 15), ("15 ถึง 16", 15), ("15 หรือ 16 ปี", 15), ("๑๕–๑๖ ปี", 15),
    ],
)  # fmt: skip
def test_what_says_more_than_a_number_is_read_and_kept_as_told(told: str, years: int) -> None:
    age = read_age(told)
    assert (age.years, age.words) == (years, told)


@given(st.integers(0, OLDEST))
def test_every_age_in_digits_and_in_words(years: int) -> None:
    for told in (str(years), to_thai(years), f"{years} ปี", f" {years}ขวบ "):
        assert (read_age(told).years, read_age(told).words) == (years, "")
    assert read_age(in_words(years)).years == years
    assert read_age(f"ประมาณ{in_words(years)}ปี").years == years


@pytest.mark.parametrize(
    "told",
    [
        "131",
        "๙๙๙",
        "131 ปี",
        "-4",
        "1,000",
        "2530",
        "คนแก่",
        "วัยรุ่น",
        "เกิดปี 2530",
        "ไม่ทราบ",
        "รุ่นเดียวกับแม่",
        "เด็ก ป.4",
        "หนึ่งร้อยสี่สิบ",
        "😀",
    ],
)
def test_what_cannot_be_read_is_kept_as_words(told: str) -> None:
    assert (read_age(told).years, read_age(told).words) == (None, told)


def test_a_story_is_no_age() -> None:
    with pytest.raises(AgeError) as refused:
        read_age("ก" * (LONGEST + 1))
    assert refused.value.code == "long"
    assert read_age("").years is None


@given(st.text(max_size=LONGEST))
def test_any_text_is_an_age_or_words(typed: str) -> None:
    age = read_age(typed)
    assert age.years is None or 0 <= age.years <= OLDEST
    assert age.words in ("", " ".join(typed.split()))


@given(st.integers(0, 199))
def test_numbers_in_words(number: int) -> None:
    assert words_to_digits(in_words(number)) == str(number)


def test_words_beside_a_number_stay() -> None:
    assert words_to_digits("ประมาณหกสิบกว่าปี") == "ประมาณ60กว่าปี"
    assert words_to_digits("คนแก่") == "คนแก่"
