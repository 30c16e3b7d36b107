"""Names of persons: the titles before them, and the key by which they are compared and looked for.

A title is written or left out, in full or in short, with a blank behind it or without (domain.md 3.1 "Name"), so it
does not count when names are compared: "ด.ช.สมชาย", "เด็กชาย สมชาย" and "สมชาย" are one name.
"""

from __future__ import annotations

import re
from functools import cache

from portal.thai.bounds import LINE
from portal.thai.text import COMBINING, fold, key

_FULL = (
    "นาย", "นาง สาว", "นาง", "เด็ก ชาย", "เด็ก หญิง", "คุณหญิง", "ท่านผู้หญิง", "คุณ",
    "พระมหา", "พระครู", "พระภิกษุ", "สามเณร", "แม่ชี", "หลวงพ่อ", "หลวงปู่",
    "หม่อมราชวงศ์", "หม่อมหลวง", "หม่อมเจ้า", "ดอกเตอร์", "ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์",
    "นายแพทย์", "แพทย์หญิง", "ทันตแพทย์", "ทันตแพทย์หญิง", "เภสัชกรหญิง", "เภสัชกร", "ว่าที่",
    "พลทหาร", "พลตำรวจ", "นายดาบตำรวจ", "ดาบตำรวจ", "จ่าสิบตำรวจ",
    *(f"{rank}ตำรวจ{grade}" for rank in ("สิบ", "ร้อย", "พัน", "พล") for grade in ("ตรี", "โท", "เอก")),
    *(f"{rank}{grade}" for rank in ("สิบ", "ร้อย", "พัน", "พล", "จ่าสิบ") for grade in ("ตรี", "โท", "เอก")),
    *(f"{rank}{grade}" for rank in ("จ่า", "พันจ่า", "เรือ", "นาวา") for grade in ("ตรี", "โท", "เอก")),
    *(f"{rank}อากาศ{grade}" for rank in ("เรือ", "นาวา", "พันจ่า", "จ่า") for grade in ("ตรี", "โท", "เอก")),
)  # fmt: skip
"""Titles in full; they may stand glued to the name. A blank within one may be left out."""

_WOMAN = "(?:หญิง(?: |$))?"
"""Follows the rank of a woman: "ร.ต.อ.หญิง สมศรี"; without a blank behind, หญิง is the beginning of a name."""

_SHORT = (
    "น ส", "ด ช", "ด ญ", "ม ร ว", "ม ล", "ม จ", "ดร", "ศ", "รศ", "ผศ", "นพ", "พญ", "ทพ", "ทพญ", "ภก", "ภญ", "พล",
    "ส ต ต", "ส ต ท", "ส ต อ", "จ ส ต", "ด ต", "ร ต ต", "ร ต ท", "ร ต อ", "พ ต ต", "พ ต ท", "พ ต อ",
    "พล ต ต", "พล ต ท", "พล ต อ", "พล ต", "พล ท", "พล อ", "พล ร ต", "พล ร ท", "พล ร อ",
    "ส ต", "ส ท", "ส อ", "จ ส ต", "จ ส ท", "จ ส อ", "ร ต", "ร ท", "ร อ", "พ ต", "พ ท", "พ อ",
    "จ ต", "จ ท", "จ อ", "พ จ ต", "พ จ ท", "พ จ อ", "น ต", "น ท", "น อ", "อส", "อ ส", "อ", "ว่าที่ ร ต", "mr", "mrs", "ms", "dr",
)  # fmt: skip
"""Titles in short, letter by letter: with a dot behind the last letter, or a blank. Some are also names and need the dot."""

_LATIN = ("miss", "madam", "sir")
_NEED_A_DOT = ("ศ", "อ", "พล", "นพ", "พญ", "ทพ", "ภก", "ภญ", "อส")
_MOST_TITLES = 4
"""So many may follow one another: "ว่าที่ ร.ต. ดร. ม.ล."."""


def _short(written: str) -> str:
    """Return the pattern of a title in short: "ด ช" matches "ด.ช.", "ด.ช", "ดช.", "ดช ", "ด. ช. "."""
    letters = r"(?:\. ?)?".join(re.escape(letter) for letter in written.split())
    return rf"{letters}\." if written in _NEED_A_DOT else rf"{letters}(?:\.| )"


@cache
def _titles() -> re.Pattern[str]:
    """Return the pattern of one title at the beginning of a folded name, the longest first.

    What follows has to be able to begin a name, no sign or vowel that belongs to the letter before: นายิกา is a name.
    """
    glued = [word.replace(" ", " ?") for word in sorted(map(fold, _FULL), key=len, reverse=True)]
    short = sorted(map(_short, map(fold, _SHORT)), key=len, reverse=True)
    apart = [rf"{word}\.? " for word in (*_LATIN, "พระ", "ครู")]
    parts = "|".join((*short, *apart, *glued))
    return re.compile(rf"(?:{parts})[ .]*{_WOMAN}(?=[^{COMBINING}\u0e30\u0e32\u0e33\u0e45 .])")


def without_title(name: str) -> str:
    """Return a name folded and without the titles before it; a title alone stays.

    Args:
        name: as typed; its first 1,000 characters count.
    """
    bare = fold(name[:LINE])
    for _ in range(_MOST_TITLES):
        match = _titles().match(bare)
        if match is None:
            break
        bare = bare[match.end() :]
    return bare


def name_key(name: str) -> str:
    """Return the key under which a person's name is stored and found: `key` without titles.

    "เด็กหญิงนํ้าฝน ทดสอบ", "ด.ญ. น้ำฝน ทดสอบ" and "น้ำฝนทดสอบ" share one.
    """
    return key(without_title(name))


def name_words(typed: str) -> tuple[str, ...]:
    """Return the keys of the words of a typed name, each of which occurs in the key of a name that is meant.

    Order and blanks do not matter then: "ใจดี สมชาย" finds นายสมชาย ใจดี.

    Args:
        typed: what somebody looks for; its first 1,000 characters count.
    """
    words = (key(word) for word in without_title(typed).split())
    return tuple(dict.fromkeys(word for word in words if word))
