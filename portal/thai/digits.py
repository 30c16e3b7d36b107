"""Thai and Arabic digits, both ways.

The web shows Arabic digits, official papers show Thai digits, and people type either (domain.md 3.1).
"""

from __future__ import annotations

import re

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"

_THAI_DIGIT = re.compile(f"[{THAI_DIGITS}]")
_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
_TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)


def to_arabic(text: str) -> str:
    """Return `text` with every Thai digit written as an Arabic digit; all else unchanged, length kept."""
    # Most texts hold none, and a search is cheaper than a pass.
    return text.translate(_TO_ARABIC) if _THAI_DIGIT.search(text) else text


def to_thai(value: str | int) -> str:
    """Return `value` with every Arabic digit written as a Thai digit, as official papers want it.

    Args:
        value: text of any kind, or a whole number.
    """
    return str(value).translate(_TO_THAI)


def only_digits(text: str) -> str:
    """Return the digits of `text` alone, as Arabic digits: "1-2345 ๖๗" becomes "1234567".

    Meant for identifiers that people type with blanks and hyphens; other scripts' digits are dropped.
    """
    return "".join(character for character in to_arabic(text) if character in ARABIC_DIGITS)
