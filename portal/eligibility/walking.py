"""From the first question along the answers, as far as they reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.eligibility.answers import AnswerError, Read, read
from portal.eligibility.rates import Rate
from portal.eligibility.tree import UNKNOWN, Branch, Kind, Outcome, Question, Tree


@dataclass(frozen=True)
class Given:
    """A question with its answer."""

    question: Question
    value: Read


@dataclass(frozen=True)
class Walk:
    """Where the answers lead.

    Attributes:
        given: the questions on the way, answered.
        question: the one to ask now; None at the end.
        outcome: the end; None while a question is open.
        error: why the answer to the open question does not count; None when there is none yet.
    """

    given: tuple[Given, ...]
    question: Question | None = None
    outcome: Outcome | None = None
    error: AnswerError | None = None


def walk(
    tree: Tree,
    rates: Mapping[str, Rate],
    texts: Mapping[str, Sequence[str]],
    today: dt.date,
    *,
    asked: str = "",
) -> Walk:
    """Follow the answers of an address.

    Answers to questions that are not on the way count for nothing.

    Args:
        tree: the questions.
        rates: numbers that they compare with.
        texts: field of a question → what the address says of it.
        today: the day whose numbers hold.
        asked: field of the question that was just sent, so that its silence is an error.
    """
    given: list[Given] = []
    here = tree.start
    while here in tree.questions:
        question = tree.questions[here]
        if question.field not in texts and question.field != asked:
            return Walk(tuple(given), question)
        try:
            value = read(question, texts.get(question.field, ()), today)
        except AnswerError as error:
            return Walk(tuple(given), question, error=error)
        given.append(Given(question, value))
        here = following(question, value, rates, today)
    return Walk(tuple(given), outcome=tree.outcomes[here])


def following(question: Question, value: Read, rates: Mapping[str, Rate], today: dt.date) -> str:
    """Return the name of what follows an answer.

    Raises:
        UnknownRateError: a number that it compares with does not hold yet on that day.
    """
    if question.kind is Kind.CHOICE:
        return next(choice.to for choice in question.choices if choice.value == value)
    if value == UNKNOWN:
        return question.unknown
    return next(branch.to for branch in question.branches if _fits(branch, value, rates, today))


def _fits(branch: Branch, value: Read, rates: Mapping[str, Rate], today: dt.date) -> bool:
    if not branch.rate:
        return True
    limit = rates[branch.rate].on(today).value
    # Both are numbers or both are days: checking.problems holds that.
    return value < limit or bool(branch.up_to and value == limit)  # type: ignore[operator]
