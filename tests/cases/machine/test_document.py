"""docs/machine.md shows the table as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from cases.machine.document import BEGIN, END, as_markdown, replaced_in
from cases.machine.table import LINES


def test_the_page_shows_this_table(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "machine.md").read_text(encoding="utf-8")
    assert as_markdown() in page, "run: manage.py case_verbs"


def test_the_table_has_a_row_for_every_line_with_every_cell() -> None:
    rows = [row for row in as_markdown().splitlines() if row.startswith("| ")]
    assert len(rows) == len(LINES) + 1
    assert {row.count(" | ") for row in rows} == {10}


def test_a_row_says_on_what_it_acts_and_what_must_hold() -> None:
    (row,) = [row for row in as_markdown().splitlines() if "| `return` |" in row]
    assert "handover, joint (sent)" in row
    assert "`not_binding`" in row
    assert "| referral |" in row
    assert "`forwarding.give_back`" in row


def test_the_command_writes_the_table_into_the_page_and_nothing_else(
    tmp_path: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    page, other = tmp_path / "docs" / "machine.md", tmp_path / "docs" / "cases.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    other.write_text("untouched", encoding="utf-8")
    settings.BASE_DIR = tmp_path
    call_command("case_verbs")
    assert page.read_text(encoding="utf-8") == f"before\n{as_markdown()}\nafter\n"
    assert other.read_text(encoding="utf-8") == "untouched"
    assert "docs/machine.md" in capsys.readouterr().out


def test_a_page_without_a_place_for_the_table_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no marks"):
        replaced_in("# no table here")
