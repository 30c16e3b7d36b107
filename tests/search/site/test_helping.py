"""Suggestions while typing, did-you-mean, explanations, and the commands that judge."""

from __future__ import annotations

import gzip
import json
import random
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from rapidfuzz.distance import OSA

from portal.search.evaluation.collection import BadCollectionError, read_documents, read_queries
from portal.search.evaluation.metrics import Score, percentile
from portal.search.evaluation.understanding import miscorrected, with_one_error
from portal.search.query.correct import corrected
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

    assert corrected(analysis.fold(typed), site_index.snapshot(), thorough=True) == meant


def test_misspelt_words_of_the_index_are_nearly_always_put_right(stocked: Shelf) -> None:
    assert len(miscorrected(site_index.snapshot(), 200)) <= 200 * 0.03


def test_an_error_changes_a_word_by_one_letter_or_two_exchanged() -> None:
    draw = random.Random(5)
    for word in ("โรคติดต่อ", "เทศบาล", "ผู้สูงอายุ"):
        for _ in range(200):
            assert OSA.distance(word, with_one_error(word, draw)) <= 1


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


def _collection(folder: Path) -> tuple[Path, Path]:
    documents, queries = folder / "documents.jsonl.gz", folder / "queries.jsonl"
    with gzip.open(documents, "wt", encoding="utf-8") as file:
        for number, title in enumerate(TITLES):
            file.write(json.dumps({"id": number, "title": title, "text": f"เนื้อหาของ{title}"}) + "\n")
    with queries.open("w", encoding="utf-8") as file:
        for number, title in enumerate(TITLES):
            file.write(json.dumps({"id": f"q{number}", "query": title[:24], "rel": [str(number)]}) + "\n")
    return documents, queries


@pytest.mark.django_db
def test_evaluate_search_judges_ours_and_its_rivals(tmp_path: Path) -> None:
    documents, queries = _collection(tmp_path)
    out = StringIO()
    call_command("evaluate_search", documents=documents, queries=queries, compare=True, stdout=out)
    lines = {line.split()[0]: line.split() for line in out.getvalue().splitlines()[-8:] if line.strip()}
    assert lines["klang"][1:4] == ["1.0000", "1.0000", "1.0000"]
    assert "fts5" in lines


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["not json", "[]", '{"id": 1}', '{"id": 1, "query": "x"}'])
def test_evaluate_search_names_the_line_that_is_wrong(tmp_path: Path, line: str) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match="bad.jsonl"):
        call_command("evaluate_search", documents=bad, queries=bad, stdout=StringIO())


def test_spans_that_a_query_was_taken_from_are_cut_out(tmp_path: Path) -> None:
    documents, queries = tmp_path / "d.jsonl", tmp_path / "q.jsonl"
    documents.write_text(json.dumps({"id": "1", "title": "t", "text": "abcdefgh"}), encoding="utf-8")
    row = {"id": "q", "query": "cd", "rel": ["1"], "span": [2, 4]}
    queries.write_text(json.dumps(row), encoding="utf-8")
    judged, cuts = read_queries(queries)
    assert judged[0].right == frozenset({"1"})
    assert next(read_documents(documents, cuts)).text == "abefgh"
    with pytest.raises(BadCollectionError):
        list(read_documents(queries))


def test_metrics_by_hand() -> None:
    score = Score()
    score.add(["a", "b"], {"a"})
    score.add(["x", "b"], {"b", "c"})
    score.add([], {"z"})
    figures: dict[str, Any] = score.figures()
    assert figures["hit@1"] == pytest.approx(1 / 3)
    assert figures["MRR@10"] == pytest.approx(0.5)
    assert figures["R@10"] == pytest.approx(0.5)
    assert figures["answered"] == pytest.approx(2 / 3)
    assert percentile([], 0.5) == 0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
