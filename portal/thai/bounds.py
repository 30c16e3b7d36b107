"""The one door before all work on text: how long it may be, and Unicode normal forms whose work grows with the text.

Whoever sends text decides how long it is, so its raw length is asked before anything is done with it. And length is
not all: Unicode sorts the signs behind one letter pair by pair, so 90,000 of them held a whole process for 19 seconds
(issue 7, "One request must never stop the rest"). `normalized` is therefore the only place that calls Unicode.

Two lengths: `LINE` for what a person types into one line, whose readers may be a little lavish, and `LIMIT` for
running text, whose readers must be linear (tests/thai/test_work.py counts their steps).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from portal.thai.messages import ThaiValueError, gettext_noop

LINE = 1_000
"""Characters of one typed line: a name, a date, a number, a place."""

LIMIT = 10_000_000
"""Characters of running text: ten times the longest law, and what a process holds with ease."""

MOST_SIGNS = 30
"""Signs behind one letter that count: no language needs more (UAX 15, "Stream-Safe Text Format")."""

Form = Literal["NFC", "NFKC", "NFD", "NFKD"]

_DECOMPOSED_INTO_SIGNS = "\u0f73\u0f75\u0f81\uff9e\uff9f"
"""Count as letters themselves, and turn into signs on the way."""


class TextTooLong(ThaiValueError):  # noqa: N818
    """A text that is longer than any reader of it takes. Code: too_long."""

    messages = {"too_long": gettext_noop("ข้อความยาวเกินไป")}


def bounded(text: str, limit: int = LIMIT, refusal: ThaiValueError | None = None) -> str:
    """Return `text` as it is, or refuse it by its raw length.

    Args:
        text: of anybody.
        limit: most characters, `LINE` or `LIMIT` for most readers.
        refusal: what to raise instead of `TextTooLong`: a reader's own error.

    Raises:
        TextTooLong: it has more.
    """
    if len(text) > limit:
        raise refusal or TextTooLong("too_long")
    return text


_ASTRAL = re.compile("[^\x00-\uffff]")


@cache
def _heap(*, astral: bool) -> re.Pattern[str]:
    """Return the pattern of more signs than one letter bears.

    A class within the basic plane is looked up fifty times faster, so the signs beyond it are asked for apart.
    """
    signs = [chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))]
    signs += _DECOMPOSED_INTO_SIGNS
    low = "".join(re.escape(sign) for sign in signs if sign <= "\uffff")
    high = "".join(re.escape(sign) for sign in signs if sign > "\uffff")
    one = f"(?:[{low}]|[{high}])" if astral else f"[{low}]"
    return re.compile(f"{one}{{{MOST_SIGNS + 1},}}")


def _few(match: re.Match[str]) -> str:
    """Return the signs of a heap that count."""
    return match.group()[:MOST_SIGNS]


def normalized(text: str, form: Form = "NFC", *, limit: int = LIMIT) -> str:
    """Return the Unicode normal form of `text`, in time that grows with its length and no faster.

    Of more than thirty signs in a row the first thirty stay; no writing has so many.

    Args:
        text: of anybody.
        form: which normal form.
        limit: as `bounded`.

    Raises:
        TextTooLong: the text is longer than `limit`.
    """
    if bounded(text, limit).isascii():
        return text
    if len(text) > MOST_SIGNS:
        text = _heap(astral=_ASTRAL.search(text) is not None).sub(_few, text)
    return unicodedata.normalize(form, text)
