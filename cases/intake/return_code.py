"""The code of digits by which somebody goes on with a draft that they left (`saved`)."""

from __future__ import annotations

import hashlib
import hmac
import uuid

from django.conf import settings

from portal.thai.digits import only_digits, to_arabic

DIGITS = 16
"""Some 53 bits behind `TRIES_PER_ADDRESS`; fewer than a tracking secret, because it ends and holds no case."""
LONGEST = 60
"""Characters of a typed code that are looked at."""


def derived(purpose: str, words: bytes) -> bytes:
    """Return 32 bytes that only this installation can make of words.

    Args:
        purpose: what they are for; another one gives other bytes.
        words: what they follow from.
    """
    return hmac.new(settings.SECRET_KEY.encode(), purpose.encode() + b":" + words, hashlib.sha256).digest()


def code_of(token: uuid.UUID) -> str:
    """Return the code of a draft, sixteen digits."""
    return f"{int.from_bytes(derived('saved-code', token.bytes), 'big') % 10**DIGITS:0{DIGITS}d}"


def typed_code(text: str) -> str:
    """Return the digits of a typed code, of either script and with any blanks; "" when it is none."""
    digits = only_digits(to_arabic(text[:LONGEST]))
    return digits if len(digits) == DIGITS else ""
