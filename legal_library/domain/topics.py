"""What the topics of a document say of it: the kind of help that it is about, and whether it is dangerous to be seen with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from portal.vocabulary import ProblemType


class NamesProblem(Protocol):
    """A topic: it may name the kind of help that its documents are about."""

    problem: str


def problem_of(topics: Iterable[NamesProblem]) -> str:
    """Return the kind of help that the document is about, when its topics name exactly one (library.md, idea 7)."""
    problems = {topic.problem for topic in topics if topic.problem}
    return problems.pop() if len(problems) == 1 else ""


def is_sensitive(topics: Iterable[NamesProblem]) -> bool:
    """Say whether a document is about one of the crisis problems, so that its page has the quick exit (issue 12)."""
    problem = problem_of(topics)
    return bool(problem) and ProblemType(problem).is_crisis


def shows_sensitive(topic: NamesProblem | None, shown: Iterable[Iterable[NamesProblem]]) -> bool:
    """Say whether a collection is about a crisis, or shows a document that is.

    Args:
        topic: of the collection.
        shown: the topics of each of its documents.
    """
    return bool(topic and is_sensitive([topic])) or any(map(is_sensitive, shown))
