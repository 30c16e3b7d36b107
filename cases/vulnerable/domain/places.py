"""By what a household is known again, found and put in order. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.thai.houses import read_house
from portal.thai.names import name_key
from portal.thai.phone import numbers_in

if TYPE_CHECKING:
    from cases.vulnerable.domain.keeping import Details


def village_of(details: Details) -> str:
    """Return the number of the village, from its own field or from the words of the place; "" where none is written."""
    return read_house(f"หมู่ {details.moo}").moo or read_house(details.place_detail).moo


def home_key(details: Details) -> str:
    """Return by what the same household is known again.

    House number and village as `cases.domain.recognition` reads them, and the name: two people of one house who both need
    help first are two entries. Without a house number the telephone takes its place.
    """
    house = read_house(details.place_detail).number
    numbers = "".join(sorted(numbers_in(details.phone))[:1])
    name = name_key(details.name) or details.name.strip()
    return f"{details.subdistrict}/{village_of(details)}/{house or numbers}/{name}"[:120]


def place_key(details: Details) -> str:
    """Return what puts households in the order of the way: subdistrict, village, house; unknown ones at the end of theirs.

    Numbers are filled up with zeros, so that the order of letters is that of numbers: 9 before 12, 12/3 before 12/20.
    """
    village = village_of(details)
    house, _slash, part = read_house(details.place_detail).number.partition("/")
    parts = [details.subdistrict, village.zfill(3) if village else "~", house.zfill(5) if house else "~"]
    return "/".join([*parts, part.zfill(5)])


def phone_keys(*texts: str) -> str:
    """Return all numbers of some texts with blanks around each, by which a household is found; no part of a number matches."""
    found = dict.fromkeys(number for text in texts for number in numbers_in(text))
    kept = ""
    for number in found:
        if len(kept) + len(number) + 2 <= 200:
            kept = f"{kept or ' '}{number} "
    return kept
