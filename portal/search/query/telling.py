"""A long text as a query: a letter, a ruling, a report is searched by the words that tell it from others (issue 12 point 4).

Its first 400 letters say who writes to whom. The whole text is read instead, and each word weighed by how often it stands
there and how rare it is in the documents (tf·idf), as for documents that are like another one.
"""

from __future__ import annotations

import math
from collections import Counter

from portal.search.engine import analysis
from portal.search.engine.protocol import Query, SearchEngine
from portal.search.query.understand import LONGEST_TEXT, QueryAnalysis

MOST_TELLING = 48
"""Words that are searched."""

_SHORTEST = 2


def telling_words(text: str, engine: SearchEngine) -> tuple[tuple[str, float], ...]:
    """Return the most telling words of a text with their weights, the most telling first.

    Args:
        text: as it was typed; its first `LONGEST_TEXT` characters are read.
        engine: the index that says how rare each word is.
    """
    counts = Counter(analysis.tokens(text[:LONGEST_TEXT]))
    documents, words = max(1, engine.living), engine.words
    weights: dict[str, float] = {}
    for word, count in counts.items():
        frequency = words.frequency(word) if len(word) >= _SHORTEST else 0
        if frequency:
            weights[word] = (1 + math.log2(count)) * math.log(1 + documents / (frequency + 0.5))
    best = sorted(weights, key=lambda word: (-weights[word], word))[:MOST_TELLING]
    return tuple((word, 1 + math.log2(counts[word])) for word in best)


def long_query(understood: QueryAnalysis, engine: SearchEngine, query: Query) -> Query:
    """Return the query for a long text: its telling words under the filters of `query`; unchanged for any other.

    Args:
        understood: what was typed.
        engine: the index.
        query: as planned from the beginning of the text.
    """
    words = telling_words(understood.whole, engine) if understood.whole else ()
    if not words:
        return query
    return Query(words=words, is_question=True, groups=query.groups, forbidden=query.forbidden)
