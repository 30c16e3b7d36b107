"""The key file: lines of purpose, identifier and key, the newest first. It lies outside of the database and of every backup.

    seal 20261127-x4k9 pFz…   what is sealed from now on; further lines open what was sealed before
    find 20261127-t2m7 0aQ…   digests by which names, numbers and words are found

Lines that begin with "#" are remarks. A key is 256 random bits, written in base64 of the alphabet for addresses.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import datetime as dt
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.sealing.errors import KeysError, UnknownKeyError

SEAL, FIND = "seal", "find"
KEY_BYTES = 32
LARGEST_FILE = 64 * 1024
"""Bytes of a key file; a thousand keys are fewer."""
_IDENTIFIER = re.compile(r"[a-z0-9-]{4,20}")
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_REMARK = (
    "# Keys of Klang. Whoever has this file and a backup reads everything; whoever has one of the two reads nothing.\n"
    "# Keep a copy apart from the backups, best on paper in a safe: without it nothing can be read any more, by nobody.\n"
)


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of an installation.

    Attributes:
        sealing: identifier → key, the newest first.
        finding: identifier and key of the digests.
    """

    sealing: Mapping[str, bytes] = field(repr=False)
    finding: tuple[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        """The key with which is sealed from now on."""
        return next(iter(self.sealing))

    def key(self, identifier: str) -> bytes:
        """Return a key by its identifier.

        Raises:
            UnknownKeyError: it is not in the file.
        """
        try:
            return self.sealing[identifier]
        except KeyError:
            raise UnknownKeyError(identifier) from None


def derived(key: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    """Return a key for one purpose, from which the other and the first cannot be told (HKDF-SHA-256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt, b"klang " + purpose.encode()).derive(key)


@lru_cache(maxsize=64)
def cipher(key: bytes, purpose: str) -> AESGCM:
    """Return AES-256-GCM under the key for a purpose."""
    return AESGCM(derived(key, purpose))


# The file ----------------------------------------------------------------------------------------------------------


def new_line(purpose: str, now: dt.date) -> str:
    """Return a line with a new key.

    Args:
        purpose: `SEAL` or `FIND`.
        now: the day, by which people tell keys apart.
    """
    sign = "".join(secrets.choice(_ALPHABET) for _one in range(4))
    key = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return f"{purpose} {now:%Y%m%d}-{sign} {key}\n"


def new_text(now: dt.date) -> str:
    """Return the content of a new key file."""
    return _REMARK + new_line(SEAL, now) + new_line(FIND, now)


def with_new_key(text: str, now: dt.date) -> str:
    """Return a key file with another key on top, with which is sealed from now on; nothing else of it changes.

    Raises:
        KeysError: it is none.
    """
    parse(text)
    lines = text.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.split()[:1] == [SEAL])
    return "".join([*lines[:first], new_line(SEAL, now), *lines[first:]])


def parse(text: str) -> Keys:
    """Read the content of a key file.

    Raises:
        KeysError: a line is none, one stands there twice, or one purpose has no key.
    """
    sealing: dict[str, bytes] = {}
    finding: dict[str, bytes] = {}
    for number, purpose, identifier, key in _lines(text):
        known = {SEAL: sealing, FIND: finding}[purpose]
        if identifier in known or key in known.values():
            raise KeysError(f"Line {number} of the key file repeats a key.")
        known[identifier] = key
    if not sealing or len(finding) != 1:
        raise KeysError('The key file needs at least one line "seal …" and exactly one line "find …".')
    return Keys(sealing, next(iter(finding.items())))


def _lines(text: str) -> Iterator[tuple[int, str, str, bytes]]:
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.split()
        if not parts or parts[0].startswith("#"):
            continue
        # Nothing of a line is ever told: its key may stand where the purpose should.
        wrong = KeysError(
            f'Line {number} of the key file is none: it needs "seal" or "find", a name and a key.'
        )
        if len(parts) != 3 or parts[0] not in {SEAL, FIND} or not _IDENTIFIER.fullmatch(parts[1]):
            raise wrong
        try:
            key = base64.b64decode(parts[2], altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise wrong from None
        if len(key) != KEY_BYTES:
            raise wrong
        yield number, parts[0], parts[1], key


def read(path: Path) -> Keys:
    """Read a key file.

    Raises:
        KeysError: it is missing, cannot be read, or is none.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise KeysError(f"{path} is too large to be a key file.")
        return parse(path.read_text("ascii"))
    except FileNotFoundError:
        raise KeysError(
            f"There is no key file at {path}. Name it by KLANG_KEYS, put your copy back, or make one for a new"
            " installation: manage.py make_keys"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeysError(f"The key file {path} cannot be read ({type(error).__name__}).") from None


def write(path: Path, text: str, *, is_new: bool = False) -> None:
    """Write a key file for its owner alone, whole or not at all; one that is there keeps its place until then.

    Args:
        path: where.
        text: its content.
        is_new: let one that somebody else made meanwhile stay.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.part-{secrets.token_hex(4)}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(unfinished)
        unfinished.unlink()
    else:
        unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
