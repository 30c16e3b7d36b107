"""One segment of the index, read as arrays."""

from __future__ import annotations

import io
import mmap
import pickle
import threading
import weakref
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from portal.search.engine.columns import LEXICON, SCALARS, Columns

Postings = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]

_LENGTH_OF_BYTE = np.array([byte_to_length(number) for number in range(256)], np.int32)
_NOTHING: Postings = (np.zeros(0, np.int32), np.zeros(0, np.int32))


def _array(values: Any) -> npt.NDArray[np.int32]:
    """Return what a block holds as numbers: small arrays as we write them, tuples as stock Whoosh does."""
    return np.asarray(values).astype(np.int32)


def decode_postings(data: bytes) -> Postings:
    """Return (documents, counts) of a whole posting list in the format of Whoosh's W3 codec.

    Args:
        data: the extent that the term's record names.
    """
    stream = io.BytesIO(data)
    if stream.read(4) != WHOOSH3_HEADER_MAGIC:
        raise ValueError("not a posting list of Whoosh's W3 codec")
    documents: list[npt.NDArray[np.int32]] = []
    counts: list[npt.NDArray[np.int32]] = []
    last = False
    while not last:
        last = int.from_bytes(stream.read(4), "big", signed=True) < 0
        # These pickles come from our own index folder, which only the portal writes.
        info = pickle.load(stream)  # noqa: S301
        source = io.BytesIO(zlib.decompress(stream.read())) if info[3] else stream
        block = pickle.load(source)  # noqa: S301
        found = _array(block[0]).cumsum(dtype=np.int32)
        documents.append(found)
        if block[1] is None:
            counts.append(np.ones(len(found), np.int32))
        elif isinstance(block[1], float):
            counts.append(np.full(len(found), block[1], np.int32))
        else:
            counts.append(_array(block[1]))
    if len(documents) == 1:
        return documents[0], counts[0]
    return np.concatenate(documents), np.concatenate(counts)


class SegmentView:
    """Read-only view of one segment.

    Attributes:
        columns: forward file and scalars.
        id: Whoosh's name of the segment.
        size: documents in it, deleted ones included.
        alive: True for each document that is not deleted; None when none is deleted.
    """

    def __init__(self, folder: Path, schema: Any, segment: Any, storage: Any) -> None:
        self.folder = folder
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._segment = segment
        self._reader = SegmentReader(storage, schema, segment)
        # Queries may hold a view longer than the store does; its files are closed when the last one lets go, and also
        # when a commit takes one of them away before all are open.
        files: list[BinaryIO] = []
        self._close = weakref.finalize(self, _close_files, self._reader, files)
        self.alive: npt.NDArray[np.bool_] | None = None
        if segment.has_deletions():
            self.alive = np.ones(self.size, bool)
            self.alive[np.fromiter(segment.deleted_docs(), np.int64, segment.deleted_count())] = False
        self.living = self.size - segment.deleted_count()
        # Opened at once: a later commit may delete the files while queries still use this view.
        self._lexicon_file = (folder / f"{self.id}{LEXICON}").open("rb")
        files.append(self._lexicon_file)
        self.columns = Columns(folder, self.id)
        mapped = np.memmap(folder / f"{self.id}{W3Codec.POSTS_EXT}", np.uint8, mode="r")
        self._posting_map: mmap.mmap = mapped._mmap  # type: ignore[attr-defined]
        self._posting_bytes = mapped.view(np.ndarray)
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
            return arrays["text"].tobytes().decode(), arrays["frequencies"]

    def field_length(self, field: str) -> int:
        """Return how many words all documents have in a field."""
        return int(self._reader.field_length(field))

    def lengths(self, field: str) -> npt.NDArray[np.int32]:
        """Return the length of every document in a field, as exact as Whoosh's byte keeps it."""
        raw = np.zeros(self.size, np.uint8)
        with self._lock:
            reader = self._reader._perdoc._cached_reader(f"_{field}_len", _length_column())
            if reader is not None:
                data = reader._dbfile.get(reader._basepos, min(reader._count, self.size))
                raw[: len(data)] = np.frombuffer(data, np.uint8)
        return np.where(raw > 0, _LENGTH_OF_BYTE[raw], 0).astype(np.int32)

    def postings(self, field: str, word: str) -> Postings:
        """Return the documents that hold a word, ascending, and how often; empty arrays when none does."""
        try:
            with self._lock:
                info = self._reader._terms.term_info(field, word.encode())
        except (TermNotFound, KeyError):
            return _NOTHING
        return self._decode(info)

    def _decode(self, info: W3TermInfo) -> Postings:
        if info.is_inlined():
            documents, weights, _ = info.inlined_postings()
            return np.array(documents, np.int32), np.array(weights).astype(np.int32)
        offset, length = info.extent()
        # Whoosh 2.7.5 forgets to unpack the length when it reads the record back.
        size = length[0] if isinstance(length, tuple) else length
        return decode_postings(self._posting_bytes[offset : offset + size].tobytes())

    def all_postings(self, field: str) -> Iterator[tuple[str, npt.NDArray[np.int32], npt.NDArray[np.int32]]]:
        """Yield (word, documents, counts) of every word of a field, in order."""
        for (name, word), info in self._reader._terms.items_from(field, b""):
            if name != field:
                return
            yield word.decode(), *self._decode(info)

    def words(self, field: str) -> list[tuple[str, int]]:
        """Return every word of a field with its document frequency."""
        with self._lock:
            found = []
            for (name, word), info in self._reader._terms.items_from(field, b""):
                if name != field:
                    break
                found.append((word.decode(), info.doc_frequency()))
            return found

    def release(self) -> None:
        """Give mapped pages back to the system's cache, so that a process does not seem to hold the whole index."""
        self.columns.release()
        self._posting_map.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Let go of the files."""
        self._close()


def _close_files(reader: SegmentReader, files: list[BinaryIO]) -> None:
    reader.close()
    for file in files:
        file.close()


def _length_column() -> Any:
    from whoosh.codec.whoosh3 import LENGTHS_COLUMN

    return LENGTHS_COLUMN
