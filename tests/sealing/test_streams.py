"""A sealed file is read from any place with little memory, and nothing can be cut out of it (ASVS 11.3.3; R14)."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.sealing import streams
from portal.sealing.errors import BrokenSealError, UnknownKeyError
from portal.sealing.keys import Keys
from portal.sealing.streams import CHUNK, TAG

KEYS = Keys({"new-1": b"n" * 32}, ("find", b"f" * 32))
NAME = "cases/aa/aa1.jpg"
SIZES = (0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17)


def content(size: int) -> bytes:
    return (b"0123456789abcdef" * (size // 16 + 1))[:size]


def sealed(plain: bytes, name: str = NAME, piece: int = 10_000) -> bytes:
    pieces = (plain[at : at + piece] for at in range(0, len(plain), piece))
    return b"".join(streams.sealed(KEYS, pieces, name))


def opened(stored: bytes, name: str = NAME, keys: Keys = KEYS) -> streams.OpenedFile:
    return streams.OpenedFile(io.BytesIO(stored), name, lambda identifier: keys)


def begin(stored: bytes) -> int:
    head = streams.head_of(io.BytesIO(stored))
    assert head is not None
    return head[2]


def test_every_size_comes_back_with_its_size() -> None:
    for size in SIZES:
        stored = sealed(content(size))
        file = opened(stored)
        assert file.readall() == content(size)
        assert streams.plain_size(len(stored), begin(stored)) == size
        assert b"0123456789abcdef" not in stored
        file.close()
        assert file._file.closed


STORED = sealed(content(2 * CHUNK + 500))


@settings(max_examples=40)
@given(st.integers(0, 2 * CHUNK + 600), st.integers(0, CHUNK + 20))
def test_any_part_is_that_part(at: int, length: int) -> None:
    file = io.BufferedReader(opened(STORED))
    file.seek(at)
    assert file.read(length) == content(2 * CHUNK + 500)[at : at + length]


def test_places_are_counted_as_in_any_file() -> None:
    file = opened(STORED)
    assert file.seek(-10, io.SEEK_END) == 2 * CHUNK + 490
    assert file.seek(-5, io.SEEK_CUR) == 2 * CHUNK + 485 == file.tell()
    assert file.readable() and file.seekable() and not file.writable()
    with pytest.raises(ValueError, match="before the beginning"):
        file.seek(-1)


def test_it_holds_one_chunk_however_long_the_file_is() -> None:
    file = opened(STORED)
    assert len(file.read(1)) == 1 and len(file._chunk) == CHUNK
    held: list[int] = []

    def blocks() -> object:
        for _one in range(40):
            held.append(1)
            yield b"x" * CHUNK

    parts = streams.sealed(KEYS, blocks(), NAME)
    next(parts), next(parts)
    assert len(held) <= 2, "what is written is not gathered first"


def test_chunks_cannot_be_cut_moved_doubled_or_changed() -> None:
    at = begin(STORED)
    one, two, three = (STORED[at + n * (CHUNK + TAG) :][: CHUNK + TAG] for n in range(3))
    head = STORED[:at]
    broken = {
        "the last one is missing": head + one + two,
        "the first one is missing": head + two + three,
        "the middle one is missing": head + one + three,
        "the order is another": head + two + one + three,
        "one stands there twice": head + one + one + two + three,
        "a sign is another": head + bytes([one[0] ^ 1]) + one[1:] + two + three,
        "the end is cut": STORED[:-1],
        "something is added": STORED + b"x",
        "another salt": head[:-1] + bytes([head[-1] ^ 1]) + STORED[at:],
        "nothing but the head": head,
    }
    for what, stored in broken.items():
        with pytest.raises(BrokenSealError):
            opened(stored).readall()
            pytest.fail(what)


def test_under_another_name_or_key_it_does_not_open() -> None:
    with pytest.raises(BrokenSealError):
        opened(STORED, name="cases/aa/aa2.jpg")
    with pytest.raises(BrokenSealError):
        opened(STORED, keys=Keys({"new-1": b"x" * 32}, KEYS.finding))
    with pytest.raises(UnknownKeyError, match="new-1"):
        opened(STORED, keys=Keys({"other": b"n" * 32}, KEYS.finding))


def test_what_is_in_clear_is_told_apart_and_a_cut_head_is_refused() -> None:
    assert streams.head_of(io.BytesIO(b"\xff\xd8 a picture")) is None
    assert streams.head_of(io.BytesIO(b"")) is None
    with pytest.raises(BrokenSealError):
        opened(b"\xff\xd8 a picture")
    for cut in (len(streams.MARK), len(streams.MARK) + 1, begin(STORED) - 1):
        with pytest.raises(BrokenSealError):
            streams.head_of(io.BytesIO(STORED[:cut]))
    for size in (
        begin(STORED),
        begin(STORED) + TAG - 1,
        begin(STORED) + CHUNK + TAG + 3,
        begin(STORED) + CHUNK + 2 * TAG,
    ):
        with pytest.raises(BrokenSealError):
            streams.plain_size(size, begin(STORED))
