"""Plain text to the text of an official paper: Thai digits, and units that a line must not break.

Pango breaks Thai between words, which is right, but it also breaks a letter's number at its blank, a date between day
and month and a name between first name and surname. Those go into `<span class="nb">` (documents.md, section 1).
"""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.thai import words
from portal.thai.digits import to_thai
from portal.thai.references import find_references

_D = "[0-9๐-๙]"
_MONTH = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
)
# A surname must end where it stands ((?![ก-๛])): Thai runs on without a blank, and a span that ended inside a word
# would be worse than none. "นาย" also begins the titles of offices, which are long and may break.
_NAME = (
    r"(?<![ก-๛])(?:นางสาว|นาง|นาย(?!ก(?:เทศมนตรี|องค์การ|เมือง|สมาคม)|อำเภอ|ทะเบียน|จ้าง|ทหาร|ตำรวจ)|ดร\.|ว่าที่ร้อยตรี)"
    r"\s?[ก-๛]{1,20}\s[ก-๛]{1,25}(?![ก-๛])"
)
_KEPT = r"https?://[^\s<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?<![A-Za-z0-9-])(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)+(?![A-Za-z0-9-])"
_UNIT = re.compile(
    "|".join(
        (
            f"(?P<kept>{_KEPT})",
            rf"(?:(?:ลง)?วันที่\s?)?{_D}{{1,2}}\s(?:{_MONTH})\s(?:พ\.ศ\.\s)?{_D}{{4}}",
            rf"(?:เวลา\s)?{_D}{{1,2}}[.:]{_D}{{2}}\sน\.",
            rf"(?<![ก-๛])[ก-ฮ]{{2}}\s{_D}{{5}}(?!{_D})",
            rf"(?<!{_D}){_D}(?:[-\s]?{_D}){{7,9}}(?:\sต่อ\s{_D}+)?(?!{_D})",
            rf"(?:จำนวน|มาตรา|ข้อ|หมวด|พ\.ศ\.|ฉบับที่|โทร\.)\s{_D}(?:,?{_D})*(?:\s(?:ชุด|ฉบับ|เล่ม|แผ่น|หน้า|ราย|ครัวเรือน|คน|บาท))?",
            _NAME,
        )
    )
)

_REFERENCE_LEAD = re.compile(r"ที่\s?$")
_LONGEST_WHOLE_WORD = 16


def paper_text(text: object) -> SafeString:
    """Escape a text and set it for paper.

    Args:
        text: plain text; anything that is markup in it comes out as visible characters.

    Returns:
        Safe HTML: digits Thai, except in addresses of the web, e-mail addresses and codes such as a case's public
        reference, which a citizen must type as they stand.
    """
    source, parts, position = str(text), [], 0
    for start, end, kept in _units(source):
        parts.append(escape(to_thai(source[position:start])))
        unit = source[start:end] if kept else to_thai(source[start:end])
        parts.append(f'<span class="nb">{escape(unit)}</span>')
        position = end
    parts.append(escape(to_thai(source[position:])))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above


def _units(source: str) -> list[tuple[int, int, bool]]:
    """Return (start, end, digits kept) of everything that must stay on one line, in order and apart."""
    found = [(match.start(), match.end(), bool(match["kept"])) for match in _UNIT.finditer(source)]
    for reference in find_references(source):
        lead = _REFERENCE_LEAD.search(source, 0, reference.start)
        found.append((lead.start() if lead else reference.start, reference.end, False))
    units: list[tuple[int, int, bool]] = []
    for unit in sorted(found):
        if units and unit[0] < units[-1][1]:
            if units[-1][2]:
                continue
            units[-1] = (units[-1][0], max(units[-1][1], unit[1]), False)
        else:
            units.append(unit)
    return units


def title_text(text: object) -> SafeString:
    """Set a large title: as `paper_text`, and lines end only between the words of the dictionary.

    Pango may end a line inside of a compound ("ความ|ช่วยเหลือ"), which in a title looks like a mistake.
    """
    source, parts, position = to_thai(str(text)), [], 0
    for word in words.spans(source):
        parts.append(escape(source[position : word.start]))
        inside = escape(word.text)
        parts.append(
            f'<span class="nb">{inside}</span><wbr>' if len(word.text) <= _LONGEST_WHOLE_WORD else inside
        )
        position = word.end
    parts.append(escape(source[position:]))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above
