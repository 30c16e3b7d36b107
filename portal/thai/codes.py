"""Codes that people copy from paper or read aloud: made so that nobody mistakes one sign for another.

A code is letters and digits (`new_code`), or digits alone, for whoever has a Thai keyboard or a telephone at the ear.
"""

from __future__ import annotations

import secrets
from typing import Literal

from portal.thai.bounds import LINE
from portal.thai.digits import to_arabic

# Digits and capitals that nobody confuses when reading aloud or from a bad print, and no vowels, so that no word appears
# by accident (compare Crockford's base 32).
ALPHABET = "3456789CDFGHJKMNPQRTVWXY"
GROUP = 4
# What people type instead: a letter that no code has goes to the digit that looks like it.
_LOOK_ALIKES = str.maketrans({"B": "8", "S": "5", "O": "0", "I": "1", "L": "1", "Z": "2"})
_SAID = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")


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


def in_digits(number: int, length: int) -> str:
    """Return the last digits of a number as a code, in groups: "4821-0937".

    Args:
        number: random and not negative.
        length: of the code, in digits; each is worth about 3.3 bits.
    """
    return grouped(f"{number % 10**length:0{length}d}")


def spoken(code: str, language: Literal["th", "en"] = "th") -> str:
    """Return a code as it is read aloud, sign by sign with a pause after each group: "สี่ แปด สอง หนึ่ง, ศูนย์ …".

    A number of four digits would be read as thousands, by people and by screen readers alike.

    Args:
        code: in groups, as `grouped` writes it.
        language: whose words stand for the digits; in English they stay digits.
    """
    named = _SAID if language == "th" else "0123456789"
    groups = clean(code).split("-")
    return ", ".join(
        " ".join(named[int(sign)] if sign.isdigit() else sign for sign in group) for group in groups
    )
