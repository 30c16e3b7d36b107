"""Agreements and annexes: title, day, copies and signatures, as the sources write them (S2.29)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from legal_library.reading.letters.bundle import Cut
from legal_library.reading.letters.found import Found, Line, Signature, Sure
from legal_library.reading.letters.letter import day_in, in_brackets
from portal.thai.digits import to_arabic

_SIGNATURE = re.compile(r"^\s*(?P<number>[0-9๐-๙]{1,3})\s*\.\s*\(\s*ลงชื่อ\s*\)\s*(?P<mark>.*)$")
_MADE = re.compile(r"(?:ทำไว้|ทำขึ้น|ลงนาม)\s*(?:(?:ณ|เมื่อ)\s*)?วันที่")
_COPIES = re.compile(r"รวม\s*(?P<count>[0-9๐-๙]{1,4})\s*ฉบับ")
_DOTS = re.compile(r"^[.…_\s]*$")
_NUMBERED = re.compile(r"^\s*(?:ข้อ\s*)?[0-9๐-๙]{1,3}\s*[.)]?\s")
_TITLE_LINES = 3
_BLOCK = 12
"""Lines that a block of signature has at most."""


def title_of(cut: Cut) -> str:
    """Return the title: the heading, with the lines directly below that go on with it."""
    words = [cut.lines[cut.heading].words]
    for line in cut.lines[cut.heading + 1 :]:
        if not line.words:
            if len(words) == 1 and cut.lines[cut.heading].words.startswith(("ข้อตกลง", "บันทึกข้อตกลง")):
                continue
            break
        if len(words) >= _TITLE_LINES or line.words == "ระหว่าง" or _NUMBERED.match(line.text):
            break
        if len(line.words) > 140:
            break
        words.append(line.words)
    return " ".join(words)


def copies_in(lines: Sequence[Line]) -> tuple[int, Line, str] | None:
    """Return how many copies an agreement says it has, where, and how that is written."""
    for line in lines:
        if match := _COPIES.search(line.text):
            return int(to_arabic(match["count"])), line, match.group()
    return None


def signatures_of(lines: Sequence[Line]) -> list[Signature]:
    """Return every block of signature, those that come twice as well."""
    found = []
    for index, line in enumerate(lines):
        if match := _SIGNATURE.match(line.text):
            following = _below(lines[index + 1 : index + _BLOCK])
            name = following[0].words if following else ""
            inside = in_brackets(name)
            found.append(
                Signature(
                    number=int(to_arabic(match["number"])),
                    mark="" if _DOTS.match(match["mark"]) else match["mark"].strip(),
                    name=" ".join(name.split()) if inside is None else inside,
                    post=" ".join(one.words for one in following[1:]),
                    place=line.place,
                )
            )
    return found


def _below(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a block below its number: up to the next one, or to a gap behind the name."""
    found: list[Line] = []
    blanks = 0
    for line in lines:
        if _SIGNATURE.match(line.text):
            break
        blanks = 0 if line.words else blanks + 1
        if line.words:
            found.append(line)
        elif blanks > 1 and len(found) > 1:
            break
    return found


def fields_of(cut: Cut, signatures: Sequence[Signature]) -> Iterator[Found]:
    """Yield the fields of an agreement."""
    for index, line in enumerate(cut.lines):
        made = _MADE.search(line.text)
        day = day_in(line.text[made.start() :]) if made else None
        if day:
            yield Found("signed_on", day[1].isoformat(), day[0], line.place)
            sentence = "".join(one.words for one in cut.lines[index : index + 3])
            if "มีผลตั้งแต่วันที่ลงนาม" in sentence:
                yield Found("effective_on", day[1].isoformat(), "มีผลตั้งแต่วันที่ลงนาม", line.place)
            break
    posts = list(dict.fromkeys(one.post or one.name for one in signatures if one.post or one.name))
    if posts:
        yield Found("parties", "\n".join(posts), posts[0], signatures[0].place, Sure.LOOK)
