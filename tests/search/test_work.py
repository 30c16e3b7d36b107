"""No query, however it is made, costs more than a bounded amount of work: counted in work, never in seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from modelsearch.query import Fuzzy, Phrase, PlainText

from portal.search.backends import matching
from portal.search.engine import analysis, literal
from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.lexicon import Lexicon
from portal.search.engine.protocol import Entry
from portal.search.engine.snapshot import Snapshot
from portal.search.query import understand as understanding
from portal.search.query.correct import did_you_mean
from portal.search.query.pipeline import IndexKnowledge, ask, prepare
from portal.search.query.understand import Nothing, QueryAnalysis, understand
from portal.search.site.filters import Catalog
from portal.search.site.find import page_number
from portal.search.site.highlight import has_marks, mark
from portal.search.site.suggest import suggest
from tests.properties import WITH_FIXTURES
from tests.search.factories import Shelf
from tests.thai.work import count_handed

MILLION = 1_000_000
HUGE: dict[str, str] = {
    "letters": "ก" * MILLION,
    "marks": "ก" + "\u0301" * MILLION,
    "marks of many classes": "a" + "\u0327\u0301\u0345" * (MILLION // 3),
    "words": "เทศบาล " * (MILLION // 7),
    "Latin words": "abc " * (MILLION // 4),
    "quotes": '"กขค" ' * (MILLION // 6),
    "filters": "kind:law " * (MILLION // 9),
    "digits": "1" * MILLION,
    "years": "2560 " * (MILLION // 5),
    "references": "ว 1918 " * (MILLION // 7),
    "abbreviations": "พรบ ฉ. รธน. " * (MILLION // 12),
    "wildcards": "*?" * (MILLION // 2),
    "brackets": "(" * MILLION,
    "ligatures": "ﷺﬃ" * (MILLION // 2),
}
NEAR, LISTS, CHARACTERS = 300, 30_000, 8 * analysis.LONGEST_QUERY


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    """An index with some hundred words that are near each other."""
    made = EmbeddedEngine(tmp_path_factory.mktemp("work"))
    letters = "กขคงจชดตนบปผพมยรลวสหอ"
    words = [f"{a}า{b}ี{c}" for a in letters for b in letters[:6] for c in letters[:3]]
    made.index(
        (Entry(key, "พระราชบัญญัติเทศบาล", [analysis.fold(" ".join(words[key::7]))]) for key in range(7)),
        anew=True,
    )
    return made.now()


class Count(Counter[str]):
    """Counts calls of methods by name."""

    def watch(
        self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, size: Callable[..., int] = lambda *_: 1
    ) -> None:
        original = getattr(owner, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            self[name] += size(*args)
            return original(*args, **kwargs)

        monkeypatch.setattr(owner, name, counted)


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_query_is_cut_by_its_raw_length_before_anything_is_done(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed, count = count_handed(monkeypatch), Count()
    count.watch(monkeypatch, analysis, "fold", len)
    count.watch(monkeypatch, analysis, "spans", len)
    understood = understand(text)
    assert handed.characters <= CHARACTERS
    assert handed.heap <= 30
    assert count["fold"] <= CHARACTERS
    assert count["spans"] <= CHARACTERS
    is_bounded(understood)


def is_bounded(understood: QueryAnalysis) -> None:
    assert len(understood.raw) <= analysis.LONGEST_QUERY
    assert len(understood.text) <= 4 * analysis.LONGEST_QUERY
    assert len(understood.words) <= understanding.MOST_WORDS
    assert len(understood.phrases) <= 8
    assert len(understood.expansions) <= 40
    assert sum(map(len, understood.expansions)) <= 120
    assert all(len(values) <= 20 for values in understood.filters.values())
    assert len(understood.references) <= analysis.LONGEST_QUERY // 4


class Thesaurus(Nothing):
    """An editor's list of ten thousand synonyms, each of them in the query."""

    def synonyms(self) -> list[tuple[str, str]]:
        return [("เทศบาล", f"คำพ้องที่ {number} " * 50) for number in range(10_000)]


def test_ten_thousand_synonyms_add_a_bounded_number_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    count = Count()
    count.watch(monkeypatch, analysis, "spans", len)
    understood = understand("เทศบาล", Thesaurus())
    is_bounded(understood)
    assert count["spans"] <= (42) * analysis.LONGEST_QUERY


PIECES = st.sampled_from(
    [
        "กาขีค",
        "ขาคีง",
        "งาจี",
        "ฟฟฟ",
        "ฮญฒ",
        "abc",
        "qzx",
        " ",
        "",
        "เทศบาร",
        "พรบ",
        "ว 1918",
        "2560",
        "\u0301",
        "\u0e48",
        '"ก ข"',
    ]
)
QUERIES = st.lists(PIECES, min_size=40, max_size=300).map("".join)


@settings(max_examples=25, suppress_health_check=WITH_FIXTURES)
@given(QUERIES)
def test_corrections_and_searches_cost_a_bounded_number_of_looks(engine: EmbeddedEngine, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        count = Count()
        for name in ("near", "alike", "containing"):
            count.watch(patch, Lexicon, name)
        count.watch(patch, Snapshot, "postings")
        prepared = prepare(text, engine, IndexKnowledge(engine))
        did_you_mean(prepared.analysis, engine)
        query = prepared.plan.query
        engine.search(query, facets=("kind",), floor=prepared.plan.floor)
    is_bounded(prepared.analysis)
    assert len(query.words) <= 254, "as many as the compiled reader keeps"
    assert len(query.skeleton) <= 400
    assert count["near"] <= NEAR
    assert count["alike"] + count["containing"] <= 40
    assert count["postings"] <= LISTS


@pytest.mark.parametrize("count_of_words", [20, 60, 133])
def test_a_run_of_unknown_words_is_compared_a_bounded_number_of_times(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, count_of_words: int
) -> None:
    """Each stretch of five words in each of three rounds was looked up anew."""
    count = Count()
    count.watch(monkeypatch, Lexicon, "near")
    text = analysis.fold("กาขีคงาจีฟฟ" * count_of_words)[: analysis.LONGEST_QUERY]
    engine.suggest(text, rough=True)
    engine.suggest(text)
    assert count["near"] <= 2 * NEAR


@pytest.mark.parametrize("text", ["x" * 400, "ก" * 400, "กขฃ" * 133])
def test_what_is_too_long_for_a_word_is_near_to_none(engine: EmbeddedEngine, text: str) -> None:
    assert engine.words.near(text, most=200) == []
    assert len(engine.words.alike(text, limit=3)) <= 3


def test_words_across_borders_cost_a_bounded_number_of_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = EmbeddedEngine(tmp_path)
    # Hundreds of words end and begin with every part of the text.
    text = "กกกกกกกกกกกกกกกกกกกกกกกกกกกกกก"
    words = [f"{'ก' * size}{mark}" for size in range(1, 30) for mark in "xyzuvw"]
    words += [f"{mark}{'ก' * size}" for size in range(1, 30) for mark in "xyzuvw"]
    made.index([Entry(1, "", [" ".join(words)])], anew=True)
    count = Count()
    count.watch(monkeypatch, Snapshot, "postings")
    monkeypatch.setattr(literal, "_MOST_LISTS", 500)
    literal.occurring(made.state, 0, text)
    assert count["postings"] <= 500 + 2 * literal._MOST_WORDS


LONG = "ความในมาตรานี้ให้ใช้บังคับแก่เทศบาลด้วย " * 40_000


@pytest.mark.parametrize("words", [["เทศบาล"], ["ไดโนเสาร์"], ["ที่", "ให้"], ["เทศบาล", "ความ", "ใช้บังคับ"], []])
def test_an_excerpt_of_a_whole_law_reads_a_bounded_part_of_it(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed, count = count_handed(monkeypatch), Count()
    count.watch(monkeypatch, analysis, "fold", len)
    count.watch(monkeypatch, analysis, "spans", len)
    pieces = mark(LONG, words)
    assert len(LONG) > MILLION
    assert sum(len(piece.text) for piece in pieces) < 400
    assert has_marks(pieces) == bool({"เทศบาล"} & set(words))
    assert handed.characters <= 100_000
    assert count["fold"] <= 25_000
    assert count["spans"] <= 50_000


def test_a_word_deep_in_a_long_text_is_still_shown() -> None:
    text = "ความทั่วไป " * 30_000 + "ผู้ประสบอุทกภัยได้รับการช่วยเหลือ " + "ความทั่วไป " * 30_000
    pieces = mark(text, ["อุทกภัย"])
    assert [piece.text for piece in pieces if piece.marked] == ["อุทกภัย"]
    assert pieces[0].text == "… "


def test_a_short_text_is_read_whole_as_before() -> None:
    text = "ก" * 10_000 + " เทศบาล"
    assert [piece.text for piece in mark(text, ["เทศบาล"]) if piece.marked] == ["เทศบาล"]


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_page_number_is_read_from_its_first_signs(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr("portal.search.site.find.to_arabic", lambda part: read.append(len(part)) or part)
    assert 1 <= page_number(text, 200) <= 200
    assert max(read) <= 40


class Label(str):
    """A label that counts how often it is folded."""

    folded = 0

    def casefold(self) -> str:
        type(self).folded += 1
        return super().casefold()

    def __str__(self) -> str:
        return self


def test_a_filter_is_found_without_a_look_at_every_label() -> None:
    Label.folded = 0
    catalog = Catalog({"agency": {f"a{number}": Label(f"เทศบาลที่ {number}") for number in range(2_000)}})
    for number in range(200):
        assert catalog.value_of("agency", f"เทศบาลที่ {number}") == f"a{number}"
        assert catalog.value_of("agency", "ไม่มีหน่วยงานนี้") is None
    assert Label.folded <= 2_000


class Everything:
    """Stands for an index of objects and counts what is asked of it."""

    size = 3

    def __init__(self) -> None:
        self.asked = 0
        self.words = Lexicon(
            [("\n".join(sorted(f"คำ{number}" for number in range(500))), np.ones(500, np.int32))]
        )

    def word_scores(self, field: str, word: str) -> tuple[Any, Any]:
        self.asked += 1
        return np.zeros(0, np.int64), np.zeros(0, np.float32)

    def lexicon(self, field: str) -> Lexicon:
        return self.words

    def holding(self, words: Any, fields: Any, among: Any) -> None:
        self.asked += 1


@pytest.mark.parametrize("text", [*HUGE.values(), "คำ " * 200, "".join(f"คำ{n} " for n in range(100))])
@pytest.mark.parametrize("make", [PlainText, Phrase, Fuzzy], ids=lambda kind: kind.__name__)
def test_a_search_box_of_cms_asks_a_bounded_number_of_words(make: Any, text: str) -> None:
    objects: Any = Everything()
    fields = {f"s_{number}": 1.0 for number in range(10)}
    matching.Evaluator(objects, fields, prefix=True).evaluate(make(text))
    assert objects.asked <= matching._MOST_WORDS * len(fields) * (2 * matching._MOST_EXPANSIONS + 20)


def test_the_last_word_of_a_box_stays_the_one_that_may_be_unfinished() -> None:
    assert matching._words("ถนน เทศ ถนน เทศ") == ["ถนน", "เทศ"]
    assert matching._words("เทศ ถนน เทศ") == ["ถนน", "เทศ"]


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_suggestions_fold_a_bounded_part_of_what_is_typed(
    shelf: Shelf, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = count_handed(monkeypatch)
    assert len(suggest(text)) <= 8
    assert handed.characters <= 20 * 80


@pytest.mark.parametrize("name", ["kind", "agency", "topic", "status", "year"])
def test_values_of_a_filter_are_counted_before_they_are_read(shelf: Shelf, name: str) -> None:
    from portal.search.site.filters import choose

    params = QueryDict(mutable=True)
    params.setlist(name, ["x" * 10_000] * 5_000)
    chosen = choose(params, {name: ("y",) * 20}, Catalog())
    assert len(chosen.unknown) <= 40
    assert all(len(value) <= 60 for _, value in chosen.unknown)


@settings(max_examples=60, suppress_health_check=WITH_FIXTURES)
@given(st.text(max_size=600))
def test_no_text_breaks_understanding_or_search(engine: EmbeddedEngine, text: str) -> None:
    is_bounded(understand(text, IndexKnowledge(engine)))
    assert len(ask(text, engine).hits) <= 10
