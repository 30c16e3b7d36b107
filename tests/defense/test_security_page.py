"""docs/security.md names for each of the 61 lines its test, or why there is none."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

PAGE = (settings.BASE_DIR / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = {
    int(cells[0]): cells
    for line in PAGE.splitlines()
    if (cells := [cell.strip() for cell in line.strip("|").split("|")]) and cells[0].isdigit()
}


def test_all_61_lines_are_there():
    assert sorted(ROWS) == list(range(1, 62))


@pytest.mark.parametrize("number", range(1, 62))
def test_a_line_has_tests_that_exist_or_a_reason(number):
    _, lines, tests, reason = ROWS[number]
    named = re.findall(r"`([\w/]+\.py)`", tests)
    assert lines
    assert named or reason
    assert [name for name in named if not (settings.BASE_DIR / "tests" / name).exists()] == []


def test_every_test_that_the_page_names_is_there():
    """What was attacked and mended stays mended: the page says by which test."""
    named = set(re.findall(r"`(?!tests)([a-z_]+(?:/[a-z_]+)*/test_[a-z_]+\.py)`", PAGE))
    assert len(named) > 60
    assert [name for name in sorted(named) if not (settings.BASE_DIR / "tests" / name).exists()] == []
