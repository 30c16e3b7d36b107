"""Whatever counts working days and keeps the day follows the calendar; what does not says here why it needs none."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from cases.consultation.tasks import calendar_changed as questions
from cases.tasks import calendar_changed as duties
from portal.calendar.domain import changes

COUNTS = {"closed_days", "add_working_days", "is_working_day", "due_time", "followed_due_time"}
"""What is called to count working days."""
FOLLOWS = {
    "cases/domain/limits.py": duties,
    "cases/domain/calendar.py": duties,
    "cases/consultation/domain/rules.py": questions,
    "cases/consultation/domain/following.py": questions,
}
"""Modules whose days are kept, with the function by which they follow."""
NEEDS_NONE = {
    "cases/domain/clocks.py": "pure functions, whose callers keep the day",
    "cases/committee/domain/finality.py": "pure functions, as above",
    "cases/committee/domain/posting.py": "evidence: the last day stands on the paper that hangs, and nothing of it changes",
    "cases/reports/periods.py": "pure functions, as above",
    "cases/reports/domain/telling.py": "days of reminders are counted anew whenever it runs; the day a report is due is fixed",
    "portal/calendar/working_days.py": "the counting itself",
    "portal/calendar/domain/days.py": "the days themselves",
}
"""Modules that count working days and keep none."""


def calls(path: Path) -> set[str]:
    """Return which of `COUNTS` a module calls or defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    return COUNTS & (called | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)})


def counting() -> Iterator[str]:
    root = Path(settings.BASE_DIR)
    for room in ("portal", "cases", "legal_library", "announcements"):
        for path in (root / room).rglob("*.py"):
            if "migrations" not in path.parts and calls(path):
                yield str(path.relative_to(root))


def test_every_module_that_counts_working_days_follows_the_calendar_or_says_why_not() -> None:
    assert set(counting()) == set(FOLLOWS) | set(NEEDS_NONE)
    assert not set(FOLLOWS) & set(NEEDS_NONE)


def test_every_follower_is_called_when_the_calendar_changes() -> None:
    assert set(FOLLOWS.values()) <= set(changes._following)  # noqa: SLF001 - what Django registered at its start
