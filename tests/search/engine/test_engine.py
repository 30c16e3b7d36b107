"""The bulk-written index is a Whoosh index: stock Whoosh reads it and ranks the same; merging and crashes keep it whole."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import random
import signal
import struct
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import query as whoosh_query
from whoosh import scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from portal.search.engine import analysis
from portal.search.engine.kernels import Postings, best_places
from portal.search.engine.protocol import Entry, Query
from portal.search.engine.ranking import matching_keys, search
from portal.search.engine.snapshot import DEFAULT_WEIGHTS, PostingCache, Snapshot, idf
from portal.search.engine.store import IndexBusyError, IndexUnavailableError, Store

WORDS = [
    "เทศบาล",
    "ประชาชน",
    "ช่วยเหลือ",
    "น้ำท่วม",
    "เด็ก",
    "สตรี",
    "ผู้สูงอายุ",
    "โรค",
    "ไฟไหม้",
    "ถนน",
    "โรงเรียน",
    "ตลาด",
    "วัด",
    "คลอง",
    "ภาษี",
    "ที่ดิน",
]


def entries(count: int, seed: int = 1) -> list[Entry]:
    """Make documents of random words; common words are common."""
    draw = random.Random(seed)
    made = []
    for key in range(count):
        body = [WORDS[min(int(draw.expovariate(0.35)), len(WORDS) - 1)] for _ in range(draw.randint(5, 120))]
        made.append(
            Entry(
                key=key,
                title=draw.choice(WORDS) + draw.choice(WORDS),
                passages=["".join(body[:40]), " ".join(body[40:])],
                facets=[f"kind={'law' if key % 3 else 'letter'}", f"year={2550 + key % 5}"],
                references=[f"o:ว{key}", f"c:ว{key + 1}"],
                ordinal=1000 + key % 50,
                year_be=2550 + key % 5,
            )
        )
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "index")


class OurBm25(scoring.BM25F):
    """Whoosh's own scorer with our idf and our rounded averages."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(B=DEFAULT_WEIGHTS.b, K1=DEFAULT_WEIGHTS.k1)
        self._snapshot = snapshot

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> Any:
        snapshot, weights = self._snapshot, DEFAULT_WEIGHTS
        parent = searcher.get_parent()
        rarity = idf(snapshot.documents, parent.doc_frequency(fieldname, text))
        average = snapshot.averages[fieldname]

        class Scorer(scoring.BaseScorer):
            def score(self, matcher: Any) -> float:
                weight = matcher.weight()
                length = searcher.doc_field_length(matcher.id(), fieldname, 0) or 0
                norm = weights.k1 * (1 - weights.b + weights.b * length / average)
                return float(rarity * weight * (weights.k1 + 1) / (weight + norm))

            def supports_block_quality(self) -> bool:
                return False

        return Scorer()


def stock(store: Store, words: list[str]) -> dict[int, float]:
    """Return what stock Whoosh scores: document number → score, of a one-segment index."""
    pointer = store._pointer()
    assert pointer is not None
    whoosh_index = FileIndex(FileStorage(str(store.root / pointer.folder)), indexname="MAIN")
    terms = [whoosh_query.Term(field, word) for field in ("body", "title") for word in words]
    with whoosh_index.searcher(weighting=OurBm25(store.snapshot())) as searcher:
        hits = searcher.search(whoosh_query.Or(terms), limit=None, optimize=False)
        return {hit.docnum: hit.score for hit in hits}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("words", [["เทศบาล"], ["น้ำท่วม", "เด็ก"], ["วัด", "คลอง", "ภาษี", "ที่ดิน"], ["ไม่มีคำนี้"]])
def test_stock_whoosh_finds_the_same_documents_with_the_same_scores(store: Store, words: list[str]) -> None:
    store.rebuild(entries(1500))
    theirs = stock(store, words)
    (ours,), _ = store.snapshot().word_scores(tuple((word, 1.0) for word in words))
    assert set(np.flatnonzero(ours).tolist()) == set(theirs)
    for number, score in theirs.items():
        assert math.isclose(float(ours[number]), score, rel_tol=1e-4)
    best = sorted(theirs, key=lambda number: (-round(theirs[number], 3), number))[:10]
    assert {round(float(ours[n]), 2) for n in best_places(ours, np.ones(len(ours), np.uint8), 10)} == {
        round(theirs[n], 2) for n in best
    }


def test_counts_facets_and_list_agree_under_every_filter(store: Store) -> None:
    store.rebuild(entries(400))
    snapshot = store.snapshot()
    words = (("น้ำท่วม", 1.0), ("วัด", 1.0))
    everything = search(snapshot, Query(words), stop=1000, facets=("kind", "year"))
    assert everything.total == len(everything.hits) == len(matching_keys(snapshot, Query(words)))
    for kind, count in everything.facets["kind"].items():
        narrowed = search(
            snapshot, Query(words, groups={"kind": (kind,)}), stop=1000, facets=("kind", "year")
        )
        assert narrowed.total == len(narrowed.hits) == count
        assert narrowed.facets["kind"] == everything.facets["kind"]
        assert sum(narrowed.facets["year"].values()) == count


def test_forbidden_documents_are_in_no_hit_count_or_facet(store: Store) -> None:
    store.rebuild(entries(50))
    snapshot = store.snapshot()
    words = (("เทศบาล", 1.0),)
    before = search(snapshot, Query(words), stop=100, facets=("kind",))
    hidden = tuple(hit.key for hit in before.hits[:5])
    after = search(snapshot, Query(words, forbidden=hidden), stop=100, facets=("kind",))
    assert not set(hidden) & {hit.key for hit in after.hits}
    assert after.total == before.total - 5
    assert sum(after.facets["kind"].values()) == after.total


def test_a_reference_lifts_its_document_above_those_that_cite_it(store: Store) -> None:
    store.rebuild(entries(60))
    answer = search(store.snapshot(), Query((("เทศบาล", 1.0),), references=("ว7",)), stop=60)
    assert [hit.key for hit in answer.hits[:2]] == [7, 6]


def test_sorting_by_date_puts_unknown_days_last(store: Store) -> None:
    made = entries(20)
    made.append(Entry(key=99, title="เทศบาล", passages=["เทศบาล"], ordinal=0))
    store.rebuild(made)
    days = {entry.key: entry.ordinal for entry in made}
    newest = search(store.snapshot(), Query((("เทศบาล", 1.0),)), stop=100, order="newest").hits
    listed = [days[hit.key] for hit in newest]
    assert listed[:-1] == sorted(listed[:-1], reverse=True)
    assert newest[-1].key == 99


def test_updates_replace_and_remove_and_keep_few_segments(store: Store) -> None:
    store.rebuild(entries(100))
    for turn in range(12):
        store.update([Entry(key=turn, title="ใหม่", passages=[f"เรื่องใหม่ zq{turn}x"])], remove=[90 + turn % 10])
    snapshot = store.snapshot()
    assert len(snapshot.segments) <= 6
    assert snapshot.living == 90
    for turn in range(12):
        word = f"ปลาทอง{turn}"
        store.update([Entry(key=turn, title="ใหม่", passages=[f"เรื่อง {word}"])])
    keys = {hit.key for hit in search(store.snapshot(), Query((("ปลาทอง", 1.0),)), stop=50).hits}
    assert keys == set(range(12))
    old = analysis.tokens(entries(100)[0].title)[0]
    assert 0 not in matching_keys(store.snapshot(), Query(((old, 1.0),))).tolist()


def test_an_index_in_pieces_scores_like_one_built_at_once(tmp_path: Path) -> None:
    made = entries(60)
    whole, pieces = Store(tmp_path / "whole"), Store(tmp_path / "pieces")
    whole.rebuild(made)
    pieces.rebuild(made[:20])
    for first in range(20, 60, 10):
        pieces.update(made[first : first + 10])
    query = Query((("น้ำท่วม", 1.0), ("วัด", 2.0)), sequence=(0, 1), text="น้ำท่วมวัด")
    ours = {hit.key: round(hit.score, 3) for hit in search(whole.snapshot(), query, stop=60).hits}
    theirs = {hit.key: round(hit.score, 3) for hit in search(pieces.snapshot(), query, stop=60).hits}
    assert ours == theirs


def test_an_index_of_another_analysis_is_not_used(tmp_path: Path) -> None:
    Store(tmp_path / "index", version="old").rebuild(entries(3))
    fresh = Store(tmp_path / "index", version="new")
    with pytest.raises(IndexUnavailableError):
        fresh.snapshot()
    with pytest.raises(IndexUnavailableError):
        fresh.update(entries(1))


def test_a_failed_rebuild_leaves_the_old_index(store: Store) -> None:
    store.rebuild(entries(5))

    def broken() -> Any:
        yield from entries(2)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        store.rebuild(broken())
    assert store.snapshot().living == 5
    assert len(list(store.root.glob("build-*"))) == 1


def test_a_second_writer_is_told_that_the_index_is_busy(store: Store) -> None:
    store.rebuild(entries(5))
    with store._writing(0.1), pytest.raises(IndexBusyError):
        store.update(entries(1), timeout=0.1)


def _writes_forever(root: str) -> None:
    store = Store(Path(root))
    number = 0
    while True:
        number += 1
        store.update([Entry(key=1000 + number % 7, title="เทศบาล", passages=["ข้อความ " * 200])])


def test_a_killed_writer_leaves_an_index_that_opens_and_takes_changes(store: Store) -> None:
    store.rebuild(entries(30))
    for wait in (0.15, 0.31, 0.52):
        writer = multiprocessing.get_context("fork").Process(target=_writes_forever, args=(str(store.root),))
        writer.start()
        time.sleep(wait)
        assert writer.pid
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        fresh = Store(store.root)
        assert fresh.snapshot().living >= 30
        fresh.update([Entry(key=1, title="ผู้รอดชีวิต", passages=["ยังเขียนได้"])])
        assert fresh.snapshot().living >= 30


# A reader that loses the race for a segment tries again; Whoosh leaves what it had opened by then to the collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_readers_go_on_while_one_writes(store: Store) -> None:
    store.rebuild(entries(200))
    failures: list[str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                answer = search(store.snapshot(), Query((("เทศบาล", 1.0),)), facets=("kind",))
                assert answer.total >= 1
            except (OSError, ValueError, LookupError, struct.error, AssertionError):
                failures.append(traceback.format_exc())
                return

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for turn in range(8):
        store.update([Entry(key=500 + turn, title="เทศบาลใหม่", passages=["เทศบาล"])])
    stop.set()
    for reader in readers:
        reader.join()
    gc.collect()
    assert not failures, failures[0]


def postings() -> Postings:
    return Postings(np.arange(0, 700, 7, np.int32), np.ones(100, np.int32), 1000)


def test_the_cache_stays_within_its_bound() -> None:
    cache = PostingCache(10_000)
    table = cache.table("body")
    for number in range(100):
        cache.put("body", f"word{number}", postings())
        assert cache.held <= 10_000
    assert "word99" in table
    assert "word0" not in table


def test_what_is_used_again_and_again_stays_in_the_cache() -> None:
    cache = PostingCache(10_000)
    table = cache.table("body")
    cache.put("body", "ผู้สูงอายุ", postings())
    for number in range(100):
        table["ผู้สูงอายุ"].used = True
        cache.put("body", f"word{number}", postings())
    assert "ผู้สูงอายุ" in table


def test_lists_of_segments_that_are_gone_are_let_go() -> None:
    cache = PostingCache(100_000)
    for name in ("old", "new"):
        cache.table(name)
        cache.put(name, "word", postings())
    held = cache.held
    cache.keep_only(["new"])
    assert cache.held == held / 2
    cache.put("old", "late", postings())  # a query that still runs over the old state
    assert cache.held == held / 2
    assert "word" in cache.table("new")


def test_pages_of_one_list_neither_repeat_nor_lose_documents(store: Store) -> None:
    made = list(entries(400))
    store.rebuild(made[:300])
    store.update(made[300:])
    snapshot = store.snapshot()
    assert len(snapshot.segments) > 1
    query = Query((("น้ำท่วม", 1.0), ("วัด", 1.0)), sequence=(0, 1), text="น้ำท่วมวัด")
    whole = [hit.key for hit in search(snapshot, query, stop=400).hits]
    assert len(whole) == len(set(whole)) > 100
    for stop in (1, 10, 31, 32, 33, 100):
        assert [hit.key for hit in search(snapshot, query, stop=stop).hits] == whole[:stop]
    paged = [
        hit.key
        for first in range(0, len(whole), 10)
        for hit in search(snapshot, query, start=first, stop=first + 10).hits
    ]
    assert paged == whole


def test_an_index_without_documents_answers(store: Store) -> None:
    store.rebuild([])
    query = Query((("วัด", 1.0),), sequence=(0,), text="วัด", skeleton=("วด",))
    for order in ("relevance", "newest"):
        answer = search(store.snapshot(), query, facets=("kind",), order=order)
        assert (answer.hits, answer.total, answer.facets) == ((), 0, {"kind": {}})


def test_threads_that_open_a_segment_together_read_the_same(store: Store) -> None:
    store.rebuild(entries(200))
    expected = {field: store.snapshot().segments[0].lengths(field).sum() for field in ("body", "title")}
    for _ in range(40):
        segment = Store(store.root).snapshot().segments[0]
        together, read = threading.Barrier(8), []

        def look(number: int) -> None:
            together.wait()  # noqa: B023
            field = ("body", "title")[number % 2]
            read.append((field, segment.lengths(field).sum(), len(segment.words("facet"))))  # noqa: B023

        threads = [threading.Thread(target=look, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(read) == {(field, total, 7) for field, total in expected.items()}
