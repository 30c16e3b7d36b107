"""How hard a Thai text is to read: the length of what is read in one breath, and words that only offices use.

Thai has no full stop; a blank ends what is read in one breath. Long runs are what tires a slow reader, and office words what
stops one (issue 12 point 8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.thai.bounds import LINE
from portal.thai.words import segment

MOST_WORDS = 15
"""Words in one breath of a text for everybody."""
_BREATHS = re.compile(r"[\s“”\"()·:;,!?/]+")
_THAI = re.compile("[\u0e01-\u0e5b]")


@dataclass(frozen=True, slots=True)
class Hard:
    """What makes a text hard.

    Attributes:
        words: that are too many in one breath, or that only offices use.
        instead: what to write for it; "" for a breath that is too long.
    """

    words: str
    instead: str = ""


def hard_places(text: str, office_words: Mapping[str, str], most: int = MOST_WORDS) -> Iterator[Hard]:
    """Yield what is hard to read in a text.

    Args:
        text: for everybody; of any length, read line by line, each up to `LINE` letters.
        office_words: words that only offices use → what people say.
        most: words in one breath.
    """
    for line in text.splitlines():
        for breath in _BREATHS.split(line[:LINE]):
            if _THAI.search(breath) and len(segment(breath)) > most:
                yield Hard(breath)
    for word, plain in office_words.items():
        if word in text:
            yield Hard(word, plain)
