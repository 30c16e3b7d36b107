"""What a press, a page and a word cost an officer, and the count of them.

The table is the keystroke-level model of the design (many.md, B5): estimates for a practiced officer that are not tired and
are not called away, never measured on people. Every script counts what it does by these; nothing else makes seconds.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from drills.people import MARK
from portal.thai.words import segment

SECONDS = {
    "key": 0.28,  # one key
    "click": 1.3,  # point at something and press it
    "decide": 1.35,  # think what to do
    "page": 0.3,  # a page answers
    "word": 0.2,  # five words are read in a second
    "row": 0.5,  # a line of a list of many is looked over before it is confirmed
}
AT_THE_DESK = 50 / 60
"""Of an hour; what is charged takes so much longer by the clock."""


@dataclass
class Meter:
    """What officers did, by the work for which they did it.

    Attributes:
        counts: (work, what) → how often.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, work: str, what: str, number: int = 1) -> float:
        """Count something; return the seconds that it takes.

        Raises:
            KeyError: the table does not have it.
        """
        seconds = SECONDS[what] * number
        self.counts[work, what] += number
        return seconds

    def seconds(self, *works: str) -> float:
        """Return the seconds of some kinds of work; of all without any."""
        return sum(
            SECONDS[what] * number
            for (work, what), number in self.counts.items()
            if not works or work in works
        )

    def seconds_of(self, work: str, *whats: str) -> float:
        """Return the seconds that some presses or words took in one kind of work."""
        return sum(SECONDS[what] * self.counts[work, what] for what in whats)

    def number(self, what: str) -> int:
        """Return how often something was done, whatever for."""
        return sum(number for (_work, one), number in self.counts.items() if one == what)


_MARKED = re.compile(rf"(?:{MARK} +)?\b\d{{6}}\b")


def words_in(text: str) -> int:
    """Return how many words somebody reads: without the mark of a drill, which stands in nobody's request."""
    return len(segment(_MARKED.sub("", text)))
