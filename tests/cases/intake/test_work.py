"""Typed text is refused by its raw length before anything is done with it (issue 7, "One request must never stop the rest")."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client

from cases.intake import fields
from cases.intake.fields import AgeField, BirthDateField, LineField, MailField, StoryField, ThaiPhoneField
from cases.intake.forms.tracking import CodeField
from portal.organizations import places
from portal.thai.bounds import LINE, MOST_SIGNS
from tests.cases.factories import SUBDISTRICT
from tests.cases.intake.conftest import ABROAD, ANSWERS, LANGUAGE, Walker, address, errors_of
from tests.thai.work import Handed, count_handed

HOSTILE = [
    "่",
    "ุ่",
    "\u0315\u0300",
    "ก่",
    "1",
    "๑",
    "(",
    " (",
    "ต่อ ",
    "หรือ",
    "\u200b",
    "\u202e",
    "\x00",
    " \n",
    "เ",
    "aa",
]
FIELDS: dict[str, forms.Field] = {
    "line": LineField(max_length=150, required=False),
    "line without a length": LineField(required=False),
    "story": StoryField(longest=10_000, required=False),
    "phone": ThaiPhoneField(max_length=60, required=False),
    "mail": MailField(max_length=254, required=False),
    "age": AgeField(max_length=30, required=False),
    "code": CodeField(max_length=40, required=False),
}


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    """What goes to Unicode during the test."""
    return count_handed(monkeypatch)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_field_refuses_before_it_reads(
    name: str, unit: str, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "clean_text", lambda *_args, **_kwargs: pytest.fail("the text was read"))
    with pytest.raises(ValidationError) as refused:
        FIELDS[name].clean(unit * 90_000)
    assert refused.value.messages
    assert handed.characters == 0


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_part_of_a_date_is_read_to_the_end_of_a_line_only(unit: str, place: int, handed: Handed) -> None:
    parts = ["27", "3", "2530"]
    parts[place] = unit * 90_000
    with pytest.raises(ValidationError):
        BirthDateField(required=False).clean(parts)
    assert handed.characters <= 12 * LINE
    assert handed.heap <= MOST_SIGNS


def test_what_vanishes_does_not_count() -> None:
    assert StoryField(longest=10_000).clean("ก\r\n" * 5_000) == "\n".join("ก" * 5_000)
    assert LineField(max_length=10).clean("ก" * 10 + " " * 150) == "ก" * 10


def test_a_story_is_told_how_much_is_too_long_however_long_it_is() -> None:
    with pytest.raises(ValidationError, match="ยาวเกินไป 90,000 ตัวอักษร"):
        StoryField(longest=10_000).clean("ก" * 100_000)


CHOICES = {
    ("problem", "problem"),
    ("whom", "danger"),
    ("whom", "whom"),
    ("place", "local"),
    ("story", "has_files"),
    ("files", "action"),
    ("contact", "may_email"),
    ("contact", "may_text"),
}
"""What is ticked, or known at a glance."""


WALKED = {
    **ANSWERS,
    "whom": {**ANSWERS["whom"], **LANGUAGE},
    "place": {
        **ANSWERS["place"],
        **ABROAD,
        "subdistrict": SUBDISTRICT,
        "elsewhere": "ต. อ่าวนาง",
        "found_for": "อ่าวนาง",
    },
}
"""Every box of every page with something in it."""


def _walkable() -> list[tuple[str, str]]:
    """Return every text that a page of the request asks for."""
    return [
        (slug, name)
        for slug, answers in WALKED.items()
        for name, value in answers.items()
        if isinstance(value, str) and (slug, name) not in CHOICES
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "name"), _walkable())
def test_no_page_of_the_request_works_on_a_hostile_text(
    walker: Walker, handed: Handed, slug: str, name: str
) -> None:
    walker.fill(until=slug)
    # The names of places are folded once for all; what is counted is the work on what was typed.
    places.read("ต. อ่าวนาง", near="81")
    handed.characters = handed.heap = 0
    usual = {**WALKED[slug], "subdistrict": "abroad"} if name in ABROAD else WALKED[slug]
    response = walker.post(slug, **{**usual, name: "ุ่" * 45_000})
    assert handed.heap <= MOST_SIGNS
    assert handed.characters <= 5_000
    if name != "interpreter":
        assert response.status_code == 200
        assert errors_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["reference", "secret"])
def test_following_a_request_does_not_work_on_a_hostile_code(
    client: Client, handed: Handed, name: str
) -> None:
    codes = {"reference": "K7M3-9QXF", "secret": "K7M3-9QXF-K7M3-9QXF", name: "ุ่" * 45_000}
    response = client.post(address("track"), codes)
    assert response.status_code == 200
    assert handed.characters <= 1_000
