"""What the pages of surveys show: the survey of an office, its result in words, the same as a table to take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from cases.surveys.domain import keeping, summary
from cases.surveys.domain.answering import NO, YES
from cases.surveys.models import Survey
from portal.organizations.areas import area

HIDDEN = "–"


def survey_of(request: HttpRequest, pk: int) -> Survey:
    """Return a survey of the reader's organization.

    Raises:
        Http404: there is none of that number, or it is another organization's.
    """
    found = keeping.surveys_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _in_words(
    survey: Survey, *, for_others: bool
) -> list[tuple[summary.Result, list[tuple[str, int | None]]]]:
    words = {YES: _("ใช่"), NO: _("ไม่ใช่")}
    return [
        (result, [(words.get(name, name), number) for name, number in result.counts.items()])
        for result in summary.results(survey, for_others=for_others)
    ]


def result_context(survey: Survey, *, for_others: bool) -> dict[str, Any]:
    """Return what the page of a result shows.

    Args:
        survey: which.
        for_others: the reader is not of its office: small numbers are hidden, and where people live is not told.
    """
    places = [] if for_others else list(summary.households_by_place(survey).items())
    return {
        "survey": survey,
        "results": _in_words(survey, for_others=for_others),
        "places": [(found.label if (found := area(code)) else code, number) for code, number in places],
        "households": sum(number for _code, number in places),
    }


def result_table(survey: Survey, *, for_others: bool) -> tuple[list[str], list[list[object]]]:
    """Return the same as heading and lines: one for each choice, one for every other question; arguments as above."""
    header = [
        *(_("ข้อ"), _("คำถาม"), _("ตอบกี่ครัวเรือน"), _("คำตอบ")),
        *(_("จำนวนครัวเรือน"), _("รวม"), _("เฉลี่ย")),
    ]
    return header, [line for one in _in_words(survey, for_others=for_others) for line in _lines(*one)]


def _lines(result: summary.Result, counts: list[tuple[str, int | None]]) -> Iterator[list[object]]:
    begin: list[object] = [result.question.number, result.question.words, _shown(result.answered)]
    for label, number in counts:
        yield [*begin, label, _shown(number), None, None]
    if not counts:
        yield [*begin, None, None, result.total, result.mean]


def _shown(number: int | None) -> object:
    return HIDDEN if number is None else number
