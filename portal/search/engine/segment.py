"""One segment of the index, read as arrays."""

from __future__ import annotations

import mmap
import threading
import weakref
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from portal.search.engine.columns import LEXICON, SCALARS, Columns
from portal.search.engine.whoosh_files import NOTHING, POSTINGS, FileIndex, Postings, SegmentFiles, read_list


class SegmentView:
    """Read-only view of one segment.

    Attributes:
        columns: forward file and scalars.
        id: Whoosh's name of the segment.
        size: documents in it, deleted ones included.
        alive: True for each document that is not deleted; None when none is deleted.
    """

    def __init__(self, index: FileIndex, folder: Path, schema: Any, segment: Any) -> None:
        self.folder = folder
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._files = SegmentFiles(index, schema, segment)
        # Queries may hold a view longer than the store does; its files are closed when the last one lets go, and also
        # when a commit takes one of them away before all are open.
        files: list[BinaryIO] = []
        self._close = weakref.finalize(self, _close_files, self._files, files)
        self.alive: npt.NDArray[np.bool_] | None = None
        if segment.has_deletions():
            self.alive = np.ones(self.size, bool)
            self.alive[np.fromiter(segment.deleted_docs(), np.int64, segment.deleted_count())] = False
        self.living = self.size - segment.deleted_count()
        # Opened at once: a later commit may delete the files while queries still use this view.
        self._lexicon_file = (folder / f"{self.id}{LEXICON}").open("rb")
        files.append(self._lexicon_file)
        self.columns = Columns(folder, self.id)
        mapped = np.memmap(folder / f"{self.id}{POSTINGS}", np.uint8, mode="r")
        self._posting_map: mmap.mmap = mapped._mmap  # type: ignore[attr-defined]
        self._posting_bytes = mapped.view(np.ndarray)
        self.columns.check(self.size)
        self._mapped = [*self.columns.maps, self._posting_map]
        self._lengths = [len(mapping) for mapping in self._mapped]
        # Whoosh seeks and reads shared files: two threads must not do so at once.
        self._lock = threading.Lock()

    @staticmethod
    def keys_of(folder: Path, segment_id: str) -> npt.NDArray[np.int64]:
        """Return the key of every document of a segment."""
        with np.load(folder / f"{segment_id}{SCALARS}") as arrays:
            keys: npt.NDArray[np.int64] = arrays["keys"]
            return keys

    @cached_property
    def lexicon(self) -> tuple[str, npt.NDArray[np.int32]]:
        """Words of the segment joined by line feeds, sorted, and the document frequency of each."""
        with self._lock, np.load(self._lexicon_file) as arrays:
            text, frequencies = arrays["text"].tobytes().decode(), arrays["frequencies"]
        if (text.count("\n") + 1 if text else 0) != len(frequencies):
            raise ValueError("the lexicon is damaged")
        return text, frequencies

    def field_length(self, field: str) -> int:
        """Return how many words all documents have in a field."""
        return self._files.field_length(field)

    def lengths(self, field: str) -> npt.NDArray[np.int32]:
        """Return the length of every document in a field, as exact as Whoosh's byte keeps it."""
        with self._lock:
            return self._files.lengths(field, self.size)

    def postings(self, field: str, word: str) -> Postings:
        """Return the documents that hold a word, ascending, and how often; empty arrays when none does."""
        with self._lock:
            record = self._files.record(field, word)
        return NOTHING if record is None else self._checked(read_list(record, self._read))

    def _checked(self, postings: Postings) -> Postings:
        """Return a posting list whose documents exist: what reads it further is compiled and checks nothing."""
        documents, counts = postings
        inside = not len(documents) or (documents[0] >= 0 and documents[-1] < self.size)
        if not inside or len(documents) != len(counts) or (documents[1:] <= documents[:-1]).any():
            raise ValueError("a posting list is damaged")
        return postings

    def _read(self, offset: int, size: int) -> bytes:
        return self._posting_bytes[offset : offset + size].tobytes()

    def all_postings(self, field: str) -> Iterator[tuple[str, npt.NDArray[np.int32], npt.NDArray[np.int32]]]:
        """Yield (word, documents, counts) of every word of a field, in order."""
        for word, record in self._files.records(field):
            yield word, *self._checked(read_list(record, self._read))

    def words(self, field: str) -> list[tuple[str, int]]:
        """Return every word of a field with its document frequency."""
        with self._lock:
            return [(word, record.doc_frequency()) for word, record in self._files.records(field)]

    def is_whole(self) -> bool:
        """Say whether every mapped file still has the length it was opened with."""
        return [mapping.size() for mapping in self._mapped] == self._lengths

    def release(self) -> None:
        """Give mapped pages back to the system's cache, so that a process does not seem to hold the whole index."""
        self.columns.release()
        self._posting_map.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Let go of the files."""
        self._close()


def _close_files(segment: SegmentFiles, files: list[BinaryIO]) -> None:
    segment.close()
    for file in files:
        file.close()
