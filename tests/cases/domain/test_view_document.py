"""docs/cases.md shows the table of fields as the code has it."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from cases.domain.view.document import as_markdown, replaced_in


def test_the_page_shows_this_table(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "cases.md").read_text(encoding="utf-8")
    assert as_markdown() in page


def test_a_line_says_who_sees_a_field_and_of_many_rows_which() -> None:
    lines = {
        line.split("|")[1].strip(): line for line in as_markdown().splitlines() if line.startswith("| `")
    }
    assert [cell.strip() for cell in lines["`story`"].split("|")[2:7]] == ["yes", "yes", "", "", ""]
    assert [cell.strip() for cell in lines["`notes`"].split("|")[2:7]] == [
        "marked for all, one's own, the reporter's",
        "one's own, the reporter's",
        "marked for all, one's own",
        "",
        "",
    ]


def test_the_command_writes_the_table_and_a_page_without_a_place_is_left_alone(
    tmp_path,  # noqa: ANN001
    settings,  # noqa: ANN001
) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "cases.md"
    begin, end = as_markdown().splitlines()[0], as_markdown().splitlines()[-1]
    page.write_text(f"before\n{begin}\n{end}\nafter\n", encoding="utf-8")
    call_command("case_fields")
    assert page.read_text(encoding="utf-8") == f"before\n{as_markdown()}\nafter\n"
    with pytest.raises(ValueError, match="no marks"):
        replaced_in("nothing")
