"""No page costs more work than its budget (issue 15, point 4: speed cannot rot)."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
import time_machine
from django.db import connection

from tests.budgets import kept
from tests.budgets.meter import Work, work_of
from tests.budgets.pages import pages
from tests.cases import factories

MOMENT = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
TOLD = """{pages}

If the page has to do more than before, or does less now: bin/test tests/budgets --write-budgets, look at what changed in
tests/budgets/budgets.csv, and say in the commit why."""

only_here = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.sweep,
    pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="another Python makes other calls"),
]
"""Where the figures are those that are kept."""
pytestmark = only_here


def test_no_page_costs_more_than_its_budget_and_no_budget_is_loose(pytestconfig: pytest.Config) -> None:
    assert connection.vendor == "sqlite", "the steps are those of SQLite"
    with time_machine.travel(MOMENT, tick=False):
        seen: dict[str, Work] = {page.name: work_of(page) for page in pages(factories.world())}
    if pytestconfig.getoption("--write-budgets", default=False):
        kept.write(seen)
    budgets = kept.read()
    assert set(seen) == set(budgets), "each page has one budget"
    wrong = [
        f"{name}: {figure} {getattr(work, figure)} {words} {getattr(budgets[name], figure)}"
        for name, work in seen.items()
        for words, figures in (
            ("is above its budget", kept.above(work, budgets[name])),
            ("is far below its budget", kept.below(work, budgets[name])),
        )
        for figure in figures
    ]
    assert not wrong, TOLD.format(pages="\n".join(wrong))
