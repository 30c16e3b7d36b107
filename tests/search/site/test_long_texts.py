"""Long texts are searched by the words that tell them from others, with bounded work (issue 12 point 4)."""

from __future__ import annotations

import pytest

from portal.search.engine import analysis
from portal.search.query import telling
from portal.search.query.pipeline import prepare
from portal.search.query.telling import MOST_TELLING, telling_words
from portal.search.query.understand import LONGEST_TEXT, understand
from portal.search.site import knowledge
from portal.search.sources import site_index
from tests.search.factories import Shelf, document

POLITE = "เรียน ท่านนายก ด้วยข้าพเจ้าขอเรียนให้ทราบ " * 12


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(*(document(f"เรื่องที่ {number}", "เรียน ท่านนายก ขอเรียนให้ทราบ ประชาชน") for number in range(8)))
    shelf.put(document("กฎหมายขอทาน", "การขอทานและวณิพกต้องมีใบอนุญาต"))
    site_index.refresh()
    return shelf


def test_a_rare_word_far_behind_the_beginning_tells_more_than_the_polite_ones(stocked: Shelf) -> None:
    engine = site_index.now()
    words = [word for word, _ in telling_words(POLITE + "วณิพก " * 8, engine)]
    assert words[0] == "วณิพก"
    plan = prepare(POLITE + "วณิพกขอทาน", engine, knowledge.of(engine)).plan
    hits = engine.search(plan.query, floor=plan.floor).hits
    assert hits[0].key == max(hit.key for hit in hits)


def test_filters_hold_for_long_texts_too(stocked: Shelf) -> None:
    engine = site_index.now()
    plan = prepare(POLITE + "วณิพก", engine, knowledge.of(engine), groups={"kind": ("nothing",)}).plan
    assert engine.search(plan.query, floor=plan.floor).total == 0


def test_a_query_of_ordinary_length_is_no_long_text() -> None:
    assert understand("น้ำท่วม" * 57).whole == ""
    assert understand("น้ำท่วม" * 58).whole


def test_no_more_is_read_and_searched_than_the_bounds(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    tokens = analysis.tokens
    monkeypatch.setattr(telling.analysis, "tokens", lambda text: (read.append(len(text)), tokens(text))[1])
    words = telling_words(" ".join(f"คำ{number} ขอทาน ประชาชน" for number in range(20_000)), site_index.now())
    assert read == [LONGEST_TEXT]
    assert len(words) <= MOST_TELLING


def test_a_text_whose_words_nobody_knows_is_searched_as_before(stocked: Shelf) -> None:
    engine = site_index.now()
    prepared = prepare("zzzz qqqq " * 60, engine, knowledge.of(engine))
    assert prepared.plan.query.words
