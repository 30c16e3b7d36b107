"""The written rule: asked after a year, told twice, erased after fifteen months, never in a flood (issue 14, point 6)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.vulnerable.domain.places import (
    home_key,
    matches,
    name_digests,
    name_keys,
    phone_digest,
    phone_keys,
    village_key,
)
from cases.vulnerable.domain.terms import (
    LAST_MONTHS,
    TERM_MONTHS,
    freshness,
    is_erased,
    months_after,
    newest_that_is,
    reminder_due,
)
from cases.vulnerable.vocabulary import Freshness
from portal.thai.houses import house_order
from tests.cases.vulnerable.conftest import details

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2080, 12, 31))


def test_months_end_where_the_month_ends() -> None:
    day = dt.date(2026, 1, 31)
    assert months_after(day, 1) == dt.date(2026, 2, 28)
    assert months_after(day, 13) == dt.date(2027, 2, 28)
    assert months_after(day, -2) == dt.date(2025, 11, 30)
    assert months_after(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)


@given(DAYS, st.integers(1, 30))
def test_the_newest_day_that_is_so_old_is_the_newest(today: dt.date, months: int) -> None:
    newest = newest_that_is(months, today)
    assert months_after(newest, months) <= today
    assert months_after(newest + dt.timedelta(days=1), months) > today


@given(DAYS, DAYS)
def test_what_a_list_finds_by_day_is_what_the_rule_says(agreed_on: dt.date, today: dt.date) -> None:
    state = freshness(agreed_on, today)
    assert (state is not Freshness.FRESH) == (agreed_on <= newest_that_is(TERM_MONTHS, today))
    assert (state is Freshness.OVER) == (agreed_on <= newest_that_is(LAST_MONTHS, today))


def test_an_organization_is_told_twice_with_time_between_whatever_slept() -> None:
    agreed_on = dt.date(2025, 1, 10)
    year, later = dt.date(2026, 1, 10), dt.date(2026, 3, 10)
    day = dt.timedelta(days=1)
    assert not reminder_due(agreed_on, year - day, reminded=0, reminded_on=None)
    assert reminder_due(agreed_on, year, reminded=0, reminded_on=None)
    assert not reminder_due(agreed_on, later - day, reminded=1, reminded_on=year)
    assert reminder_due(agreed_on, later, reminded=1, reminded_on=year)
    assert not reminder_due(agreed_on, later, reminded=2, reminded_on=year)
    late = dt.date(2026, 9, 1)
    assert reminder_due(agreed_on, late, reminded=0, reminded_on=None)
    assert not reminder_due(agreed_on, late + 27 * day, reminded=1, reminded_on=late)
    assert reminder_due(agreed_on, late + 28 * day, reminded=1, reminded_on=late)


def test_nothing_is_erased_before_its_time_unasked_or_while_a_boat_looks_for_it() -> None:
    agreed_on, over = dt.date(2025, 1, 10), dt.date(2026, 4, 10)
    told = dt.date(2026, 3, 10)
    rule = {"reminded": 2, "reminded_on": told, "in_event": False}
    assert is_erased(agreed_on, over, **rule)
    assert not is_erased(agreed_on, over - dt.timedelta(days=1), **rule)
    assert not is_erased(agreed_on, over, **(rule | {"reminded": 1}))
    assert not is_erased(agreed_on, over, **(rule | {"reminded_on": over - dt.timedelta(days=27)}))
    assert not is_erased(agreed_on, over, **(rule | {"in_event": True}))


def test_the_same_household_is_known_again_in_any_spelling() -> None:
    key = home_key(details())
    assert home_key(details(place_detail="บ้านเลขที่ ๑๒/๓", moo="", phone="")) != key, "another village"
    assert home_key(details(place_detail="บ้านเลขที่ ๑๒/๓ ม.๔", moo="", phone="")) == key
    assert home_key(details(name="นายดำ")) != key, "two people of one house"
    by_phone = home_key(details(place_detail="หลังวัด"))
    assert home_key(details(place_detail="ใกล้สะพาน", phone="+66817704471")) == by_phone


def test_households_stand_in_the_order_of_the_way() -> None:
    houses = [house_order(one) for one in ("9", "12/3", "12/20", "หลังวัด")]
    assert houses == sorted(houses)
    villages = [village_key("810101", one) for one in ("2", "10", "")]
    assert villages == sorted(villages)


def test_no_part_of_a_number_finds_a_household_and_none_stands_in_clear() -> None:
    kept = phone_keys("081-770-4471, 075 611 899", "ลูก 0817704471")
    assert kept == f" {phone_digest('0817704471')} {phone_digest('075611899')} "
    assert f" {phone_digest('81770447')} " not in kept
    assert "770" not in phone_digest("0817704471")
    assert phone_keys("", "ไม่มี") == ""


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("คะนารี", True),
        ("นาร", True),
        ("ลับ", True),
        ("ยา", True),
        ("คะ", False),
        ("มาก", True),
        ("ารี ลับ", True),
        ("รี", False),
        ("ดำ", False),
        ("ค", False),
    ],
)
def test_a_name_is_found_by_any_part_of_it_of_two_letters_and_more(typed: str, is_found: bool) -> None:
    kept = name_keys("ยายคะนารี ลับมาก")
    digests = name_digests(typed)
    found = bool(digests) and all(f" {one} " in kept for one in digests) and matches("ยายคะนารี ลับมาก", typed)
    assert found is is_found
    assert "คะ" not in kept
