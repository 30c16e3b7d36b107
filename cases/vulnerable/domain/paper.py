"""What was ticked on paper, typed line by line: "12 ป", "13 ย ลูกสาวบอก", "14 ช ยาหมด". Pure."""

from __future__ import annotations

from dataclasses import dataclass

from cases.vulnerable.vocabulary import Status
from portal.thai.digits import to_arabic

MOST_LINES = 500
LETTERS = {
    **dict.fromkeys(("ป", "ปลอดภัย", "s", "safe"), Status.SAFE),
    **dict.fromkeys(("ย", "ย้าย", "ย้ายแล้ว", "m", "moved"), Status.MOVED),
    **dict.fromkeys(("ช", "ช่วย", "ต้องช่วย", "n", "needs"), Status.NEEDS),
    **dict.fromkeys(("อ", "อันตราย", "d", "danger"), Status.NEEDS),
}
DANGER = frozenset({"อ", "อันตราย", "d", "danger"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was read.

    Attributes:
        number: of the household within the event.
        status: what was ticked.
        danger: somebody is in danger.
        words: what stands behind it.
        typed: the line as typed.
    """

    number: int
    status: Status
    danger: bool
    words: str
    typed: str


def read_paper(text: str) -> tuple[list[Line], list[str]]:
    """Return the lines that were read, and those that were not; blank ones are left out.

    Args:
        text: as typed, digits of either script; at most 500 lines are read, further ones come back unread.
    """
    read: list[Line] = []
    unread: list[str] = []
    for typed in filter(None, (line.strip() for line in text.splitlines())):
        parts = to_arabic(typed).split(maxsplit=2)
        number, letter = parts[0].rstrip(".)"), parts[1].lower() if len(parts) > 1 else ""
        is_number = number.isascii() and number.isdigit() and len(number) <= 6
        if len(read) >= MOST_LINES or not is_number or letter not in LETTERS:
            unread.append(typed)
            continue
        words = typed.split(maxsplit=2)[2] if len(parts) > 2 else ""
        read.append(Line(int(number), LETTERS[letter], letter in DANGER, words, typed))
    return read, unread
