"""What is irregular in a source: told to the editor with its place, never repaired (documents.md 3, requirements.md 6)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from legal_library.reading.letters.bundle import is_foreign
from legal_library.reading.letters.found import Line, Oddity, Place, Signature
from portal.thai.digits import THAI_DIGITS, to_arabic, to_thai
from portal.thai.text import key
from portal.thai.words import spans

_MISREADINGS = Path(__file__).with_name("misreadings.tsv")
_CATCHWORD = re.compile(r"^\s*/\s*(?:-\s*)?\S.*(?:\.{3}|…)\s*$")
_BULLET = re.compile(r"^\s*-\s*[0-9๐-๙]{1,2}\)")
# Sixteen letters of a word are shown and fewer compared; without that bound each letter of a long word would begin anew.
_SEVEN = re.compile(r"(?P<word>[ก-๎]{4,16})\s๗(?=\s*(?:\||$|[ก-๎]))")
_COUNTED = re.compile(r"(?:ข้อ|ที่|หมวด|ส่วน|ภาค|มาตรา|ครั้ง|วัน|อายุ|จำนวน|รวม|ลำดับ|หน้า|บท|ชั้น|เขต|หมู่)$")
_BLANK_IN_NUMBER = re.compile(r"[0-9๐-๙]\s+/|/\s+(?:ว|[0-9๐-๙])")
_WINDOW, _LEAST_TERM, _OFTEN = 40, 10, 3
_THAI_PAIR = re.compile(rf"(?P<left>[ก-๎]{{1,{_WINDOW}}}) (?=(?P<right>[ก-๎]{{1,{_WINDOW}}}))")
_JOINING = frozenset({"และ", "หรือ", "การ", "ความ", "ที่", "ของ", "ใน", "โดย", "ให้"})
_DANGLING = frozenset({"การ", "และ", "หรือ", "ของ", "วันที่", "โดย", "เพื่อ", "ซึ่ง"})
_LEAST_SENTENCE = 20
_NEXT_ITEM = re.compile(r"^\s*(?:-\s*)?[0-9๐-๙]{1,2}(?:[.)]|\.[0-9๐-๙])")
_LISTED = re.compile(r"^\s*(?:-\s*)?[0-9๐-๙]{1,2}[.)]\s")
_ENCLOSURES = re.compile(
    r"สิ่งที่ส่งมาด้วย\s*(?P<first>[0-9๐-๙]{1,2})(?:\s*(?:ถึง|-|–|และ)\s*(?P<last>[0-9๐-๙]{1,2}))?"
)
_MONTHLY = re.compile(r"ทุกวันที่\s*(?P<day>[0-9๐-๙]{1,2})")
_WITHIN = re.compile(r"ภายในเดือน\s*(?P<month>[ก-๎]{1,12}คม|[ก-๎]{1,12}ยน|กุมภาพันธ์)\s*(?P<year>[0-9๐-๙]{4})")
_TOTAL = re.compile(r"จำนวน\s*(?P<count>[0-9๐-๙,]+)\s*(?P<unit>แห่ง|คน|ราย|หน่วย|อำเภอ)\s*ได้แก่")
_DIGITS_OF_OCR = frozenset("๐๑๒๓๕")
LEAST_DIGITS = 30
"""From so many Thai digits on, a text that has only those five was read by a machine that knows no others (documents.md 2)."""


@cache
def misreadings() -> tuple[tuple[str, str], ...]:
    """Return what machines make of Thai words, as read and as it was."""
    lines = _MISREADINGS.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return tuple((read, was) for read, _tab, was in pairs)


def in_lines(lines: Sequence[Line], everywhere: str) -> Iterator[Oddity]:
    """Yield what is odd in the lines of one document.

    Args:
        lines: of the document.
        everywhere: the words of the whole file, for what only a comparison shows.
    """
    yield from _bullets(lines)
    for index, line in enumerate(lines):
        words = line.words
        if not words:
            continue
        if _CATCHWORD.match(words):
            yield Oddity("catchword", _("คำต่อหน้าที่ท้ายหน้า ไม่ใช่ข้อความของเอกสาร"), words, line.place)
        if is_foreign(words):
            yield Oddity(
                "foreign_script", _("มีอักษรภาษาอื่นปน มักมาจากการอ่านตราหรือลวดลาย"), words[:60], line.place
            )
        yield from _misread(line, lines[index + 1] if index + 1 < len(lines) else None)
        yield from _sevens(line, everywhere)
        yield from _parted(line, everywhere)
        yield from _breaks_off(lines, index)


def _bullets(lines: Sequence[Line]) -> Iterator[Oddity]:
    found = [line for line in lines if _BULLET.match(line.text)]
    if found:
        words = ngettext(
            "มีขีดนำหน้าเลขข้อ %(count)d แห่ง มักมาจากการแปลงไฟล์",
            "มีขีดนำหน้าเลขข้อ %(count)d แห่ง มักมาจากการแปลงไฟล์",
            len(found),
        )
        yield Oddity("bullet", words % {"count": len(found)}, found[0].words[:60], found[0].place)


def _misread(line: Line, following: Line | None) -> Iterator[Oddity]:
    """What a machine made of a word, also where the line of a page ends inside of it."""
    both = line.text.rstrip() + (following.text.lstrip() if following else "")
    for read, was in misreadings():
        start = both.find(read)
        if 0 <= start < len(line.text.rstrip()):
            yield Oddity("misreading", _("น่าจะหมายถึง “%(was)s”") % {"was": was}, read, line.place)


def _sevens(line: Line, everywhere: str) -> Iterator[Oddity]:
    """ฯ and ๗ look alike; it is ฯ where the same word stands with it elsewhere, or where nothing is counted."""
    for match in _SEVEN.finditer(line.text):
        word = match["word"]
        at_end = not line.text[match.end() :].strip(" |")
        if f"{word[-8:]}ฯ" in everywhere or at_end and not _COUNTED.search(word):
            yield Oddity("paiyannoi", _("“๗” น่าจะเป็น “ฯ”"), f"{word[-16:]} ๗", line.place)


def _parted(line: Line, everywhere: str) -> Iterator[Oddity]:
    """A blank inside of a term: the file writes the same two words together, and far oftener."""
    for match in _THAI_PAIR.finditer(line.text):
        left, right = spans(match["left"]), spans(match["right"])
        if not left or not right or left[-1].text in _JOINING or right[0].text in _JOINING:
            continue
        word, apart = left[-1].text + right[0].text, f"{left[-1].text} {right[0].text}"
        together = everywhere.count(word)
        if len(word) >= _LEAST_TERM and together >= _OFTEN and together >= _OFTEN * everywhere.count(apart):
            yield Oddity("blank_in_word", _("มีช่องว่างกลางคำ “%(word)s”") % {"word": word}, apart, line.place)


def _breaks_off(lines: Sequence[Line], index: int) -> Iterator[Oddity]:
    """A sentence without its end: it stops at a word that needs another, and a new item or paragraph begins."""
    words = lines[index].words
    if len(words) < _LEAST_SENTENCE or not words.endswith(tuple(_DANGLING)):
        return
    if spans(words[-_LEAST_SENTENCE:])[-1].text not in _DANGLING:
        return
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or not following.words or _NEXT_ITEM.match(following.text):
        yield Oddity("half_sentence", _("ประโยคขาดตอนท้าย"), f"…{words[-40:]}", lines[index].place)


def blanks_in_number(written: str, place: Place) -> Iterator[Oddity]:
    """A number with blanks around its stroke: the standard form has none."""
    if _BLANK_IN_NUMBER.search(written):
        yield Oddity("blank_in_number", _("เลขที่มีช่องว่าง เก็บตามต้นฉบับและใช้รูปมาตรฐานในการค้น"), written, place)


def stamps(lines: Sequence[Line]) -> Iterator[Oddity]:
    """What stands between the day and เรื่อง: a stamp of the receiver, not the issuer."""
    for line in lines:
        yield Oddity("stamp", _("บรรทัดนี้น่าจะเป็นตราประทับของผู้รับ ไม่ใช่ผู้ออกหนังสือ"), line.words, line.place)


def foreign_enclosures(lines: Sequence[Line], count: int) -> Iterator[Oddity]:
    """The text names enclosures that this letter does not have: they are those of another letter."""
    for line in lines:
        for match in list(_ENCLOSURES.finditer(line.text))[:1]:
            last = int(to_arabic(match["last"] or match["first"]))
            if last > max(count, 1):
                words = ngettext(
                    "หนังสือนี้มีสิ่งที่ส่งมาด้วยเพียง %(count)d รายการ น่าจะหมายถึงของหนังสืออื่น",
                    "หนังสือนี้มีสิ่งที่ส่งมาด้วยเพียง %(count)d รายการ น่าจะหมายถึงของหนังสืออื่น",
                    count,
                )
                yield Oddity("foreign_enclosures", words % {"count": count}, match.group(), line.place)


def in_signatures(signatures: Sequence[Signature]) -> Iterator[Oddity]:
    """Blocks that come twice, with the spellings that differ, and what a machine made of the ink."""
    by_number: dict[int, list[Signature]] = defaultdict(list)
    for one in signatures:
        by_number[one.number].append(one)
    twice = {number: rows for number, rows in by_number.items() if len(rows) > 1}
    if twice:
        first = next(iter(twice.values()))[1]
        words = _("หน้าลงนามซ้ำ: มี %(blocks)d ช่อง เป็นคนละคน %(persons)d คน") % {
            "blocks": len(signatures),
            "persons": len(by_number),
        }
        span = f"{to_thai(min(twice))}–{to_thai(max(twice))}"
        yield Oddity("signatures_twice", words, span, first.place)
    for number, rows in sorted(twice.items()):
        names = list(dict.fromkeys(row.name for row in rows))
        posts = list(dict.fromkeys(row.post for row in rows if row.post))
        for spellings in (names, posts):
            if len(spellings) > 1:
                words = _("ผู้ลงนามลำดับ %(number)s สะกดไม่เหมือนกันในสองหน้า") % {"number": to_thai(number)}
                yield Oddity("signature_spelling", words, " / ".join(spellings), rows[1].place)
    for one in signatures:
        if one.mark and key(one.mark) not in key(one.name):
            words = _("ข้อความในช่องลายมือชื่อไม่ตรงกับชื่อในวงเล็บ น่าจะอ่านจากลายเซ็น")
            yield Oddity("signature_mark", words, f"{one.mark} ({one.name})", one.place)


def copies(count: int, written: str, place: Place, signatures: Sequence[Signature]) -> Iterator[Oddity]:
    """An agreement names as many copies as parties, and others sign."""
    persons = len({one.number for one in signatures})
    if persons and count != persons:
        words = _("ต้นฉบับว่ามี %(copies)d ฉบับ แต่ลงนาม %(persons)d ราย") % {
            "copies": count,
            "persons": persons,
        }
        yield Oddity("copies", words, written, place)


def sums(lines: Sequence[Line]) -> Iterator[Oddity]:
    """Check a total against the items below it; one that holds is told as well."""
    for index, line in enumerate(lines):
        total = _TOTAL.search(line.text)
        if not total:
            continue
        counted = []
        for item in _items_below(lines, index):
            numbers = re.findall(rf"([0-9๐-๙,]+)\s*{total['unit']}", item)
            if not numbers:
                break
            counted.append(_number(numbers[-1]))
        if len(counted) < 2:
            continue
        expected = _number(total["count"])
        items = " + ".join(f"{count:,}" for count in counted)
        if sum(counted) == expected:
            words = _("ผลรวมตรงกัน: %(items)s = %(total)s") % {"items": items, "total": f"{expected:,}"}
            yield Oddity("sum_holds", words, total.group(), line.place)
        else:
            words = _("ผลรวมไม่ตรง: %(items)s = %(sum)s แต่ต้นฉบับว่า %(total)s") % {
                "items": items,
                "sum": f"{sum(counted):,}",
                "total": f"{expected:,}",
            }
            yield Oddity("sum_fails", words, total.group(), line.place)


def _items_below(lines: Sequence[Line], index: int) -> list[str]:
    """Return the numbered items directly below a line; one whose bracket is open goes on in the next line."""
    found: list[str] = []
    for line in lines[index + 1 :]:
        if not line.words:
            continue
        if listed := _LISTED.match(line.text):
            found.append(line.text[listed.end() :])
        elif found and found[-1].count("(") > found[-1].count(")"):
            found[-1] += f" {line.words}"
        else:
            break
    return found


def _number(written: str) -> int:
    return int(to_arabic(written).replace(",", "") or 0)


def deadlines_of(lines: Iterable[Line]) -> dict[str, tuple[str, Place]]:
    """Return the days that a letter sets, by what they are for: the monthly report, the month for a thing to be done."""
    found: dict[str, tuple[str, Place]] = {}
    for line in lines:
        if match := _MONTHLY.search(line.text):
            found.setdefault("monthly", (match.group(), line.place))
        if match := _WITHIN.search(line.text):
            found.setdefault("within", (match.group(), line.place))
    return found


def digits_of_ocr(text: str) -> bool:
    """Say whether a text was read by a machine that knows half of the Thai digits: its numbers are worth nothing."""
    digits = [sign for sign in text if sign in THAI_DIGITS]
    return len(digits) > LEAST_DIGITS and _DIGITS_OF_OCR.issuperset(digits)
