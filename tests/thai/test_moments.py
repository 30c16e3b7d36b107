"""A moment is read as people type it, in Thai time."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.dates import BANGKOK, DateError, format_date
from portal.thai.digits import to_thai
from portal.thai.messages import ThaiValueError
from portal.thai.moments import LONGEST, MomentError, parse_moment, parse_time

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2057, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "1/12/2569 08:05",
        "๑/๑๒/๒๕๖๙ ๐๘:๐๕",
        "2569-12-01 08:05",
        "2026-12-01 08:05",
        "2026-12-01T08:05",
        "1 ธ.ค. 2569 เวลา 08.05 น.",
        "๑ ธันวาคม ๒๕๖๙ เวลา ๐๘.๐๕ น.",
        "1 ธันวาคม พ.ศ. 2569, 8.05 น.",
        "1 Dec 2026 8:05",
        "1.12.2569 8.05",
        "1/12/2569 08:05:00",
        " 1/12/2569  08:05 ",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    assert parse_moment(text) == dt.datetime(2026, 12, 1, 8, 5, tzinfo=BANGKOK)


@given(DAYS, st.times(), st.sampled_from(["short", "long", "official", "numeric"]), st.booleans())
def test_what_we_print_is_read_again(day: dt.date, time: dt.time, style: str, thai: bool) -> None:
    time = time.replace(second=0, microsecond=0)
    text = f"{format_date(day, style)} {time:%H:%M}"  # type: ignore[arg-type]
    assert parse_moment(to_thai(text) if thai else text) == dt.datetime.combine(day, time, tzinfo=BANGKOK)


@given(DAYS)
def test_a_day_alone_is_its_first_minute(day: dt.date) -> None:
    assert parse_moment(format_date(day)) == dt.datetime.combine(day, dt.time(), tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1/12/2569 24:00", "time"),
        ("1/12/2569 08:60", "time"),
        ("1/12/2569 99.99", "time"),
        ("30/2/2569 08:00", "day"),
        ("1/12/3099 08:00", "year_range"),
        ("1/12/69 08:00", "two_digit_year"),
        ("08:00", "format"),
        ("", "empty"),
        ("พรุ่งนี้ 08:00", "format"),
        ("9" * (LONGEST + 1), "format"),
    ],
)
def test_what_is_no_moment_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(ThaiValueError) as caught:
        parse_moment(text)
    assert caught.value.code == code
    assert isinstance(caught.value, DateError | MomentError)


@given(st.text(max_size=200))
def test_any_text_is_a_moment_or_a_reason(text: str) -> None:
    try:
        assert parse_moment(text).tzinfo is BANGKOK
    except ThaiValueError as error:
        assert error.message


@pytest.mark.parametrize(
    "text", ["02:05", "2.05", "02.05 น.", "เวลา 2:05 น.", "๐๒:๐๕", "02:05 นาฬิกา", " 2:05 "]
)
def test_a_time_of_day_is_read_as_people_write_it(text: str) -> None:
    assert parse_time(text) == dt.time(2, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("24:00", "time"), ("08:60", "time"), ("", "time_format"), ("ตีสอง", "time_format")),
        *(
            ("1/12/2569 08:30", "time_format"),
            ("8:30 8:30", "time_format"),
            ("9" * (LONGEST + 1), "time_format"),
        ),
    ],
)
def test_what_is_no_time_of_day_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(MomentError) as caught:
        parse_time(text)
    assert caught.value.code == code
