"""One text, sealed: AES-256-GCM under a named key, bound to the place where it stands (NIST SP 800-38D).

Stored as "sealed.1.<key>.<nonce and ciphertext in base64>". Table, column and row are authenticated with it: a value that is
brought to another row, column or table does not open there. Empty stays empty, so that constraints and "was it answered" go
on working; how long a text is can be seen.
"""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag

from portal.sealing.errors import BrokenSealError
from portal.sealing.keys import Keys, cipher

MARK = "sealed.1."
NONCE_BYTES = 12
PURPOSE = "values"


def place(table: str, column: str, row: str) -> bytes:
    """Return what a value is bound to; no two places are alike, whatever a row is called."""
    return "\0".join((str(len(table)), table, str(len(column)), column, row)).encode()


def is_sealed(stored: str) -> bool:
    """Say whether a text of a column is sealed."""
    return stored.startswith(MARK)


def key_of(stored: str) -> str:
    """Return by which key a sealed text was sealed.

    Raises:
        BrokenSealError: it is none.
    """
    parts = stored.split(".")
    if not is_sealed(stored) or len(parts) != 4:
        raise BrokenSealError("A sealed value is not whole.")
    return parts[2]


def seal(keys: Keys, text: str, where: bytes) -> str:
    """Seal a text with the newest key.

    Args:
        keys: of the installation.
        text: anything; "" stays "".
        where: from `place`.
    """
    if not text:
        return ""
    identifier = keys.newest
    head = f"{MARK}{identifier}."
    nonce = os.urandom(NONCE_BYTES)
    sealed = cipher(keys.key(identifier), PURPOSE).encrypt(nonce, text.encode(), head.encode() + where)
    return head + base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def opened(keys: Keys, stored: str, where: bytes) -> str:
    """Return the text of a sealed value.

    Raises:
        UnknownKeyError: its key is not in the key file.
        BrokenSealError: it was changed, cut short, or belongs to another place.
    """
    if not stored:
        return ""
    identifier = key_of(stored)
    key = keys.key(identifier)
    head, _dot, body = stored.rpartition(".")
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        text = cipher(key, PURPOSE).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], f"{head}.".encode() + where)
    except (InvalidTag, binascii.Error, ValueError):
        raise BrokenSealError("A sealed value is not what was sealed in this place.") from None
    return text.decode()
