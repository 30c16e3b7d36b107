"""The option that writes the budgets anew."""

from __future__ import annotations

import pytest
from django.db import connection


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `bin/test tests/budgets --write-budgets`."""
    parser.addoption(
        "--write-budgets", action="store_true", help="keep what the pages cost now as their budgets"
    )


@pytest.fixture(autouse=True)
def _numbers_are_drawn_alike(db: None) -> None:
    """Let every table have drawn a number: SQLite walks over those that have, in the order in which they began.

    How many these are depends on what other tests of the process have committed, and who sends a request draws thirty.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        drawn = dict(cursor.fetchall())
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
        names = sorted(name for (name,) in cursor.fetchall())
        cursor.execute("DELETE FROM sqlite_sequence")
        for name in names:
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [name, drawn.get(name, 0)])
