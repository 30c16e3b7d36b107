"""The table of WCAG criteria names every one of A and AA, and nothing that is not there (issue 12, "Done when")."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/accessibility.md").read_text(encoding="utf-8")
CRITERIA = {
    *("1.1.1", *(f"1.2.{n}" for n in range(1, 6)), *(f"1.3.{n}" for n in range(1, 6))),
    *(f"1.4.{n}" for n in (1, 2, 3, 4, 5, 10, 11, 12, 13)),
    *("2.1.1", "2.1.2", "2.1.4", "2.2.1", "2.2.2", "2.3.1", *(f"2.4.{n}" for n in (1, 2, 3, 4, 5, 6, 7, 11))),
    *(f"2.5.{n}" for n in (1, 2, 3, 4, 7, 8)),
    *("3.1.1", "3.1.2", *(f"3.2.{n}" for n in (1, 2, 3, 4, 6)), *(f"3.3.{n}" for n in (1, 2, 3, 4, 7, 8))),
    *("4.1.2", "4.1.3"),
}
"""Of levels A and AA in WCAG 2.2 (https://www.w3.org/TR/WCAG22/)."""


def test_each_criterion_has_a_row_and_each_cell_a_test_that_exists() -> None:
    keys = dict(re.findall(r"^\| ([A-Z]\d?) \| `(tests/[^`]+)` \|", TEXT, re.M))
    assert [name for name in keys.values() if not (ROOT / name).exists()] == []
    rows = {found[1]: found[2] for found in re.finditer(r"^\| (\d\.\d\.\d+) [^|]+\|(.+)\|$", TEXT, re.M)}
    assert set(rows) == CRITERIA
    assert len(CRITERIA) == 55
    cells = [cell.strip() for row in rows.values() for cell in row.split("|")]
    assert {part for cell in cells for part in cell.split()} <= {*keys, "n", "·"}
    said = re.search(r"(\d+) cells, (\d+) of them open", TEXT)
    assert said
    assert (int(said[1]), int(said[2])) == (len(cells), cells.count("·")), (
        "the sentence says what the table holds"
    )
