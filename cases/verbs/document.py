"""The table of verbs as the Markdown table of docs/cases.md."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from cases.machine.document import between
from cases.verbs.table import TRANSITIONS, Transition
from cases.vocabulary import CaseState

BEGIN = "<!-- verbs: made by `manage.py case_verbs` -->"
END = "<!-- end of verbs -->"


def _states(states: Iterable[CaseState], *, otherwise: str) -> str:
    names = [state.value for state in CaseState if state in set(states)]
    if len(names) >= len(CaseState) - 2:
        left_out = [state.value for state in CaseState if state.value not in names]
        return "any but " + ", ".join(left_out)
    return ", ".join(names) or otherwise


def _started(row: Transition) -> str:
    recounted = [f"{kind.value} (counted anew)" for kind in row.recounts]
    followed = ["what waits for working days (by the calendar)"] if row.follows_calendar else []
    passed = ["what ran there (with its due time)"] if row.passes_on else []
    return ", ".join([*map(str, row.starts), *recounted, *followed, *passed])


def _row(row: Transition) -> str:
    guards = ", ".join(f"`{guard.__name__}`" for guard in row.guards)
    cells = (
        row.row,
        f"`{row.verb.value}`",
        str(row.label),
        _states(row.sources, otherwise="–"),
        _states(row.targets, otherwise="(same)"),
        str(row.who_words),
        guards,
        ", ".join(map(str, row.stops)),
        _started(row),
        row.visibility.value,
    )
    return "| " + " | ".join(cells) + " |"


def as_markdown() -> str:
    """Return the table between its two marks, in Thai and English as the office and the developer read it."""
    with override("th"):
        rows = [_row(row) for row in TRANSITIONS.values()]
    head = "| # | verb | button | from | to | who | guards | stops | starts | seen by |"
    return "\n".join([BEGIN, "", head, "|---|---|---|---|---|---|---|---|---|---|", *rows, "", END])


def replaced_in(document: str) -> str:
    """Return a document with its table made anew.

    Raises:
        ValueError: the document has no place for it.
    """
    return between(document, BEGIN, END, as_markdown())
