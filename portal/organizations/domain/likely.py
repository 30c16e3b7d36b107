"""Areas that words may mean which name no subdistrict for sure: "อ่าวนาน", "รพ.กระบี่", "คลองปร".

For whoever asks "which of these?". What can be read for sure is `portal.organizations.places`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from portal.organizations import areas, places
from portal.organizations.domain.suggesting import LONGEST, address, suggest
from portal.thai.text import fold, key

MOST = 6
_LEAST_ALIKE = 0.7
"""Of `difflib`'s ratio: one letter of three or four may be wrong."""
_MOST_WORDS = 8
_SHORTEST = 3
_KINDS = ("ตำบล", "แขวง", "ต.")


@dataclass(frozen=True, slots=True)
class Likely:
    """One answer to "which of these?".

    Attributes:
        code: of the area, four or six digits.
        label: the place in words, Thai as it is written in addresses.
    """

    code: str
    label: str


def likely(words: str, *, near: str = "", within: str = "") -> list[Likely]:
    """Return places that words may mean, those of the reader's own district first; one query at most.

    Args:
        words: as typed; their first 200 characters count.
        near: code of the reader's own district or province; "" for nowhere.
        within: code of the area that the words name for sure; other places are not meant.
    """
    found: dict[str, Likely] = {}
    for code in _alike(words[:LONGEST], near):
        found.setdefault(code, Likely(code, address(code)))
    for suggestion in suggest(words, near=near):
        code = places.read(suggestion.text).code
        if len(code) >= len("8101"):
            found.setdefault(code, Likely(code, suggestion.text))
    meant = [one for one in found.values() if one.code.startswith(within)]
    ordered = sorted(meant, key=lambda one: not (near and one.code.startswith(near)))
    return ordered[:MOST]


@cache
def _names_near(near: str) -> dict[str, str]:
    """Return the codes of the subdistricts of a district or province by the keys of their names."""
    districts = [near] if len(near) == len("8101") else [one.code for one in areas.districts(near)]
    return {name: code for district in districts for name, code in areas.codes_by_key(district).items()}


def _alike(words: str, near: str) -> Iterator[str]:
    """Yield the codes of subdistricts whose names are written almost so, of the own district before the province."""
    typed = [key(_bare(word)) for word in fold(words).split()[:_MOST_WORDS]]
    typed = [word for word in typed if len(word) >= _SHORTEST]
    for around in dict.fromkeys((near[:4], near[:2])):
        names = _names_near(around) if around else {}
        for word in typed:
            for name in get_close_matches(word, names, n=3, cutoff=_LEAST_ALIKE):
                yield names[name]


def _bare(word: str) -> str:
    kind = next((kind for kind in _KINDS if word.startswith(kind)), "")
    return word.removeprefix(kind)
