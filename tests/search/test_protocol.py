"""Both engines keep the one protocol: the embedded index, and the database while there is no index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portal.search.engine import analysis
from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.protocol import Entry, IndexUnavailableError, Query, SearchEngine, Words
from portal.search.models import IndexedDocument
from portal.search.query.plan import make_plan
from portal.search.query.understand import understand
from portal.search.site.fallback import DatabaseEngine
from portal.search.sources import site_index
from tests.search.factories import Shelf, document


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(
        document("พระราชบัญญัติเทศบาล", "เทศบาลมีหน้าที่ดูแลถนนและสะพาน", year_be=2496, topics=("ท้องถิ่น",)),
        document("พระราชบัญญัติโรคติดต่อ", "เจ้าพนักงานควบคุมโรคติดต่อในเขตเทศบาล", year_be=2558, topics=("สุขภาพ",)),
        document("หนังสือแจ้งเวียน", "แจ้งแนวทางช่วยเหลือ", kind="circular", own_references=("มท 0891.3/ว 1918",)),
        document("ประกาศเรื่องตลาด", "ตลาดนัดเปิดวันเสาร์", kind="announcement", year_be=2560),
    )
    site_index.refresh()
    return shelf


@pytest.fixture(params=["embedded", "database"])
def engine(request: pytest.FixtureRequest, stocked: Shelf) -> SearchEngine:
    return site_index.engine() if request.param == "embedded" else DatabaseEngine()


def asked(text: str, **changes: Any) -> Query:
    return make_plan(understand(text), **changes).query


def titles(engine: SearchEngine, query: Query, **options: Any) -> list[str]:
    keys = [hit.key for hit in engine.search(query, **options).hits]
    rows = IndexedDocument.objects.in_bulk(keys)
    return [rows[key].title for key in keys]


def test_an_engine_has_every_method_of_the_protocol(engine: SearchEngine) -> None:
    promised = {name for name in vars(SearchEngine) if not name.startswith("_")}
    assert promised == {"words", "living", "now", "index", "search", "suggest", "shows", "similar", "explain"}
    for name in promised:
        assert hasattr(engine, name)
        assert getattr(SearchEngine, name).__doc__, "the protocol says what each is for"
    for name in (name for name in vars(Words) if not name.startswith("_")):
        assert hasattr(engine.words, name)


def test_a_word_finds_its_documents_and_the_count_agrees(engine: SearchEngine) -> None:
    answer = engine.search(asked("เทศบาล"))
    assert answer.total == len(answer.hits) == 2
    assert set(titles(engine, asked("เทศบาล"))) == {"พระราชบัญญัติเทศบาล", "พระราชบัญญัติโรคติดต่อ"}
    assert engine.search(asked("ไดโนเสาร์")).total == 0


def test_a_reference_number_finds_who_bears_it(engine: SearchEngine) -> None:
    assert titles(engine, asked("ว 1918"))[0] == "หนังสือแจ้งเวียน"


@pytest.mark.parametrize(
    ("groups", "count"),
    [
        ({"kind": ("law",)}, 2),
        ({"kind": ("law", "circular")}, 2),
        ({"year": ("2558",)}, 1),
        ({"topic": ("ท้องถิ่น", "สุขภาพ")}, 2),
        ({"topic": ("ท้องถิ่น",), "year": ("2558",)}, 0),
        ({"agency": ("กระทรวงมหาดไทย",)}, 2),
        ({"status": ("repealed",)}, 0),
    ],
)
def test_filters_hold(engine: SearchEngine, groups: dict[str, tuple[str, ...]], count: int) -> None:
    assert engine.search(asked("เทศบาล", groups=groups)).total == count


def test_what_is_forbidden_is_not_shown(engine: SearchEngine) -> None:
    hidden = IndexedDocument.objects.get(title="พระราชบัญญัติเทศบาล").pk
    assert titles(engine, asked("เทศบาล", forbidden=(hidden,))) == ["พระราชบัญญัติโรคติดต่อ"]


def test_quoted_text_must_occur(engine: SearchEngine) -> None:
    assert titles(engine, asked('"ถนนและสะพาน" เทศบาล')) == ["พระราชบัญญัติเทศบาล"]
    assert titles(engine, asked('"ถนนหรือสะพาน" เทศบาล')) == []


def test_pages_of_a_list_neither_repeat_nor_lose(engine: SearchEngine) -> None:
    whole = [hit.key for hit in engine.search(asked("เทศบาล"), stop=10).hits]
    parts = [engine.search(asked("เทศบาล"), start=at, stop=at + 1).hits for at in range(3)]
    assert [hit.key for part in parts for hit in part] == whole


def test_order_by_date(engine: SearchEngine) -> None:
    oldest = titles(engine, asked("เทศบาล"), order="oldest")
    assert sorted(oldest) == sorted(titles(engine, asked("เทศบาล"), order="newest"))


def test_words_and_suggestions_are_public_or_none(engine: SearchEngine) -> None:
    text = analysis.fold("เทศบาร")
    assert engine.suggest(text) in ("เทศบาล", "")
    assert engine.suggest(text, rough=True) in ("เทศบาล", "")
    assert bool(engine.suggest(text)) == ("เทศบาล" in engine.words) == engine.shows("เทศบาล")
    assert not engine.shows("ไดโนเสาร์")
    assert bool(len(engine.words)) == bool(engine.words.containing("เทศ"))


def test_similar_and_explained_name_keys_of_the_index(engine: SearchEngine) -> None:
    row = IndexedDocument.objects.get(title="พระราชบัญญัติเทศบาล")
    alike = engine.similar(row.pk, title=row.title, summary=row.summary, text=row.folded, groups={}, most=5)
    assert row.pk not in alike
    assert set(alike) <= set(IndexedDocument.objects.values_list("pk", flat=True))
    explained = engine.explain(asked("เทศบาล"), [row.pk])
    assert set(explained.first) == {row.pk}
    assert all(word.body + word.titles > 0 for word in explained.words)


def test_now_stays_with_one_commit(engine: SearchEngine, stocked: Shelf) -> None:
    held = engine.now()
    assert held.living == 4
    assert engine.now() is held
    stocked.put(document("เรื่องใหม่", "ข้าวโพด"))
    site_index.refresh()
    assert engine.now().living == 5
    assert engine.search(asked("ข้าวโพด")).total == 1
    if isinstance(held, EmbeddedEngine):
        assert held.search(asked("ข้าวโพด")).total == 0
        assert engine.now() is not held


def test_an_index_takes_in_replaces_and_drops(tmp_path: Path) -> None:
    engine: SearchEngine = EmbeddedEngine(tmp_path)
    with pytest.raises(IndexUnavailableError):
        engine.search(asked("เทศบาล"))
    with pytest.raises(IndexUnavailableError):
        engine.index([Entry(1, "เทศบาล", [])])
    assert engine.index((Entry(key, "เทศบาล", ["ตลาด"]) for key in range(3)), anew=True) == 3
    assert engine.index([Entry(1, "ถนน", [])], remove=[2]) == 1
    assert [hit.key for hit in engine.search(asked("เทศบาล")).hits] == [0]
    assert [hit.key for hit in engine.search(asked("ถนน")).hits] == [1]
    assert engine.index([Entry(9, "สะพาน", [])], anew=True) == 1
    assert engine.living == 1


def test_the_database_is_told_nothing_that_it_does_not_know(db: None) -> None:
    assert DatabaseEngine().index([Entry(1, "เทศบาล", [])]) == 1
    assert DatabaseEngine().living == 0


@pytest.mark.parametrize(
    ("text", "typed"),
    [("เทศบาล ถนน เทศบาล", ("เทศบาล", "ถนน")), ("", ()), ("อบต. ถนน", ("อบต", "ถนน"))],
)
def test_typed_words_are_told_from_those_that_were_added(text: str, typed: tuple[str, ...]) -> None:
    assert asked(text).typed == typed
