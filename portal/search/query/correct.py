"""Did you mean: when a query may be corrected at all, and which of its words are unknown."""

from __future__ import annotations

from portal.search.engine.protocol import SearchEngine, Words
from portal.search.query.questions import ASKING
from portal.search.query.understand import QueryAnalysis
from portal.thai.words import is_word

_MOST_SAID = 5
"""Words that the page names at most."""

_LONGEST = 120
"""Characters of a text that is looked at: what is longer was copied, not typed."""


def unknown_words(words: tuple[str, ...], known: Words) -> list[str]:
    """Return the words of a query that the index does not know; numbers and words that only ask do not count."""
    return [
        word
        for word in dict.fromkeys(words)
        if word not in known and not word[0].isdigit() and word not in ASKING
    ]


def unheld_words(understood: QueryAnalysis, known: Words) -> list[str]:
    """Return the words of a query that are spelled right and that no document holds, so that the page can say so.

    Nothing of a query whose words have synonyms: what they mean is searched, and nothing is missing.
    """
    if (
        understood.meanings
        or understood.danger
        or understood.references
        or understood.whole
        or not len(known)
    ):
        return []
    right = [word for word in unknown_words(understood.words, known) if len(word) > 2 and is_word(word)]
    return right[:_MOST_SAID]


def did_you_mean(understood: QueryAnalysis, engine: SearchEngine, forbidden: tuple[int, ...] = ()) -> str:
    """Return the query that was probably meant, or "".

    Args:
        understood: the query.
        engine: the index.
        forbidden: keys of documents that were withdrawn but are still in the index.
    """
    if understood.references or understood.phrases or len(understood.text) > _LONGEST or understood.whole:
        return ""
    return engine.suggest(understood.text, forbidden=forbidden)
