"""Names of areas inside of a text, in any order and among other words: "กทม บางรัก สีลม", "ต.อ่าวนาง หลังวัด จ.กระบี่".

A text is cut into words; each word, or a few together, may name areas. What fits together is one place: a subdistrict in
the district and province that are named as well, a district in its province. A name counts where its kind stands before
it, or where it stands beside another name of the same place; one word among others is never enough. Nothing is guessed:
where two places fit equally well, what they have in common is the place.

The work is bounded: so many words, so many letters of a name, and each name asks one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from portal.organizations import areas, former
from portal.thai.text import COMBINING, key

_MOST_WORDS = 40
_MOST_TOGETHER = 4
"""Words of one name: "Mueang Nakhon Si Thammarat"."""
_LONGEST_NAME = 40
_SHORTEST_CUT = 3
"""Letters of a name that other words follow without a blank."""
_SHORTEST_ALONE = 4
"""Letters of a province that counts by itself at the edge of a text: เลย is also a word of every day."""

_KIND_WORDS = {
    **dict.fromkeys(("จังหวัด", "จ.", "changwat", "province"), 2),
    **dict.fromkeys(
        ("กิ่งอำเภอ", "กิ่งอ.", "อำเภอ", "อ.", "เขต", "amphoe", "amphur", "khet", "district", "a."), 4
    ),
    **dict.fromkeys(
        ("ตำบล", "ต.", "แขวง", "tambon", "tambol", "khwaeng", "subdistrict", "sub-district", "t."), 6
    ),
}
_THAI_KIND = (
    r"(?:กิ่งอำเภอ|กิ่ง ?อ\.|อำเภอ|(?<!สาม)ตำบล|จังหวัด|แขวง"
    r"|(?<!สนามชัย)(?<!เนื่อง)(?<!หลัก)(?<!อีสาน)(?<!คีรี)เขต|[ตอจ] ?\.)"
)
"""Kinds as Thai writes them, glued or not; not where they end a name (อ.สนามชัยเขต, ต.สามตำบล and four more)."""
_KIND = re.compile(
    rf"{_THAI_KIND}|\b(?:sub-?district|district|province|tambon|tambol|amphoe|amphur|changwat|khwaeng|khet|[ta]\.)"
)
_LONE_KIND = re.compile(r"(?<!\S)([ตอจ])(?= )")
"""A kind without its dot, as a word of its own: "ต อ่าวนาง"."""
_VILLAGE = re.compile(r"(?:หมู่ที่|หมู่|(?<![\u0e01-\u0e4e])ม\.?|(?<![a-z])moo) ?\d{1,2}(?!\d)")
_BESIDE = re.compile(rf"(?<!\d)[1-9]\d{{4}}(?!\d)|{_VILLAGE.pattern}|ประเทศไทย|thailand")
"""What stands between names without parting them: postcode, village number, the country."""
_PARTED = re.compile(r"[\s,;()|]+")
_LATIN_KIND_BEHIND = frozenset({"province", "district", "subdistrict", "sub-district"})
_NO_BEGINNING = frozenset("\u0e30\u0e32\u0e33\u0e45")
"""Vowels that stand behind a letter: what begins with one is the end of a longer word."""

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of the text.

    Attributes:
        key: as `portal.thai.text.key` gives it.
        level: of the kind that stands before it or behind it; 0 for none.
    """

    key: str
    level: int


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words that may name areas.

    Attributes:
        codes: of the areas of one level.
        first, last: the words, by number; `last` is the first one behind them.
        level: 2, 4 or 6.
        marked: the kind stands there too.
        cut: other words follow the name without a blank.
    """

    codes: frozenset[str]
    first: int
    last: int
    level: int
    marked: bool
    cut: bool

    def meets(self, other: _Mention) -> bool:
        """Whether both use one word."""
        return self.first < other.last and other.first < self.last

    def touches(self, other: _Mention) -> bool:
        """Whether nothing stands between both."""
        return self.last == other.first or other.last == self.first


@dataclass(frozen=True, slots=True)
class Found:
    """What a text names.

    Attributes:
        code: of the deepest area; "" for none.
        named: how many levels are named for it.
        is_all: nothing but names of this place, the postcode and the country stands there.
    """

    code: str = ""
    named: int = 0
    is_all: bool = False


@cache
def _names() -> Mapping[int, Names]:
    """Return level → key of a name → codes, of the whole country."""
    found: dict[int, dict[str, dict[str, None]]] = {2: {}, 4: {}, 6: {}}
    for one in areas.every_area():
        level = found[len(one.code)]
        for name in _spellings(one):
            level.setdefault(areas.key_of_name(name), {})[one.code] = None
    for name, code in areas.codes_by_key("").items():
        found[2].setdefault(name, {})[code] = None
    for moved in former.moved_districts():
        found[4].setdefault(areas.key_of_name(moved.name), {})[moved.code] = None
    return {level: {name: tuple(codes) for name, codes in names.items()} for level, names in found.items()}


def _spellings(one: areas.Area) -> Iterator[str]:
    yield one.name_th
    yield one.name_en
    if one.name_en.startswith("Mueang"):
        yield one.name_en.replace("Mueang", "Muang", 1)
    if len(one.code) == 4 and one.code.endswith("01") and not one.is_in_bangkok:
        # "อ.เมือง" of the province that is named beside it.
        yield from ("เมือง", "Mueang", "Muang")


def read(text: str, *, postcodes: set[str], near: str = "") -> Found:
    """Read the names in a text.

    Args:
        text: folded (`portal.thai.text.fold`) and bounded by the caller.
        postcodes: that stand in it.
        near: code of the province in which the reader sits; "" for nowhere.
    """
    words, has_more = _words(text)
    reading = _Reading(list(_mentions(words)), len(words), postcodes, near)
    best: dict[str, tuple[tuple[int, ...], tuple[_Mention, ...]]] = {}
    for code, parts in reading.places():
        score = reading.score(code, parts)
        if code not in best or score > best[code][0]:
            best[code] = (score, parts)
    if not best:
        return Found()
    top = max(score for score, _parts in best.values())
    equal = [code for code, (score, _parts) in best.items() if score == top]
    parts = best[equal[0]][1]
    if len(equal) > 1:
        # Several places fit: what is said of all of them, where that was said and not only follows.
        code = _common(equal)
        levels = [part for part in parts if code and part.level <= len(code) and part.codes]
        return Found(code, len(levels)) if levels and code else Found()
    used = {number for part in parts for number in range(part.first, part.last)}
    is_all = not has_more and len(used) == len(words) and not any(part.cut for part in parts)
    return Found(equal[0], len(parts), is_all)


def _common(codes: list[str]) -> str:
    """Return the deepest area in which all of several lie; "" for none."""
    for length in (4, 2):
        if len({code[:length] for code in codes}) == 1 and len(codes[0]) > length:
            return codes[0][:length]
    return ""


def _words(text: str) -> tuple[list[_Word], bool]:
    """Return the words of a text with their kinds, and whether more stands there than is looked at or is no name."""
    moo = _VILLAGE.search(text) is not None
    text = _LONE_KIND.sub(r"\1. ", _BESIDE.sub(" ", text))
    found: list[_Word] = []
    pending = at = 0
    for match in [*_KIND.finditer(text), None]:
        end = match.start() if match else len(text)
        bare = [key(part) for part in _PARTED.split(text[at:end])]
        for name in filter(None, bare):
            found.append(_Word(name, pending))
            pending = 0
        if match is None:
            break
        kind, at = match.group().replace(" ", ""), match.end()
        if kind in _LATIN_KIND_BEHIND:
            # "Ao Nang Subdistrict": the name stands before its kind, which says little of where it begins.
            continue
        pending = _KIND_WORDS.get(kind, 0)
    return found[:_MOST_WORDS], moo or len(found) > _MOST_WORDS


def _mentions(words: list[_Word]) -> Iterator[_Mention]:
    """Yield what each word, alone or with those behind it, may name."""
    tables = _names()
    for first, word in enumerate(words):
        together = ""
        whole = False
        for last in range(first + 1, min(first + _MOST_TOGETHER, len(words)) + 1):
            if last > first + 1 and words[last - 1].level:
                break
            together += words[last - 1].key
            for level in (word.level,) if word.level else (2, 4, 6):
                if codes := tables[level].get(together):
                    whole = True
                    yield _Mention(frozenset(codes), first, last, level, bool(word.level), False)
        if word.level and not whole:
            yield from _cut(words, first)


def _cut(words: list[_Word], first: int) -> Iterator[_Mention]:
    """Yield what the longest beginning of a word with its kind names: "จ.กระบี่หลังวัด"."""
    word = words[first]
    names = _names()[word.level]
    for size in range(min(len(word.key) - 1, _LONGEST_NAME), _SHORTEST_CUT - 1, -1):
        following = word.key[size]
        if following in _NO_BEGINNING or re.match(f"[{COMBINING}]", following):
            continue
        if codes := names.get(word.key[:size]):
            yield _Mention(frozenset(codes), first, first + 1, word.level, True, True)
            return


class _Reading:
    """The names of one text, and which of them are one place."""

    def __init__(self, mentions: list[_Mention], words: int, postcodes: set[str], near: str) -> None:
        self.by_level = {level: [one for one in mentions if one.level == level] for level in (2, 4, 6)}
        self.words, self.postcodes, self.near = words, postcodes, near

    def places(self) -> Iterator[tuple[str, tuple[_Mention, ...]]]:
        """Yield every place that is named well enough, with the words that name it."""
        for level in (6, 4, 2):
            for one in self.by_level[level]:
                for code in one.codes:
                    parts = self._with_what_is_above(one, code)
                    if parts and self._counts(code, parts) and not self._may_be_a_district(one, parts):
                        yield code, parts

    def _with_what_is_above(self, one: _Mention, code: str) -> tuple[_Mention, ...] | None:
        """Return a name with those of what lies above it; None where the text names something else there."""
        parts = [one]
        for level in (4, 2):
            if level >= one.level:
                continue
            named = [part for part in self.by_level[level] if not any(part.meets(other) for other in parts)]
            fitting = [part for part in named if any(_lies_in(code, above) for above in part.codes)]
            if fitting:
                # The nearest to what is read already, with its kind before without.
                parts.append(min(fitting, key=lambda part: (not part.marked, abs(part.first - one.first))))
            elif any(part.marked for part in named):
                return None
        return tuple(parts)

    def _may_be_a_district(self, one: _Mention, parts: tuple[_Mention, ...]) -> bool:
        """Whether a word that names a subdistrict without its kind is rather the district: "ลำปาง เกาะคา"."""
        if one.level != 6 or one.marked or any(part.level == 4 for part in parts):
            return False
        above = {code for part in parts if part.level == 2 for code in part.codes}
        same = [other for other in self.by_level[4] if (other.first, other.last) == (one.first, one.last)]
        return any(_lies_in(code, area) for other in same for code in other.codes for area in above)

    def _counts(self, code: str, parts: tuple[_Mention, ...]) -> bool:
        """Whether these names are said of a place, and not words that happen to be names."""
        deepest = parts[0]
        if not all(self._stands(part, parts) for part in parts):
            return False
        if len(parts) > 1 or deepest.level == 2:
            return True
        # A cut name needs another one beside it: "ต.บางใหม่" is not ต.บาง.
        if deepest.cut:
            return False
        if self._has_postcode(code):
            return True
        return deepest.marked and (deepest.level == 4 or self._is_near(code))

    def _stands(self, part: _Mention, parts: tuple[_Mention, ...]) -> bool:
        """Whether a name has its kind, stands beside another name of the place, or is a province at the edge."""
        if part.marked or any(part.touches(other) for other in parts if other is not part):
            return True
        at_the_edge = part.first == 0 or part.last == self.words
        if part.level == 2:
            return at_the_edge and len(parts) == 1 and self._is_long(part)
        return at_the_edge and bool(self.postcodes)

    def _is_long(self, part: _Mention) -> bool:
        names = (key(one.name_th) for code in part.codes if (one := areas.area(code)))
        return any(len(name) >= _SHORTEST_ALONE for name in names)

    def _has_postcode(self, code: str) -> bool:
        return bool(self.postcodes & set(areas.postal_codes(code)))

    def _is_near(self, code: str) -> bool:
        return bool(self.near) and code.startswith(self.near[:2])

    def score(self, code: str, parts: tuple[_Mention, ...]) -> tuple[int, ...]:
        """Return what makes one place likelier than another, the weightiest first."""
        named = len(parts)
        own = sum(any(code.startswith(above) for above in part.codes) for part in parts)
        whole = -sum(part.cut for part in parts)
        is_near = self._is_near(code) and not any(part.level == 2 for part in parts)
        return (len(code), named, own, whole, self._has_postcode(code), sum(p.marked for p in parts), is_near)


def _lies_in(code: str, above: str) -> bool:
    """Whether an area lies in another one today, or did when it was written so."""
    return code.startswith(above) or (len(above) == 2 and code[:4] in former.moved_from(above))
