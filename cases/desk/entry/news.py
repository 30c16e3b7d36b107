"""What is told at the counter of a matter that has a case already: in words, with all that the case does not say yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from cases.desk.entry.composing import caller_of
from cases.desk.entry.forms import EntryForm
from cases.models import Case
from portal.thai.ages import Age
from portal.thai.dates import format_date

_NO_LINE = {"token", "files", "narrative", "reporter_name", "phone"}
"""Boxes that have no line of their own: they stand above the lines, or are kept in another way."""
_NOTHING = object()
_OF_CASE = ("problem", "severity", "consent", "consent_by", "avoid_local", "danger_now", "place_detail")
_OF_REPORTER = ("relation", "may_tell_affected", "may_text")
_OF_PERSON = (
    *("sex", "birth_date", "has_disability", "is_married", "is_destitute", "household_size"),
    *("nationality", "papers", "needs_interpreter", "interpreter_language"),
)


def news_of(form: EntryForm, case: Case) -> str:
    """Return what was told as the text of a call: what happened, who says so, and a line for each further box.

    A box that was left as the page drew it, or that says what the case says already, has no line.

    Args:
        form: valid.
        case: which takes the news; the officer reads it.
    """
    data = form.cleaned_data
    caller = " ".join(part for part in (data["reporter_name"], data["phone"]) if part)
    known = _known(case)
    lines = [
        _line(form[name], data[name])
        for name in form.changed_data
        if name not in _NO_LINE
        and (_names_another(form, case) if name == "place" else known.get(name, _NOTHING) != data[name])
    ]
    return "\n".join(part for part in (data["narrative"].strip(), caller, *lines) if part)


def _known(case: Case) -> dict[str, Any]:
    """Return what the boxes would hold if they said what stands in a case."""
    known = caller_of(case) | {name: getattr(case, name) for name in _OF_CASE}
    if reporter := getattr(case, "reporter", None):
        known |= {name: getattr(reporter, name) for name in _OF_REPORTER}
    if person := case.affected_people.first():
        known |= {name: getattr(person, name) for name in _OF_PERSON}
        known |= {"affected_name": person.name, "affected_phone": person.phone}
        known |= {"age": Age(person.age, person.age_words)}
    return known


def _names_another(form: EntryForm, case: Case) -> bool:
    """Whether the box of the place names another place than the case, or holds words that are no name of an area."""
    read = form.cleaned_data["read"]
    area = case.subdistrict_code or case.district_code or case.province_code
    is_there = bool(read.code) and area.startswith(read.code)
    return not is_there or read.detail != form.cleaned_data["place_detail"]


def _line(box: forms.BoundField, value: Any) -> str:
    """Return a line: the question and its answer, the question alone where it was ticked."""
    if value is True and not hasattr(box.field, "choices"):
        return str(box.label)
    if hasattr(box.field, "choices"):
        answer = dict(box.field.choices).get(value, value)
    elif isinstance(value, dt.date):
        answer = format_date(value)
    else:
        answer = str(box.data).strip()
    return f"{box.label}: {answer}"
