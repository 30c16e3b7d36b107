"""A file that holds several documents, cut at their beginnings: a letter begins with its number, an annex with its heading.

Rules that were found right on the source documents (documents.md 3). No line is lost: what stands before the first beginning
belongs to the first document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legal_library.reading.letters.found import Line, Nature, Place, SourcePage
from portal.thai.references import find_references
from portal.thai.text import key

SPEED = re.compile(r"^\s*(?P<speed>ด่วนที่สุด|ด่วนมาก|ด่วน)\s*$")
SECRECY = re.compile(r"^\s*(?P<secrecy>ลับที่สุด|ลับมาก|ลับ)\s*$")
_NUMBER_LINE = re.compile(r"^\s*ที่\s+\S")
_CLOSED = re.compile(r"ขอแสดงความนับถือ")
_SIGNED = re.compile(r"\(\s*ลงชื่อ\s*\)")
_HEADINGS: tuple[tuple[str, Nature], ...] = (
    ("ข้อตกลง", Nature.AGREEMENT),
    ("บันทึกข้อตกลง", Nature.AGREEMENT),
    *(
        (word, Nature.ANNEX)
        for word in (
            *(
                "สรุป",
                "แนวทาง",
                "คู่มือ",
                "แบบรายงาน",
                "แบบฟอร์ม",
                "แบบคำขอ",
                "ตัวอย่าง",
                "รายละเอียดแนบท้าย",
                "ภาคผนวก",
            ),
            *("คำสั่ง", "ประกาศ", "ระเบียบ", "ข้อบังคับ", "หลักเกณฑ์", "บัญชีรายชื่อ", "รายชื่อ", "กำหนดการ", "แผนผัง"),
        )
    ),
)
_TELEPHONE = re.compile(r"^\s*(?:โทร|โทรศัพท์|โทรสาร)[\s.:/]")
_LONGEST_HEADING = 140
_COVER = 600
"""Signs within which a heading that comes again is a cover page before the document."""
_HEAD_LINES = 3
"""Lines above the number in which the class of speed stands."""
_FAR = 2
"""Blank lines that part two documents where there are no pages."""
_FOREIGN = re.compile(r"[^\W\d_\u0e00-\u0e7fA-Za-z\u00c0-\u024f\u0370-\u03ff]")
_SENTENCE = re.compile(r"ทำไว้\s*ณ|ดังนี้|ดังต่อไปนี้|[.…]{3}$")


@dataclass(frozen=True)
class Cut:
    """One document of a file: what it is, its lines, and where its own heading stands among them."""

    nature: Nature
    lines: tuple[Line, ...]
    heading: int


def lines_of(pages: Sequence[SourcePage]) -> list[Line]:
    """Return the lines of all pages."""
    return [
        Line(Place(page.number, number), text, page.origin)
        for page in pages
        for number, text in enumerate(page.text.split("\n"), start=1)
    ]


def number_in(line: Line) -> str:
    """Return the number of the letter that begins with a line, as written; "" when none does."""
    if not _NUMBER_LINE.match(line.text):
        return ""
    first = next(iter(find_references(line.text)), None)
    if first is None or not first.is_complete or line.text[: first.start].strip() != "ที่":
        return ""
    # "ที่ กบ 0023.3/ว 2 ลงวันที่ …" goes on naming another letter where a line of the page ended.
    return "" if line.text[first.end :].lstrip().startswith("ลงวันที่") else first.written


def is_foreign(text: str) -> bool:
    """Say whether a letter of a script stands there that Thai offices do not write: OCR makes such of ornaments."""
    return _FOREIGN.search(text) is not None


def cut(pages: Sequence[SourcePage]) -> list[Cut]:
    """Return the documents of a file, in their order; a file without any beginning is one."""
    lines = lines_of(pages)
    begins = _beginnings(lines)
    if not begins:
        return [Cut(Nature.UNKNOWN, tuple(lines), 0)] if any(line.words for line in lines) else []
    found = []
    for number, (start, heading, nature) in enumerate(begins):
        first = 0 if number == 0 else start
        end = begins[number + 1][0] if number + 1 < len(begins) else len(lines)
        found.append(Cut(nature, tuple(lines[first:end]), heading - first))
    return found


def _beginnings(lines: list[Line]) -> list[tuple[int, int, Nature]]:
    """Return where each document starts and where its heading or number stands."""
    found: list[tuple[int, int, Nature]] = []
    # Inside the body of a letter no heading begins another document: only behind its end.
    is_open = False
    for index, line in enumerate(lines):
        if not line.words:
            continue
        if number_in(line):
            found.append((_head_of(lines, index), index, Nature.LETTER))
            is_open = True
        elif _CLOSED.search(line.text):
            is_open = False
        elif not is_open and (nature := _heading(lines, index)) and not _goes_on(lines, found, index):
            found.append((_ornament_before(lines, index), index, nature))
    return found


def _head_of(lines: list[Line], index: int) -> int:
    """Return the first line of a letter: its class of speed or secrecy stands above the number."""
    start = index
    above = [
        number
        for number in range(max(0, index - 2 * _HEAD_LINES), index)
        if SPEED.match(lines[number].text) or SECRECY.match(lines[number].text)
    ]
    for number in above:
        between = [line for line in lines[number + 1 : index] if line.words]
        if len(between) < _HEAD_LINES:
            return min(start, number)
    return start


def _heading(lines: list[Line], index: int) -> Nature | None:
    """Return what a line is the heading of, when it stands apart as headings do."""
    words = lines[index].words
    if len(words) > _LONGEST_HEADING or _SENTENCE.search(words):
        return None
    nature = next((nature for word, nature in _HEADINGS if words.startswith(word)), None)
    return nature if nature and _stands_apart(lines, index) else None


def _stands_apart(lines: list[Line], index: int) -> bool:
    """Say whether a line begins a page, or follows an ornament, the telephone of a letter or more than one blank line."""
    place = lines[index].place
    blanks = 0
    for number in range(index - 1, -1, -1):
        line = lines[number]
        if line.place.page != place.page:
            return True
        if not line.words:
            blanks += 1
            continue
        ends_letter = _TELEPHONE.match(line.text) is not None
        return blanks >= _FAR or ends_letter or is_foreign(line.text) and _is_ornament(line)
    return True


def _is_ornament(line: Line) -> bool:
    return not re.search(r"[\u0e01-\u0e2eA-Za-z]", line.text)


def _ornament_before(lines: list[Line], index: int) -> int:
    """Return the line from which a heading is taken along with what a machine made of the ornament above it."""
    for number in range(index - 1, max(-1, index - 1 - _FAR), -1):
        if lines[number].words:
            return number if is_foreign(lines[number].text) and _is_ornament(lines[number]) else index
    return index


def _goes_on(lines: list[Line], found: list[tuple[int, int, Nature]], index: int) -> bool:
    """Say whether a heading belongs to the document before it: its cover said the same, or it is signed below."""
    if not found:
        return False
    _start, heading, nature = found[-1]
    if nature == Nature.LETTER:
        return False
    between = lines[heading:index]
    same = key(lines[heading].words) == key(lines[index].words)
    return same and sum(len(line.text) + 1 for line in between) <= _COVER
