"""Arrays that stand beside the postings of a segment: what a document is made of, in reading order.

Whoosh keeps which words a document holds; ranking by pairs, passages and character trigrams needs their order, and
only for the few dozen best documents. So each segment carries a forward file: the 32-bit hash of every word in
order, the folded characters, and where each passage begins. The files bear the segment's name, so Whoosh removes
them together with the segment.
"""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine import analysis
from portal.search.engine.protocol import Entry

WINDOW_TOKENS = 200
"""Longest passage for scoring, in words (600 to 900 characters); longer ones are cut into windows."""

LOW, HIGH, CHARACTERS, SCALARS, LEXICON = ".low", ".high", ".chars", ".scalars.npz", ".lexicon"

PAIR_BITS = 20
PAIR_BUCKETS, TRIGRAM_BUCKETS = 1 << PAIR_BITS, 1 << 16
"""Document frequencies of word pairs and character trigrams are counted in hash buckets: weights need no more."""

_WORD = np.dtype("<u2")


def pair_buckets(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return the bucket of each pair of neighbouring words, given the hashes of both."""
    mixed = first * np.uint32(0x9E3779B1) + second * np.uint32(0x85EBCA6B)
    return mixed >> np.uint32(32 - PAIR_BITS)


def trigram_buckets(characters: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    """Return the bucket of each run of three characters; two fewer than there are characters."""
    wide = characters.astype(np.uint16)
    return wide[:-2] * np.uint16(0x6A4D) + wide[1:-1] * np.uint16(0x1F35) + wide[2:] * np.uint16(0x0101)


Windows = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]


@dataclass
class Layout:
    """Sizes and places, collected document by document while a segment is written.

    Window 0 of each document is its title, with passage number -1.
    """

    keys: list[int] = field(default_factory=list)
    priors: list[float] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    token_ends: list[int] = field(default_factory=list)
    character_ends: list[int] = field(default_factory=list)
    window_ends: list[int] = field(default_factory=list)
    window_tokens: list[npt.NDArray[np.int32]] = field(default_factory=list)
    window_characters: list[npt.NDArray[np.int32]] = field(default_factory=list)
    window_passages: list[npt.NDArray[np.int32]] = field(default_factory=list)

    def save(self, path: Path, pairs: npt.NDArray[np.int32], trigrams: npt.NDArray[np.int32]) -> None:
        """Write everything into one file of arrays, with the document frequencies of pairs and trigrams."""

        def joined(parts: list[npt.NDArray[np.int32]]) -> npt.NDArray[np.int32]:
            return np.concatenate(parts) if parts else np.zeros(0, np.int32)

        with path.open("wb") as file:
            np.savez(
                file,
                keys=np.array(self.keys, np.int64),
                priors=np.array(self.priors, np.float32),
                ordinals=np.array(self.ordinals, np.int32),
                years=np.array(self.years, np.int16),
                token_ends=np.array([0, *self.token_ends], np.int64),
                character_ends=np.array([0, *self.character_ends], np.int64),
                window_ends=np.array([0, *self.window_ends], np.int64),
                window_tokens=joined(self.window_tokens),
                window_characters=joined(self.window_characters),
                window_passages=joined(self.window_passages),
                pairs=pairs,
                trigrams=trigrams,
            )


@dataclass(frozen=True)
class Analyzed:
    """One entry, ready to be written: its words by field, its characters and its windows.

    Attributes:
        entry: what it was made from.
        title: words of the title.
        body: words of all passages, in order.
        characters: folded title and passages, one byte a character, a line feed between.
        window_tokens, window_characters: where each window begins, counted from the document's start.
        window_passages: number of the passage a window belongs to, -1 for the title.
        skeleton: see `head_skeleton`.
    """

    entry: Entry
    title: list[str]
    body: list[str]
    characters: bytes
    window_tokens: npt.NDArray[np.int32]
    window_characters: npt.NDArray[np.int32]
    window_passages: npt.NDArray[np.int32]
    skeleton: list[str]


_HEAD = 240


def head_skeleton(entry: Entry) -> list[str]:
    """Return the pieces under which a document is found although the query is damaged: of its title and first words.

    That is where a document says what it is; the whole text would make every query look like every long document.
    """
    head = "".join(passage[:_HEAD] for passage in entry.passages[:3])[:_HEAD]
    return analysis.skeleton_pieces(f"{entry.title} {head}")


def analyze(entry: Entry) -> Analyzed:
    """Segment one entry and lay out its windows; pure, so it may run in another process."""
    title = analysis.tokens_of_folded(entry.title)
    body: list[str] = []
    parts = [analysis.to_bytes(entry.title)]
    starts: list[tuple[int, int, int]] = [(0, 0, -1)]
    at_token, at_character = len(title), len(parts[0]) + 1
    for number, passage in enumerate(entry.passages):
        words = analysis.spans(passage)
        body.extend(word.text for word in words)
        parts.append(analysis.to_bytes(passage))
        starts.extend(_windows(words, number, at_token, at_character))
        at_token += len(words)
        at_character += len(parts[-1]) + 1
    layout = np.array(starts, np.int32)
    return Analyzed(
        entry,
        title,
        body,
        b"\n".join(parts) + b"\n",
        layout[:, 0].copy(),
        layout[:, 1].copy(),
        layout[:, 2].copy(),
        head_skeleton(entry),
    )


def _windows(
    words: Sequence[analysis.Token], number: int, at_token: int, at_character: int
) -> list[tuple[int, int, int]]:
    """Return (first word, first character, passage number) of the windows of one passage, of about equal length."""
    count = max(1, -(-len(words) // WINDOW_TOKENS))
    size = -(-len(words) // count) if words else 0
    found = [(at_token, at_character, number)]
    for window in range(1, count):
        first = window * size
        found.append((at_token + first, at_character + words[first].start, number))
    return found


class ColumnWriter:
    """Writes the files of one segment, document by document."""

    def __init__(self, folder: Path, segment_id: str) -> None:
        self._base = folder / segment_id
        self._low = self._path(LOW).open("wb")
        self._high = self._path(HIGH).open("wb")
        self._characters = self._path(CHARACTERS).open("wb")
        self.layout = Layout()
        self._pairs = np.zeros(PAIR_BUCKETS, np.int32)
        self._trigrams = np.zeros(TRIGRAM_BUCKETS, np.int32)
        self._tokens = self._chars = self._windows = 0

    def _path(self, extension: str) -> Path:
        return self._base.with_name(self._base.name + extension)

    def add(
        self,
        scalars: tuple[int, float, int, int],
        hashes: npt.NDArray[np.uint32],
        characters: bytes,
        windows: Windows,
    ) -> None:
        """Append one document.

        Args:
            scalars: key, prior, ordinal, B.E. year.
            hashes: hash of every word, title first.
            characters: its folded text.
            windows: first word, first character and passage number of each window.
        """
        layout = self.layout
        key, prior, ordinal, year = scalars
        layout.keys.append(key)
        layout.priors.append(prior)
        layout.ordinals.append(ordinal)
        layout.years.append(year)
        self._low.write((hashes & 0xFFFF).astype(_WORD).tobytes())
        self._high.write((hashes >> 16).astype(_WORD).tobytes())
        self._characters.write(characters)
        self._pairs[np.unique(pair_buckets(hashes[:-1], hashes[1:]))] += 1
        seen = np.zeros(TRIGRAM_BUCKETS, bool)
        seen[trigram_buckets(np.frombuffer(characters, np.uint8))] = True
        self._trigrams += seen
        self._tokens += len(hashes)
        self._chars += len(characters)
        self._windows += len(windows[0])
        layout.token_ends.append(self._tokens)
        layout.character_ends.append(self._chars)
        layout.window_ends.append(self._windows)
        layout.window_tokens.append(windows[0])
        layout.window_characters.append(windows[1])
        layout.window_passages.append(windows[2])

    def close(self, *, save: bool) -> None:
        """Finish the files, or remove them when the segment is given up; a second call does nothing."""
        if self._low.closed:
            return
        for file in (self._low, self._high, self._characters):
            file.close()
        if save:
            self.layout.save(self._path(SCALARS), self._pairs, self._trigrams)
            return
        for extension in (LOW, HIGH, CHARACTERS):
            self._path(extension).unlink(missing_ok=True)

    def write_lexicon(self, terms: Sequence[str], frequencies: npt.NDArray[np.int64]) -> None:
        """Write the words of the segment and in how many of its documents each occurs."""
        with self._path(LEXICON).open("wb") as file:
            text = "\n".join(terms).encode()
            np.savez(file, text=np.frombuffer(text, np.uint8), frequencies=np.asarray(frequencies, np.int32))


class Columns:
    """The same files, read. Big ones are mapped, so only what queries touch is in memory."""

    def __init__(self, folder: Path, segment_id: str) -> None:
        base = folder / segment_id
        self.maps: list[mmap.mmap] = []

        def mapped(extension: str, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
            path = base.with_name(base.name + extension)
            if path.stat().st_size == 0:
                return np.zeros(0, dtype)
            mapped_file = np.memmap(path, dtype, mode="r")
            self.maps.append(mapped_file._mmap)  # type: ignore[attr-defined]
            return mapped_file.view(np.ndarray)

        self.low = mapped(LOW, _WORD)
        self.high = mapped(HIGH, _WORD)
        self.characters = mapped(CHARACTERS, np.uint8)
        with np.load(base.with_name(base.name + SCALARS)) as arrays:
            self.keys: npt.NDArray[np.int64] = arrays["keys"]
            self.priors: npt.NDArray[np.float32] = arrays["priors"]
            self.has_priors = bool((self.priors != 1).any())
            self.ordinals: npt.NDArray[np.int32] = arrays["ordinals"]
            self.years: npt.NDArray[np.int16] = arrays["years"]
            self.token_ends: npt.NDArray[np.int64] = arrays["token_ends"]
            self.character_ends: npt.NDArray[np.int64] = arrays["character_ends"]
            self.window_ends: npt.NDArray[np.int64] = arrays["window_ends"]
            self.window_tokens: npt.NDArray[np.int32] = arrays["window_tokens"]
            self.window_characters: npt.NDArray[np.int32] = arrays["window_characters"]
            self.window_passages: npt.NDArray[np.int32] = arrays["window_passages"]
            self.pairs: npt.NDArray[np.int32] = arrays["pairs"]
            self.trigrams: npt.NDArray[np.int32] = arrays["trigrams"]

    def check(self, documents: int) -> None:
        """Make sure that all arrays fit together: what reads them is compiled and checks nothing.

        Args:
            documents: how many the segment has.

        Raises:
            ValueError: they do not.
        """
        ends = (
            (self.token_ends, (len(self.low), len(self.high))),
            (self.character_ends, (len(self.characters),)),
            (
                self.window_ends,
                (len(self.window_tokens), len(self.window_characters), len(self.window_passages)),
            ),
        )
        fitting = all(
            len(array) == documents for array in (self.keys, self.priors, self.ordinals, self.years)
        )
        for places, sizes in ends:
            fitting = (
                fitting
                and len(places) == documents + 1
                and places[0] == 0
                and all(size == places[-1] for size in sizes)
                and not (places[1:] < places[:-1]).any()
            )
        if not fitting or (len(self.pairs), len(self.trigrams)) != (PAIR_BUCKETS, TRIGRAM_BUCKETS):
            raise ValueError("the arrays of a segment do not fit together")
        windows = np.diff(self.window_ends)
        for starts, whole in (
            (self.window_tokens, self.token_ends),
            (self.window_characters, self.character_ends),
        ):
            if (starts < 0).any() or (starts > np.repeat(np.diff(whole), windows)).any():
                raise ValueError("a window lies outside of its document")

    def release(self) -> None:
        """Give mapped pages back; see `SegmentView.release`."""
        for mapping in self.maps:
            mapping.madvise(mmap.MADV_DONTNEED)

    def document(
        self, number: int
    ) -> tuple[tuple[int, float, int, int], npt.NDArray[np.uint32], bytes, Windows]:
        """Return one document as `ColumnWriter.add` takes it (for merging segments)."""
        first, last = self.token_ends[number], self.token_ends[number + 1]
        hashes: npt.NDArray[Any] = self.low[first:last].astype(np.uint32) | (
            self.high[first:last].astype(np.uint32) << 16
        )
        characters = self.characters[self.character_ends[number] : self.character_ends[number + 1]].tobytes()
        window = slice(int(self.window_ends[number]), int(self.window_ends[number + 1]))
        scalars = (
            int(self.keys[number]),
            float(self.priors[number]),
            int(self.ordinals[number]),
            int(self.years[number]),
        )
        windows = (self.window_tokens[window], self.window_characters[window], self.window_passages[window])
        return scalars, hashes, characters, windows
