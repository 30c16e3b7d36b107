"""What a survey says: how many answered what, by question; for the center without small numbers (S1.02, S1.09)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Q, QuerySet, Sum

from cases.surveys.domain.answering import NO, YES
from cases.surveys.models import Answer, Household, Question, QuestionKind, Survey
from portal.suppression import Cell, protect

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Result:
    """What was said to one question.

    Attributes:
        question: which.
        answered: how many said anything; None where that is hidden.
        counts: choice → how many; None for a hidden number. Empty for numbers and words.
        total, mean: of a number; None for other kinds.
    """

    question: Question
    answered: int | None
    counts: Mapping[str, int | None]
    total: int | None = None
    mean: float | None = None


def households_by_place(survey: Survey) -> dict[str, int]:
    """Return how many households answered, by subdistrict."""
    rows = survey.households.order_by().values_list("subdistrict_code").annotate(number=Count("pk"))
    return dict(rows.order_by("subdistrict_code"))


def results(survey: Survey, *, for_others: bool = False) -> list[Result]:
    """Return what was said to every question, in three statements whatever the number of answers.

    Args:
        survey: which.
        for_others: small numbers are hidden, and those that would give them away; sums of numbers are left out below
            five answers.
    """
    answers = Answer.objects.filter(household__survey=survey).order_by()
    said: dict[int, Counter[str]] = {}
    kinds = (QuestionKind.YES_NO, QuestionKind.CHOICE)
    rows = answers.filter(question__kind__in=kinds).values_list("question", "words")
    for question, words, number in rows.annotate(number=Count("pk")):
        said.setdefault(question, Counter())[words] += number
    sums = {
        row["question"]: row
        for row in answers.values("question").annotate(
            answered=Count("pk"),
            givers=Count("pk", filter=Q(number__gt=0)),
            total=Sum("number"),
            mean=Avg("number"),
        )
    }
    return [
        _result(question, said.get(question.pk, Counter()), sums.get(question.pk, {}), for_others)
        for question in survey.questions.all()
    ]


def _result(question: Question, said: Counter[str], sums: Mapping[str, object], for_others: bool) -> Result:
    names = {QuestionKind.YES_NO: [YES, NO], QuestionKind.CHOICE: question.choices}.get(
        QuestionKind(question.kind), []
    )
    counts: dict[str, int | None] = {name: said[name] for name in names}
    answered = sums.get("answered", 0)
    assert isinstance(answered, int)
    shown: int | None = answered
    if for_others:
        shown, counts = _hidden(answered, counts)
    total = sums.get("total")
    # A sum of two, or one that a single household gave, tells of them as much as a small count does.
    small = for_others and any(0 < _whole(one) < 5 for one in (answered, total, sums.get("givers")))
    is_number = question.kind == QuestionKind.NUMBER and not small
    mean = sums.get("mean") if is_number else None
    total = total if is_number else None
    return Result(
        question,
        shown,
        counts,
        total=total if isinstance(total, int) else None,
        mean=round(float(str(mean)), 1) if mean is not None else None,
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _hidden(answered: int, counts: dict[str, int | None]) -> tuple[int | None, dict[str, int | None]]:
    """Return the numbers of one question without small ones."""
    if not counts:
        return (None if 0 < answered < 5 else answered), counts
    cells = [Cell(f"={name}", "all", "end", number or 0) for name, number in counts.items()]
    cells.append(Cell("total", "end", "all", answered, cost=9))
    hidden = protect(cells)
    return (
        None if "total" in hidden else answered,
        {name: None if f"={name}" in hidden else number for name, number in counts.items()},
    )


def who_needs(survey: Survey) -> QuerySet[Household]:
    """Return the households that said yes to a need, for the committee (S1.02); with names, so for its own office only."""
    yes = Answer.objects.filter(household__survey=survey, question__theme__gt="", words=YES).values(
        "household"
    )
    return Household.objects.filter(pk__in=yes, erased_at=None).prefetch_related("answers__question")
