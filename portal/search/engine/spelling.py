"""Did you mean: the words of the index that a misspelt text was probably meant to be.

Segmentation shatters a misspelt word into fragments, so stretches of neighbouring words are tried together. What
stands in the documents as it was typed is never corrected, and only words of public documents are ever offered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portal.search.engine import analysis
from portal.search.engine.columns import pair_buckets
from portal.search.engine.fields import WORD_FIELDS
from portal.search.engine.lexicon import Lexicon
from portal.search.engine.literal import containing
from portal.search.engine.snapshot import Snapshot
from portal.thai.words import is_word

_LONGEST_STRETCH = 48
_MOST_WORDS = 5
_MOST_CHANGES = 3
_CHECKED_BYTES = 2_000_000
_SHORTEST_LATIN, _SHORTEST_OF_WORDS = 5, 6
_MOST_LOOKS, _MOST_CHECKS = 240, 12
"""Stretches of a text that are compared with all words, and runs of words that are looked for in documents, at most."""


class _Looks:
    """Near words of stretches, each looked for once, and not without end.

    Args:
        lexicon: the words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._found: dict[str, list[tuple[int, str]]] = {}
        self.checks = 0

    def near(self, text: str) -> list[tuple[int, str]]:
        """Return (edits, word) of near words; none when too much was asked already."""
        if text not in self._found:
            if len(self._found) >= _MOST_LOOKS:
                return []
            self._found[text] = self._lexicon.near(text)
        return self._found[text]

    def occurs(self, run: list[analysis.Token], snapshot: Snapshot) -> bool:
        """Say whether words stand side by side somewhere; yes when too much was asked already."""
        self.checks += 1
        return self.checks > _MOST_CHECKS or _occurs(run, snapshot)


@dataclass(frozen=True)
class Change:
    """One stretch of the query and the word it was probably meant to be."""

    start: int
    end: int
    word: str
    edits: int


def _runs(words: list[analysis.Token]) -> list[list[analysis.Token]]:
    """Return the words in groups that stand together without a blank."""
    runs: list[list[analysis.Token]] = []
    for word in words:
        if runs and runs[-1][-1].end == word.start:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _occurs(run: list[analysis.Token], snapshot: Snapshot) -> bool:
    """Say whether words stand side by side in some document as they were typed."""
    if len(run) == 1:
        return run[0].text in snapshot.lexicon
    hashes = np.array([analysis.token_hash(word.text) for word in run], np.uint32)
    buckets = pair_buckets(hashes[:-1], hashes[1:])
    if not snapshot.pair_frequencies[buckets].all():
        return False
    text = "".join(word.text for word in run)
    for number, segment in enumerate(snapshot.segments):
        holding = np.ones(segment.size, bool)
        for word in run:
            one = np.zeros(segment.size, bool)
            for name in WORD_FIELDS:
                one[snapshot.postings(number, name, word.text).documents()] = True
            holding &= one
        if holding.any() and containing(snapshot, number, text, holding, budget=_CHECKED_BYTES).any():
            return True
    return False


def _edits_allowed(stretch: list[analysis.Token], text: str) -> int:
    """Return how far from a stretch of words the meant one may be: what is spelled right is never replaced (S1.24).

    A single word that dictionaries have is right, whether documents hold it or not. Several such words side by side may
    be the pieces of one misspelt word ("ประชา|ชล"), but then one letter is wrong, not two. English words have no
    dictionary here, so one letter only.
    """
    if text.isascii():
        return 1 if len(stretch) == 1 and len(text) >= _SHORTEST_LATIN else 0
    if not all(is_word(word.text) for word in stretch):
        return len(text)
    return 0 if is_word(text) or len(text) < _SHORTEST_OF_WORDS else 1


def _best_change(
    run: list[analysis.Token], lexicon: Lexicon, looks: _Looks, *, all_suspect: bool
) -> Change | None:
    """Return the most convincing replacement of a stretch of a run."""
    best: tuple[float, Change] | None = None
    for first in range(len(run)):
        for last in range(first + 1, min(len(run), first + _MOST_WORDS) + 1):
            stretch = run[first:last]
            text = "".join(word.text for word in stretch)
            if not 3 <= len(text) <= _LONGEST_STRETCH or any(_is_number(word.text) for word in stretch):
                continue
            if text in lexicon or not (all_suspect or any(word.text not in lexicon for word in stretch)):
                continue
            allowed = _edits_allowed(stretch, text)
            if not allowed:
                continue
            # Dropping several letters of a stretch explains nothing: they were meant to be another word.
            near = [
                (edits, word)
                for edits, word in looks.near(text)
                if edits <= allowed and (word not in text or len(text) - len(word) <= 1)
            ]
            if not near:
                continue
            edits, word = near[0]
            # Few edits for many letters convince; a longer stretch explains more of the fragments.
            doubt = edits / len(text) - 0.01 * len(stretch)
            if best is None or doubt < best[0]:
                best = (doubt, Change(stretch[0].start, stretch[-1].end, word, edits))
    return best[1] if best else None


def corrected(text: str, snapshot: Snapshot, *, thorough: bool) -> str:
    """Return a folded text with its misspelt words replaced, or "" when nothing needs or finds a correction.

    Args:
        text: folded text of the query.
        snapshot: the index whose words are offered.
        thorough: also doubt words that are known one by one but never stand together; costs more.
    """
    lexicon = snapshot.lexicon
    if not len(lexicon):
        return ""
    changed, looks = text, _Looks(lexicon)
    for _ in range(_MOST_CHANGES):
        change = None
        for run in _runs(analysis.spans(changed)):
            unknown = any(word.text not in lexicon and not _is_number(word.text) for word in run)
            if not unknown and (not thorough or len(run) == 1 or looks.occurs(run, snapshot)):
                continue
            change = _best_change(run, lexicon, looks, all_suspect=not unknown)
            if change is not None:
                break
        if change is None:
            break
        changed = changed[: change.start] + change.word + changed[change.end :]
    return changed if changed != text else ""


def did_you_mean(text: str, snapshot: Snapshot, forbidden: tuple[int, ...] = ()) -> str:
    """Return the folded text that was probably meant, or "".

    Args:
        text: folded.
        snapshot: the index.
        forbidden: keys of documents that were withdrawn but are still in the index: their words are not offered, nor
            are those of documents that the index dropped but whose words stay in it until segments are merged.
    """
    meant = corrected(text, snapshot, thorough=True)
    if not meant or not _fits_together(meant, snapshot):
        return ""
    offered = set(analysis.tokens_of_folded(meant)) - set(analysis.tokens_of_folded(text))
    return meant if all(is_public(word, snapshot, forbidden) for word in offered) else ""


def _fits_together(text: str, snapshot: Snapshot) -> bool:
    """Say whether all neighbouring words of a text stand side by side somewhere: a sentence, not a string of words."""
    for run in _runs(analysis.spans(text)):
        hashes = np.array([analysis.token_hash(word.text) for word in run], np.uint32)
        if not snapshot.pair_frequencies[pair_buckets(hashes[:-1], hashes[1:])].all():
            return False
    return True


def is_public(word: str, snapshot: Snapshot, forbidden: tuple[int, ...]) -> bool:
    """Say whether a word occurs in a document that may be shown."""
    for number, segment in enumerate(snapshot.segments):
        for name in WORD_FIELDS:
            held = snapshot.postings(number, name, word).documents()
            if segment.alive is not None:
                held = held[segment.alive[held]]
            if not np.isin(segment.columns.keys[held], forbidden).all():
                return True
    return False
