"""The answers in words, for the page where they are checked before sending."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.intake.draft import Draft
from cases.intake.flow import Journey
from cases.intake.forms.base import NOT_GIVEN, Row, Text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the check page.

    Attributes:
        label: what was asked.
        value: the answer.
        slug: the page where it can be changed.
        changes: this line carries the page's "change" link (the first of each page does).
        about: what the link changes, for those who hear links only.
    """

    label: Text
    value: Text
    slug: str
    changes: bool
    about: Text


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under one heading."""

    heading: Text
    lines: list[Line]


def summary(draft: Draft, journey: Journey) -> list[Part]:
    """Return the answers of a complete journey, by section, in the order in which they were asked."""
    parts: dict[int, list[Line]] = {}
    for slug, step in journey.steps.items():
        is_asked = slug in journey.path or (slug == "files" and bool(draft.files))
        if not is_asked:
            continue
        rows = _file_rows(draft) if slug == "files" else journey.forms[slug].rows()
        lines = parts.setdefault(step.section, [])
        for position, row in enumerate(rows):
            lines.append(Line(row.label, row.value, slug, position == 0, step.heading(journey.answers)))
    return [Part(heading_of(section), lines) for section, lines in parts.items()]


def _file_rows(draft: Draft) -> list[Row]:
    names = "\n".join(file.name for file in draft.files)
    return [Row(_("ไฟล์ที่แนบ"), names or NOT_GIVEN)]


def heading_of(section: int) -> str:
    """Return what a section of the answers is about."""
    return {
        1: pgettext("คำขอ", "เรื่อง"),
        2: _("ความปลอดภัยและคนที่ต้องการความช่วยเหลือ"),
        3: _("สถานที่"),
        4: _("เหตุการณ์"),
        5: _("การติดต่อ"),
    }[section]
