"""Dates: what people type is read once and rightly, what is printed is what officials write."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.thai import dates
from portal.thai.dates import DateError, parse_date, parse_date_parts
from portal.thai.months import MONTHS_EN, MONTHS_TH, MONTHS_TH_SHORT, month_number

SEPTEMBER_16 = dt.date(2013, 9, 16)
UTC = dt.UTC


@pytest.mark.parametrize(
    "typed",
    [
        "16/9/2556",
        "16/09/2556",
        "๑๖/๙/๒๕๕๖",
        "16-9-2556",
        "16.9.2556",
        "16 9 2556",
        " 16 / 9 / 2556 ",
        "16 กันยายน 2556",
        "๑๖ กันยายน ๒๕๕๖",
        "16 ก.ย. 2556",
        "16 ก.ย 2556",
        "16 กย. 2556",
        "16 กย 2556",
        "16 ก. ย. 2556",
        "16ก.ย.2556",
        "16 กันยา 2556",
        "วันที่ 16 กันยายน 2556",
        "วันที่ 16 เดือนกันยายน พ.ศ. 2556",
        "วันที่ 16 เดือน กันยายน ปี 2556",
        "วันจันทร์ที่ 16 กันยายน พ.ศ. 2556",
        "จันทร์ 16 กันยายน 2556",
        "เมื่อวันที่ ๑๖ กันยายน พุทธศักราช ๒๕๕๖",
        "16 กันยายน พศ 2556",
        "16/9/พ.ศ.2556",
        "16\u00a0กันยายน\u200b 2556",
        "16\n กันยายน\t2556",
        "16 September 2013",
        "16 september 2013",
        "16th September 2013",
        "16 Sept. 2013",
        "16 Sep 2556",
        "16-Sep-2013",
        "Sep 16, 2013",
        "September 16 2013",
        "16/9/2013",
        "16 กันยายน 2013",
        "16 กันยายน ค.ศ. 2013",
        "16 Sep 2013",
        "2013-09-16",
        "2556-09-16",
        "2556/9/16",
        "๒๕๕๖-๐๙-๑๖",
    ],
)
def test_every_way_of_writing_one_day(typed: str) -> None:
    assert parse_date(typed) == SEPTEMBER_16


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\u200b", "empty"),
        ("เมื่อวาน", "format"),
        ("กันยายน 2556", "format"),
        ("16092556", "format"),
        ("16/9/2556 เวลา 10.00 น.", "format"),
        ("1" * 500, "format"),
        ("16/9", "missing_year"),
        ("16 กันยายน", "missing_year"),
        ("16 ก.ย.", "missing_year"),
        ("16/9/56", "two_digit_year"),
        ("16 ก.ย. ๕๖", "two_digit_year"),
        ("16/9/256", "year_range"),
        ("16/9/25566", "year_range"),
        ("16/9/2399", "year_range"),
        ("16/9/2601", "year_range"),
        ("16/9/1859", "year_range"),
        ("16/9/2101", "year_range"),
        ("16 กันยายน พ.ศ. 2013", "year_range"),
        ("16 กันยายน ค.ศ. 2556", "year_range"),
        ("16/13/2556", "month"),
        ("16/0/2556", "month"),
        ("16 กันยน 2556", "month"),
        ("16 foo 2556", "month"),
        ("9/16/2013", "month"),
        ("0/9/2556", "day"),
        ("31/9/2556", "day"),
        ("32 มกราคม 2556", "day"),
        ("30 กุมภาพันธ์ 2556", "day"),
        ("29/2/2566", "leap_day"),
        ("29 ก.พ. 2023", "leap_day"),
        ("2566-02-29", "leap_day"),
    ],
)
def test_what_cannot_be_read_says_why(typed: str, code: str) -> None:
    with pytest.raises(DateError) as error:
        parse_date(typed)
    assert error.value.code == code
    assert error.value.message == DateError.messages[code]
    assert any("ก" <= letter <= "๙" for letter in str(error.value))


@pytest.mark.parametrize(("year", "day"), [("2567", dt.date(2024, 2, 29)), ("2000", dt.date(2000, 2, 29))])
def test_leap_day_is_checked_in_the_year_that_was_meant(year: str, day: dt.date) -> None:
    """29 February stands in years of the common era that are leap years, however the year is written (R19)."""
    # 2567 is no leap year of the common era, but 2567 - 543 is; 2566 + 1 would be.
    assert parse_date(f"29/2/{year}") == day


@pytest.mark.parametrize(
    ("written", "era", "ce"),
    [
        (2400, "", 1857),
        (2600, "", 2057),
        (1860, "", 1860),
        (2100, "", 2100),
        (2556, "BE", 2013),
        (2013, "CE", 2013),
    ],
)
def test_the_limits_of_the_two_eras(written: int, era: str, ce: int) -> None:
    assert dates.ce_year(written, era) == ce  # type: ignore[arg-type]


@given(
    st.dates(dt.date(1860, 1, 1), dt.date(2057, 12, 31)),
    st.sampled_from(["short", "long", "official", "numeric"]),
)
def test_what_is_printed_is_read_back_and_never_shifted_twice(day: dt.date, style: dates.DateStyle) -> None:
    printed = dates.format_date(day, style)
    assert parse_date(printed) == day
    assert parse_date(dates.format_date(parse_date(printed), style)) == day


@given(st.dates(dt.date(1860, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(["short", "long", "numeric"]))
def test_english_dates_are_read_back(day: dt.date, style: dates.DateStyle) -> None:
    assert parse_date(dates.format_date(day, style, language="en")) == day


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    try:
        assert isinstance(parse_date(text), dt.date)
    except DateError as error:
        assert error.code in DateError.messages


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=8))
def test_any_three_parts_are_a_date_or_nothing_or_a_date_error(day: str, month: str, year: str) -> None:
    try:
        assert isinstance(parse_date_parts(day, month, year), dt.date | None)
    except DateError as error:
        assert error.code in DateError.messages


@pytest.mark.parametrize("number", range(1, 13))
def test_month_names_full_short_bare_spoken_and_english(number: int) -> None:
    full, short = MONTHS_TH[number - 1], MONTHS_TH_SHORT[number - 1]
    for name in (full, short, short.replace(".", ""), short.rstrip("."), MONTHS_EN[number - 1].upper(),
                 MONTHS_EN[number - 1][:3]):  # fmt: skip
        assert month_number(name) == number


def test_abbreviations_that_differ_in_one_sign_stay_apart() -> None:
    assert (month_number("ม.ค."), month_number("มี.ค."), month_number("มิ.ย."), month_number("เม.ย.")) == (
        1,
        3,
        6,
        4,
    )
    assert (month_number("ก.พ."), month_number("ก.ค."), month_number("ก.ย.")) == (2, 7, 9)
    assert month_number("กรกฏาคม") == 7
    assert month_number("เดือนหน้า") is None


class TestParts:
    """Three fields: day, month, year."""

    @pytest.mark.parametrize(
        ("day", "month", "year"),
        [("16", "9", "2556"), ("๑๖", "๙", "๒๕๕๖"), (" 16 ", "กันยายน", "พ.ศ. 2556"), ("16", "ก.ย.", "2013"),
         ("16", "Sep", "ค.ศ. 2013"), ("16", "09", "2556")],
    )  # fmt: skip
    def test_read(self, day: str, month: str, year: str) -> None:
        assert parse_date_parts(day, month, year) == SEPTEMBER_16

    def test_all_blank_is_no_date(self) -> None:
        assert parse_date_parts("", " ", "\u200b") is None

    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            (("", "9", "2556"), "missing_day"),
            (("16", "", "2556"), "missing_month"),
            (("16", "9", ""), "missing_year"),
            (("16", "9", "56"), "two_digit_year"),
            (("16", "9", "ปีกลาย"), "year_range"),
            (("สิบหก", "9", "2556"), "day"),
            (("160", "9", "2556"), "day"),
            (("²", "9", "2556"), "day"),
            (("16", "²", "2556"), "month"),
            (("31", "มิถุนายน", "2556"), "day"),
            (("29", "2", "2566"), "leap_day"),
        ],
    )
    def test_the_error_names_the_part(self, parts: tuple[str, str, str], code: str) -> None:
        with pytest.raises(DateError) as error:
            parse_date_parts(*parts)
        assert error.value.code == code


class TestPrinting:
    """Short, long, official and numeric; moments in Thai time."""

    @pytest.mark.parametrize(
        ("style", "thai", "english"),
        [
            ("short", "16 ก.ย. 2556", "16 Sep 2013"),
            ("long", "16 กันยายน 2556", "16 September 2013"),
            ("official", "๑๖ กันยายน ๒๕๕๖", "16 September 2013"),
            ("numeric", "16/09/2556", "16/09/2013"),
        ],
    )
    def test_styles(self, style: dates.DateStyle, thai: str, english: str) -> None:
        assert dates.format_date(SEPTEMBER_16, style) == thai
        assert dates.format_date(SEPTEMBER_16, style, language="en") == english

    def test_short_is_the_default(self) -> None:
        assert dates.format_date(dt.date(2013, 7, 2)) == "2 ก.ค. 2556"

    def test_unknown_style_is_a_programming_error(self) -> None:
        with pytest.raises(ValueError, match="fancy"):
            dates.format_date(SEPTEMBER_16, "fancy")  # type: ignore[arg-type]

    def test_a_moment_is_printed_with_the_date_it_has_in_thailand(self) -> None:
        late = dt.datetime(2013, 12, 31, 17, 30, tzinfo=UTC)  # half past midnight on 1 January in Bangkok
        assert dates.format_date(late) == "1 ม.ค. 2557"
        assert dates.be_year(late) == 2557
        assert dates.format_datetime(late) == "1 ม.ค. 2557 เวลา 00.30 น."
        assert dates.format_datetime(late, "official") == "๑ มกราคม ๒๕๕๗ เวลา ๐๐.๓๐ น."
        assert dates.format_datetime(late, language="en") == "1 Jan 2014, 00:30"

    def test_times(self) -> None:
        assert dates.format_time(dt.time(13, 30)) == "13.30 น."
        assert dates.format_time(dt.time(9, 5)) == "09.05 น."
        assert dates.format_time(dt.datetime(2013, 1, 1, 6, 30, tzinfo=UTC)) == "13.30 น."
        assert dates.format_time(dt.time(13, 30), language="en") == "13:30"

    @pytest.mark.parametrize(
        "function", [dates.format_date, dates.format_datetime, dates.to_bangkok, dates.be_year]
    )
    def test_a_naive_moment_is_refused(self, function) -> None:  # type: ignore[no-untyped-def]
        with pytest.raises(ValueError, match="time zone"):
            function(dt.datetime(2013, 9, 16, 10, 0))

    def test_today_is_the_day_in_thailand(self) -> None:
        with time_machine.travel(dt.datetime(2026, 9, 30, 17, 0, tzinfo=UTC), tick=False):
            assert dates.bangkok_today() == dt.date(2026, 10, 1)
            assert dates.bangkok_now().utcoffset() == dt.timedelta(hours=7)

    def test_midnight_in_thailand_is_the_evening_before_in_utc(self) -> None:
        moment = dates.bangkok_datetime(dt.date(2026, 10, 1))
        assert moment.astimezone(UTC) == dt.datetime(2026, 9, 30, 17, 0, tzinfo=UTC)


class TestFiscalYear:
    """October to September, named after the year in which it ends."""

    @pytest.mark.parametrize(
        ("day", "year", "quarter"),
        [
            (dt.date(2026, 9, 30), 2569, 4),
            (dt.date(2026, 10, 1), 2570, 1),
            (dt.date(2026, 12, 31), 2570, 1),
            (dt.date(2027, 1, 1), 2570, 2),
            (dt.date(2027, 3, 31), 2570, 2),
            (dt.date(2027, 4, 1), 2570, 3),
            (dt.date(2027, 7, 1), 2570, 4),
            (dt.date(2027, 9, 30), 2570, 4),
        ],
    )
    def test_year_and_quarter(self, day: dt.date, year: int, quarter: int) -> None:
        assert dates.fiscal_year(day) == year
        assert dates.fiscal_quarter(day) == quarter

    def test_bounds(self) -> None:
        assert dates.fiscal_year_bounds(2570) == (dt.date(2026, 10, 1), dt.date(2027, 9, 30))
        assert dates.fiscal_quarter_bounds(2570, 1) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
        assert dates.fiscal_quarter_bounds(2571, 2) == (dt.date(2028, 1, 1), dt.date(2028, 3, 31))
        assert dates.fiscal_quarter_bounds(2570, 4) == (dt.date(2027, 7, 1), dt.date(2027, 9, 30))

    def test_there_is_no_fifth_quarter(self) -> None:
        with pytest.raises(ValueError, match="5"):
            dates.fiscal_quarter_bounds(2570, 5)

    def test_the_last_evening_in_utc_is_already_the_new_year(self) -> None:
        assert dates.fiscal_year(dt.datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == 2570

    @given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
    def test_every_day_lies_within_its_year_and_quarter(self, day: dt.date) -> None:
        first, last = dates.fiscal_year_bounds(dates.fiscal_year(day))
        assert first <= day <= last
        first, last = dates.fiscal_quarter_bounds(dates.fiscal_year(day), dates.fiscal_quarter(day))
        assert first <= day <= last
