"""Places proposed while somebody types: "ต. อ่าวนาง", "อ่าวนาง เมือง", "ม.3 บ้านช่องพลี อ่าว", "รพ.กระบี่".

Areas come from memory, landmarks from the directory of one province; whatever is typed, the work is the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from portal.organizations import areas, places
from portal.organizations.areas import key_of_name
from portal.organizations.models import Organization
from portal.thai.digits import to_arabic
from portal.thai.text import fold, key

MOST = 8
LONGEST = 200
"""Characters that are looked at."""
_MOST_WORDS = 8
_MOST_AREAS = 400
"""Areas whose names begin alike that are looked at: no two letters begin more."""
_MOST_LANDMARKS = 4
_SHORTEST = 2

_GLUED = re.compile(r"(?<=\S)(?=(?:ต|อ|จ)\.|ตำบล|อำเภอ|จังหวัด)")
_KINDS = ("ตำบล", "แขวง", "กิ่งอำเภอ", "อำเภอ", "เขต", "จังหวัด", "ต.", "อ.", "จ.")
_LONE_KINDS = frozenset(kind.rstrip(".") for kind in _KINDS)
_MOST_WORDS_OF_A_NAME = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the box.

    Attributes:
        text: what the box then holds; `portal.organizations.places.read` reads it.
        note: what kind of place it is.
    """

    text: str
    note: str


def address(code: str) -> str:
    """Return an area and what is above it as an address writes it: "ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่"; "" for no area."""
    found = areas.area(code)
    return " ".join(part.short_label for part in (found, *areas.parents(code))) if found else ""


def suggest(text: str, *, near: str = "") -> list[Suggestion]:
    """Return places that a beginning of an address may mean, those nearest to the reader first.

    What stands before the name of the area (house, village, landmark) is kept in front of each proposal.

    Args:
        text: as typed; its first 200 characters count.
        near: code of the reader's own district or province; "" for nowhere.
    """
    words = [word for word in _GLUED.sub(" ", text[:LONGEST]).split() if word.rstrip(".") not in _LONE_KINDS]
    words = words[:_MOST_WORDS]
    for at in range(len(words)):
        if found := _areas(words[at:], near):
            before = " ".join(words[:at])
            shown = [Suggestion(f"{before} {address(code)}".strip(), _kind(code)) for code in found]
            return [*shown, *_landmarks(text, near)][:MOST]
    named = places.read(text[:LONGEST], near=near[:2]).code
    by_postcode = [] if named else _by_postcode(words, near)
    return [*by_postcode, *_landmarks(text, near)][:MOST]


def _by_postcode(words: list[str], near: str) -> list[Suggestion]:
    """Return the subdistricts of a postcode among words that name no area, those nearest to the reader first.

    Where a postcode has more than there is room for, its districts are proposed instead.
    """
    for at, word in enumerate(words):
        codes = areas.with_postcode(to_arabic(word))
        if len(codes) > MOST:
            codes = tuple(dict.fromkeys(code[:4] for code in codes))
        if codes:
            other = " ".join([*words[:at], *words[at + 1 :]])
            nearest = sorted(
                codes, key=lambda code: (not near or not code.startswith(near), code[:2] != near[:2])
            )
            return [Suggestion(f"{other} {address(code)}".strip(), _kind(code)) for code in nearest[:MOST]]
    return []


def _kind(code: str) -> str:
    return {2: _("จังหวัด"), 4: _("อำเภอหรือเขต"), 6: _("ตำบลหรือแขวง")}[len(code)]


def _bare(word: str) -> Iterator[str]:
    """Yield the keys that a word may stand for: as it is, and without the kind of area before it."""
    folded = fold(word)
    yield key(folded)
    for kind in _KINDS:
        if folded.startswith(kind):
            yield key(folded.removeprefix(kind))


@cache
def _index() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of all names in order, and the code of each."""
    found = {
        (key_of_name(name), one.code) for one in areas.every_area() for name in (one.name_th, one.name_en)
    }
    keys, codes = zip(*sorted(found), strict=True)
    return keys, codes


def _beginning_with(start: str) -> Iterator[tuple[str, str]]:
    """Yield (key, code) of the areas whose names begin so, at most `_MOST_AREAS`."""
    keys, codes = _index()
    first = bisect_left(keys, start)
    for at in range(first, min(first + _MOST_AREAS, len(keys))):
        if not keys[at].startswith(start):
            return
        yield keys[at], codes[at]


def _areas(words: list[str], near: str) -> list[str]:
    """Return the codes of areas that begin with the first words and lie in what the others begin."""
    ranks: dict[str, tuple[bool, bool, bool, int]] = {}
    for size in range(1, min(len(words), _MOST_WORDS_OF_A_NAME) + 1):
        above = [tuple(filter(None, _bare(word))) for word in words[size:]]
        for start in dict.fromkeys(_bare(" ".join(words[:size]))):
            found = _beginning_with(start) if len(start) >= _SHORTEST else ()
            for name, code in found:
                if _lies_in(code, above):
                    away = (not near or not code.startswith(near), not near or code[:2] != near[:2])
                    rank = (*away, name != start, -len(code))
                    ranks[code] = min(rank, ranks.get(code, rank))
    return sorted(ranks, key=lambda code: (ranks[code], code))[:MOST]


def _lies_in(code: str, above: list[tuple[str, ...]]) -> bool:
    """Say whether every further word begins the name of an area above; a word of which no key is left says nothing."""
    names = [key(part.name_th) for part in areas.parents(code)]
    names += [key(part.name_en) for part in areas.parents(code)] if names else []
    return all(not starts or any(name.startswith(starts) for name in names) for starts in above)


def _landmarks(text: str, near: str) -> list[Suggestion]:
    """Return places of the directory in the reader's province whose names hold the words: hospitals, schools, offices."""
    if not near or len(key(text[:LONGEST])) <= _SHORTEST:
        return []
    found = Organization.objects.active().filter(province_code=near[:2]).exclude(district_code="")
    named = found.named(text[:LONGEST])[:_MOST_LANDMARKS]
    return [
        Suggestion(f"{one.name_th} {address(one.subdistrict_code or one.district_code)}", _("จุดสังเกต"))
        for one in named
    ]
