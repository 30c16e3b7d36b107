"""Dates in forms: read by portal.thai wherever they are typed, and shown as what is stored."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django import forms
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from portal.thai.dates import BANGKOK, BE_OFFSET, BE_YEARS
from portal.web.dates import DateBox, MomentBox, ThaiDateField, ThaiDateTimeField, ThaiDateWidget

READABLE = st.dates(dt.date(BE_YEARS.start - BE_OFFSET, 1, 1), dt.date(BE_YEARS.stop - 1 - BE_OFFSET, 12, 31))
MOMENTS = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2057, 12, 30), timezones=st.just(dt.UTC))


class OneBox(forms.Form):
    on = ThaiDateField(widget=DateBox, required=False)
    at = ThaiDateTimeField(required=False)


class ThreeBoxes(forms.Form):
    on = ThaiDateField(required=False)


def shown(form: forms.Form, name: str) -> list[str]:
    boxes = BeautifulSoup(str(form[name]), "html.parser").find_all("input")
    return [box.get("value", "") for box in boxes]


@given(READABLE)
def test_what_one_box_shows_is_what_is_stored(day: dt.date) -> None:
    (text,) = shown(OneBox(initial={"on": day}), "on")
    assert str(day.year + BE_OFFSET) in text
    form = OneBox({"on": text}, initial={"on": day})
    assert form.is_valid()
    assert form.cleaned_data["on"] == day
    assert form.changed_data == []


@given(READABLE)
def test_what_three_boxes_show_is_what_is_stored(day: dt.date) -> None:
    parts = shown(ThreeBoxes(initial={"on": day}), "on")
    data = dict(zip(("on_day", "on_month", "on_year"), parts, strict=True))
    form = ThreeBoxes(data, initial={"on": day})
    assert form.is_valid()
    assert form.cleaned_data["on"] == day
    assert form.changed_data == []


@given(MOMENTS)
def test_what_a_box_shows_of_a_moment_is_what_is_stored(moment: dt.datetime) -> None:
    (text,) = shown(OneBox(initial={"at": moment}), "at")
    form = OneBox({"at": text}, initial={"at": moment})
    assert form.is_valid()
    assert form.cleaned_data["at"] == moment.replace(microsecond=0)
    assert form.changed_data == []


@pytest.mark.parametrize(
    "text",
    [
        "16/9/2556",
        "๑๖/๙/๒๕๕๖",
        "16 ก.ย. 2556",
        "16 กันยายน พ.ศ. 2556",
        "2013-09-16",
        "2556-09-16",
        "16 Sep 2013",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    for data in ({"on": text}, {"on_day": text, "on_month": "", "on_year": ""}):
        form = OneBox(data) if "on" in data else ThreeBoxes(data)
        assert form.is_valid(), (data, form.errors)
        assert form.cleaned_data["on"] == dt.date(2013, 9, 16)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9/9/3099", "year_range"),
        ("3099-09-09", "year_range"),
        ("0026-11-26", "two_digit_year"),
        ("9/9/56", "two_digit_year"),
        ("30/2/2556", "day"),
        ("29/2/2556", "leap_day"),
        ("31 เมษายน 2556", "day"),
        ("9/9/2099", "year_range"),
        ("99/99/2556", "month"),
        ("2556", "format"),
        ("เมื่อวาน", "format"),
    ],
)
def test_an_absurd_date_is_refused_in_words_and_given_back_as_typed(text: str, code: str) -> None:
    form = OneBox({"on": text, "at": f"{text} 08:00"})
    assert form.errors.as_data()["on"][0].code == code
    assert form.errors.as_data()["at"][0].code in (code, "missing_year")
    assert form.errors["on"][0]
    assert shown(form, "on") == [text]
    assert shown(form, "at") == [f"{text} 08:00"]


@given(st.text(max_size=100))
def test_any_text_is_a_date_that_shows_itself_or_comes_back(text: str) -> None:
    form = OneBox({"on": text})
    if not form.is_valid():
        assert form["on"].value() == text
    elif day := form.cleaned_data["on"]:
        (again,) = shown(OneBox(initial={"on": day}), "on")
        assert form.fields["on"].clean(again) == day


@pytest.mark.parametrize(
    "foreign", [AdminDateInput, AdminDateInput(attrs={"data-x": "1"}), forms.DateInput()]
)
def test_a_date_input_that_reads_in_its_own_way_gives_way(foreign: object) -> None:
    field = ThaiDateField(widget=foreign)
    assert type(field.widget) is DateBox
    if not isinstance(foreign, type) and foreign.attrs.get("data-x"):  # type: ignore[attr-defined]
        assert field.widget.attrs["data-x"] == "1"


def test_so_does_one_for_moments_and_no_other_widget_does() -> None:
    assert type(ThaiDateTimeField(widget=AdminDateTimeInput()).widget) is MomentBox
    assert type(ThaiDateTimeField(widget=forms.HiddenInput()).widget) is forms.HiddenInput
    assert type(ThaiDateField().widget) is ThaiDateWidget


def test_a_moment_is_thai_time() -> None:
    form = OneBox({"at": "1/12/2569 08:00"})
    assert form.is_valid()
    assert form.cleaned_data["at"] == dt.datetime(2026, 12, 1, 8, 0, tzinfo=BANGKOK)
    assert shown(OneBox(initial={"at": dt.datetime(2026, 12, 1, 1, 0, tzinfo=dt.UTC)}), "at") == [
        "01/12/2569 08:00"
    ]


def test_a_box_can_be_left_empty_or_must_be_filled() -> None:
    empty = OneBox({"on": " ", "at": ""})
    assert empty.is_valid()
    assert empty.cleaned_data == {"on": None, "at": None}

    class Needed(forms.Form):
        on = ThaiDateField(widget=DateBox)

    assert Needed({"on": " "}).errors.as_data()["on"][0].code == "required"
