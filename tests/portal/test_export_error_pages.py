"""The proxy's own pages tell people whom to call while nothing of ours answers."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from portal.management.commands.export_error_pages import alone


@pytest.fixture
def written(tmp_path: Path) -> Path:
    call_command("export_error_pages", str(tmp_path / "pages"), stdout=io.StringIO())
    return tmp_path / "pages"


def test_every_page_is_written_in_every_language(written: Path) -> None:
    assert {path.name for path in written.iterdir()} == {
        f"{page}{suffix}.html" for page in ("503", "500", "413") for suffix in ("", "-en")
    }
    assert 'lang="th"' in (written / "503.html").read_text(encoding="utf-8")
    assert 'lang="en"' in (written / "503-en.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["503.html", "500-en.html", "413.html", "413-en.html"])
def test_a_page_needs_nothing_else_and_has_the_numbers(written: Path, name: str) -> None:
    html = (written / name).read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.select("link[href], script, img")
    assert "url(" not in soup.style.get_text()
    assert "--paper" in soup.style.get_text()
    assert {link["href"] for link in soup.select(".emergency-panel a")} == {"tel:191", "tel:1669", "tel:1300"}


def test_writing_again_replaces_the_old_page(written: Path) -> None:
    page = written / "503.html"
    page.write_text("old", encoding="utf-8")
    call_command("export_error_pages", str(written), stdout=io.StringIO())
    assert page.read_text(encoding="utf-8") != "old"


def test_a_backslash_in_the_style_stays_a_backslash() -> None:
    assert r"content: '\201C'" in alone('<link rel="stylesheet" href="x">', r"q { content: '\201C' }")
