"""One file, sealed in chunks, so that it is written and read with little memory and from any place in it.

A head of mark, name of the key and salt; then chunks of 64 KiB, each sealed by AES-256-GCM under a key of this file alone
(HKDF of the named key with the salt, and the file's name). The nonce is the number of the chunk and whether it is the last
one, so none can be left out, doubled, moved or cut away (the STREAM construction; Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.sealing.errors import BrokenSealError
from portal.sealing.keys import Keys, derived

MARK = b"\x89KLANG1\n"
"""No picture, document or archive that people hand in begins so."""
SALT_BYTES = 32
CHUNK = 64 * 1024
TAG = 16
LONGEST_NAME = 40


def _cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    return AESGCM(derived(key, f"file {name}", salt))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


# Sealing -------------------------------------------------------------------------------------------------------------


def sealed(keys: Keys, blocks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield the parts of a sealed file.

    Args:
        keys: of the installation; the newest seals.
        blocks: the content, in pieces of any size.
        name: of the file in its storage; under another one it does not open.
    """
    identifier = keys.newest.encode()
    salt = os.urandom(SALT_BYTES)
    yield MARK + bytes([len(identifier)]) + identifier + salt
    cipher = _cipher(keys.key(keys.newest), salt, name)
    number, waiting = 0, bytearray()
    for block in blocks:
        waiting += block
        # One chunk is held back: only the end of the content says which is the last.
        while len(waiting) > CHUNK:
            yield cipher.encrypt(_nonce(number, False), bytes(waiting[:CHUNK]), None)
            del waiting[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, True), bytes(waiting), None)


# Reading -------------------------------------------------------------------------------------------------------------


def head_of(file: IO[bytes]) -> tuple[str, bytes, int] | None:
    """Read the head of a file; returns name of the key, salt and where the chunks begin, None for a file in clear.

    Raises:
        BrokenSealError: the head is cut.
    """
    if file.read(len(MARK)) != MARK:
        return None
    length = file.read(1)
    if not length or not 0 < length[0] <= LONGEST_NAME:
        raise BrokenSealError("A sealed file has no whole head.")
    identifier, salt = file.read(length[0]), file.read(SALT_BYTES)
    if len(salt) < SALT_BYTES or not identifier.isascii():
        raise BrokenSealError("A sealed file has no whole head.")
    return identifier.decode("ascii"), salt, len(MARK) + 1 + length[0] + SALT_BYTES


def plain_size(stored: int, begin: int) -> int:
    """Return how long the content of a sealed file is.

    Args:
        stored: size on the disk.
        begin: where its chunks begin.

    Raises:
        BrokenSealError: no sealed file is so long.
    """
    whole, rest = divmod(stored - begin, CHUNK + TAG)
    # Only a file without content ends with an empty chunk.
    if stored < begin + TAG or 0 < rest < TAG or (rest == TAG and whole):
        raise BrokenSealError("A sealed file was cut.")
    return whole * CHUNK + max(0, rest - TAG)


class OpenedFile(io.RawIOBase):
    """The content of a sealed file; holds one chunk at a time and goes to any place in it."""

    def __init__(self, file: IO[bytes], name: str, keys_with: Callable[[str], Keys]) -> None:
        """Read its head.

        Args:
            file: on the disk, at its beginning; closed with this one.
            name: of the file in its storage.
            keys_with: returns the keys, best with the one that is named.

        Raises:
            UnknownKeyError: its key is not in the key file.
            BrokenSealError: it is cut, or in clear.
        """
        super().__init__()
        self._file = file
        head = head_of(file)
        if head is None:
            raise BrokenSealError("A file is not sealed.")
        identifier, salt, self._begin = head
        self._cipher = _cipher(keys_with(identifier).key(identifier), salt, name)
        self._size = plain_size(file.seek(0, io.SEEK_END), self._begin)
        self._last = max(0, self._size - 1) // CHUNK
        self._at = 0
        self._number = -1
        self._chunk = b""
        # The last chunk proves where the file ends, before anything of it is given out.
        self._load(self._last)

    def _load(self, number: int) -> None:
        if number == self._number:
            return
        self._file.seek(self._begin + number * (CHUNK + TAG))
        stored = self._file.read(CHUNK + TAG)
        try:
            self._chunk = self._cipher.decrypt(_nonce(number, number == self._last), stored, None)
        except (InvalidTag, ValueError):
            raise BrokenSealError("A sealed file is not what was sealed under its name.") from None
        self._number = number

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Return the place in the content."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the content.

        Raises:
            ValueError: before its beginning.
        """
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("a place before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer from where we are, up to the end of a chunk.

        Raises:
            BrokenSealError: the chunk was changed.
        """
        if self._at >= self._size:
            return 0
        number, begin = divmod(self._at, CHUNK)
        self._load(number)
        part = self._chunk[begin : begin + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Close the file on the disk too."""
        if not self.closed:
            self._file.close()
        super().close()
