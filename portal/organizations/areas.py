"""Provinces, districts and subdistricts of Thailand: a thin, cached layer over the geothai package.

Codes are those of the Department of Provincial Administration: two digits for a province, four for a district, six
for a subdistrict, each beginning with the code above it. Lists come in Thai alphabetical order, or in English order
for the English interface. Data: GeoThai, CC BY 4.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import geothai
from django.utils.translation import get_language

from portal.organizations import former
from portal.thai.bounds import LINE
from portal.thai.collation import sort_key
from portal.thai.text import fold, key

BANGKOK = "10"
"""Code of Bangkok, whose districts are เขต and whose subdistricts are แขวง."""

Level = Literal["province", "district", "subdistrict"]

_LEVELS: dict[int, Level] = {2: "province", 4: "district", 6: "subdistrict"}
_WORDS_TH = {"province": "จังหวัด", "district": "อำเภอ", "subdistrict": "ตำบล"}
_WORDS_TH_SHORT = {"province": "จ.", "district": "อ.", "subdistrict": "ต."}
_WORDS_BANGKOK = {"province": "", "district": "เขต", "subdistrict": "แขวง"}
_WORDS_EN = {"province": "Province", "district": "District", "subdistrict": "Subdistrict"}


@dataclass(frozen=True, slots=True)
class Area:
    """One province, district or subdistrict.

    Attributes:
        code: two, four or six digits.
        name_th, name_en: bare names, "อ่าวนาง", "Ao Nang".
        postal_codes: of a subdistrict, several for some; empty above.
    """

    code: str
    name_th: str
    name_en: str
    postal_codes: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """Which of the three levels it is."""
        return _LEVELS[len(self.code)]

    @property
    def is_in_bangkok(self) -> bool:
        """Whether it is Bangkok or a part of it, where other words are used."""
        return self.code.startswith(BANGKOK)

    @property
    def name(self) -> str:
        """The bare name in the reader's language."""
        return self.name_en if _is_english() else self.name_th

    @property
    def label(self) -> str:
        """The name with its kind in the reader's language: "ตำบลอ่าวนาง", "เขตดุสิต", "Ao Nang Subdistrict"."""
        if _is_english():
            return self.name_en if self.code == BANGKOK else f"{self.name_en} {_WORDS_EN[self.level]}"
        words = _WORDS_BANGKOK if self.is_in_bangkok else _WORDS_TH
        return words[self.level] + self.name_th

    @property
    def short_label(self) -> str:
        """The Thai name with its kind abbreviated: "ต.อ่าวนาง", "เขตดุสิต"."""
        words = _WORDS_BANGKOK if self.is_in_bangkok else _WORDS_TH_SHORT
        return words[self.level] + self.name_th


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


@cache
def _all() -> dict[str, Area]:
    """Return every area by its code."""
    found: dict[str, Area] = {}
    for province in geothai.provinces():
        found[province.code] = Area(province.code, province.name_th, province.name_en)
        for district in geothai.districts(province.code):
            # Bangkok's come as "เขตดุสิต", all others without their kind.
            bare = district.name_th.removeprefix("เขต") if province.code == BANGKOK else district.name_th
            found[district.code] = Area(district.code, bare, district.name_en)
            for part in geothai.subdistricts(district.code):
                found[part.code] = Area(part.code, part.name_th, part.name_en, tuple(part.postal_codes))
    return found


@cache
def _below() -> dict[str, list[Area]]:
    """Return the areas directly below each code: a list of the country asks for a thousand districts."""
    found: dict[str, list[Area]] = {}
    for code, one in _all().items():
        found.setdefault(code[:-2], []).append(one)
    return found


@cache
def _children(parent: str, english: bool) -> tuple[Area, ...]:
    """Return the areas directly below `parent` ("" for the country) in alphabetical order."""
    found = _below().get(parent, ())
    return tuple(
        sorted(found, key=(lambda area: area.name_en) if english else (lambda area: sort_key(area.name_th)))
    )


def provinces() -> tuple[Area, ...]:
    """Return the 77 provinces in alphabetical order of the reader's language."""
    return _children("", _is_english())


def districts(province_code: str) -> tuple[Area, ...]:
    """Return the districts of a province in alphabetical order; none for an unknown code."""
    return _children(province_code, _is_english()) if len(province_code) == 2 else ()


def subdistricts(district_code: str) -> tuple[Area, ...]:
    """Return the subdistricts of a district in alphabetical order; none for an unknown code."""
    return _children(district_code, _is_english()) if len(district_code) == 4 else ()


def area(code: str) -> Area | None:
    """Return the area with this code of two, four or six digits, or None."""
    return _all().get(code)


def every_area() -> Iterable[Area]:
    """Return all provinces, districts and subdistricts, each before those in it."""
    return _all().values()


def is_area(code: str, level: Level) -> bool:
    """Return whether `code` is an existing area of that level."""
    found = area(code)
    return found is not None and found.level == level


def area_name(code: str) -> str:
    """Return the bare name of an area in the reader's language; empty for an unknown code."""
    found = area(code)
    return found.name if found else ""


def parents(code: str) -> tuple[Area, ...]:
    """Return the areas above `code`, nearest first: of a subdistrict its district and its province."""
    above = (area(code[:length]) for length in range(len(code) - 2, 0, -2))
    return tuple(found for found in above if found)


def full_name(code: str) -> str:
    """Return an area with all that is above it: "ตำบลอ่าวนาง อำเภอเมืองกระบี่ จังหวัดกระบี่".

    In English the parts are separated by commas. Empty for an unknown code.
    """
    found = area(code)
    if found is None:
        return ""
    return (", " if _is_english() else " ").join(part.label for part in (found, *parents(code)))


_PREFIXES = ("จังหวัด", "กิ่งอำเภอ", "อำเภอ", "เขต", "ตำบล", "แขวง", "จ.", "อ.", "ต.")
_OTHER_NAMES = {
    "กทม": "10", "กทมฯ": "10", "กรุงเทพ": "10", "กรุงเทพฯ": "10", "บางกอก": "10",
    "อยุธยา": "14", "พระนครศรีฯ": "14", "ชล": "20", "เมืองชล": "20", "เมืองจันท์": "22", "จันท์": "22",
    "แปดริ้ว": "24", "ปราจีน": "25", "โคราช": "30", "เมืองย่าโม": "30", "อุบล": "34", "เมืองดอกบัว": "34", "หนองบัวลำพู": "39",
    "อุดร": "41", "สารคาม": "44", "มหาสารคราม": "44", "ร้อยเอ็จ": "45", "สกล": "47", "มุกดา": "49", "เจียงใหม่": "50", "เวียงพิงค์": "50",
    "สองแคว": "65", "พิดโลก": "65", "พิษณุโลกฯ": "65", "กาญจน์": "71", "เมืองกาญจน์": "71", "กาญจนฯ": "71", "สุพรรณ": "72",
    "มหาชัย": "74", "แม่กลอง": "75", "เมืองเพชร": "76", "ประจวบ": "77", "ประจวบฯ": "77", "เมืองคอน": "80", "นครศรี": "80",
    "นครศรีฯ": "80", "สุราษ": "84", "สุราษฎร์": "84", "สุราษฎ์": "84", "สุราด": "84", "สุราษฎร์ธานีฯ": "84", "นรา": "96", "นราฯ": "96",
    "นนท์": "12", "เมืองนนท์": "12", "ปทุม": "13", "ปทุมฯ": "13", "สมุทรปราการฯ": "11", "เมืองปากน้ำ": "11",
}  # fmt: skip
"""Short and spoken names of provinces; those that are no more stand in `former`."""

_NOT_CONSONANTS = re.compile("[^\u0e01-\u0e2e]")
_CONSONANT = re.compile("[\u0e01-\u0e2e]")
_FEWEST_CONSONANTS = 3


def _bare(name: str) -> str:
    """Return the key of a written area name without its kind."""
    text = fold(name[:LINE])
    for prefix in _PREFIXES:
        if text.startswith(prefix) and len(text) > len(prefix):
            text = text.removeprefix(prefix)
            break
    return key(text)


_PLAIN_THAI = re.compile(
    "(?:[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e31\u0e34-\u0e39]?[\u0e48-\u0e4b]?[\u0e30\u0e32]?)+"
)
"""Syllables in their plain order: consonant, one sign, one tone mark, one vowel."""
_PLAIN_ENGLISH = re.compile("[A-Za-z ]+")


def key_of_name(name: str) -> str:
    """Return `key` of the name of an area, in a hundredth of the time for names that hold nothing to mend.

    There are 16,000 of them, and one request must not hold its process for seconds.
    """
    if _PLAIN_THAI.fullmatch(name):
        return name
    if _PLAIN_ENGLISH.fullmatch(name):
        return name.replace(" ", "").lower()
    return key(name)


@cache
def codes_by_key(parent: str) -> dict[str, str]:
    """Return the codes of the areas directly below `parent` by the keys (`portal.thai.text.key`) of all their names.

    Thai and English names; of provinces also the old and the spoken ones; "เมือง" for the capital district.
    """
    children = _children(parent, False)
    found = {key(child.name_th): child.code for child in children}
    for child in children:
        found.setdefault(key(child.name_en), child.code)
    if parent == "":
        for name, code in _OTHER_NAMES.items():
            found.setdefault(key(name), code)
        for old in former.provinces():
            found.setdefault(key(old.name), old.code)
    if len(parent) == 2 and parent != BANGKOK:
        found.setdefault("เมือง", parent + "01")
    return found


@cache
def postal_codes(code: str) -> tuple[str, ...]:
    """Return the postcodes of an area: its own, or those of all subdistricts in it."""
    found = area(code)
    if found is not None and found.level == "subdistrict":
        return found.postal_codes
    parts = (one.postal_codes for one in _all().values() if one.code.startswith(code))
    return tuple(dict.fromkeys(postcode for codes in parts for postcode in codes))


@cache
def _by_postcode() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one in _all().values():
        for postcode in one.postal_codes:
            found.setdefault(postcode, []).append(one.code)
    return {postcode: tuple(codes) for postcode, codes in found.items()}


def with_postcode(postcode: str) -> tuple[str, ...]:
    """Return the codes of the subdistricts that a postcode serves; none for what is no postcode.

    Args:
        postcode: five Arabic digits.
    """
    return _by_postcode().get(postcode, ())


def find(name: str, parent: str = "") -> Area | None:
    """Return the area directly below `parent` whose name is written in `name`, or None.

    Understood: "กระบี่", "จ.กระบี่", "จังหวัดกระบี่", "Krabi", "กทม.", "โคราช", and "เมือง" for the capital district; damaged
    vowels, invisible characters and blanks do not count, nor does the order of the marks of a province.

    Args:
        name: as typed or as it stands in a list; its first 1,000 characters count.
        parent: "" to find a province, a province code for a district, a district code for a subdistrict.
    """
    bare = _bare(name) if name.strip() else ""
    code = codes_by_key(parent).get(bare)
    if code is None and parent == "":
        code = _provinces_by_letters().get(_letters(bare))
    return area(code) if code else None


def _letters(bare: str) -> tuple[str, str]:
    """Return the consonants of a key in their order and its other letters in any: marks typed out of turn."""
    consonants = _NOT_CONSONANTS.sub("", bare)
    return consonants, "".join(sorted(_CONSONANT.sub("", bare)))


@cache
def _provinces_by_letters() -> dict[tuple[str, str], str]:
    """Return the codes of the provinces by their consonants and other letters: "บุรีรมัย์" is บุรีรัมย์."""
    return {_letters(key(province.name_th)): province.code for province in _children("", False)}


@cache
def _provinces_by_consonants() -> dict[str, str]:
    """Return the codes of the provinces by the consonants of their names, by which all 77 differ."""
    return {
        _NOT_CONSONANTS.sub("", key(province.name_th)): province.code for province in _children("", False)
    }


def find_misspelt_province(name: str) -> Area | None:
    """Return the province of which only vowels and marks are damaged: "บุรีรมัย์", "กระบี", "อุตรดิตถ"; or None.

    Args:
        name: as typed, with or without its kind.
    """
    consonants = _NOT_CONSONANTS.sub("", _bare(name))
    if len(consonants) < _FEWEST_CONSONANTS:
        return None
    code = _provinces_by_consonants().get(consonants)
    return area(code) if code else None
