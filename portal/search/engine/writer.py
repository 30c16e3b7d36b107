"""Writing a Whoosh segment in bulk.

Stock Whoosh hands every posting through a dozen Python calls, which caps it at some 17 documents a second with all
channels. Here the words of a batch become numbers once, one sort of packed 64-bit numbers inverts the batch, and
whole blocks are written in the format of Whoosh's own W3 codec: stock Whoosh reads the result (tests prove it).
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo
from whoosh.index import FileIndex
from whoosh.system import pack_int, pack_long
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.writing import SegmentWriter

from portal.search.engine.analysis import token_hash
from portal.search.engine.columns import Analyzed, ColumnWriter
from portal.search.engine.schema import (
    BLOCK_LIMIT,
    BODY,
    FACET,
    REFERENCE,
    SKELETON,
    TITLE,
    WORD_FIELDS,
    make_codec,
)
from portal.search.engine.segment import SegmentView

POSTINGS_PER_SEGMENT = 12_000_000
"""A batch that grows beyond this is written as a segment of its own, which bounds memory while indexing."""

MOST_SEGMENTS = 4
_DOCUMENT_BITS, _COUNT_BITS = 26, 12
_DOCUMENT_MASK, _COUNT_MASK = (1 << _DOCUMENT_BITS) - 1, (1 << _COUNT_BITS) - 1
_FIELDS = (BODY, FACET, REFERENCE, SKELETON, TITLE)
_LENGTH_OF_BYTE = np.array([byte_to_length(number) for number in range(256)], np.int64)


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


class BulkWriter(SegmentWriter):
    """A Whoosh segment writer that takes analyzed documents and writes their postings as arrays.

    Use `add`, `delete_keys` and `commit` (or `cancel`); the lock of the index is held in between.

    Raises:
        whoosh.index.LockError: when another writer holds the index.
    """

    # Attributes of Whoosh's writer, which carries no types.
    docnum: int
    newsegment: Any
    perdocwriter: Any
    fieldwriter: Any
    segments: list[Any]
    schema: Any

    def __init__(self, index: FileIndex, *, timeout: float = 0.0) -> None:
        super().__init__(index, timeout=timeout, codec=make_codec(), compound=False)
        self._folder = Path(self.storage.folder)
        self._start_batch()

    def _start_batch(self) -> None:
        self._buffers = {name: _FieldBuffer() for name in _FIELDS}
        self._hashes = np.zeros(1024, np.uint32)
        self._hashed = 0
        self._lengths: dict[str, list[int]] = {name: [] for name in WORD_FIELDS}
        self._columns = ColumnWriter(self._folder, self.newsegment.segment_id())

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
            self._roll()

    def _end_document(self, lengths: dict[str, int]) -> None:
        writer = self.perdocwriter
        writer.start_doc(self.docnum)
        for name, length in lengths.items():
            self._lengths[name].append(length)
            writer.add_field(name, self.schema[name], None, length)
        writer.finish_doc()
        self.docnum += 1
        self._added = True

    def _roll(self) -> None:
        """Write the batch as a segment and begin the next one, within the same commit."""
        self.segments = [*self.segments, self._finalize_segment()]
        self.docnum = 0
        self._added = False
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self._setup_doc_offsets()
        self._start_batch()

    def delete_keys(self, keys: Iterable[int]) -> int:
        """Delete the committed documents of these keys; return how many there were."""
        wanted = np.array(sorted(set(keys)), np.int64)
        deleted = 0
        if not len(wanted):
            return 0
        for segment in self.segments:
            held = SegmentView.keys_of(self._folder, segment.segment_id())
            for number in np.flatnonzero(np.isin(held, wanted)):
                if not segment.is_deleted(int(number)):
                    segment.delete_document(int(number))
                    deleted += 1
        return deleted

    # Whoosh calls the following while it commits.

    def _merge_segments(self, mergetype: object, optimize: object, merge: object) -> list[Any]:
        """Keep few segments: take over the smallest ones, and those that are mostly deleted."""
        if merge is False:
            return list(self.segments)
        segments = sorted(self.segments, key=lambda segment: segment.doc_count())
        most = 0 if optimize else MOST_SEGMENTS
        absorbed = max(0, len(segments) - most)
        kept = []
        for position, segment in enumerate(segments):
            wasteful = segment.deleted_count() * 4 > segment.doc_count_all()
            if position < absorbed or wasteful or segment.doc_count() == 0:
                self._absorb(SegmentView(self._folder, self.schema, segment, self.storage))
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

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for name in _FIELDS:
            words, starts, documents, counts = self._buffers[name].inverted()
            occurring = np.flatnonzero(np.diff(starts))
            if name == BODY:
                frequencies = np.diff(starts)
                self._columns.write_lexicon(words, frequencies)
            lengths = np.array(self._lengths.get(name) or [1] * self.docnum, np.int64)
            self._write_field(name, words, occurring, starts, documents, counts, lengths)
        self.fieldwriter.close()
        self._columns.close(save=True)

    def _write_field(
        self,
        name: str,
        words: Sequence[str],
        occurring: npt.NDArray[np.int64],
        starts: npt.NDArray[np.int64],
        documents: npt.NDArray[np.int64],
        counts: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.int64],
    ) -> None:
        fieldwriter = self.fieldwriter
        fieldwriter.start_field(name, self.schema[name])
        table, file = fieldwriter._tindex, fieldwriter._postfile
        prefix = fieldwriter._fieldid.to_bytes(2, "big")
        write = _posting_writer(file, lengths)
        bounds = starts.tolist()
        for number in occurring.tolist():
            first, last = bounds[number], bounds[number + 1]
            table.add(prefix + words[number].encode(), write(documents[first:last], counts[first:last]))
        fieldwriter.finish_field()

    def _close_segment(self) -> None:
        super()._close_segment()
        self._columns.close(save=False)


def _tail(vocabulary: _Vocabulary, first: int) -> list[str]:
    """Return the words numbered `first` and above, without walking the whole vocabulary."""
    fresh: list[str] = []
    walk = reversed(vocabulary)
    for _ in range(len(vocabulary) - first):
        fresh.append(next(walk))
    fresh.reverse()
    return fresh


def _compact(values: npt.NDArray[np.int64]) -> array[int]:
    """Return numbers in the smallest array that holds them: it iterates for Whoosh and loads as a buffer for us."""
    highest = int(values.max())
    code, kind = (
        ("B", np.uint8) if highest < 1 << 8 else ("H", np.uint16) if highest < 1 << 16 else ("I", np.uint32)
    )
    return array(code, values.astype(kind).tobytes())


def _posting_writer(
    file: Any, lengths: npt.NDArray[np.int64]
) -> Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64]], bytes]:
    """Return a function that writes one posting list and gives back the term's record for Whoosh's table."""
    dumps, pack, int_of = pickle.dumps, W3TermInfo._struct.pack, length_to_byte

    def write(documents: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> bytes:
        offset = file.tell()
        file.write(WHOOSH3_HEADER_MAGIC)
        total = len(documents)
        of_documents = lengths[documents]
        for first in range(0, total, BLOCK_LIMIT):
            block = documents[first : first + BLOCK_LIMIT]
            weights = counts[first : first + BLOCK_LIMIT]
            gaps = np.diff(block, prepend=0)
            heaviest = int(weights.max())
            data = dumps((_compact(gaps), None if heaviest == 1 else _compact(weights), None), 4)
            sizes = of_documents[first : first + BLOCK_LIMIT]
            info = dumps(
                (len(block), int(block[-1]), heaviest, 0, int_of(int(sizes.min())), int_of(int(sizes.max()))),
                2,
            )
            size = len(info) + len(data)
            file.write_int(-size if first + BLOCK_LIMIT >= total else size)
            file.write(info)
            file.write(data)
        record = pack(
            False,
            float(counts.sum()),
            total,
            int_of(int(of_documents.min())),
            int_of(int(of_documents.max())),
            float(counts.max()),
            int(documents[0]),
            int(documents[-1]),
        )
        return record + pack_long(offset) + pack_int(file.tell() - offset)

    return write
