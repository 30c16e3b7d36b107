"""A law as it is pasted, cut into passages where it numbers itself: มาตรา, ข้อ, หมวด and their like.

Nothing of the text is changed or lost. A line is a beginning when it starts with such a word and a number that goes on
counting: "มาตรา ๕ แห่งพระราชบัญญัติ…" at the start of a line that a PDF broke is none.
"""

from __future__ import annotations

import re

from legal_library.reading.marked import MarkedPassage
from legal_library.reading.numbering import INSERTED_PATTERN, inserted_place
from portal.thai.digits import to_arabic

OPENING = "ส่วนต้น"
"""Our own name in the contents for what stands before the first beginning."""
_NUMBER = r"(?P<number>[0-9๐-๙]{1,4}(?:/[0-9๐-๙]{1,3})?)"
_INSERTED = rf"(?:\s*(?P<inserted>{INSERTED_PATTERN})(?=\s|\[|$))?"
_FOOTNOTES = r"(?:\[[0-9๐-๙]{1,4}\]){0,9}"
"""Marks of footnotes directly behind a number: "มาตรา ๒[๑]" in consolidated texts."""
_PROVISION = re.compile(rf"^\s*(?P<kind>มาตรา|ข้อ)\s*{_NUMBER}{_INSERTED}\.?{_FOOTNOTES}(?=\s|$)(?P<rest>.*)$")
_DIVISION = re.compile(
    rf"^\s*(?P<kind>บรรพ|ภาค|ลักษณะ|หมวด(?:ที่)?|ส่วน(?:ที่)?)\s*{_NUMBER}(?:/[0-9๐-๙]+)?\s*(?P<rest>.*)$"
)
_NAMED = re.compile(
    r"^\s*(?P<name>บทเฉพาะกาล|บททั่วไป|บทกำหนดโทษ|บทนิยาม|อัตราค่าธรรมเนียม|บัญชีแนบท้าย.*|ภาคผนวก.*|ตาราง(?:ที่)?\s*[0-9๐-๙]{1,3}(?:\s.*)?|ตารางแนบท้าย.*)\s*$"
)
_NOTE = re.compile(r"^\s*(?P<name>หมายเหตุ)\s*[:：]")
_FOOTNOTE = re.compile(r"^\s*\[[1๑]\]\s")
_AMENDING = re.compile(
    rf"^\s*(?P<name>(?:พระราชบัญญัติ|พระราชกำหนด|ประกาศ|คำสั่ง|ระเบียบ|ข้อบังคับ).{{0,150}}(?:\(ฉบับที่\s*[0-9๐-๙]{{1,3}}\)|แก้ไขเพิ่มเติม.{{0,200}})\s*(?:พ\.ศ\.|พุทธศักราช)\s*[0-9๐-๙]{{4}})\s*(?:{_FOOTNOTES}(?<=\])\s*)?$"
)
"""The line that heads what an amending law says for itself, behind a consolidated text; its sections count anew."""
ENDNOTES = "เชิงอรรถ"
_GOES_ON = re.compile(
    r"^\s*(?:แห่ง|และ|หรือ|ถึง(?!แม้)|วรรค|มาใช้|,|ของ(?=พระราช|ระเบียบ|กฎ|ประมวล|ข้อบังคับ)|(?:มาตรา|ข้อ)\s*[0-9๐-๙])"
)
"""What follows a number in a reference and does not begin a provision."""
_LONGEST_TITLE = 120


def _order(match: re.Match[str]) -> tuple[int, int, int]:
    """Return the place of a provision: มาตรา ๕, ๕ ทวิ, ๕/๑, ๖."""
    main, _, part = to_arabic(match["number"]).partition("/")
    return int(main), int(part or 0), inserted_place(match["inserted"] or "")


def _unmarked(words: str) -> str:
    """Return a name without marks of footnotes."""
    return re.sub(r"\[[0-9๐-๙]{1,4}\]", "", words).strip()


class _Cutter:
    """Collects lines into passages; remembers how far each kind of provision has counted."""

    def __init__(self) -> None:
        self.passages: list[MarkedPassage] = []
        self.counted: dict[str, tuple[int, int, int]] = {}
        self.has_divisions = False
        self._label, self._level, self._heading = OPENING, 1, ""
        self._lines: list[str] = []
        self._awaits_title = False

    def close(self) -> None:
        """Keep the passage that is being read, unless there is nothing in it."""
        text = "\n".join(self._lines).strip("\n")
        if text.strip() or self._heading:
            self.passages.append(MarkedPassage("", self._label[:200], self._level, self._heading[:500], text))
        self._lines = []

    def begin(self, label: str, level: int, heading: str = "") -> None:
        """Begin a passage."""
        self.close()
        self._label, self._level, self._heading = label, level, heading

    def take(self, line: str) -> None:
        """Read one line."""
        if match := _PROVISION.match(line):
            if not _GOES_ON.match(match["rest"]) and _order(match) > self.counted.get(
                match["kind"], (0, -1, 0)
            ):
                self._provision(match, line)
                return
        elif self._titles(line) or self._divides(line) or self._ends(line):
            return
        # A title stands directly below its number.
        self._awaits_title = self._awaits_title and not line.strip()
        self._lines.append(line)

    def _titles(self, line: str) -> bool:
        """Take the line below "หมวด ๑" as its title, unless it begins something itself."""
        title = line.strip()
        if not (self._awaits_title and title):
            return False
        self._awaits_title = False
        if len(title) > _LONGEST_TITLE or _DIVISION.match(line):
            return False
        self._label, self._heading = f"{self._label} {_unmarked(title)}", f"{self._heading} {title}"
        return True

    def _provision(self, match: re.Match[str], line: str) -> None:
        self._awaits_title = False
        self.counted[match["kind"]] = _order(match)
        label = " ".join(part for part in (match["kind"], match["number"], match["inserted"]) if part)
        self.begin(label, 2 if self.has_divisions else 1)
        self._lines.append(line)

    def _ends(self, line: str) -> bool:
        """Begin what stands behind the provisions: amending laws, the explanatory note, footnotes."""
        if match := _AMENDING.match(line):
            self.counted.clear()
            self.begin(" ".join(match["name"].split()), 1, line.strip())
            self.has_divisions = True
            return True
        match, label = _NOTE.match(line), "หมายเหตุ"
        if not match:
            match, label = _FOOTNOTE.match(line), ENDNOTES
        if match:
            self.begin(label, 2 if self.has_divisions and label != ENDNOTES else 1)
            self._lines.append(line)
        return bool(match)

    def _divides(self, line: str) -> bool:
        words = " ".join(line.split())
        match = _DIVISION.match(line)
        if match and len(words) <= _LONGEST_TITLE and not _GOES_ON.match(match["rest"]):
            self._awaits_title = not match["rest"]
        elif _NAMED.match(line):
            self._awaits_title = False
            if words.startswith(("บัญชี", "ภาคผนวก", "ตาราง")):
                self.counted.clear()
        else:
            return False
        self.has_divisions = True
        self.begin(_unmarked(words), 1, line.strip())
        return True


def cut(source: str) -> list[MarkedPassage]:
    """Return the passages of a text, without anchors; a text that numbers nothing is one passage.

    Args:
        source: plain text as it was pasted. Every line of it is in a heading or a text of the result, in order.
    """
    cutter = _Cutter()
    for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        cutter.take(line)
    cutter.close()
    return cutter.passages
