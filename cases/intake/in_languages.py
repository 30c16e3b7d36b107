"""The questions of the form beside their meaning in a language that is no interface: what the page of a language shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.intake.flow import CHECK, STEPS
from cases.intake.forms.base import Text
from cases.intake.forms.contact import ContactForm
from cases.intake.forms.matter import CRISIS_HINTS, GENERAL_HINTS, UNSURE_HINTS, Danger
from cases.intake.forms.person import Whom, WhomForm
from cases.intake.forms.place import PlaceForm
from cases.intake.forms.story import StoryForm
from portal.pages.domain.languages import WrittenLanguage
from portal.vocabulary import ProblemType


def _labels(form: type, *names: str) -> tuple[Text, ...]:
    return tuple(form.base_fields[name].label for name in names)  # type: ignore[attr-defined]


ASKED: Mapping[str, tuple[Text, ...]] = {
    "problem": (
        STEPS["problem"].question,
        *(ProblemType(problem).label for problem in (*CRISIS_HINTS, *GENERAL_HINTS, *UNSURE_HINTS)),
    ),
    "whom": (
        *(*_labels(WhomForm, "danger"), *Danger.labels),
        *(*_labels(WhomForm, "whom"), *Whom.labels),
        *_labels(WhomForm, "age", "nationality", "interpreter"),
    ),
    "place": (STEPS["place"].question, *_labels(PlaceForm, "elsewhere", "moo", "spot")),
    "story": _labels(StoryForm, "story", "has_files"),
    "contact": (STEPS["contact"].question, *_labels(ContactForm, "name", "phone", "email")),
    CHECK: (_("ตรวจคำตอบก่อนส่ง"), _("ส่งคำขอความช่วยเหลือ")),
}
"""Slug of a page → what it asks, in the order of the lines of every language."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One page of the form.

    Attributes:
        slug: the anchor of it.
        lines: pairs (the words on the form, their meaning).
    """

    slug: str
    lines: tuple[tuple[Text, str], ...]


def explained(language: WrittenLanguage) -> list[Explained]:
    """Return every page of the form with the meaning of what it asks."""
    return [
        Explained(slug, tuple(zip(asked, language.pages[slug], strict=True))) for slug, asked in ASKED.items()
    ]
