"""What a Thai word sounds like, roughly: the one form in which two spellings of the same heard name meet.

Who takes a call down writes what they hear: vowels and tone marks go wrong first, then letters that sound alike (ศ ษ ส),
then letters that nobody says (ดิ์, the ร of ศรี). What is left is the row of consonants by their sound. It is coarse on purpose: it
finds what may be the same, and something finer says whether it is.
"""

from __future__ import annotations

import re

from portal.thai.bounds import LINE
from portal.thai.text import COMBINING, key

_SILENCED = re.compile("[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")
_MARKS = re.compile(f"[{COMBINING}\u0e2f-\u0e3a\u0e40-\u0e4e]")
_AGAIN = re.compile(r"(.)\1+")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("ศษซ", "ส"),
        **dict.fromkeys("ฆฅฃข", "ค"),
        **dict.fromkeys("ฉฌ", "ช"),
        **dict.fromkeys("ฎฏต", "ด"),
        **dict.fromkeys("ฐฑฒถธ", "ท"),
        **dict.fromkeys("ภผ", "พ"),
        **dict.fromkeys("ฬฤฦล", "ร"),
        "ณ": "น",
        "ญ": "ย",
        "ฝ": "ฟ",
        "ฮ": "ห",
        "ป": "บ",
    }
)
"""Letters that are heard, or taken down, for one another."""


def sound(word: str) -> str:
    """Return the consonants of a word by their sound; "" when it has none.

    "สุรศักดิ์" and "สุระสัก", "ณัฐวุฒิ" and "นัทวุท" share one. Latin letters and digits stay as they are.

    Args:
        word: a name as typed; its first 1,000 characters count.
    """
    heard = _SILENCED.sub("", key(word, limit=LINE)).replace("รร", "").replace("ศร", "ส")
    return _AGAIN.sub(r"\1", _MARKS.sub("", heard).translate(_ALIKE))
