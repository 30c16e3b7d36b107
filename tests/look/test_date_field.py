"""The date of three boxes reads what people type and says what is wrong in words."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django import forms

from portal.web.dates import ThaiDateField


class BirthForm(forms.Form):
    born = ThaiDateField(label="วันเกิด", required=False)


class HelpForm(forms.Form):
    on = ThaiDateField(label="วันที่ช่วยเหลือ")


def data(day: str, month: str, year: str, name: str = "born") -> dict[str, str]:
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("27", "3", "2530"),
        ("๒๗", "๓", "๒๕๓๐"),
        (" 27 ", "มีนาคม", "2530"),
        ("27", "มี.ค.", "พ.ศ. 2530"),
        ("27", "3", "1987"),
    ],
)
def test_one_day_in_many_spellings(day: str, month: str, year: str) -> None:
    form = BirthForm(data(day, month, year))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == dt.date(1987, 3, 27)


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        ("", "3", "2530", "missing_day"),
        ("27", "", "2530", "missing_month"),
        ("27", "3", "", "missing_year"),
        ("27", "3", "30", "two_digit_year"),
        ("31", "2", "2530", "day"),
        ("27", "ไม่รู้", "2530", "month"),
    ],
)
def test_the_error_names_the_part(day: str, month: str, year: str, code: str) -> None:
    form = BirthForm(data(day, month, year))
    assert not form.is_valid()
    assert form.errors.as_data()["born"][0].code == code
    assert form["born"].value() == [day, month, year]


def test_left_empty_is_none_or_an_error() -> None:
    assert BirthForm(data("", "", "")).is_valid()
    required = HelpForm(data("", "", "", "on"))
    assert required.errors.as_data()["on"][0].code == "required"


def test_a_stored_date_is_shown_in_the_buddhist_era_once() -> None:
    soup = BeautifulSoup(str(BirthForm(initial={"born": dt.date(1987, 3, 27)})["born"]), "html.parser")
    assert [box["value"] for box in soup.find_all("input")] == ["27", "3", "2530"]


def test_every_box_has_its_label() -> None:
    soup = BeautifulSoup(str(BirthForm()["born"]), "html.parser")
    boxes = {box["id"] for box in soup.find_all("input")}
    assert {label["for"] for label in soup.find_all("label")} == boxes


def test_unchanged_dates_are_not_changed() -> None:
    day = dt.date(1987, 3, 27)
    assert "born" not in BirthForm(data("27", "3", "2530"), initial={"born": day}).changed_data
    assert "born" in BirthForm(data("28", "3", "2530"), initial={"born": day}).changed_data
