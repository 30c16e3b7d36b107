"""The filters that every template uses: `{% load klang %}`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

DAY = date(2013, 9, 16)
MOMENT = datetime(2013, 9, 16, 18, 30, tzinfo=UTC)


def shown(expression: str, language: str = "th", **values: object) -> str:
    with override(language):
        return Template("{% load klang %}{{ " + expression + " }}").render(Context(values))


@pytest.mark.parametrize(
    ("expression", "thai", "english"),
    [
        ("day|thai_date", "16 ก.ย. 2556", "16 Sep 2013"),
        ("day|thai_date_long", "16 กันยายน 2556", "16 September 2013"),
        ("moment|thai_date", "17 ก.ย. 2556", "17 Sep 2013"),
        ("moment|thai_datetime", "17 ก.ย. 2556 เวลา 01.30 น.", "17 Sep 2013, 01:30"),
        ("day|be_year", "2556", "2013"),
        ("year|be_year", "2556", "2013"),
        ("nothing|thai_date", "", ""),
        ("nothing|thai_date_long", "", ""),
        ("nothing|thai_datetime", "", ""),
        ("nothing|be_year", "", ""),
        ("missing|thai_date", "", ""),
        ("number|thai_digits", "๑๙๑๘", "๑๙๑๘"),
    ],
)
def test_dates_and_digits(expression: str, thai: str, english: str) -> None:
    values = {"day": DAY, "moment": MOMENT, "nothing": None, "number": 1918, "year": 2013}
    assert shown(expression, "th", **values) == thai
    assert shown(expression, "en", **values) == english


def test_the_last_evening_of_a_year_belongs_to_the_next_in_thailand() -> None:
    assert shown("moment|be_year", moment=datetime(2013, 12, 31, 17, 0, tzinfo=UTC)) == "2557"


def test_nowrap_keeps_together_and_escapes() -> None:
    assert (
        shown("text|nowrap", text="มท 0891.3/ว <1918>")
        == '<span class="nowrap">มท 0891.3/ว &lt;1918&gt;</span>'
    )


@pytest.mark.parametrize(
    ("language", "english", "expected"), [("th", "Name", "ชื่อ"), ("en", "Name", "Name"), ("en", "", "ชื่อ")]
)
def test_local_prefers_the_readers_language_and_never_shows_nothing(
    language: str, english: str, expected: str
) -> None:
    assert shown('obj|local:"name"', language, obj=SimpleNamespace(name="ชื่อ", name_en=english)) == expected


def test_local_of_something_without_a_twin() -> None:
    assert shown('obj|local:"name"', "en", obj=SimpleNamespace(name="ชื่อ")) == "ชื่อ"
