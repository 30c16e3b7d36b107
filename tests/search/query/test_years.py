"""Years in either era, in every form that people and papers write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.query.understand import understand
from portal.search.query.years import buddhist, find_years, spell_buddhist
from portal.thai.digits import to_thai


@pytest.mark.parametrize(
    ("year", "be"),
    [
        (2300, 2300),
        (2499, 2499),
        (2560, 2560),
        (2699, 2699),
        (1800, 2343),
        (1990, 2533),
        (2017, 2560),
        (2099, 2642),
        (1799, None),
        (2100, None),
        (2299, None),
        (2700, None),
        (0, None),
        (-1, None),
        (99999, None),
    ],
)
def test_the_edges_of_both_eras(year: int, be: int | None) -> None:
    assert buddhist(year) == be


@given(st.integers())
def test_a_year_is_either_in_the_buddhist_range_or_none(year: int) -> None:
    be = buddhist(year)
    assert be is None or 2300 <= be <= 2699


FORMS = [
    "พ.ศ. 2560", "พ.ศ.2560", "พ. ศ. 2560", "พศ 2560", "พศ.2560", "พุทธศักราช 2560", "พระพุทธศักราช 2560", "B.E. 2560",
    "BE 2560", "be2560", "ค.ศ. 2017", "ค.ศ.2017", "คศ 2017", "คริสต์ศักราช 2017", "A.D. 2017", "AD 2017", "C.E. 2017",
    "ปี 2560", "ปี2560", "ปี 2017", "ปี 60", "ปี60", "พ.ศ. 60", "2560", "2017", "15 ม.ค. 2560", "(2560)", "2560-05-01",
    "ปีงบประมาณ 2560", "พ.ศ.\t2560", "ประกาศปี พ.ศ. 2560 เรื่องน้ำ",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_one_year_in_every_form(text: str) -> None:
    assert find_years(text) == (2560,)


@pytest.mark.parametrize("text", FORMS)
def test_the_same_in_thai_digits(text: str) -> None:
    assert find_years(to_thai(text)) == (2560,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "มาตรา 3012",
        "25600",
        "12560",
        "1,990",
        "19.90",
        "0891.2560",
        "2560.5",
        "1/2560",
        "2560/1",
        "ปี 3",
        "ปี 100",
        "พ.ศ. 2760",
        "ค.ศ. 1700",
        "โทร 0820172560",
        "ปี",
        "พ.ศ.",
    ],
)
def test_numbers_that_are_no_year(text: str) -> None:
    assert find_years(text) == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2560-2562", (2560, 2562)),
        ("2562 ถึง 2560", (2562, 2560)),
        ("2560 และ พ.ศ. 2560 และ ค.ศ. 2017", (2560,)),
        ("ปี 60 ปี 61", (2560, 2561)),
        ("พ.ศ. 2496 แก้ไข พ.ศ. 2562", (2496, 2562)),
    ],
)
def test_several_years_come_once_each_in_the_order_of_the_text(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text) == years


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("ประกันสังคม ค.ศ. 1990", "ประกันสังคม พ.ศ. 2533"),
        ("ค.ศ.2017", "พ.ศ. 2560"),
        ("A.D. 2017", "พ.ศ. 2560"),
        ("2017", "2560"),
        ("๒๐๑๗", "2560"),
        ("พ.ศ. 2560", "พ.ศ. 2560"),
        ("2560", "2560"),
        ("มาตรา 1999/1", "มาตรา 1999/1"),
        ("0891.2017", "0891.2017"),
        ("ไม่มีปี", "ไม่มีปี"),
    ],
)
def test_common_years_are_spelt_as_laws_write_them(text: str, spelt: str) -> None:
    assert spell_buddhist(text) == spelt


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("road 2017", "road 2560"),
        ("police 2019", "police 2562"),
        ("service 2020 covid", "service 2563 covid"),
        ("maybe 2560", "maybe 2560"),
        ("ก.ค.ศ. 2017", "ก.ค.ศ. 2560"),
        ("ปีค.ศ. 2017", "ปีพ.ศ. 2560"),
        ("AD2017", "พ.ศ. 2560"),
    ],
)
def test_the_end_of_a_word_is_no_era(text: str, spelt: str) -> None:
    """AD, CE, BE and ค.ศ. are eras only where they stand alone, not at the end of "road" or of an office's name."""
    assert spell_buddhist(text) == spelt
    assert len(find_years(text)) == 1


@given(st.text(max_size=120))
def test_spelling_twice_changes_nothing_more(text: str) -> None:
    once = spell_buddhist(text)
    assert spell_buddhist(once) == once


@given(
    st.lists(
        st.sampled_from(
            ["พ.ศ.", "ค.ศ.", "ปี", "2560", "2017", "๒๕๖๐", "60", "/", "-", " ", "มาตรา", "ad", "1"]
        )
    )
)
def test_years_found_are_years_and_unique(parts: list[str]) -> None:
    years = find_years("".join(parts))
    assert len(set(years)) == len(years)
    assert all(2300 <= year <= 2699 for year in years)


@given(st.lists(st.sampled_from(["พ.ศ. ", "ค.ศ. ", "2560", "2017", "1990", " ", "ข้อ", "-"]), max_size=12))
def test_spelling_years_keeps_which_years_are_meant(parts: list[str]) -> None:
    text = " ".join(parts)
    assert set(find_years(spell_buddhist(text))) == set(find_years(text))


def test_digits_of_a_reference_number_are_no_year() -> None:
    assert understand("มท 0891.3/ว 2560").years == ()
    assert understand("พระราชบัญญัติเทศบาล พ.ศ. 2560").years == (2560,)


def test_a_common_year_in_a_query_is_searched_as_a_buddhist_one() -> None:
    found = understand("ระเบียบ ค.ศ. 2017")
    assert found.years == (2560,)
    assert "2560" in found.words
    assert "2017" not in found.words
