"""Which letters no typeface of this machine has; they would be empty boxes on paper."""

from __future__ import annotations

import unicodedata

from portal.letters.drawing.apart import letters_without_glyph_apart

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})
"""Categories (Unicode 15, 4.5) that leave no mark of their own, or stand on a letter: selectors, joiners, blanks."""


def missing_letters(text: str) -> str:
    """Return the letters of a text for which papers have no glyph, each once, in the order of their codes.

    Args:
        text: anything; markup does no harm. Text in Thai and English alone costs nothing, other letters are drawn once.
    """
    strange = sorted(letter for letter in set(text) if not _is_common(letter))
    if not strange:
        return ""
    found = letters_without_glyph_apart(strange)
    return "".join(letter for letter in strange if letter in found)


def _is_common(letter: str) -> bool:
    """Say whether a letter needs no look: Thai and Latin are in our own typeface, others leave no mark."""
    return (
        letter < "\u0180"
        or "\u0e01" <= letter <= "\u0e3a"
        or "\u0e3f" <= letter <= "\u0e5b"
        or unicodedata.category(letter) in _UNSEEN
    )


def in_words(letters: str, most: int = 10) -> str:
    """Return letters with their codes, for a sentence: "😀 (U+1F600)"; after `most` of them "…"."""
    named = [f"{letter} (U+{ord(letter):04X})" for letter in letters[:most]]
    return ", ".join([*named, "…"] if len(letters) > most else named)
