"""Sentences take their numbers from the one table: nowhere else is a number to call written (S2.37, issue 12 point 3)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import Client

from portal.pages.domain import lines
from portal.pages.models import Hotline
from portal.pages.models.hotlines import RESCUE, Line
from portal.pages.starter import load_hotlines, read_toml
from portal.thai.phone import SHORT_NUMBERS, parse_phone

ROOT = Path(__file__).parents[2]
RECORDS = read_toml("hotlines.toml")["hotlines"]
SHORT = sorted((row["number"] for row in RECORDS if len(row["number"]) <= 4), key=len, reverse=True)
NUMBER = re.compile(rf"(?<![\d.])(?:{'|'.join(SHORT)})(?![\d.])")
NAMED = {
    "portal/thai/phone.py": "knows nothing of ours; compared with the table below",
    "portal/accounts/passwords.py": "numbers that nobody may use as a password",
    "portal/pages/models/hotlines.py": "the example beside the field of the table itself",
    "portal/organizations/country_names.py": "the number of one organization, from its source",
    "cases/vocabulary/receiving.py": "the name of a channel",
    "announcements/starter.py": "announcements of a new installation, from then on its editors'",
}
"""Where such a number is no sentence that says to call, and why."""


def strings_of(path: Path) -> Iterator[str]:
    """Yield the texts of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.value


def test_no_template_and_no_code_prints_a_number_to_call() -> None:
    written = []
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            text = re.sub(
                r"(?s){% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(encoding="utf-8")
            )
            written += [f"{path.relative_to(ROOT)}: {found}" for found in NUMBER.findall(text)]
    modules = [
        path
        for room in ("portal", "cases", "legal_library", "announcements")
        for path in (ROOT / room).rglob("*.py")
    ]
    for path in modules:
        name = str(path.relative_to(ROOT))
        if name in NAMED or "/migrations/" in name:
            continue
        thai = (text for text in strings_of(path) if re.search("[\u0e00-\u0e7f]", text) or text in SHORT)
        written += [f"{name}: {text}" for text in thai if NUMBER.search(text)]
    assert not written
    assert all((ROOT / name).exists() for name in NAMED)


def test_the_readers_of_thai_numbers_know_every_short_number_of_the_table() -> None:
    assert set(SHORT) <= set(SHORT_NUMBERS)
    assert [parse_phone(number).is_short for number in SHORT] == [True] * len(SHORT)


def test_the_file_has_one_number_for_each_line_that_pages_without_a_database_say() -> None:
    assert set(lines.printed()) == {line.value for line in Line}
    assert [row.number for row in lines.rescue(lines.printed())] == ["191", "1669", "1300"]
    spare = Template("{% include 'components/emergency_panel.html' %}").render(Context({}))
    assert [f'href="tel:{number}"' in spare for number in ("191", "1669", "1300")] == [True] * 3


@pytest.mark.django_db
def test_a_number_that_an_editor_changes_changes_in_every_sentence(client: Client) -> None:
    load_hotlines()
    Hotline.objects.filter(line=Line.SOCIAL).update(number="1399")
    assert lines.said()["social"] == "1399"
    for address in ("/request/", "/track/", "/contact/", "/nothing-here/", "/ask/", "/request/problem/"):
        html = client.get(address).content.decode()
        assert 'href="tel:1399"' in html, address
        assert "tel:1300" not in html, address
    assert "โทร 1399" in client.get("/units/", {"q": "ไม่มีที่ชื่อนี้"}).content.decode()
    assert load_hotlines() == [], "an upgrade leaves what the editor changed"


@pytest.mark.django_db
def test_a_line_without_a_row_in_use_keeps_the_number_of_the_file() -> None:
    load_hotlines()
    Hotline.objects.filter(line=Line.POLICE).update(in_use=False, number="999")
    assert lines.said()["police"] == "191"
    assert set(lines.said()) == {line.value for line in Line}
    assert [row.line for row in lines.rescue(lines.lines())] == list(RESCUE)


@pytest.mark.django_db
def test_a_second_row_of_a_line_is_refused_with_words() -> None:
    load_hotlines()
    with pytest.raises(ValidationError, match="หมายเลขหลัก"):
        Hotline(number="1234", name="ใคร", line=Line.SOCIAL).full_clean()
    Hotline(number="1234", name="ใคร").full_clean()


@pytest.mark.django_db
def test_an_installation_of_before_gets_its_lines_and_its_numbers_from_abroad() -> None:
    """The migration: rows that editors may have renamed are known by their number."""
    for number in ("191", "1300", "1323", "+66 2 572 8442"):
        Hotline.objects.create(number=number, name="ใคร", occasions=["help"])
    migration = import_module("portal.pages.migrations.0005_numbers_in_sentences")
    migration.name_lines(apps, SimpleNamespace())
    rows = dict(Hotline.objects.values_list("number", "line"))
    assert rows == {"191": "police", "1300": "social", "1323": "", "+66 2 572 8442": ""}
    assert Hotline.objects.get(number="+66 2 572 8442").serves("abroad")
