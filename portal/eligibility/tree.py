"""The questions of one kind of help, and what their answers come to."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from portal.eligibility.rates import Rate, Source, Words

UNKNOWN = "unknown"
"""The answer "I do not know" to a number or a date; a choice may offer it under the same name."""


class Kind(StrEnum):
    """What a question takes."""

    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"


class Answer(StrEnum):
    """What all answers together come to; never "no" alone."""

    LIKELY = "likely"
    UNSURE = "unsure"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Organization:
    """Who helps where this kind of help does not.

    Attributes:
        name: key in the data.
        label: what it is called.
        note: one sentence: what to do there.
        page: "units" where the page of units finds it; "" otherwise.
    """

    name: str
    label: Words
    note: Words
    page: str


@dataclass(frozen=True)
class Choice:
    """One answer to choose.

    Attributes:
        value: as it stands in an address.
        to: name of the question or outcome that follows.
    """

    value: str
    label: Words
    to: str


@dataclass(frozen=True)
class Branch:
    """Where a number or date leads; the first that fits counts.

    Attributes:
        to: name of the question or outcome that follows.
        below: name of the rate that the answer is smaller than; "" without one.
        up_to: name of the rate that the answer does not pass; "" without one. Neither: everything else.
    """

    to: str
    below: str = ""
    up_to: str = ""

    @property
    def rate(self) -> str:
        """The rate that it compares with, "" for the last branch."""
        return self.below or self.up_to


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        name: key in the data; unique within its tree.
        field: its name in an address. Several places of a tree may ask the same and go on differently: they share it, so
            that nobody answers twice.
        kind: what it takes.
        label: the question.
        hint: one line below it, None without one.
        choices: of a choice.
        branches: of a number or a date.
        unknown: where "I do not know" leads for a number or a date; "" where everybody knows.
        least, most: bounds of a number, both allowed.
    """

    name: str
    field: str
    kind: Kind
    label: Words
    hint: Words | None = None
    choices: tuple[Choice, ...] = ()
    branches: tuple[Branch, ...] = ()
    unknown: str = ""
    least: int = 0
    most: int = 0

    @property
    def ways(self) -> tuple[str, ...]:
        """Names of everything that may follow."""
        ways = [choice.to for choice in self.choices] + [branch.to for branch in self.branches]
        return tuple(dict.fromkeys([*ways, self.unknown] if self.unknown else ways))


@dataclass(frozen=True)
class Outcome:
    """What the answers come to.

    Attributes:
        name: key in the data.
        answer: likely, unsure, or not this but that.
        reason: one sentence; names rates in braces.
        source: key of the provision that it rests on.
        guide: kind of help whose guide answers instead, or as well; "" without one.
        organization: key of who helps instead; "" without one.
    """

    name: str
    answer: Answer
    reason: Words
    source: str
    guide: str = ""
    organization: str = ""

    @property
    def rates(self) -> tuple[str, ...]:
        """Names of the rates that the reason names."""
        return rates_in(self.reason)


@dataclass(frozen=True)
class Tree:
    """All questions of one kind of help.

    Attributes:
        problem: value of `portal.vocabulary.ProblemType`.
        start: name of the first question.
        facts: rates that its guide shows although no answer depends on them.
    """

    problem: str
    start: str
    questions: Mapping[str, Question]
    outcomes: Mapping[str, Outcome]
    facts: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> frozenset[str]:
        """Names that an address of this tree may carry."""
        return frozenset(question.field for question in self.questions.values())

    @cached_property
    def rates(self) -> tuple[str, ...]:
        """Names of every rate that decides, is named in a reason or is shown, in the order of the questions."""
        deciding = [
            branch.rate for question in self.questions.values() for branch in question.branches if branch.rate
        ]
        named = [name for outcome in self.outcomes.values() for name in outcome.rates]
        return tuple(dict.fromkeys([*deciding, *named, *self.facts]))


@dataclass(frozen=True)
class Rules:
    """Everything in `data/`.

    Attributes:
        trees: kind of help → its questions. A kind without rules in our sources has none.
    """

    trees: Mapping[str, Tree]
    sources: Mapping[str, Source]
    rates: Mapping[str, Rate]
    organizations: Mapping[str, Organization]


def rates_in(words: Words) -> tuple[str, ...]:
    """Return the names in braces of a sentence, in their order."""
    return tuple(dict.fromkeys([*_names(words.th), *_names(words.en)]))


def _names(text: str) -> Iterator[str]:
    return (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
