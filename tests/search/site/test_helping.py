"""Suggestions while typing, did-you-mean, explanations."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from benchmarks.understanding import miscorrected
from portal.search.engine.spelling import corrected
from portal.search.site.highlight import mark
from portal.search.site.suggest import suggest
from portal.search.sources import site_index
from tests.search.factories import Shelf, document

TITLES = [
    "พระราชบัญญัติเทศบาล พ.ศ. 2496",
    "พระราชบัญญัติโรคติดต่อ พ.ศ. 2558",
    "พระราชบัญญัติผู้สูงอายุ พ.ศ. 2546",
    "พระราชบัญญัติคุ้มครองเด็ก พ.ศ. 2546",
    "ระเบียบว่าด้วยการช่วยเหลือประชาชน พ.ศ. 2560",
]


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(*(document(title, f"เนื้อหาของ{title} สำหรับเจ้าหน้าที่และประชาชนทั่วไป") for title in TITLES))
    shelf.put(document("แนวทาง OSCC", "ศูนย์ช่วยเหลือสังคม", own_references=("มท 0891.3/ว 1918",)))
    site_index.refresh()
    return shelf


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("พระราชบัญญัติเท", TITLES[0]),
        ("โรคติด", TITLES[1]),
        ("สูงอา", TITLES[2]),
        ("พรบ เทศ", TITLES[0]),
        ("gmL", TITLES[0]),
        ("2558", TITLES[1]),
        ("๒๕๕๘", TITLES[1]),
        ("ว 19", "มท 0891.3/ว 1918 – แนวทาง OSCC"),
        ("0891.3/ว1918", "มท 0891.3/ว 1918 – แนวทาง OSCC"),
    ],
)
def test_a_title_is_suggested_by_any_part_of_it(stocked: Shelf, typed: str, title: str) -> None:
    assert title in [item.text for item in suggest(typed)]


def test_suggestions_are_json_without_cookies(client: Client, stocked: Shelf) -> None:
    response = client.get("/search/suggest/", {"q": "โรคติดต่อ"})
    assert response.json()["suggestions"][0]["text"] == TITLES[1]
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert client.get("/search/suggest/").json() == {"suggestions": []}


def test_misspelt_words_of_the_index_are_nearly_always_put_right(stocked: Shelf) -> None:
    assert len(miscorrected(site_index.engine(), 200)) <= 200 * 0.03


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("โรคติดตอ่", "โรคติดต่อ"),
        ("เทศบาร", "เทศบาล"),
        ("ประชาชล", "ประชาชน"),
        ("เทศบาล", ""),
        ("เจ้าหนาที่", "เจ้าหน้าที่"),
    ],
)
def test_did_you_mean(stocked: Shelf, typed: str, meant: str) -> None:
    from portal.search.engine import analysis

    assert corrected(analysis.fold(typed), site_index.engine().state, thorough=True) == meant


def test_the_page_offers_the_correction(client: Client, stocked: Shelf) -> None:
    page = client.get("/search/", {"q": "เทศบาร"})
    assert page.context["found"].correction == "เทศบาล"
    assert page.context["found"].results[0].document.title == TITLES[0]


def test_marks_keep_the_text_and_cut_around_the_words() -> None:
    text = "ก่อนหน้า " * 60 + "พบคำว่าโรคติดต่อที่นี่ " + "ตามหลัง " * 60
    pieces = mark(text, ["โรคติดต่อ"])
    assert [piece.text for piece in pieces if piece.marked] == ["โรคติดต่อ"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 300


def test_explain_search_prints_every_step(stocked: Shelf) -> None:
    out = StringIO()
    call_command("explain_search", "พรบ เทศบาล ว 1918", stdout=out)
    for part in ("analysis", "plan", "results", "พระราชบัญญัติ", "ว1918", "second look"):
        assert part in out.getvalue()


def test_rebuild_search_says_what_it_did(stocked: Shelf) -> None:
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert "Indexed 6 documents" in out.getvalue()
