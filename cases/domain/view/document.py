"""The table of fields by scope as the Markdown table of docs/cases.md."""

from __future__ import annotations

from dataclasses import fields

from cases.domain.view.fields import EVERYBODYS, ROWS, VIEWS
from cases.machine.document import between
from cases.machine.vocabulary import Scope

BEGIN = "<!-- fields: made by `manage.py case_fields` -->"
END = "<!-- end of fields -->"
ORDER = (Scope.FULL, Scope.REFERRAL, Scope.PART, Scope.SUMMARY, Scope.METADATA)


def as_markdown() -> str:
    """Return the table between its two marks: a line for each field, a column for each scope."""
    names = [one.name for one in fields(VIEWS[Scope.FULL]) if one.name != "decision"]
    names.insert(names.index("entries") + 1, "notes")
    head = "| field | " + " | ".join(scope.name.lower() for scope in ORDER) + " |"
    lines = [f"| `{name}` | " + " | ".join(_cell(name, scope) for scope in ORDER) + " |" for name in names]
    return "\n".join([BEGIN, "", head, "|---" * (len(ORDER) + 1) + "|", *lines, "", END])


def _cell(name: str, scope: Scope) -> str:
    if name in ROWS:
        shown = ROWS[name].get(scope, frozenset())
        if shown == EVERYBODYS:
            return "all"
        return ", ".join(sorted(whose.value for whose in shown))
    has = any(one.name == name for one in fields(VIEWS[scope]))
    return "yes" if has else ""


def replaced_in(document: str) -> str:
    """Return docs/cases.md with its table made anew.

    Raises:
        ValueError: the document has no place for it.
    """
    return between(document, BEGIN, END, as_markdown())
