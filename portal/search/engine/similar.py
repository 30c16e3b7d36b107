"""Documents like another one: its telling words are asked as a query, and it is itself the measure of the answers.

A document finds itself best of all. Others are offered only when they reach a share of that score, so a document that
resembles nothing is told so by an empty list instead of five strangers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from portal.search.engine import analysis
from portal.search.engine.fields import WORD_FIELDS
from portal.search.engine.protocol import Query
from portal.search.engine.ranking import search
from portal.search.engine.snapshot import Snapshot, idf

_WORDS = 32
_SHORTEST = 3
_READ = 6000
_IN_TITLE, _IN_SUMMARY = 4, 1
"""How many more times a word counts that the title or the summary uses."""
_SHARE = 0.2
"""Part of its own score that another document must reach. The values were tuned over the starter library
(docs/search.md, "Similar documents")."""


def similar(
    snapshot: Snapshot,
    key: int,
    *,
    title: str,
    summary: str,
    text: str,
    groups: Mapping[str, tuple[str, ...]],
    most: int,
) -> tuple[int, ...]:
    """Return the keys of documents like one of the index; see `portal.search.engine.protocol.SearchEngine`."""
    words = _telling_words(snapshot, title=title, summary=summary, text=text)
    if not words:
        return ()
    # Documents are alike anywhere, as answers stand anywhere: what they begin with is only a part of it.
    query = Query(words=words, groups=groups, is_question=True)
    hits = search(snapshot, query, stop=most + 1, counted=False, floor=_SHARE / 2).hits
    own = next((hit.score for hit in hits if hit.key == key), None)
    if own is None:
        # The index has not followed yet: without the measure nothing can be said.
        return ()
    return tuple(hit.key for hit in hits if hit.key != key and hit.score >= _SHARE * own)


def _telling_words(
    snapshot: Snapshot, *, title: str, summary: str, text: str
) -> tuple[tuple[str, float], ...]:
    """Return the words that tell a document from others, with their weights.

    A word weighs by how rare it is (once more than search itself weighs it, as in the cosine of two documents) and by
    how often it stands here; standing in the title or the summary counts as more. Words in Latin letters count only
    there: an English name among the aliases is no content.
    """
    named = dict.fromkeys(analysis.tokens(summary), _IN_SUMMARY)
    for word in set(analysis.tokens(title)):
        named[word] = named.get(word, 0) + _IN_TITLE
    counts: dict[str, int] = {}
    for word in analysis.tokens_of_folded(text[:_READ]):
        if len(word) >= _SHORTEST and not word[0].isdigit() and (word in named or not word.isascii()):
            counts[word] = counts.get(word, named.get(word, 0)) + 1
    # The lexicon counts bodies alone and costs nothing; "พระราชบัญญัติ" is common in titles, which costs a posting list.
    rough = _weighed(
        counts, {word: snapshot.lexicon.frequency(word) for word in counts}, snapshot, 3 * _WORDS
    )
    exact = {word: max(snapshot.frequency(field, word) for field in WORD_FIELDS) for word, _ in rough}
    return _weighed(counts, exact, snapshot, _WORDS)


def _weighed(
    counts: dict[str, int], frequencies: dict[str, int], snapshot: Snapshot, most: int
) -> tuple[tuple[str, float], ...]:
    """Return the best words with their weights; words that the index does not know are left out."""
    rarity = {word: idf(snapshot.documents, number) for word, number in frequencies.items() if number}
    weights = {word: (1 + math.log2(counts[word])) * rarity[word] for word in rarity}
    best = sorted(weights, key=lambda word: (-weights[word] * rarity[word], word))[:most]
    return tuple((word, weights[word]) for word in best)
