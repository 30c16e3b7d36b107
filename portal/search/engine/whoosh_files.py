"""Everything we know of Whoosh that is not its public interface, in one place and for one version of it.

Whoosh is asked for what it does well: a table of contents that changes by one rename, segments, deletions, a file
format. What it does slowly is done by us upon its own files, which needs its inside: the layout of the W3 codec, the
steps of a commit, the table of terms. No other module imports Whoosh (a contract of pyproject.toml), and
`tests/search/engine/test_whoosh_files.py` checks each thing that is relied on here against the version that
requirements.txt pins. Another version is taken by reading this page, running that test, and rebuilding every index.
"""

from __future__ import annotations

import io
import pickle
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import fields, formats
from whoosh.analysis import IDAnalyzer
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.system import pack_int, pack_long
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.writing import SegmentWriter

VERSION = "2.7.5"
"""The version of whoosh-reloaded whose inside this page describes."""

UNREADABLE: tuple[type[Exception], ...] = (Exception,)
"""What damaged files make their readers raise: anything. Whoosh raises a bare `Exception` for some damage, pickle and numpy
nearly everything else. Whoever catches it passes our own errors on first, and logs what it caught."""

POSTINGS = W3Codec.POSTS_EXT
"""Extension of the file that holds all posting lists of a segment."""

BLOCK_LIMIT = 1024
"""Postings in a block. Whoosh's own 128 costs eight times the Python work when a list is read."""

Postings = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
"""Documents that hold a word, ascending, and how often each does."""

NOTHING: Postings = (np.zeros(0, np.int32), np.zeros(0, np.int32))
_NAME = "MAIN"
_LENGTH_OF_BYTE = np.array([byte_to_length(number) for number in range(256)], np.int32)


class TokenField(fields.FieldType):
    """A field whose value is a list of tokens; each posting weighs as often as the token occurs.

    Frequencies are kept as weights only (Existence format), which is what scoring reads; no positions.
    """

    def __init__(self, *, scorable: bool = True) -> None:
        super().__init__(format=formats.Existence(), analyzer=IDAnalyzer(), scorable=scorable)
        self.spelling = False

    def index(self, value: Sequence[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (token, count, weight, no payload): what stock Whoosh asks for when it indexes by itself."""
        for token, count in Counter(value).items():
            yield token.encode(), count, float(count), b""


def make_schema(
    tokens: Collection[str], *, unscored: Collection[str] = (), stored: Collection[str] = ()
) -> Any:
    """Return a schema.

    Args:
        tokens: fields of words that are scored.
        unscored: fields of words that are only looked up.
        stored: values that come back as they are.
    """
    named = {name: TokenField() for name in tokens}
    named.update({name: TokenField(scorable=False) for name in unscored})
    kept = {name: fields.STORED() for name in stored}
    return fields.Schema(**named, **kept)


def _storage(folder: Path) -> FileStorage:
    # Not mapped by Whoosh: reading a mapped file that was cut kills the process.
    return FileStorage(str(folder), supports_mmap=False)


def create(folder: Path, schema: Any) -> FileIndex:
    """Make an empty index in a folder."""
    return FileIndex.create(_storage(folder), schema, _NAME)


def open_folder(folder: Path) -> FileIndex:
    """Open the index of a folder.

    Raises:
        whatever damaged files make Whoosh raise: see `UNREADABLE`.
    """
    return FileIndex(_storage(folder), indexname=_NAME)


def committed(index: FileIndex) -> tuple[Any, list[Any]]:
    """Return the schema and the segments of the newest commit; read from the disk each time."""
    info = index._read_toc()
    return info.schema, list(info.segments)


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


class SegmentFiles:
    """The files that Whoosh keeps of one segment. Not for two threads at once: it seeks and reads shared files.

    Args:
        index: the index it belongs to.
        schema: of the index.
        segment: as `committed` returns it.
    """

    def __init__(self, index: FileIndex, schema: Any, segment: Any) -> None:
        self.reader = SegmentReader(index.storage, schema, segment)

    def field_length(self, field: str) -> int:
        """Return how many words all documents have in a field."""
        return int(self.reader.field_length(field))

    def lengths(self, field: str, documents: int) -> npt.NDArray[np.int32]:
        """Return the length of every document in a field, as exact as Whoosh's byte keeps it."""
        raw = np.zeros(documents, np.uint8)
        column = self.reader._perdoc._cached_reader(f"_{field}_len", LENGTHS_COLUMN)
        if column is not None:
            data = column._dbfile.get(column._basepos, min(column._count, documents))
            raw[: len(data)] = np.frombuffer(data, np.uint8)
        return np.where(raw > 0, _LENGTH_OF_BYTE[raw], 0).astype(np.int32)

    def record(self, field: str, word: str) -> Any | None:
        """Return what the table of terms says about a word of a field, or None when it does not have it."""
        return _record(self.reader, field, word)

    def records(self, field: str) -> Iterator[tuple[str, Any]]:
        """Yield (word, record) of every word of a field, in order."""
        for (name, word), info in self.reader._terms.items_from(field, b""):
            if name != field:
                return
            yield word.decode(), info

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()


def _record(reader: Any, field: str, word: str) -> Any | None:
    try:
        return reader._terms.term_info(field, word.encode())
    except (TermNotFound, KeyError):
        return None


def _extent(record: Any) -> tuple[int, int]:
    """Return (offset, length) of a posting list."""
    offset, length = record.extent()
    # 2.7.5 forgets to unpack the length when it reads the record back.
    return offset, length[0] if isinstance(length, tuple) else length


def read_list(record: Any, read: Callable[[int, int], bytes]) -> Postings:
    """Return the posting list of a record.

    Args:
        record: see `SegmentFiles.record`.
        read: given (offset, length), returns these bytes of the segment's file of lists.
    """
    if record.is_inlined():
        documents, weights, _ = record.inlined_postings()
        return np.array(documents, np.int32), np.array(weights).astype(np.int32)
    return decode_postings(read(*_extent(record)))


def read_postings(leaf: Any, field: str, word: str) -> Postings:
    """Return the posting list of a word through Whoosh's own reader of one segment (of `index.reader()`)."""
    record = _record(leaf, field, word)
    return (
        NOTHING
        if record is None
        else read_list(record, lambda at, size: bytes(leaf._terms._postfile.get(at, size)))
    )


def _compact(values: npt.NDArray[np.int64]) -> array[int]:
    """Return numbers in the smallest array that holds them: it iterates for Whoosh and loads as a buffer for us."""
    highest = int(values.max())
    code, kind = (
        ("B", np.uint8) if highest < 1 << 8 else ("H", np.uint16) if highest < 1 << 16 else ("I", np.uint32)
    )
    return array(code, values.astype(kind).tobytes())


def _list_writer(
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


class BatchWriter(SegmentWriter):
    """A Whoosh writer whose segments are written at once by arrays; subclasses say what is in them.

    The steps of a commit that Whoosh keeps to itself call four methods of ours: `kept_segments`, `write_segment`,
    `segment_written` and `segment_given_up`.

    Args:
        index: what to write to; its lock is held until `commit` or `cancel`.
        timeout: seconds to wait for the lock.

    Raises:
        LockError: another writer holds the index.
    """

    # Attributes of Whoosh's writer, which carries no types.
    docnum: int
    newsegment: Any
    perdocwriter: Any
    fieldwriter: Any
    segments: list[Any]
    schema: Any

    def __init__(self, index: FileIndex, *, timeout: float = 0.0) -> None:
        codec = W3Codec(blocklimit=BLOCK_LIMIT, compression=0)
        super().__init__(index, timeout=timeout, codec=codec, compound=False)
        self.index = index
        self.folder = Path(self.storage.folder)

    @property
    def segment_id(self) -> str:
        """Name of the segment that is being written: what its files begin with."""
        name: str = self.newsegment.segment_id()
        return name

    def end_document(self, lengths: dict[str, int]) -> None:
        """Count one document, with its length in each field that is scored."""
        writer = self.perdocwriter
        writer.start_doc(self.docnum)
        for name, length in lengths.items():
            writer.add_field(name, self.schema[name], None, length)
        writer.finish_doc()
        self.docnum += 1
        self._added = True

    def next_segment(self) -> None:
        """Finish the segment that is being written and begin another within the same commit."""
        self.segments = [*self.segments, self._finalize_segment()]
        self.docnum = 0
        self._added = False
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self._setup_doc_offsets()

    def write_field(
        self,
        name: str,
        words: Sequence[str],
        occurring: npt.NDArray[np.int64],
        starts: npt.NDArray[np.int64],
        documents: npt.NDArray[np.int64],
        counts: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.int64],
    ) -> None:
        """Write all posting lists of a field.

        Args:
            name: of the field; fields come in the order of the alphabet.
            words: its words, in order.
            occurring: numbers of those that have postings.
            starts: first posting of each word, and the end.
            documents: of all postings.
            counts: of all postings.
            lengths: of every document in this field.
        """
        fieldwriter = self.fieldwriter
        fieldwriter.start_field(name, self.schema[name])
        table, file = fieldwriter._tindex, fieldwriter._postfile
        prefix = fieldwriter._fieldid.to_bytes(2, "big")
        write = _list_writer(file, lengths)
        bounds = starts.tolist()
        for number in occurring.tolist():
            first, last = bounds[number], bounds[number + 1]
            table.add(prefix + words[number].encode(), write(documents[first:last], counts[first:last]))
        fieldwriter.finish_field()

    def kept_segments(self, *, optimize: bool) -> list[Any]:
        """Return the older segments that stay; others were taken over into the new one."""
        raise NotImplementedError

    def write_segment(self) -> None:
        """Write the fields of the segment by `write_field`."""
        raise NotImplementedError

    def segment_written(self) -> None:
        """Finish what stands beside Whoosh's files of the segment."""
        raise NotImplementedError

    def segment_given_up(self) -> None:
        """Remove what stands beside Whoosh's files of the segment; called after `segment_written` too."""
        raise NotImplementedError

    # Whoosh calls the following while it commits.

    def _merge_segments(self, mergetype: object, optimize: object, merge: object) -> list[Any]:
        return list(self.segments) if merge is False else self.kept_segments(optimize=bool(optimize))

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.write_segment()
        self.fieldwriter.close()
        self.segment_written()

    def _close_segment(self) -> None:
        super()._close_segment()
        self.segment_given_up()


__all__ = [
    "POSTINGS",
    "UNREADABLE",
    "BatchWriter",
    "FileIndex",
    "LockError",
    "SegmentFiles",
    "committed",
    "create",
    "decode_postings",
    "make_schema",
    "open_folder",
    "read_list",
    "read_postings",
]
