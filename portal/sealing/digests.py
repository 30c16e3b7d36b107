"""Digests by which something sealed is found again: equal words have equal numbers, and only the key makes them.

Whoever reads the table and guesses words cannot try them without the key for finding (HMAC by keyed BLAKE2b, RFC 7693).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from portal.sealing import current
from portal.sealing.keys import derived


@lru_cache(maxsize=16)
def _key(key: bytes, purpose: str) -> bytes:
    return derived(key, f"find {purpose}")


def _digest(purpose: str, text: str, size: int) -> bytes:
    key = _key(current.keys().finding[1], purpose)
    return hashlib.blake2b(text.encode(), key=key, digest_size=size).digest()


def number_of(purpose: str, text: str) -> int:
    """Return the number of a text, of 64 bits: two texts may share one, so whoever finds by it compares afterwards.

    Args:
        purpose: numbers of one purpose say nothing of those of another.
        text: in the form in which it is compared.

    Raises:
        KeysError: there are no keys.
    """
    return int.from_bytes(_digest(purpose, text, 8), "big", signed=True)


def digest_of(purpose: str, text: str) -> str:
    """Return the digest of a text, of 128 bits, as 32 signs; equal ones mean the same text.

    Args:
        purpose: as in `number_of`.
        text: in the form in which it is compared.

    Raises:
        KeysError: there are no keys.
    """
    return _digest(purpose, text, 16).hex()
