"""Judging: collections are read or refused with a sentence, figures are right, commands print what they promise."""

from __future__ import annotations

import gzip
import json
import math
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmarks import judge
from benchmarks.__main__ import main
from benchmarks.collection import BadCollectionError, Document, read_documents, read_queries
from benchmarks.compose import Kitchen, recipes, sections
from benchmarks.engines import Fts5, Klang, Tantivy, resident_bytes, rivals, timed
from benchmarks.metrics import Score, percentile
from benchmarks.speed import in_turn
from benchmarks.understanding import with_one_error
from portal.search.engine import analysis

ROOT = Path(__file__).parents[2]
TEXTS = {
    "1": ("พระราชบัญญัติเทศบาล", "เทศบาลมีหน้าที่รักษาความสะอาดของถนน\n\nและให้มีตลาด"),
    "2": ("พระราชบัญญัติโรคติดต่อ", "ควบคุมโรคติดต่ออันตรายในตำบล"),
    "3": ("ระเบียบช่วยเหลือประชาชน", "ช่วยเหลือผู้ประสบภัยน้ำท่วม"),
    "4": ("ประกาศเรื่องสะพาน", "ปิดสะพานเพื่อซ่อมแซม"),
}


def write(path: Path, rows: Iterable[Any]) -> Path:
    """Write rows as JSON lines, gzip by name."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write(
        tmp_path / "documents.jsonl",
        [{"id": key, "title": title, "text": text} for key, (title, text) in TEXTS.items()],
    )


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    return write(
        tmp_path / "queries.jsonl.gz",
        [
            {"id": "a", "query": "ถนน เทศบาล", "rel": ["1"], "kind": "words"},
            {"id": "b", "query": "โรคติดต่อ", "rel": [2], "kind": "words"},
            {"id": "c", "query": "น้ำท่วม", "rel": ["3"], "kind": "questions"},
            {"id": "d", "query": "สะพาน", "rel": ["3"], "kind": "questions"},  # judged wrong on purpose
        ],
    )


def evaluated(documents: Path, queries: Path, **options: Any) -> str:
    lines: list[str] = []
    judge.run(lines.append, documents=documents, queries=queries, **options)
    return "\n".join(lines)


def figures(text: str) -> dict[str, list[str]]:
    """Return the table: engine and kind → cells."""
    lines = text[text.index("hit@1") :].splitlines()[1:]
    return {line[2:30].strip(): line[30:].split() for line in lines if not line.startswith("memory")}


def test_the_table_has_the_figures_of_every_column(documents: Path, queries: Path) -> None:
    text = evaluated(documents, queries)
    assert "4 documents" in text
    assert "4 queries" in text
    assert "memory of this process" in text
    cells = figures(text)["klang"]
    assert cells[:4] == ["0.7500"] * 4
    assert cells[4:6] == ["1.0000", "0.7500"]
    assert all(float(cell) > 0 for cell in cells[6:])


def test_kinds_get_a_line_each(documents: Path, queries: Path) -> None:
    table = figures(evaluated(documents, queries, kinds=True))
    assert set(table) == {"klang", "klang  words", "klang  questions"}
    assert table["klang  words"][0] == "1.0000"
    assert table["klang  questions"][0] == "0.5000"


@pytest.mark.parametrize(("failures", "lines"), [(0, 0), (1, 1), (20, 1)])
def test_failures_name_the_query_and_what_came_instead(
    documents: Path, queries: Path, failures: int, lines: int
) -> None:
    text = evaluated(documents, queries, failures=failures)
    wrong = [line for line in text.splitlines() if line.startswith("  wrong:")]
    assert len(wrong) == lines
    if wrong:
        assert "'สะพาน' gave ['4'" in wrong[0]
        assert "right ['3']" in wrong[0]


@pytest.mark.parametrize(("limit", "judged"), [(0, 4), (1, 1), (3, 3), (4, 4), (99, 4)])
def test_a_limit_takes_so_many_queries(documents: Path, queries: Path, limit: int, judged: int) -> None:
    assert f"{judged} queries" in evaluated(documents, queries, limit=limit)


def test_without_titles_what_stands_in_titles_alone_is_not_found(documents: Path, tmp_path: Path) -> None:
    with documents.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "5", "title": "Ombudsman", "text": "ผู้ตรวจการแผ่นดิน"}) + "\n")
    queries = write(tmp_path / "q.jsonl", [{"id": "a", "query": "ombudsman", "rel": ["5"]}])
    assert figures(evaluated(documents, queries))["klang"][0] == "1.0000"
    assert figures(evaluated(documents, queries, no_titles=True))["klang"][4] == "0.0000"


def test_rivals_answer_the_same_queries(
    documents: Path, queries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KLANG_RIVAL_POSTGRES", raising=False)
    text = evaluated(documents, queries, compare=True)
    assert {"klang", "fts5", "fts5 raw", "tantivy"} <= set(figures(text))
    assert "without postgres: no DATABASE_URL of a server" in text


def test_a_rival_that_does_not_answer_is_left_out_with_its_reason(tmp_path: Path) -> None:
    engines, missing = rivals(tmp_path, "postgres://nobody@127.0.0.1:1/none")
    assert [engine.name for engine in engines] == ["fts5", "fts5 raw", "tantivy"]
    assert len(missing) == 1
    assert missing[0].startswith("postgres: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "must hold something"),
        ("\n\n", "must hold something"),
        ("not json\n", "line 1: not JSON"),
        ('{"id": 1, "text": ""}\n{"id"\n', "line 2: not JSON"),
        ("[]\n", "line 1: an object with an id"),
        ('"text"\n', "line 1: an object with an id"),
        ('{"title": "x"}\n', "line 1: an object with an id"),
        ('{"id": 7, "title": "x"}\n', "7: text is expected"),
        ('{"id": 7, "text": null}\n', "7: text is expected"),
        ('{"id": 7, "text": ["a"]}\n', "7: text is expected"),
    ],
)
def test_wrong_documents_are_refused_with_a_sentence(
    tmp_path: Path, queries: Path, content: str, words: str
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(content, encoding="utf-8")
    with pytest.raises(BadCollectionError, match=words):
        evaluated(bad, queries)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": 1}, "query and rel are expected"),
        ({"id": 1, "query": "x"}, "query and rel are expected"),
        ({"id": 1, "query": 5, "rel": []}, "query and rel are expected"),
        ({"id": 1, "query": "x", "rel": "1"}, "query and rel are expected"),
        ([1], "an object with an id"),
    ],
)
def test_wrong_queries_are_refused_with_a_sentence(
    tmp_path: Path, documents: Path, row: Any, words: str
) -> None:
    with pytest.raises(BadCollectionError, match=words):
        evaluated(documents, write(tmp_path / "bad.jsonl", [row]))


@pytest.mark.parametrize("name", ["nowhere.jsonl", "nowhere.jsonl.gz", "."])
def test_files_that_are_not_there_are_named(tmp_path: Path, documents: Path, name: str) -> None:
    with pytest.raises(OSError, match="nowhere|directory"):
        evaluated(documents, tmp_path / name)


def test_a_file_that_only_says_it_is_packed(tmp_path: Path, documents: Path) -> None:
    bad = tmp_path / "bad.jsonl.gz"
    bad.write_bytes(b'{"id": 1}\n')
    with pytest.raises(OSError, match="[Nn]ot a gzipped file"):
        evaluated(documents, bad)


def test_both_files_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["judge"])
    assert "required: --documents, --queries" in capsys.readouterr().err


def test_the_command_prints_the_table_and_succeeds(
    documents: Path, queries: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["judge", "--documents", str(documents), "--queries", str(queries), "--kinds", "--limit", "2"])
        == 0
    )
    assert "2 queries" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["not json\n", "", "[]\n", '{"id": 1, "query": "x"}\n'])
def test_the_command_says_what_is_wrong_with_a_file_and_fails(
    tmp_path: Path, documents: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(content, encoding="utf-8")
    assert main(["judge", "--documents", str(documents), "--queries", str(bad)]) == 1
    captured = capsys.readouterr()
    assert ("bad.jsonl" in captured.err) == bool(content)
    assert "Traceback" not in captured.err


def test_a_file_that_is_not_there_is_named_without_a_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "nowhere.jsonl")
    assert main(["judge", "--documents", missing, "--queries", missing]) == 1
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_nothing_that_is_served_knows_the_benchmarks() -> None:
    """They are started by `bin/bench`; a server has neither the package nor a command for it."""
    served = [
        path
        for room in ("portal", "cases", "legal_library", "announcements")
        for path in (ROOT / room).rglob("*.py")
    ]
    assert len(served) > 100
    assert [path for path in served if "benchmarks" in path.read_text(encoding="utf-8")] == []
    assert {"explain_search", "rebuild_search"} <= set(get_commands())
    assert not {"bench_search", "evaluate_search"} & set(get_commands())


def test_what_a_query_was_cut_from_is_cut_out(tmp_path: Path) -> None:
    made = write(
        tmp_path / "d.jsonl", [{"id": 1, "title": "t", "text": "0123456789"}, {"id": 2, "text": "abc"}]
    )
    asked = write(
        tmp_path / "q.jsonl",
        [
            {"id": "a", "query": "23", "rel": [1], "span": [2, 4]},
            {"id": "b", "query": "78", "rel": [1], "span": [7, 9]},
            {"id": "c", "query": "none", "rel": [2]},
        ],
    )
    judged, cuts = read_queries(asked)
    assert cuts == {"1": [(2, 4), (7, 9)]}
    assert [document.text for document in read_documents(made, cuts)] == ["014569", "abc"]
    assert [document.text for document in read_documents(made)] == ["0123456789", "abc"]
    assert [document.title for document in read_documents(made, titles=False)] == ["", ""]
    assert [query.right for query in judged] == [{"1"}, {"1"}, {"2"}]


def test_reading_is_lazy_and_names_the_line_when_it_comes_to_it(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text('{"id": 1, "text": "a"}\nbroken\n', encoding="utf-8")
    rows = read_documents(path)
    assert next(rows).id == "1"
    with pytest.raises(BadCollectionError, match="d.jsonl, line 2"):
        next(rows)


def test_passages_are_parted_by_empty_lines() -> None:
    assert Document("1", "", "ก\nข\n\n\n\nค\n\n \n\n").passages == ["ก\nข", "ค"]
    assert Document("1", "", "").passages == []


def test_a_perfect_and_an_empty_answer() -> None:
    score = Score()
    score.add(["a", "b", "c"], {"a", "b", "c"})
    assert {name: value for name, value in score.figures().items() if "ms" not in name} == dict.fromkeys(
        ("hit@1", "R@10", "MRR@10", "nDCG@10", "answered", "recall"), pytest.approx(1.0)
    )
    assert set(Score().figures().values()) == {0.0}


def test_gain_falls_with_the_rank() -> None:
    score = Score()
    score.add(["x", "a"], {"a"})
    assert score.figures()["nDCG@10"] == pytest.approx(1 / math.log2(3))
    assert score.figures()["MRR@10"] == 0.5


def test_only_ten_count_for_the_list_and_all_matches_for_recall() -> None:
    score = Score()
    score.add([f"x{n}" for n in range(10)] + ["a"], {"a"}, matched=["a", "b"])
    assert (score.figures()["R@10"], score.figures()["MRR@10"], score.figures()["recall"]) == (0.0, 0.0, 1.0)


def test_more_right_answers_than_places_can_still_be_perfect() -> None:
    right = [f"a{n}" for n in range(30)]
    score = Score()
    score.add(right[:10], right)
    assert score.figures()["R@10"] == 1.0
    assert score.figures()["nDCG@10"] == pytest.approx(1.0)
    assert score.figures()["recall"] == pytest.approx(1 / 3)


IDS = st.lists(st.sampled_from([f"d{n}" for n in range(15)]), max_size=15, unique=True)


@given(st.lists(st.tuples(IDS, IDS), min_size=1, max_size=5))
def test_no_figure_leaves_its_range(judged: list[tuple[list[str], list[str]]]) -> None:
    score = Score()
    for found, right in judged:
        score.add(found, right)
    assert all(0 <= value <= 1 + 1e-9 for value in score.figures().values())


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values_and_grows(values: list[float], share: float) -> None:
    assert min(values) <= percentile(values, 0.1) <= percentile(values, 0.9) <= max(values)
    assert percentile(values, share) in values


LAW = [
    "ข้อความนำ มาตรา 1 " + "ก" * 60 + "\nมาตรา ๒ " + "ข" * 60 + "\nมาตรา 3 สั้น",
    "มาตราเดียวที่ยาวพอจะนับเป็นหนึ่งหมวดของกฎหมายฉบับนี้ได้",
]


def test_laws_are_cut_into_sections() -> None:
    found = sections(LAW, longest=100)
    assert len(found) == 3
    assert found[1].startswith("มาตรา ๒")
    assert all(40 < len(part) <= 100 for part in found)
    assert sections(LAW) == [text.strip() for text in LAW]


def test_recipes_are_the_same_for_the_same_seed_and_of_legal_length() -> None:
    lengths = [400] * 50
    first = list(recipes(20, lengths, ["กฎหมาย"], seed=1))
    assert first == list(recipes(20, lengths, ["กฎหมาย"], seed=1))
    assert first != list(recipes(20, lengths, ["กฎหมาย"], seed=2))
    assert all(400 <= sum(lengths[place] for place in recipe.sections) <= 121_000 for recipe in first)
    assert all(recipe.reference in recipe.title and 2500 <= recipe.year_be <= 2569 for recipe in first)


def test_a_composed_document_is_what_its_sections_are() -> None:
    kitchen = Kitchen([f"มาตรา {n} เทศบาลมีหน้าที่ข้อ {n}" for n in range(5)])
    [recipe] = recipes(1, [40] * 5, ["พระราชบัญญัติ"])
    entry, analyzed = kitchen.entry(7, recipe), kitchen.analyzed(7, recipe)
    assert entry == analyzed.entry
    assert entry.key == 7
    assert kitchen.text(recipe).split("\n\n") == entry.passages
    assert kitchen.joined_words(recipe).split() == analysis.tokens(kitchen.text(recipe))
    assert f"year={recipe.year_be}" in entry.facets


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_no_query_breaks_a_rival(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    for engine in _built(tmp_path_factory):
        assert set(engine.answer(query)) <= set(TEXTS)


_engines: list[Any] = []


def _built(factory: pytest.TempPathFactory) -> list[Any]:
    """Build every engine once for all examples."""
    if not _engines:
        folder = factory.mktemp("engines")
        for engine in (Klang(folder), Fts5(folder), Fts5(folder, raw=True), Tantivy(folder)):
            engine.build(Document(key, title, text) for key, (title, text) in TEXTS.items())
            assert engine.size() > 0
            _engines.append(engine)
    return _engines


def test_an_action_is_timed_and_memory_is_read() -> None:
    seconds, result = timed(lambda: 7)
    assert (result, seconds >= 0) == (7, True)
    everything, own = resident_bytes()
    assert everything >= own > 1_000_000


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a", "query": "ถนน", "rel": ["1"], "span": [1]},
        {"id": "a", "query": "ถนน", "rel": ["1"], "span": "ab"},
        {"id": "a", "query": "ถนน", "rel": ["1"], "span": [5, 1]},
        {"id": "a", "query": "ถนน", "rel": [], "span": [0, 5]},
    ],
)
def test_a_span_that_fits_nowhere_is_refused(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(BadCollectionError, match="span"):
        read_queries(write(tmp_path / "queries.jsonl", [row]))


def test_damaged_files_are_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": 1, "text": "\xff\xfe"}\n')
    whole = write(tmp_path / "whole.jsonl.gz", [{"id": 1, "text": "ถนน" * 500}]).read_bytes()
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[:-9])
    (tmp_path / "no.jsonl.gz").write_bytes(b"plain text")
    for name in ("latin.jsonl", "cut.jsonl.gz", "no.jsonl.gz"):
        with pytest.raises((BadCollectionError, OSError)):
            list(read_documents(tmp_path / name))
        with pytest.raises((BadCollectionError, OSError)):
            evaluated(tmp_path / name, tmp_path / name)


def test_every_engine_comes_at_every_place_equally_often() -> None:
    orders = [in_turn("abc", turn) for turn in range(600)]
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)
    assert orders == [in_turn("abc", turn) for turn in range(600)]
    for place in range(3):
        for name in "abc":
            assert 150 < sum(order[place] == name for order in orders) < 250


def test_an_error_changes_a_word_by_one_letter_or_two_exchanged() -> None:
    draw = random.Random(5)
    for word in ("โรคติดต่อ", "เทศบาล", "ผู้สูงอายุ"):
        for _ in range(200):
            assert OSA.distance(word, with_one_error(word, draw)) <= 1


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


def test_our_engine_and_its_rivals_find_titles_by_their_beginning(tmp_path: Path) -> None:
    documents = write(
        tmp_path / "documents.jsonl.gz",
        [{"id": key, "title": title, "text": f"เนื้อหาของ{title}"} for key, (title, _) in TEXTS.items()],
    )
    queries = write(
        tmp_path / "queries.jsonl",
        [{"id": f"q{key}", "query": title[:24], "rel": [key]} for key, (title, _) in TEXTS.items()],
    )
    table = figures(evaluated(documents, queries, compare=True))
    assert table["klang"][:3] == ["1.0000"] * 3
    assert "fts5" in table
