"""Places as people write them: "ต.ปากน้ำอ.เมืองจ.กระบี่ 81000", with or without blanks, kinds, postcode, old names.

What can be read is read from the end, where the province stands, as deep as it goes; where that is no subdistrict, the
names in the text are read in any order and among other words (`mentions`). What cannot be read stays with whoever asked,
as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from portal.organizations import areas, mentions
from portal.thai.bounds import LINE
from portal.thai.text import fold, key

_POSTCODE = re.compile(r"(?<!\d)[1-9]\d{4}(?!\d)")
_COUNTRY = re.compile(r"(?:ประเทศไทย|thailand)\W*$")
_ENGLISH_KINDS = re.compile(
    r"\b(?:sub-?district|district|province|tambon|tambol|amphoe|amphur|changwat|khwaeng|khet)\b"
)
_PROVINCE_FIRST = re.compile(
    r"^\s*(?>(?P<province>(?:จังหวัด|จ\.).*?)(?=กิ่งอำเภอ|อำเภอ|อ\.|เขต))"
    r"(?>(?P<district>(?:กิ่งอำเภอ|อำเภอ|อ\.|เขต).*?)(?=ตำบล|ต\.|แขวง))(?P<subdistrict>.*)$"
)
_KINDS = {2: ("จังหวัด", "จ"), 4: ("กิ่งอำเภอ", "อำเภอ", "เขต", "อ"), 6: ("ตำบล", "แขวง", "ต")}
_LONGEST_NAME = 40
_SHORTEST_WORD = 4
"""Letters of a name that counts where nothing but blanks says that it is one: เลย is also a word of every day."""


@dataclass(frozen=True)
class Place:
    """What a text says about a place.

    Attributes:
        code: of the area, two, four or six digits; "" when none was found.
        is_complete: a subdistrict was found, and nothing else was written but what is above it and a postcode.
    """

    code: str = ""
    is_complete: bool = False

    @property
    def subdistrict(self) -> str:
        """Six digits, or ""."""
        return self.code if len(self.code) == 6 else ""


@cache
def _names(parent: str) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the areas directly below `parent` by the keys of all their names."""
    return {name: (code,) for name, code in areas.codes_by_key(parent).items()}


@cache
def _districts_of_the_country() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of all districts by the keys of their names; few names are borne by several."""
    found: dict[str, list[str]] = {}
    for province in areas.provinces():
        for name, code in areas.codes_by_key(province.code).items():
            if name != "เมือง":
                found.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


@dataclass(frozen=True)
class _Reading:
    """One way to read a text.

    Attributes:
        code: of the deepest area that it names.
        rest: what stands before it, as a key.
        sure: more than one name was read, or the one with its kind, as a word of its own, or as all that was written.
    """

    code: str
    rest: str
    sure: bool


def _before(written: str, level: int) -> Iterator[tuple[str, bool]]:
    """Yield what stands before a name: without the word for its kind (True), and as it is (False)."""
    for kind in _KINDS[level]:
        if written.endswith(kind):
            yield written.removesuffix(kind), True
    yield written, False


def _ends_with(written: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, int]]:
    """Yield (code, length of the name) for every name with which a text ends, the longest name first."""
    for size in range(min(len(written), _LONGEST_NAME), 1, -1):
        for code in names.get(written[-size:], ()):
            yield code, size


def _read_below(
    written: str, names: Mapping[str, tuple[str, ...]], last_word: str, *, sure: bool = False
) -> Iterator[_Reading]:
    """Yield every reading of a text from its end, beginning with one of `names`."""
    for code, size in _ends_with(written, names):
        is_word = size >= _SHORTEST_WORD and written[-size:] == last_word
        for rest, has_kind in _before(written[:-size], len(code)):
            yield _Reading(code, rest, sure or has_kind or is_word or not rest)
            if len(code) < 6:
                yield from _read_below(rest, _names(code), "", sure=True)


def _readings(written: str, last_word: str, near: str) -> Iterator[_Reading]:
    """Yield every way to read the key of a text: from its province, from the reader's own, from any district."""
    yield from _read_below(written, _names(""), last_word)
    if near:
        yield from _read_below(written, _names(near), last_word)
        for district in areas.districts(near):
            yield from _read_below(written, _names(district.code), last_word)
    yield from _read_below(written, _districts_of_the_country(), last_word)


def _in_order(text: str) -> str:
    """Return a text that names the province first in the usual order, the province last."""
    match = _PROVINCE_FIRST.match(text)
    return f"{match['subdistrict']} {match['district']} {match['province']}" if match else text


def read(text: str, *, near: str = "") -> Place:
    """Read a place; never refuses.

    The deepest reading counts; among equally deep ones that which leaves least unread. Where a text names no province
    and its district is one of several of that name, only the postcode or `near` can tell, else nothing is guessed.

    Args:
        text: as typed; its first 1,000 characters count.
        near: code of the province in which the reader sits, for texts that name none; "" for nowhere.
    """
    folded = fold(text[:LINE])
    found = _from_the_end(folded, near)
    if found.is_complete:
        return found
    named = mentions.read(folded, postcodes=set(_POSTCODE.findall(folded)), near=near)
    if found.subdistrict:
        return Place(found.code, named.is_all and named.code == found.code)
    is_deeper = len(named.code) > len(found.code)
    if is_deeper and (named.named > 1 or named.code.startswith(found.code)):
        return Place(named.code, named.is_all and len(named.code) == 6)
    # What is said in two names is meant; a name at the end may be a word.
    return Place(named.code) if named.named > 1 and not named.code.startswith(found.code) else found


def _from_the_end(folded: str, near: str) -> Place:
    """Read a folded text from its end."""
    folded = _COUNTRY.sub("", folded)
    postcodes = set(_POSTCODE.findall(folded))
    plain = _in_order(_ENGLISH_KINDS.sub(" ", _POSTCODE.sub(" ", folded)))
    last_word = key(plain.split()[-1]) if plain.split() else ""
    best: dict[str, str] = {}
    for reading in _readings(key(plain), last_word, near):
        if reading.sure and len(reading.rest) <= len(best.get(reading.code, reading.rest)):
            best[reading.code] = reading.rest
    if not best:
        return _by_misspelt_province(plain)
    most = max((len(code), -len(rest)) for code, rest in best.items())
    deepest = [code for code, rest in best.items() if (len(code), -len(rest)) == most]
    if len(deepest) > 1:
        deepest = _told_apart(deepest, postcodes, near)
    if len(deepest) != 1:
        return Place()
    return Place(deepest[0], len(deepest[0]) == 6 and not best[deepest[0]])


def _told_apart(codes: list[str], postcodes: set[str], near: str) -> list[str]:
    """Return those of equally good readings to which the postcode or the neighborhood points, else all."""
    by_post = [code for code in codes if postcodes & set(areas.postal_codes(code))]
    return by_post or [code for code in codes if near and code.startswith(near)] or codes


def _by_misspelt_province(plain: str) -> Place:
    """Return the place of a text whose last word is a province with damaged vowels, else nothing."""
    words = plain.split()
    province = areas.find_misspelt_province(words[-1].rpartition("จ.")[2]) if words else None
    if province is None:
        return Place()
    before = " ".join([*words[:-1], words[-1].rpartition("จ.")[0]])
    deeper = _from_the_end(fold(f"{before} จ.{province.name_th}"), "") if key(before) else Place()
    return deeper if deeper.code.startswith(province.code) else Place(province.code)
