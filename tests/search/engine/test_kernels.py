"""The compiled loops give what the formulas say, computed here one step at a time in plain Python."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.engine import analysis
from portal.search.engine.columns import Analyzed, analyze, pair_buckets, trigram_buckets
from portal.search.engine.kernels import Postings, Reader, best_places, mark_containing
from portal.search.engine.protocol import DEFAULT_WEIGHTS, Entry, Weights
from portal.search.engine.store import Store

WORDS = [
    "น้ำท่วม",
    "วัด",
    "เทศบาล",
    "เงิน",
    "ช่วยเหลือ",
    "ผู้สูงอายุ",
    "ตำบล",
    "บ้าน",
    "ไฟไหม้",
    "เบี้ยยังชีพ",
    "คนพิการ",
    "ถนน",
]
FEW_SCORES = st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 7.25]), max_size=60)


@pytest.mark.parametrize(
    ("documents", "kind"), [(4, "uint16"), (1 << 16, "uint16"), ((1 << 16) + 1, "int32")]
)
def test_places_take_two_bytes_as_long_as_they_fit(documents: int, kind: str) -> None:
    held = Postings(np.array([0, documents - 1], np.int32), np.array([3, 1], np.int32), documents)
    assert held.places is not None
    assert held.places.dtype == kind
    assert held.documents().tolist() == [0, documents - 1]


@pytest.mark.parametrize("documents", [300, 1000, 70_000])
@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 1.0])
def test_every_form_adds_what_bm25_says(documents: int, share: float) -> None:
    draw = np.random.default_rng(documents)
    places = np.flatnonzero(draw.random(documents) < share).astype(np.int32)
    counts = draw.integers(1, 300, len(places))
    norms = (0.5 + draw.random(documents)).astype(np.float32)
    held = Postings(places, counts, documents)
    assert held.frequency == len(places)
    assert held.documents().tolist() == places.tolist()
    assert (held.places is None) == (share >= 0.5)
    scores = np.ones(documents, np.float32)
    held.add(scores, norms, 2.5)
    expected = np.ones(documents)
    kept = np.minimum(counts, 255)
    expected[places] += 2.5 * kept / (kept + norms[places])
    assert np.allclose(scores, expected, rtol=1e-5)


def test_documents_alone_add_a_constant() -> None:
    scores = np.zeros(4, np.float32)
    Postings(np.array([1, 3], np.int32), None, 4).add_constant(scores, 2.0)
    assert scores.tolist() == [0, 2, 0, 2]


def test_a_word_that_nobody_holds_adds_nothing() -> None:
    empty = Postings(np.zeros(0, np.int32), np.zeros(0, np.int32), 4)
    scores = np.ones(4, np.float32)
    empty.add(scores, scores.copy(), 3.0)
    empty.add_constant(scores, 3.0)
    assert scores.tolist() == [1, 1, 1, 1]
    assert empty.documents().tolist() == []


def test_marks_stay_where_the_text_occurs_and_within_the_budget() -> None:
    texts = [b"abcabc", b"", b"xxabc", b"ab", b"zzz abc"]
    ends = np.cumsum([0, *map(len, texts)])
    characters = np.frombuffer(b"".join(texts), np.uint8)

    def marked(among: list[int], budget: int) -> list[int]:
        mask = np.array(among, np.uint8)
        mark_containing(mask, characters, ends, b"abc", budget)
        return mask.tolist()

    assert marked([1, 1, 1, 1, 1], 1000) == [1, 0, 1, 0, 1]
    assert marked([0, 1, 1, 1, 0], 1000) == [0, 0, 1, 0, 0]
    assert marked([1, 1, 1, 1, 1], 11) == [1, 0, 1, 0, 0]
    assert marked([1, 1, 1, 1, 1], 0) == [0, 0, 0, 0, 0]


@given(FEW_SCORES, st.integers(0, 20), st.randoms(use_true_random=False))
def test_the_best_places_are_those_of_a_sorted_list(
    values: list[float], count: int, draw: random.Random
) -> None:
    mask = [draw.random() < 0.8 for _ in values]
    allowed = [place for place, value in enumerate(values) if value > 0 and mask[place]]
    expected = sorted(allowed, key=lambda place: (-values[place], place))[:count]
    found = best_places(np.array(values, np.float32), np.array(mask, np.uint8), count)
    assert found.tolist() == expected


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 5000])
def test_the_best_of_many_are_in_order(size: int) -> None:
    draw = np.random.default_rng(3)
    scores = np.where(draw.random(size) < 0.5, draw.random(size), 0).astype(np.float32)
    places = best_places(scores, np.ones(size, np.uint8), 10)
    assert scores[places].tolist() == sorted(scores[scores > 0].tolist(), reverse=True)[:10]


def rarity(documents: int, frequency: int) -> float:
    """Return Lucene's idf, which is never negative."""
    return math.log(1 + max(documents - frequency + 0.5, 0.5) / (frequency + 0.5))


def saturated(count: int, k1: float, b: float, length: int, average: float) -> float:
    """Return BM25's term frequency."""
    return count * (k1 + 1) / (count + k1 * (1 - b + b * length / average)) if count else 0.0


class Slowly:
    """What `Reader` promises, read from the analyzed document."""

    def __init__(self, documents: Sequence[Analyzed], typed: list[str], text: str, weights: Weights) -> None:
        self.documents, self.typed, self.text, self.weights = documents, typed, text, weights
        self.words = list(dict.fromkeys(typed))
        self.pair_documents: Counter[int] = Counter()
        self.trigram_documents: Counter[int] = Counter()
        for document in documents:
            hashes = np.array([analysis.token_hash(w) for w in [*document.title, *document.body]], np.uint32)
            self.pair_documents.update(set(pair_buckets(hashes[:-1], hashes[1:]).tolist()))
            self.trigram_documents.update(set(trigrams(document.characters)))

    def gain(self, document: Analyzed, factors: list[float], average: float) -> tuple[float, int]:
        """Return what a document gains, and its best window."""
        weights, words = self.weights, [*document.title, *document.body]
        bounds = [*document.window_tokens.tolist(), len(words)]
        windows = []
        for first, last in pairwise(bounds):
            counts = Counter(words[first:last])
            windows.append(
                sum(
                    factor
                    * saturated(
                        counts[word], weights.k1, weights.passage_b, last - first, weights.average_window
                    )
                    for word, factor in zip(self.words, factors, strict=True)
                )
            )
        window = windows.index(max(windows))
        gain = weights.passage * max(windows)
        gain += weights.pair * self.pairs(words, average)
        body = bounds[1] if len(bounds) > 2 else len(words)
        for word, factor in zip(self.words, factors, strict=True):
            if word in words:
                first = words.index(word)
                away = first if first < body else first - body
                gain += weights.lead * factor * math.exp(-away / weights.lead_length)
        return gain + weights.trigram * self.trigrams(document, window), window

    def pairs(self, words: list[str], average: float) -> float:
        """Return the score of neighbouring words."""
        weights, typed = self.weights, Counter(pairwise(self.typed))
        found, score = Counter(pairwise(words)), 0.0
        for (first, second), times in typed.items():
            hashes = np.array([analysis.token_hash(first), analysis.token_hash(second)], np.uint32)
            bucket = int(pair_buckets(hashes[:1], hashes[1:])[0])
            idf = rarity(len(self.documents), self.pair_documents[bucket])
            count = found[first, second]
            score += times * idf * saturated(count, weights.pair_k1, weights.pair_b, len(words), average)
        return score

    def trigrams(self, document: Analyzed, window: int) -> float:
        """Return the score of shared trigrams."""
        weights, text = self.weights, document.characters
        if len(text) > weights.compared_whole:
            bounds = [*document.window_characters.tolist(), len(text)]
            text = text[bounds[window] : bounds[window + 1]]
        found, score = Counter(trigrams(text)), 0.0
        for bucket, times in Counter(trigrams(analysis.to_bytes(self.text))).items():
            idf = rarity(len(self.documents), self.trigram_documents[bucket])
            score += (
                times
                * idf
                * saturated(
                    found[bucket],
                    weights.trigram_k1,
                    weights.trigram_b,
                    len(text),
                    weights.average_trigrams,
                )
            )
        return score


def trigrams(text: bytes) -> list[int]:
    """Return the buckets of all runs of three characters."""
    characters = np.frombuffer(text, np.uint8)
    return trigram_buckets(characters).tolist() if len(characters) > 2 else []


def compare(folder: Path, entries: list[Entry], query: str, weights: Weights) -> None:
    """Read every document with the kernel and in plain Python, and compare."""
    store = Store(folder)
    store.rebuild(entries)
    columns = store.snapshot().segments[0].columns
    documents = [analyze(entry) for entry in entries]
    typed = analysis.tokens(query)
    slow = Slowly(documents, typed, query, weights)
    factors = [0.5 + number for number in range(len(slow.words))]
    average = sum(len(d.title) + len(d.body) for d in documents) / len(documents)
    reader = Reader(
        np.array([analysis.token_hash(word) for word in slow.words], np.uint32),
        np.array(factors, np.float32),
        [slow.words.index(word) for word in typed],
        analysis.to_bytes(query),
        columns.pairs,
        columns.trigrams,
        len(documents),
        weights,
        False,
        average,
    )
    scores, windows = np.ones(len(documents), np.float32), np.zeros(len(documents), np.int32)
    reader.read(columns, np.arange(len(documents), dtype=np.int32), scores, windows)
    for number, document in enumerate(documents):
        gain, window = slow.gain(document, factors, average)
        assert math.isclose(float(scores[number]), 1 + gain, rel_tol=1e-4), number
        assert int(windows[number]) == window, number


def entry(key: int, title: str, passages: list[str]) -> Entry:
    return Entry(key, analysis.fold(title), [analysis.fold(passage) for passage in passages])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("channel", ["passage", "pair", "lead", "trigram", "all"])
def test_what_documents_gain_is_what_the_formulas_say(tmp_path: Path, seed: int, channel: str) -> None:
    draw = random.Random(seed)
    weights = DEFAULT_WEIGHTS
    if channel != "all":
        off = {name: 0.0 for name in ("passage", "pair", "lead", "trigram") if name != channel}
        weights = replace(weights, **off)
    entries = [
        entry(
            number,
            "".join(draw.choices(WORDS, k=draw.randrange(4))),
            ["".join(draw.choices(WORDS, k=draw.randrange(1, 90))) for _ in range(draw.randrange(4))],
        )
        for number in range(12)
    ]
    compare(tmp_path, entries, "".join(draw.choices(WORDS, k=6)), weights)


def test_long_documents_are_compared_by_their_best_window(tmp_path: Path) -> None:
    long = entry(1, "ระเบียบ", ["ถนน" * 400, "เทศบาลช่วยเหลือคนพิการ", "บ้าน" * 900])
    compare(tmp_path, [long, entry(2, "อื่น", ["เทศบาล"])], "เทศบาลช่วยเหลือคนพิการ", DEFAULT_WEIGHTS)


def test_an_empty_document_gains_nothing(tmp_path: Path) -> None:
    compare(tmp_path, [entry(1, "", []), entry(2, "", [""]), entry(3, "วัด", [])], "วัด", DEFAULT_WEIGHTS)


def test_a_query_of_more_words_than_the_table_holds_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.rebuild([entry(1, "", ["วัดน้ำท่วม"])])
    columns = store.snapshot().segments[0].columns
    size = 3000
    reader = Reader(
        np.arange(size, dtype=np.uint32),
        np.ones(size, np.float32),
        list(range(size)),
        bytes(random.Random(1).choices(range(256), k=5000)),
        columns.pairs,
        columns.trigrams,
        1,
        DEFAULT_WEIGHTS,
        False,
        10.0,
    )
    scores, windows = np.zeros(1, np.float32), np.zeros(1, np.int32)
    reader.read(columns, np.zeros(1, np.int32), scores, windows)
    assert np.isfinite(scores).all()
