"""Answers in addresses: yes or no, ranges, whole years; nothing that says who somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from portal.eligibility.answers import LONGEST, written
from portal.eligibility.tree import UNKNOWN, Kind, Tree
from portal.eligibility.walking import Given, Walk

ASKED, CHANGE = "asked", "change"
"""Names in the query: the question that was just sent; the one that somebody wants to answer again."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """What an address says.

    Attributes:
        texts: field of a question → every value that the address gives it.
        asked: the field that was sent; "" without one.
        change: the field to answer again; "" without one.
    """

    texts: dict[str, list[str]]
    asked: str
    change: str


def read(tree: Tree, query: QueryDict) -> Asked:
    """Return what an address says; names that this tree does not know count for nothing.

    Args:
        tree: the questions.
        query: of the request. Django holds the number of its names.
    """
    fields = tree.fields
    asked, change = query.get(ASKED, ""), query.get(CHANGE, "")
    return Asked(
        texts={name: query.getlist(name) for name in fields if name in query},
        asked=asked if asked in fields else "",
        change=change if change in fields else "",
    )


def pairs(given: Sequence[Given]) -> Pairs:
    """Return answers as names and values, in the order of the questions, each field once."""
    return list(dict((each.question.field, written(each.value)) for each in given).items())


def kept(walk: Walk, texts: dict[str, list[str]], *, without: str) -> Pairs:
    """Return all answers to take along: those on the way, then those that may count again later.

    Args:
        walk: where the answers lead.
        texts: as the address gives them.
        without: field of the question on the page.
    """
    on_the_way = dict(pairs(walk.given))
    later = {
        name: values[0]
        for name, values in sorted(texts.items())
        if len(values) == 1 and 0 < len(values[0]) <= LONGEST and name not in on_the_way
    }
    return [(name, value) for name, value in {**on_the_way, **later}.items() if name != without]


def address(base: str, values: Pairs, **more: str) -> str:
    """Return an address with answers.

    Args:
        base: the address of the questions.
        values: answers.
        more: further names, left out when empty.
    """
    query = urlencode([*((name, value) for name, value in more.items() if value), *values])
    return f"{base}?{query}" if query else base


def is_one_of_few(walk: Walk, query: QueryDict) -> bool:
    """Say whether an address is one of those that our own pages lead to, so that keeping its page has a bound.

    Numbers are bounded by their question. Days are not, and neither are answers that the way does not pass.
    """
    if walk.error or any(each.question.kind is Kind.DATE and each.value != UNKNOWN for each in walk.given):
        return False
    ours = [(name, value) for name, value in query.lists() if name not in (ASKED, CHANGE)]
    single = all(len(query.getlist(name)) == 1 for name in query)
    return single and [(name, values[0]) for name, values in ours] == pairs(walk.given)
