"""The table of the machine as the Markdown table of docs/machine.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import override

from cases.machine.table import LINES
from cases.machine.vocabulary import OPEN_STAGES, Stage

if TYPE_CHECKING:
    from cases.machine.verb import Line

BEGIN = "<!-- machine: made by `manage.py case_verbs` -->"
END = "<!-- end of machine -->"


def _stages(stages: frozenset[Stage]) -> str:
    if stages == frozenset(Stage):
        return "every"
    if stages == OPEN_STAGES:
        return "open"
    return ", ".join(stage.value for stage in Stage if stage in stages)


def _sorted(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _answers(line: Line) -> str:
    """Return what waits and is acted on, with its state where only one is meant."""
    if not line.answers:
        return ""
    kinds = _sorted(kind.value for kind in line.answers)
    return f"{kinds} ({next(iter(line.in_states)).value})" if len(line.in_states) == 1 else kinds


def _row(line: Line) -> str:
    cells = (
        line.row,
        f"`{line.verb.value}`",
        str(line.verb.label),
        _stages(line.stages),
        _answers(line),
        str(line.who_words),
        "" if line.scope is None else line.scope.name.lower(),
        ", ".join(f"`{guard.__name__}`" for guard in line.guards),
        f"`{line.do.__module__.rpartition('.')[2]}.{line.do.__name__}`",
        "yes" if line.compares else "",
        line.visibility.value,
    )
    return "| " + " | ".join(cells) + " |"


def as_markdown() -> str:
    """Return the table between its two marks, in Thai and English as the office and the developer read it."""
    with override("th"):
        rows = [_row(line) for line in LINES]
    head = "| # | verb | button | stages | acts on | who | must read | guards | does | compares | seen by |"
    return "\n".join([BEGIN, "", head, "|---" * 11 + "|", *rows, "", END])


def between(document: str, begin: str, end: str, table: str) -> str:
    """Return a document with what stands between two marks made anew, the marks included.

    Args:
        document: the whole text.
        begin: the mark before.
        end: the mark after.
        table: what is to stand there, with both marks.

    Raises:
        ValueError: the document has no place for it.
    """
    before, found, rest = document.partition(begin)
    _old, also, after = rest.partition(end)
    if not (found and also):
        raise ValueError("no marks for the table of verbs")
    return before + table + after


def replaced_in(document: str) -> str:
    """Return docs/machine.md with its table made anew.

    Raises:
        ValueError: the document has no place for it.
    """
    return between(document, BEGIN, END, as_markdown())
