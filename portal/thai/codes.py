"""Codes that people copy from paper or read aloud: made so that nobody mistakes one sign for another."""

from __future__ import annotations

import secrets

from portal.thai.bounds import LINE
from portal.thai.digits import to_arabic

# Digits and capitals that nobody confuses when reading aloud or from a bad print, and no vowels, so that no word appears
# by accident (compare Crockford's base 32).
ALPHABET = "3456789CDFGHJKMNPQRTVWXY"
GROUP = 4
# What people type instead: the digit or letter that was dropped goes to the one that looks like it.
_LOOK_ALIKES = str.maketrans({"B": "8", "S": "5"})


def grouped(code: str, sign: str = "-") -> str:
    """Return the characters of a code in groups of four, with a sign between them: "K7M3-9QXF"."""
    return sign.join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def new_code(length: int) -> str:
    """Return a random code of so many signs, in groups; each sign is worth about 4.6 bits."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(length)))


def clean(text: str) -> str:
    """Return what a person typed in the form of `new_code`: capitals, Arabic digits, groups of four.

    Args:
        text: a code with any blanks, hyphens, Thai digits or small letters; of a text that is too long to be one the
            beginning counts.
    """
    return grouped("".join(c for c in to_arabic(text[:LINE]).upper() if c.isalnum()).translate(_LOOK_ALIKES))
