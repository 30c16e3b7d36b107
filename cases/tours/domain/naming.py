"""What was given, as people write it: things on board by their names, each with its number (“ถุงยังชีพ 2 น้ำดื่ม 5 แพ็ก”). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.thai.bounds import LINE
from portal.thai.digits import to_arabic

_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_NUMBER = r"([0-9]{1,6})(?![0-9]|\.[0-9])"
_LETTER = "[A-Za-z\u0e01-\u0e3a\u0e40-\u0e4e]"
_BEGINS = rf"(?:(?<!{_LETTER})|(?<=และ)|(?<=กับ)|(?<=อย่างละ)|(?<=ให้)|(?<=แจก)|(?<=มอบ)|(?<=รับ))"
_ENDS = rf"(?:(?!{_LETTER})|(?=และ|กับ|อย่างละ))"
_JOINING = re.compile(r"[\s,;:+/&()=x×-]|และ|กับ|อย่างละ")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on board.

    Attributes:
        key: of its load.
        name: as the crew calls it.
        unit: in what it is counted.
        usual: how many a household usually gets; 0 where that differs.
    """

    key: int
    name: str
    unit: str
    usual: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says.

    Attributes:
        numbers: key of a thing → how many; None where it is named without a number.
        rest: the other words; "" where every word was understood.
    """

    numbers: dict[int, int | None] = field(default_factory=dict)
    rest: str = ""


def read(text: str, things: Iterable[Thing]) -> Said:
    """Return which things a text names, and how many of each.

    The longest name first, so that *น้ำดื่มขวดใหญ่* is not *น้ำดื่ม*; digits of either script.

    Args:
        text: one line, as somebody wrote it.
        things: on board.
    """
    rest = plain(text)
    numbers: dict[int, int | None] = {}
    for thing in sorted(things, key=lambda one: (-len(one.name), one.key)):
        found = _pattern(thing).search(rest) if plain(thing.name) else None
        if found is not None:
            numbers[thing.key] = int(found[1]) if found[1] else None
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    return Said(numbers, _JOINING.sub("", rest))


def alone(text: str, thing: Thing) -> int | None:
    """Return the number that stands for the only thing on board: “2”, “2 ชุด”; None where the words are others."""
    found = re.fullmatch(rf"{_NUMBER}\s*(?:{_words(thing.unit)})?", plain(text), re.IGNORECASE)
    return int(found[1]) if found else None


def plain(text: str) -> str:
    """Return a line with single blanks and digits as they are counted with."""
    return _THOUSANDS.sub("", " ".join(to_arabic(text[:LINE]).split()))


def _pattern(thing: Thing) -> re.Pattern[str]:
    """Return the pattern of a name that stands by itself: *นม* is not in *ขนมปัง*, and *น้ำ* is not *น้ำมันพืช*."""
    number = rf"\s*[:=x×]?\s*{_NUMBER}(?:\s*{_words(thing.unit)})?"
    return re.compile(rf"{_BEGINS}{_words(thing.name)}(?:{number}|{_ENDS})", re.IGNORECASE)


def _words(text: str) -> str:
    return r"\s*".join(re.escape(word) for word in plain(text).split()) or "(?!)"
