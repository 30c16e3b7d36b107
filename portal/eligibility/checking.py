"""What must be true of the data before anybody is asked: no dead end, no circle, nothing out of reach, a source for all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from portal.eligibility.rates import Rate, Words
from portal.eligibility.tree import UNKNOWN, Answer, Kind, Outcome, Question, Rules, Tree

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
RESERVED = frozenset({"asked", "change"})
"""Names that an address uses itself."""


class DataError(ValueError):
    """The data break a promise; the message names every place."""


def check(rules: Rules) -> Rules:
    """Return the rules, or refuse them.

    Raises:
        DataError: with everything that is wrong.
    """
    found = list(problems(rules))
    if found:
        raise DataError("; ".join(found))
    return rules


def problems(rules: Rules) -> Iterator[str]:
    """Yield what is wrong, each with its place."""
    for source in rules.sources.values():
        if not source.document or not _is_said(source.label):
            yield f"source {source.name}: names no document"
    for rate in rules.rates.values():
        yield from _of_rate(rate, rules)
    for organization in rules.organizations.values():
        if not (_is_said(organization.label) and _is_said(organization.note)):
            yield f"organization {organization.name}: has no words"
    for tree in rules.trees.values():
        for found in (*_of_shape(tree), *_of_words(tree, rules)):
            yield f"{tree.problem}: {found}"


def _is_said(words: Words) -> bool:
    return bool(words.th.strip() and words.en.strip())


def _of_rate(rate: Rate, rules: Rules) -> Iterator[str]:
    """Yield what is wrong with a number: no provision, kinds mixed, days out of order."""
    if not rate.periods or not _is_said(rate.label):
        yield f"rate {rate.name}: says nothing"
    if any(period.source not in rules.sources for period in rate.periods):
        yield f"rate {rate.name}: rests on no provision"
    if len({type(period.value) for period in rate.periods}) > 1:
        yield f"rate {rate.name}: is a number once and a date once"
    days = [period.since for period in rate.periods]
    if any(day is None for day in days[1:]):
        yield f"rate {rate.name}: a later period has no first day"
    known = [day for day in days if day is not None]
    if known != sorted(set(known)):
        yield f"rate {rate.name}: periods are out of order"


def _of_shape(tree: Tree) -> Iterator[str]:
    """Yield dead ends, circles and what no answer leads to."""
    both = set(tree.questions) & set(tree.outcomes)
    if both:
        yield f"{sorted(both)} are a question and an outcome"
    if tree.start not in tree.questions:
        yield "the first question is missing"
        return
    for question in tree.questions.values():
        for way in question.ways:
            if way not in tree.questions and way not in tree.outcomes:
                yield f"{question.name} leads to {way}, which is missing"
    graph = {
        question.name: {way for way in question.ways if way in tree.questions}
        for question in tree.questions.values()
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError:
        yield "questions go round in a circle"
    reached, waiting = set(), [tree.start]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += tree.questions[here].ways if here in tree.questions else ()
    for name in sorted({*tree.questions, *tree.outcomes} - reached):
        yield f"nothing leads to {name}"


def _of_words(tree: Tree, rules: Rules) -> Iterator[str]:
    for question in tree.questions.values():
        for found in _of_question(question, rules):
            yield f"{question.name} {found}"
    for outcome in tree.outcomes.values():
        for found in _of_outcome(outcome, rules):
            yield f"{outcome.name} {found}"
    for name in tree.rates:
        if name not in rules.rates:
            yield f"rate {name} is missing"


def _of_question(question: Question, rules: Rules) -> Iterator[str]:
    if not _NAME.fullmatch(question.field) or question.field in RESERVED:
        yield "has a name that no address can carry"
    if not _is_said(question.label) or (question.hint and not _is_said(question.hint)):
        yield "has no words"
    if question.kind is Kind.CHOICE:
        values = [choice.value for choice in question.choices]
        if len(values) < 2 or len(set(values)) != len(values) or question.branches or question.unknown:
            yield "offers no choice"
        if not all(_NAME.fullmatch(value) for value in values):
            yield "has a choice that no address can carry"
        if not all(_is_said(choice.label) for choice in question.choices):
            yield "has a choice without words"
        return
    yield from _of_branches(question, rules)


def _of_branches(question: Question, rules: Rules) -> Iterator[str]:
    """Yield what is wrong with where numbers and dates lead: each branch must be reached by some answer."""
    branches = question.branches
    if not branches or branches[-1].rate or not all(branch.rate for branch in branches[:-1]):
        yield "does not say where everything else leads"
        return
    if any(branch.below and branch.up_to for branch in branches):
        yield "compares twice at once"
    known = [rules.rates[branch.rate] for branch in branches[:-1] if branch.rate in rules.rates]
    kind = dt.date if question.kind is Kind.DATE else int
    if any(type(period.value) is not kind for rate in known for period in rate.periods):
        yield "compares numbers with dates"
        return
    limits: list[Any] = [rate.periods[-1].value for rate in known]
    if any(first >= second for first, second in pairwise(limits)):
        yield "compares in the wrong order"
    if kind is int and not all(question.least < limit <= question.most for limit in limits):
        yield "compares with what nobody can answer"


def _of_outcome(outcome: Outcome, rules: Rules) -> Iterator[str]:
    if not _is_said(outcome.reason):
        yield "has no reason"
    if outcome.source not in rules.sources:
        yield "rests on no provision"
    if outcome.organization and outcome.organization not in rules.organizations:
        yield "names an organization that is missing"
    if outcome.answer is Answer.ELSEWHERE and not (outcome.guide or outcome.organization):
        yield "leads nowhere"
    if outcome.name == UNKNOWN:
        yield "has the name of an answer"
