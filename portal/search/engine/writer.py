"""Writing a Whoosh segment in bulk.

Stock Whoosh hands every posting through a dozen Python calls, which caps it at some 17 documents a second with all
channels. Here the words of a batch become numbers once, one sort of packed 64-bit numbers inverts the batch, and
whole blocks are written in the format of Whoosh's own W3 codec (`whoosh_files`): stock Whoosh reads the result (tests
prove it).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine.analysis import token_hash
from portal.search.engine.columns import Analyzed, ColumnWriter
from portal.search.engine.fields import BODY, FACET, REFERENCE, SKELETON, TITLE, WORD_FIELDS
from portal.search.engine.segment import SegmentView
from portal.search.engine.whoosh_files import BatchWriter, FileIndex

POSTINGS_PER_SEGMENT = 12_000_000
"""A batch that grows beyond this is written as a segment of its own, which bounds memory while indexing."""

MOST_SEGMENTS = 4
_DOCUMENT_BITS, _COUNT_BITS = 26, 12
_DOCUMENT_MASK, _COUNT_MASK = (1 << _DOCUMENT_BITS) - 1, (1 << _COUNT_BITS) - 1
_FIELDS = (BODY, FACET, REFERENCE, SKELETON, TITLE)


class _Vocabulary(dict[str, int]):
    """Words of one field, numbered in the order of their first sight."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _FieldBuffer:
    """Postings of one field, document by document."""

    def __init__(self) -> None:
        self.vocabulary = _Vocabulary()
        self.keys: list[npt.NDArray[np.int64]] = []
        self.postings = 0

    def add(self, document: int, numbers: npt.NDArray[np.int64]) -> None:
        """Count the words (as numbers of the vocabulary) of one document."""
        words, counts = np.unique(numbers, return_counts=True)
        self._keep(document, words, counts)

    def _keep(
        self, document: npt.ArrayLike, words: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
    ) -> None:
        packed = (words << (_DOCUMENT_BITS + _COUNT_BITS)) | (np.asarray(document, np.int64) << _COUNT_BITS)
        self.keys.append(packed | np.minimum(counts, _COUNT_MASK))
        self.postings += len(words)

    def add_list(self, word: str, documents: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> None:
        """Take over the postings of one word from another segment."""
        self._keep(documents, np.full(len(documents), self.vocabulary[word], np.int64), counts)

    def inverted(
        self,
    ) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return (words in order, first posting of each and the end, documents, counts)."""
        words = sorted(self.vocabulary)
        rank = np.empty(len(words), np.int64)
        rank[np.fromiter((self.vocabulary[word] for word in words), np.int64, len(words))] = np.arange(
            len(words)
        )
        packed = np.concatenate(self.keys) if self.keys else np.zeros(0, np.int64)
        self.keys = []
        shift = _DOCUMENT_BITS + _COUNT_BITS
        packed = (rank[packed >> shift] << shift) | (packed & ((1 << shift) - 1))
        packed.sort()
        starts = np.searchsorted(packed >> shift, np.arange(len(words) + 1))
        return words, starts, (packed >> _COUNT_BITS) & _DOCUMENT_MASK, packed & _COUNT_MASK


class BulkWriter(BatchWriter):
    """A Whoosh segment writer that takes analyzed documents and writes their postings as arrays.

    Use `add`, `delete_keys` and `commit` (or `cancel`); the lock of the index is held in between.

    Raises:
        portal.search.engine.whoosh_files.LockError: when another writer holds the index.
    """

    def __init__(self, index: FileIndex, *, timeout: float = 0.0) -> None:
        super().__init__(index, timeout=timeout)
        self._start_batch()

    def _start_batch(self) -> None:
        self._buffers = {name: _FieldBuffer() for name in _FIELDS}
        self._hashes = np.zeros(1024, np.uint32)
        self._hashed = 0
        self._lengths: dict[str, list[int]] = {name: [] for name in WORD_FIELDS}
        self._columns = ColumnWriter(self.folder, self.segment_id)

    def _hash_array(self, vocabulary: _Vocabulary) -> npt.NDArray[np.uint32]:
        """Return the hash of every word of the body's vocabulary, grown as words arrive."""
        if len(vocabulary) > len(self._hashes):
            grown = np.zeros(2 * len(vocabulary), np.uint32)
            grown[: self._hashed] = self._hashes[: self._hashed]
            self._hashes = grown
        if len(vocabulary) > self._hashed:
            fresh = list(vocabulary)[self._hashed :] if self._hashed == 0 else _tail(vocabulary, self._hashed)
            self._hashes[self._hashed : len(vocabulary)] = [token_hash(word) for word in fresh]
            self._hashed = len(vocabulary)
        return self._hashes

    def add(self, analyzed: Analyzed) -> None:
        """Add one document. It does not replace an older one: see `delete_keys`."""
        entry = analyzed.entry
        body = self._buffers[BODY]
        numbers = {
            name: np.fromiter(map(self._buffers[name].vocabulary.__getitem__, words), np.int64, len(words))
            for name, words in ((BODY, analyzed.body), (TITLE, analyzed.title))
        }
        # Title words also enter the vocabulary of the body, so that one array of hashes serves the forward file.
        title = np.fromiter(map(body.vocabulary.__getitem__, analyzed.title), np.int64, len(analyzed.title))
        hashes = self._hash_array(body.vocabulary)[np.concatenate([title, numbers[BODY]])]
        for name in WORD_FIELDS:
            self._buffers[name].add(self.docnum, numbers[name])
        for name, words in (
            (FACET, entry.facets), (REFERENCE, entry.references), (SKELETON, analyzed.skeleton),
        ):  # fmt: skip
            found = [self._buffers[name].vocabulary[word] for word in words]
            self._buffers[name].add(self.docnum, np.array(found, np.int64))
        self._columns.add(
            (entry.key, entry.prior, entry.ordinal, entry.year_be),
            hashes,
            analyzed.characters,
            (analyzed.window_tokens, analyzed.window_characters, analyzed.window_passages),
        )
        self._end_document({BODY: len(analyzed.body), TITLE: len(analyzed.title)})
        if sum(buffer.postings for buffer in self._buffers.values()) > POSTINGS_PER_SEGMENT:
            self.next_segment()
            self._start_batch()

    def _end_document(self, lengths: dict[str, int]) -> None:
        for name, length in lengths.items():
            self._lengths[name].append(length)
        self.end_document(lengths)

    def delete_keys(self, keys: Iterable[int]) -> int:
        """Delete the committed documents of these keys; return how many there were."""
        wanted = np.array(sorted(set(keys)), np.int64)
        deleted = 0
        if not len(wanted):
            return 0
        for segment in self.segments:
            held = SegmentView.keys_of(self.folder, segment.segment_id())
            for number in np.flatnonzero(np.isin(held, wanted)):
                if not segment.is_deleted(int(number)):
                    segment.delete_document(int(number))
                    deleted += 1
        return deleted

    def kept_segments(self, *, optimize: bool) -> list[Any]:
        """Keep few segments: take over the smallest ones, and those that are mostly deleted."""
        segments = sorted(self.segments, key=lambda segment: segment.doc_count())
        most = 0 if optimize else MOST_SEGMENTS
        absorbed = max(0, len(segments) - most)
        kept = []
        for position, segment in enumerate(segments):
            wasteful = segment.deleted_count() * 4 > segment.doc_count_all()
            if position < absorbed or wasteful or segment.doc_count() == 0:
                self._absorb(SegmentView(self.index, self.folder, self.schema, segment))
            else:
                kept.append(segment)
        return kept

    def _absorb(self, view: SegmentView) -> None:
        """Copy the living documents of a segment into the batch, arrays as arrays."""
        alive = np.flatnonzero(view.alive) if view.alive is not None else np.arange(view.size)
        moved = np.full(view.size, -1, np.int64)
        moved[alive] = self.docnum + np.arange(len(alive))
        lengths = {name: view.lengths(name) for name in WORD_FIELDS}
        for number in alive:
            self._columns.add(*view.columns.document(int(number)))
            self._end_document({name: int(lengths[name][number]) for name in WORD_FIELDS})
        for name in _FIELDS:
            for word, documents, counts in view.all_postings(name):
                targets = moved[documents]
                live = targets >= 0
                if live.any():
                    self._buffers[name].add_list(word, targets[live], counts[live].astype(np.int64))
        view.close()

    def write_segment(self) -> None:
        """Invert the batch and write its fields."""
        for name in _FIELDS:
            words, starts, documents, counts = self._buffers[name].inverted()
            if name == BODY:
                self._columns.write_lexicon(words, np.diff(starts))
            lengths = np.array(self._lengths.get(name) or [1] * self.docnum, np.int64)
            self.write_field(name, words, np.flatnonzero(np.diff(starts)), starts, documents, counts, lengths)

    def segment_written(self) -> None:
        """Finish the columns."""
        self._columns.close(save=True)

    def segment_given_up(self) -> None:
        """Remove the columns, unless they are finished."""
        self._columns.close(save=False)


def _tail(vocabulary: _Vocabulary, first: int) -> list[str]:
    """Return the words numbered `first` and above, without walking the whole vocabulary."""
    fresh: list[str] = []
    walk = reversed(vocabulary)
    for _ in range(len(vocabulary) - first):
        fresh.append(next(walk))
    fresh.reverse()
    return fresh
