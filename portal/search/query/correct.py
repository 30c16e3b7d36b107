"""Did you mean: when a query may be corrected at all, and which of its words are unknown."""

from __future__ import annotations

from portal.search.engine.protocol import SearchEngine, Words
from portal.search.query.understand import QueryAnalysis

_LONGEST = 120
"""Characters of a text that is looked at: what is longer was copied, not typed."""


def unknown_words(words: tuple[str, ...], known: Words) -> list[str]:
    """Return the words of a query that the index does not know; numbers do not count."""
    return [word for word in dict.fromkeys(words) if word not in known and not word[0].isdigit()]


def did_you_mean(understood: QueryAnalysis, engine: SearchEngine, forbidden: tuple[int, ...] = ()) -> str:
    """Return the query that was probably meant, or "".

    Args:
        understood: the query.
        engine: the index.
        forbidden: keys of documents that were withdrawn but are still in the index.
    """
    if understood.references or understood.phrases or len(understood.text) > _LONGEST:
        return ""
    return engine.suggest(understood.text, forbidden=forbidden)
