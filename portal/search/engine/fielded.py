"""A second kind of index: objects with named fields, for boolean queries over them (Wagtail's search API).

Where the index of documents ranks whole texts, this one answers which objects hold which words in which of their
fields. Its files are plain Whoosh, written by Whoosh itself: objects are short and change one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

from portal.search.engine import whoosh_files
from portal.search.engine.lexicon import Lexicon
from portal.search.engine.protocol import IndexUnavailableError
from portal.search.engine.snapshot import idf, rounded_average

K1, B = 1.2, 0.75
SEQUENCE, KEY, LABEL, UNIQUE = "sequence", "key", "label", "unique"
_PATIENCE = 10.0
_BETWEEN, _FIELD = "\x1f", "\x1e"


def sequence_of(words: Mapping[str, Sequence[str]]) -> bytes:
    """Return the words of an object in order, field by field, as phrases are looked up in them."""
    parts = [
        f"{_FIELD}{name}{_BETWEEN}" + _BETWEEN.join(held) + _BETWEEN for name, held in sorted(words.items())
    ]
    return "".join(parts).encode()


def make(folder: Path, fields: Collection[str]) -> None:
    """Make an empty index in an empty folder, with these fields of words."""
    schema = whoosh_files.make_schema(fields, unscored=(LABEL, UNIQUE), stored=(KEY, SEQUENCE))
    whoosh_files.create(folder, schema)


def write(folder: Path, objects: Iterable[tuple[str, Sequence[str], Mapping[str, Sequence[str]]]]) -> None:
    """Add objects, replacing their older entries, in one commit.

    Args:
        folder: of the index.
        objects: key, labels and words by field of each; texts of one field are parted by an empty word.
    """
    writer = whoosh_files.open_folder(folder).writer(timeout=_PATIENCE)
    try:
        known = set(writer.schema.names())
        for key, labels, words in objects:
            named = {name: [word for word in held if word] for name, held in words.items() if name in known}
            writer.delete_by_term(UNIQUE, key)
            writer.add_document(
                **{name: held for name, held in named.items() if held},
                **{KEY: key, SEQUENCE: sequence_of(words), LABEL: list(labels), UNIQUE: [key]},
            )
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def remove(folder: Path, key: str) -> None:
    """Remove an object."""
    writer = whoosh_files.open_folder(folder).writer(timeout=_PATIENCE)
    writer.delete_by_term(UNIQUE, key)
    writer.commit()


P = ParamSpec("P")
T = TypeVar("T")


def answering(method: Callable[P, T]) -> Callable[P, T]:
    """Let a function say "unavailable" when the files that it reads turn out to be damaged.

    The returned function raises:
        IndexUnavailableError: they are.
    """

    @wraps(method)
    def answered(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except (IndexUnavailableError, NotImplementedError):
            raise
        except whoosh_files.UNREADABLE as error:
            raise IndexUnavailableError(f"damaged: {error}") from error

    return answered


def _stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return (inode, time of change, length) of each file of an index."""
    found = {}
    for path in folder.glob("*MAIN_*"):
        with suppress(FileNotFoundError):
            status = path.stat()
            found[path.name] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


class Objects:
    """A committed state of an index of objects, read as arrays.

    Args:
        folder: of the index.

    Raises:
        IndexUnavailableError: it is missing or unreadable.
    """

    @answering
    def __init__(self, folder: Path) -> None:
        self.reader = whoosh_files.open_folder(folder).reader()
        self._leaves = self.reader.leaf_readers()
        self.size: int = self.reader.doc_count_all()
        self._folder = folder
        self._stamps = _stamps(folder)
        self._cache: dict[tuple[str, str], tuple[npt.NDArray[Any], npt.NDArray[Any]]] = {}
        self._lengths: dict[str, npt.NDArray[np.float32]] = {}
        self._lexicons: dict[str, Lexicon] = {}

    def is_changed(self) -> bool:
        """Say whether a file that was opened is another one now: commits add files and remove them, none is changed."""
        now = _stamps(self._folder)
        return any(now.get(name, stamp) != stamp for name, stamp in self._stamps.items())

    @cached_property
    def alive(self) -> npt.NDArray[np.bool_]:
        """True for each object that is not deleted."""
        mask = np.ones(self.size, bool)
        for leaf, base in self._leaves:
            for number in leaf.segment().deleted_docs():
                mask[base + number] = False
        return mask

    @cached_property
    def keys(self) -> list[str]:
        """Primary key of every object, as text."""
        return [self._stored(number)[KEY] for number in range(self.size)]

    def _stored(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = self.reader.stored_fields(number)
        return found

    def word(self, field: str, word: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Return (objects, counts) of a word in a field."""
        found = self._cache.get((field, word))
        if found is None:
            parts = [(base, *whoosh_files.read_postings(leaf, field, word)) for leaf, base in self._leaves]
            found = (
                np.concatenate([places + base for base, places, _ in parts] or [np.zeros(0, np.int64)]),
                np.concatenate([counts for _, _, counts in parts] or [np.zeros(0, np.int64)]),
            )
            if len(found[0]) and not 0 <= found[0].min() <= found[0].max() < self.size:
                raise ValueError("a posting list is damaged")
            self._cache[field, word] = found
        return found

    def lengths(self, field: str) -> npt.NDArray[np.float32]:
        """Return the number of words of every object in a field."""
        found = self._lengths.get(field)
        if found is None:
            lengths = [self.reader.doc_field_length(number, field, 0) or 0 for number in range(self.size)]
            found = self._lengths[field] = np.array(lengths, np.float32)
        return found

    def lexicon(self, field: str) -> Lexicon:
        """Return the words of a field."""
        found = self._lexicons.get(field)
        if found is None:
            words = sorted(
                {word.decode() for word in self.reader.lexicon(field)} if field in self._fields else []
            )
            found = Lexicon([("\n".join(words), np.ones(len(words), np.int32))])
            self._lexicons[field] = found
        return found

    @cached_property
    def _fields(self) -> set[str]:
        return set(self.reader.indexed_field_names())

    def labeled(self, label: str) -> npt.NDArray[np.bool_]:
        """Return which living objects bear a label."""
        mask = np.zeros(self.size, bool)
        mask[self.word(LABEL, label)[0]] = True
        return mask & self.alive

    def holding(self, words: Sequence[str], fields: Collection[str], among: npt.NDArray[np.bool_]) -> None:
        """Leave in a mask those objects that hold the words side by side in one of the fields."""
        wanted = (_BETWEEN + _BETWEEN.join(words) + _BETWEEN).encode()
        for number in np.flatnonzero(among):
            parts = self._stored(int(number))[SEQUENCE].split(_FIELD.encode())[1:]
            named = {part.partition(b"\x1f")[0].decode(): part[part.index(b"\x1f") :] for part in parts}
            among[number] = any(wanted in named.get(field, b"") for field in fields)

    def word_scores(self, field: str, word: str) -> tuple[npt.NDArray[Any], npt.NDArray[np.float32]]:
        """Return (objects, BM25 scores) of one word in one field."""
        places, counts = self.word(field, word)
        if not len(places):
            return places, np.zeros(0, np.float32)
        lengths = self.lengths(field)
        average = rounded_average(int(lengths.sum()), self.size)
        norm = K1 * (1 - B + B * lengths[places] / np.float32(average))
        impacts = counts * np.float32(K1 + 1) / (counts + norm)
        return places, (impacts * np.float32(idf(self.size, len(places)))).astype(np.float32)
