"""docs/machine.md shows the table as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from cases.machine.document import (
    BEGIN,
    BEGIN_EFFECTS,
    COLUMNS,
    END,
    END_EFFECTS,
    as_markdown,
    effects_as_markdown,
    replaced_in,
)
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


# What happens -----------------------------------------------------------------------------------------------------------


def cells(name: str) -> dict[str, str]:
    """Return what the page says of a variant or a rule, by column."""
    (row,) = [row for row in effects_as_markdown().splitlines() if row.startswith(f"| {name} |")]
    return dict(zip([*COLUMNS, "by the rules"], row.removesuffix(" |").split(" | ")[1:], strict=True))


def test_the_page_shows_what_happens(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "machine.md").read_text(encoding="utf-8")
    assert effects_as_markdown() in page, "run: manage.py case_verbs"


def test_what_happens_has_a_row_for_every_variant_and_every_rule_with_every_cell() -> None:
    rows = [row for row in effects_as_markdown().splitlines() if row.startswith("| ")]
    found = {id(rule) for line in LINES for does in line.variants().values() for rule in does.rules}
    assert len(rows) == sum(len(line.variants()) for line in LINES) + len(found) + 2
    assert {row.count(" | ") for row in rows} == {len(COLUMNS) + 1}


def test_what_always_happens_is_bold() -> None:
    screened = cells("`screen`")
    assert screened["stage after"] == "**received → screened**"
    assert screened["by the rules"] == "other classes"
    asked = cells("`ask`")
    assert asked["begins to wait"] == "**question (open)**"
    assert asked["duties that begin"] == "**question (first)**"
    assert asked["duties that end"] == "act (suspended)"
    assert "**the reporter is told**" in asked["by the rules"]


def test_grants_are_named_with_their_scope_and_what_many_get_is_marked() -> None:
    assert cells("`accept` joint")["may read"] == "**joint (part)**"
    assert cells("`fire_alarm`")["may read"] == "ladder (metadata)*"
    assert cells("`record_help`")["facts"].endswith("risk_assessed (yes)†")
    assert cells("`withdraw`")["facts"] == "_wants_out (yes)_"
    assert cells("`follow_calendar`")["duties that begin"] == "every duty (calendar)"


def test_a_rule_says_in_a_sentence_what_it_is() -> None:
    (row,) = [row for row in effects_as_markdown().splitlines() if row.startswith("| the case closes:")]
    assert "Everything that waits ends" in row
    assert "**closed_at (yes)**" in row


def test_both_tables_are_written_where_the_page_has_a_place_for_them() -> None:
    page = f"{BEGIN}\nold\n{END}\nbetween\n{BEGIN_EFFECTS}\nold\n{END_EFFECTS}\n"
    assert replaced_in(page) == f"{as_markdown()}\nbetween\n{effects_as_markdown()}\n"
