"""House and village in an address as people write it: "12/3 ม.4 บ้านช่องพลี", "บ้านเลขที่ ๑๒/๓ หมู่ที่ ๔"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.thai.bounds import LINE
from portal.thai.text import fold

_HOUSE = re.compile(r"(?:(?:บ้านเลขที่|เลขที่|^|(?<= )) ?)(?P<house>\d{1,5}(?:/\d{1,5})?)(?= |$|,|ม\.|หมู่)")
_MOO = re.compile(r"(?:หมู่ที่|หมู่|ม\.) ?(?P<moo>\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class House:
    """What an address says about house and village.

    Attributes:
        number: "12/3"; "" when none is written.
        moo: number of the village, "4"; "" when none is written.
    """

    number: str = ""
    moo: str = ""


def read_house(text: str) -> House:
    """Read house and village; never refuses.

    Args:
        text: as typed, digits of either script; its first 1,000 characters count.
    """
    folded = fold(text[:LINE])
    moo = _MOO.search(folded)
    house = _HOUSE.search(_MOO.sub(" ", folded))
    return House(house["house"] if house else "", str(int(moo["moo"])) if moo else "")


def house_order(place: str) -> str:
    """Return what puts the houses of a village in order: 9 before 12, 12/3 before 12/20; unknown ones at the end.

    Args:
        place: house number and landmarks, as typed.
    """
    house, _slash, part = read_house(place).number.partition("/")
    return f"{house.zfill(5) if house else '~'}/{part.zfill(5)}"


def village_order(moo: str) -> str:
    """Return what puts villages in order: 9 before 12; one that is not known stands at the end.

    Args:
        moo: number of the village, as typed.
    """
    number = read_house(f"หมู่ {moo}").moo
    return number.zfill(3) if number else "~"
