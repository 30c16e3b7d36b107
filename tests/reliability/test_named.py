"""Each of the thirty tests of the design exists by its number, and the manual says where (docs/reliability.md)."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

TESTS = settings.BASE_DIR / "tests"
TABLE = (settings.BASE_DIR / "docs" / "reliability.md").read_text("utf-8")
ROWS = [line for line in TABLE.splitlines() if re.match(r"\| R\d\d", line)]
NUMBERS = [f"R{number:02}" for number in range(1, 31)]
HERE = "test_named.py"


@pytest.mark.parametrize("number", NUMBERS)
def test_it_is_named_by_a_test_and_has_a_row(number: str) -> None:
    named = re.compile(rf"\b{number}\b")
    assert [row for row in ROWS if named.search(row.split("|")[1])], "no row"
    assert any(
        named.search(path.read_text("utf-8")) for path in TESTS.rglob("test_*.py") if path.name != HERE
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_what_a_row_names_is_there(row: str) -> None:
    folder = TESTS
    for name in re.findall(r"`((?:tests/)?[\w/]+(?:\.py|/))`", row):
        path = settings.BASE_DIR / name if name.startswith("tests/") else folder / name
        assert path.exists(), name
        folder = path if path.is_dir() else path.parent
