"""Abbreviations of law and administration, both ways, and popular names.

Each is matched with or without its dots. `REPLACED` ones are written out because documents nearly always write them
out; the others are searched in both forms. Editors add more as synonyms (`portal.search.models.Synonym`).
"""

from __future__ import annotations

import re

REPLACED: dict[str, str] = {
    "พ.ร.บ.": "พระราชบัญญัติ",
    "พ.ร.ก.": "พระราชกำหนด",
    "พ.ร.ฎ.": "พระราชกฤษฎีกา",
    "พ.ร.ป.": "พระราชบัญญัติประกอบรัฐธรรมนูญ",
    "ป.วิ.อ.": "ประมวลกฎหมายวิธีพิจารณาความอาญา",
    "ป.วิ.พ.": "ประมวลกฎหมายวิธีพิจารณาความแพ่ง",
    "ป.พ.พ.": "ประมวลกฎหมายแพ่งและพาณิชย์",
    "ป.อ.": "ประมวลกฎหมายอาญา",
    "รธน.": "รัฐธรรมนูญ",
    "ฉ.": "ฉบับที่",
}

_GLUED = {"พ.ร.บ."}

BOTH: dict[str, str] = {
    "อบต.": "องค์การบริหารส่วนตำบล",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "อปท.": "องค์กรปกครองส่วนท้องถิ่น",
    "สถ.": "กรมส่งเสริมการปกครองท้องถิ่น",
    "สถจ.": "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด",
    "มท.": "กระทรวงมหาดไทย",
    "กค.": "กระทรวงการคลัง",
    "สธ.": "กระทรวงสาธารณสุข",
    "พม.": "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
    "พมจ.": "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด",
    "สสจ.": "สำนักงานสาธารณสุขจังหวัด",
    "รพ.สต.": "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "อสม.": "อาสาสมัครสาธารณสุขประจำหมู่บ้าน",
    "อปพร.": "อาสาสมัครป้องกันภัยฝ่ายพลเรือน",
    "ปภ.": "ป้องกันและบรรเทาสาธารณภัย",
    "กทม.": "กรุงเทพมหานคร",
    "ผวจ.": "ผู้ว่าราชการจังหวัด",
    "นอภ.": "นายอำเภอ",
    "จนท.": "เจ้าหน้าที่",
    "oscc": "ศูนย์ช่วยเหลือสังคม",
    "pdpa": "คุ้มครองข้อมูลส่วนบุคคล",
    "mou": "ข้อตกลงความร่วมมือ",
}


def _pattern(short: str) -> str:
    letters = [re.escape(part) for part in short.split(".") if part]
    if short.isascii():
        return rf"(?<![a-z]){letters[0]}(?![a-z])"
    # With a dot behind it anything may follow; without one it must not run into a Thai word, except for พรบ, with
    # which no Thai word begins.
    joined = r"\.?\s?".join(letters)
    if len(letters) == 1 and len(letters[0]) > 2:
        # Dots may stand between all letters too: อ.บ.ต.; of two letters not, for ก.ค. is July.
        joined = r"\.?".join(letters[0])
    if short in _GLUED:
        return rf"{joined}\.?"
    plain = joined + r"(?![ก-๎.])"
    return rf"(?:{joined}\.|{plain})" if len(letters) > 1 or len(letters[0]) > 1 else rf"{joined}\."


def _compiled(table: dict[str, str]) -> list[tuple[re.Pattern[str], str, str]]:
    start = r"(?<![ก-๎.])"
    longest_first = sorted(table.items(), key=lambda item: -len(item[0]))
    return [
        (re.compile(("" if short.isascii() else start) + _pattern(short)), short, full)
        for short, full in longest_first
    ]


_REPLACED, _BOTH = _compiled(REPLACED), _compiled(BOTH)
# One look tells that nothing of a table is there, which is the usual case.
_ANY_REPLACED = re.compile("|".join(pattern.pattern for pattern, _, _ in _REPLACED))
_ANY_SHORT = re.compile("|".join(pattern.pattern for pattern, _, _ in _BOTH))


def write_out(folded: str) -> str:
    """Return a folded text with the abbreviations that documents write out written out."""
    if not _ANY_REPLACED.search(folded):
        return folded
    for pattern, _, full in _REPLACED:
        folded = pattern.sub(f"{full} ", folded)
    return folded


def other_forms(folded: str) -> list[tuple[str, str]]:
    """Return (found form, other form) of every abbreviation or full name in a folded text that has two forms."""
    found = []
    has_short = bool(_ANY_SHORT.search(folded))
    for pattern, short, full in _BOTH:
        if has_short and pattern.search(folded):
            found.append((short, full))
        elif full in folded:
            found.append((full, short.replace(".", "")))
    return found
