"""The commands that explain one search and build the index anew."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.search.models import IndexedDocument
from portal.search.sources import site_index
from tests.search.factories import Shelf, document

TEXTS = {
    "พระราชบัญญัติเทศบาล": "เทศบาลมีหน้าที่รักษาความสะอาดของถนน",
    "พระราชบัญญัติโรคติดต่อ": "ควบคุมโรคติดต่ออันตรายในตำบล",
    "ระเบียบช่วยเหลือประชาชน": "ช่วยเหลือผู้ประสบภัยน้ำท่วม",
    "ประกาศเรื่องสะพาน": "ปิดสะพานเพื่อซ่อมแซม",
}


def test_explaining_needs_an_index(shelf: Shelf) -> None:
    with pytest.raises(CommandError, match="rebuild_search"):
        call_command("explain_search", "เทศบาล", stdout=StringIO())


def explained(query: str, **options: Any) -> str:
    out = StringIO()
    call_command("explain_search", query, stdout=out, no_color=True, **options)
    return out.getvalue()


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(*(document(title, text) for title, text in TEXTS.items()))
    site_index.refresh()
    return shelf


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("เทศบาล", ("analysis", "เทศบาล", "results: 1", "may contain across words")),
        ("พรบ เทศบาล", ("พระราชบัญญัติ",)),
        ('"ถนน" kind:law', ("phrases", "must contain", "filters")),
        ("ว ๑๙๑๘", ("references", "lifted by reference")),
        ("ปี 2560 อบต.", ("years (B.E.)", "other forms")),
        ("gmL[k]", ("meant on the Thai layout",)),
        ("เทศบาร", ("did you mean", "เทศบาล")),
        ("zzz", ("results: 0",)),
    ],
)
def test_an_explanation_names_what_was_understood(stocked: Shelf, query: str, parts: tuple[str, ...]) -> None:
    text = explained(query)
    for part in parts:
        assert part in text


def test_an_explanation_shows_as_many_results_as_asked_for(stocked: Shelf) -> None:
    assert "  1." in explained("พระราชบัญญัติ", results=1)
    assert "  2." not in explained("พระราชบัญญัติ", results=1)
    assert "  2." in explained("พระราชบัญญัติ")


def test_a_rebuild_is_quiet_when_asked_and_says_when_it_must_wait(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = StringIO()
    call_command("rebuild_search", stdout=out, verbosity=0)
    assert "of 4 documents" not in out.getvalue()
    monkeypatch.setattr(site_index, "_REBUILD_PATIENCE", 0.05)
    with site_index._turn(0.05), pytest.raises(CommandError, match="Another process"):
        call_command("rebuild_search", stdout=StringIO())
    assert IndexedDocument.objects.live().count() == 4
