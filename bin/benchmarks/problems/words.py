"""Frequent words that are spelled right and that no document holds: none of them may be replaced."""

from __future__ import annotations

from pythainlp.corpus import tnc

from portal.search.sources import site_index
from portal.thai.text import fold
from portal.thai.words import is_word, segment

_SHORTEST = 3


def right_words_unheld(most: int) -> list[str]:
    """Return the most frequent words of the Thai National Corpus that dictionaries have and the index has not."""
    held = site_index.now().words
    found: list[str] = []
    for word, _ in sorted(tnc.word_freqs(), key=lambda row: (-row[1], row[0])):
        right = (
            len(word) >= _SHORTEST
            and "\u0e01" <= word[0] <= "\u0e5b"
            and is_word(word)
            and fold(word) == word
        )
        if right and segment(word) == [word] and word not in held:
            found.append(word)
            if len(found) == most:
                break
    return found
