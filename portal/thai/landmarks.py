"""What people say a house stands beside: "หลังวัดโพธิ์ ข้างร้านป้าแดง" is the temple and the shop, whatever is between.

In a flood nobody gives a house number: they say what can be seen.
"""

from __future__ import annotations

import re

from portal.thai.bounds import LINE
from portal.thai.sounds import sound
from portal.thai.text import fold

_KINDS = (
    "โรงพยาบาลส่งเสริมสุขภาพตำบล", "โรงพยาบาล", "โรงเรียน", "รพ.สต.", "อนามัย", "มัสยิด", "สุเหร่า", "วัด", "ศาลเจ้า", "ศาลา",
    "ร้าน", "ตลาด", "ปั๊ม", "ปั้ม", "สะพาน", "สี่แยก", "สามแยก", "แยก", "ซอย", "ซ.", "อู่", "โรงงาน", "ท่าเรือ", "คลอง", "หาด",
    "สวน", "ค่าย", "สหกรณ์", "เซเว่น", "ป้อม", "สนาม", "โรงแรม", "รีสอร์ท", "อบต.", "ที่ว่าการ", "สถานี", "รร.", "รพ.",
)  # fmt: skip
"""What a landmark is called by; the longest first where one begins another."""
_SAME = {
    "รร.": "โรงเรียน",
    "รพ.": "โรงพยาบาล",
    "รพ.สต.": "อนามัย",
    "โรงพยาบาลส่งเสริมสุขภาพตำบล": "อนามัย",
    "ซ.": "ซอย",
}
_SAME |= {"สุเหร่า": "มัสยิด", "ปั้ม": "ปั๊ม", "สี่แยก": "แยก", "สามแยก": "แยก"}
_BETWEEN = (
    "ตรงข้าม", "ตรงกันข้าม", "ติดกับ", "ใกล้กับ", "ใกล้", "ข้างๆ", "ข้าง", "ด้านหลัง", "ด้านหน้า", "หลัง", "หน้า", "ติด", "ริม", "เลย", "ถัดจาก",
    "ทางเข้า", "ปากทาง", "แถว", "บริเวณ", "ก่อนถึง", "ทางไป", "ห่างจาก", "ประมาณ", "เมตร", "กิโล",
)  # fmt: skip
"""Words of position: they part one landmark from the next and say nothing of which it is."""

_PART = re.compile("|".join(map(re.escape, _BETWEEN)) + r"|[ ,;/()\n]+")
_KIND = re.compile("|".join(map(re.escape, sorted(_KINDS, key=len, reverse=True))))
_VILLAGE = re.compile("^บ้าน")
_MOST = 6
_LONGEST = 24


def landmarks(text: str) -> tuple[str, ...]:
    """Return the landmarks of a description of a place, each as its kind and the sound of its name; never refuses.

    "หลังวัดโพธิ์ ข้างร้านป้าแดง" and "ร้านป้าแดงตรงข้ามวัดโพ" share both. At most six.

    Args:
        text: as typed; its first 1,000 characters count.
    """
    found: dict[str, None] = {}
    folded = fold(text[:LINE])
    kinds: list[re.Match[str]] = []
    for match in _KIND.finditer(folded):
        # "โรงเรียนบ้านคลองม่วง" is one school, no canal.
        if not kinds or folded[kinds[-1].end() : match.start()] not in ("", "บ้าน"):
            kinds.append(match)
    ends = [*(match.start() for match in kinds[1:]), *([len(folded)] if kinds else [])]
    for kind, end in zip(kinds, ends, strict=True):
        # A kind alone tells nothing from anything: every village has its temple.
        if name := _name_behind(folded[kind.end() : end]):
            found[f"{_SAME.get(kind.group(), kind.group())}:{name}"] = None
    return tuple(found)[:_MOST]


def _name_behind(text: str) -> str:
    """Return the sound of the name that stands directly behind the kind of a landmark; a number also one blank behind."""
    if text.startswith(" ") and not text[1:2].isdecimal():
        # "ซอย 3" goes on behind the blank; "ข้างวัด น้ำท่วม" does not.
        return ""
    first = _PART.split(text.lstrip(" ")[:60])[0]
    return sound(_VILLAGE.sub("", first))[:_LONGEST]
