"""By what a household is known again, found and put in order. Pure, but for the server's key for finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.domain.terms import PIECE, pieces
from portal.sealing import digests
from portal.thai.houses import read_house, village_order
from portal.thai.names import name_key, name_words
from portal.thai.phone import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from cases.vulnerable.domain.keeping import Details

_PURPOSE = "first homes"
_MASK = (1 << 64) - 1


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


def village_key(subdistrict: str, village: str) -> str:
    """Return what puts villages in order; one that is not known stands at the end.

    Numbers are filled up with zeros, so that the order of letters is that of numbers: 9 before 12.

    Args:
        subdistrict: code.
        village: number, or "".
    """
    return f"{subdistrict}/{village_order(village)}/"


def key_digest(key: str) -> str:
    """Return a household's key as it is kept: who needs help first, and where, stands in no table in clear."""
    return digests.digest_of(_PURPOSE, key)


def form_digest(token: UUID) -> str:
    """Return by what the form or line of a list is known again by which a household came.

    The token of a line is made of its words without any key, so it is not what is kept when the household has left.
    """
    return digests.digest_of(_PURPOSE, f"form:{token}")


def phone_keys(*texts: str) -> str:
    """Return digests of all numbers of some texts, a blank around each, by which a household is found."""
    return _spaced(phone_digest(number) for text in texts for number in numbers_in(text))


def phone_digest(number: str) -> str:
    """Return the digest of one number in national form; no part of a number matches."""
    return _digest(f"phone:{number}")


def name_keys(name: str) -> str:
    """Return digests of the pieces of a name, a blank around each; by all pieces of a part of it a name is found.

    Which of those found have it is told by the name itself (`matches`).
    """
    key = name_key(name)
    beginnings = (word[: PIECE - 1] for word in (key, *name_words(name)))
    return _spaced([*map(_piece, pieces(key)), *(_piece(one) for one in beginnings if len(one) == PIECE - 1)])


def name_digests(typed: str) -> list[str]:
    """Return by which digests names are found that hold what was typed; none where too little was typed."""
    key = name_key(typed)
    return [_piece(key)] if len(key) == PIECE - 1 else list(map(_piece, pieces(key)))


def matches(name: str, typed: str) -> bool:
    """Say whether a name holds what was typed; two letters are the beginning of it, or of one of its words."""
    wanted, key = name_key(typed), name_key(name)
    if len(wanted) == PIECE - 1:
        return any(word.startswith(wanted) for word in (key, *name_words(name)))
    return wanted in key


def _piece(text: str) -> str:
    return _digest(f"name:{text}")


def _digest(text: str) -> str:
    return f"{digests.number_of(_PURPOSE, text) & _MASK:016x}"


def _spaced(found: Iterable[str]) -> str:
    kept = " ".join(dict.fromkeys(found))
    return f" {kept} " if kept else ""
