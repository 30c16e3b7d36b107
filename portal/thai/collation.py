"""Thai dictionary order as a string that any database can store and compare."""

from __future__ import annotations

import re
import unicodedata

from portal.thai.bounds import LINE, normalized
from portal.thai.digits import to_arabic
from portal.thai.text import repair

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
# The order of the Royal Institute's dictionary among words that differ only in their marks.
_MARKS = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e\u0e3a"
_SILENT = "\u0e2f\u0e3f\u0e46"  # paiyannoi, the baht sign, mai yamok
_LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_SPACE_WEIGHT = "01"
_DIGIT_WEIGHT = "1"
_LATIN_WEIGHT = 2 * 36
_THAI_WEIGHT = 4 * 36
_OTHER_WEIGHT = "zz"
_NUMBER_OR_CHARACTER = re.compile(r"[0-9]+|.", re.DOTALL)


def _pair(number: int) -> str:
    """Return `number` (0–1295) as two characters of base 36."""
    high, low = divmod(number, 36)
    return _ALPHABET[high] + _ALPHABET[low]


def _weight(piece: str) -> str:
    """Return the primary weight of a run of digits or of one character; empty when it does not count."""
    if piece[0] in "0123456789":
        digits = piece.lstrip("0") or "0"
        return _DIGIT_WEIGHT + _pair(min(len(digits), 1295)) + digits
    code = ord(piece)
    if "a" <= piece <= "z":
        return _pair(_LATIN_WEIGHT + code - ord("a"))
    if 0x0E01 <= code <= 0x0E45 and piece not in _SILENT:
        return _pair(_THAI_WEIGHT + code - 0x0E00)
    if piece.isspace():
        return _SPACE_WEIGHT
    if piece.isalnum() and piece not in _SILENT:
        return _OTHER_WEIGHT + "".join(_pair(part) for part in divmod(code, 1296))
    return ""


def sort_key(text: str, *, max_length: int = 400) -> str:
    """Return a key of lower-case letters and digits whose plain order is Thai dictionary order.

    A leading vowel (เ แ โ ใ ไ) sorts after its consonant, tone marks and the other marks decide only between words
    that are otherwise equal, numbers sort by value, Latin letters come before Thai, punctuation does not count.
    Only 0–9 and a–z are used, so that the order is the same under every database collation.

    Args:
        text: the name to sort by, Thai or not; its first 1,000 characters count.
        max_length: longest key in characters; a longer one is cut (the order of long names with one beginning
            is then undefined).

    Source: issue 2 "Thai sort key", domain.md 3.1 "Sort order".
    """
    plain = to_arabic(repair(text[:LINE])).casefold()
    plain = "".join(
        character
        for character in normalized(plain.replace("\u0e33", "\ue000"), "NFKD")
        if not (unicodedata.category(character) == "Mn" and ord(character) < 0x0E00)
    ).replace("\ue000", "\u0e33")
    plain = _LEADING_VOWEL.sub(r"\2\1", plain)
    primary: list[str] = []
    secondary: list[str] = []
    for piece in _NUMBER_OR_CHARACTER.findall(" ".join(plain.split())):
        if piece in _MARKS:
            if secondary:
                secondary[-1] += _ALPHABET[_MARKS.index(piece) + 1]
            continue
        weight = _weight(piece)
        if weight:
            primary.append(weight)
            secondary.append("0")
    return ("".join(primary) + "00" + "".join(secondary).rstrip("0"))[:max_length]
