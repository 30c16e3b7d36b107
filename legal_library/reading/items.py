"""The items of a provision, (๑) (๒) (๓) and ๑.๑, where they stand in one line: each gets a line of its own when shown.

A list counts up from one. "ตาม (๑) และ (๒)" names items of another place and is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.thai.digits import to_arabic

_ITEM = re.compile(r"(?:(?<=\s)|^)\((?P<number>[0-9๐-๙]{1,3})(?P<part>/[0-9๐-๙]{1,3})?\)(?=[\s\[ก-๙“\"])")
_POINTS_ELSEWHERE = re.compile(r"(?:ตาม|และ|หรือ|ถึง|ใน|แห่ง|เว้นแต่|อนุมาตรา|(?:มาตรา|ข้อ|วรรค)\s?\S{1,12})\s*$")
_LOOKED_BACK = 24


@dataclass(frozen=True)
class Piece:
    """A part of a line; `number` is that of the item which it begins ("1", "2/1"), empty for what stands before."""

    number: str
    text: str


def pieces(line: str, counted: int = 0) -> list[Piece]:
    """Return a line cut before its items; joined by blanks they are the line again.

    Args:
        line: one line of a source.
        counted: the last item of the same list on lines before.
    """
    cuts: list[tuple[int, str]] = []
    for match in _ITEM.finditer(line):
        number = int(to_arabic(match["number"]))
        part = to_arabic(match["part"] or "")
        follows = number == counted + 1 and not part or (number == counted and part)
        if not follows and not (number == 1 and not part):
            continue
        if _POINTS_ELSEWHERE.search(line[max(0, match.start() - _LOOKED_BACK) : match.start()]):
            continue
        counted = number
        cuts.append((match.start(), f"{number}{part}"))
    if not cuts:
        return [Piece("", line)]
    found = [Piece("", line[: cuts[0][0]].rstrip())] if line[: cuts[0][0]].strip() else []
    ends = [start for start, _number in cuts[1:]] + [len(line)]
    found += [
        Piece(number, line[start:end].rstrip()) for (start, number), end in zip(cuts, ends, strict=True)
    ]
    return found
