"""Names of provinces and services as people spell them in Latin letters: "Nakorn", "Nakhon"; "Mahadthai", "Mahatthai".

The official spelling (RTGS) is turned into a pattern that takes what romanizations vary: an h after a consonant, letters
that are doubled or stand for the same Thai sound (k and g, t and d, p and b, l, r and n at the end), an r that only makes
a vowel long ("korn"), and vowels that are written in several ways. A pattern finds its word where it stands, so what is
around it is counted as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

SHORTEST = 5
"""Letters of a name that gets a pattern; what sounds like "Tak" or "Nan" is half of English."""
LOOSE = 8
"""From so many letters on a name is known by its sound; shorter ones by doubled letters, a missing h or a long vowel."""

_CONSONANTS = {
    "kh": "[kg]+h*", "k": "[kg]+h*", "g": "[kg]+h*", "q": "[kg]+h*",
    "th": "[td]+h*", "t": "[td]+h*", "d": "[td]+h*",
    "ph": "[pb]+h*", "p": "[pb]+h*", "b": "[pb]+h*", "f": "(?:f+|ph)",
    "tch": "(?:[td]+h*)?(?:ch+|j)", "ch": "(?:t?ch+|j)", "c": "(?:t?ch+|j)", "j": "(?:t?ch+|j)",
    "s": "[sz]+h*r?", "ng": "n+g?h?(?:n+g?)?", "n": "[nl]+", "m": "m+",
    "l": "[lr]+", "r": "[rl]+", "w": "[wv]+", "v": "[wv]+", "h": "h*", "y": "[yi]+",
}  # fmt: skip
_VOWELS = {
    "aeo": "(?:aeo|aew|eaw|aw|eo|ew)", "oei": "(?:oei|oey|oie|ei|ey|eui)",
    "ae": "(?:ae|ea|[ae])", "ao": "(?:ao|aw|ow|au)", "ai": "(?:a[iy]|[iy])", "ia": "(?:ia|ie|ea|i)",
    "ua": "(?:oo?|u)[aeo]?", "ue": "(?:oo?e|ue|eu|u)", "oe": "(?:oe|eo|[oeu])", "oi": "(?:o[iy]e?)",
    "a": "(?:aa?|u)h?", "i": "[iey]{1,3}", "o": "(?:oo?|au?|u)", "u": "(?:u|oo?)", "e": "(?:ee?|ae?)",
}  # fmt: skip
_TIGHT = {
    "kh": "k+h*", "k": "k+h*", "th": "t+h*", "t": "t+h*", "d": "d+", "ph": "p+h*", "p": "p+h*", "b": "b+",
    "ch": "c+h*", "n": "n+", "l": "l+", "r": "r+", "y": "y+", "w": "[wv]+", "s": "s+", "ng": "n+g",
    "ae": "ae", "i": "(?:i+|ee)", "u": "(?:u+|oo)", "a": "a+", "o": "o+", "e": "e+",
}  # fmt: skip
"""Of short names: "phuket" is "puket", and "bucket" is not."""
_SOUNDS = re.compile("|".join(sorted({*_CONSONANTS, *_VOWELS}, key=len, reverse=True)))
_LONG = "r?"
"""After a vowel before a consonant: "korn" for "khon", "charern" for "charoen"."""


def pattern(name: str) -> str:
    """Return the expression of the spellings of one name.

    Args:
        name: in Latin letters, official spelling; blanks and signs do not count.
    """
    letters = "".join(filter(str.isalpha, name.lower()))
    ways = {**_CONSONANTS, **_VOWELS, **(_TIGHT if len(letters) < LOOSE else {})}
    sounds = _SOUNDS.findall(letters)
    # "Mahatthai" is written with one t as well: two consonants of one sound are one.
    said = sounds[:1] + [
        after for before, after in pairwise(sounds) if after in _VOWELS or ways[before] != ways[after]
    ]
    return "".join(ways[one] + _LONG if one in _VOWELS else ways[one] for one in said)


def spellings(names: Iterable[str]) -> re.Pattern[str]:
    """Return one expression that finds every one of these names, however it is spelled; longer names first."""
    long = {name for name in names if sum(map(str.isalpha, name)) >= SHORTEST}
    return re.compile("|".join(pattern(name) for name in sorted(long, key=lambda name: (-len(name), name))))
