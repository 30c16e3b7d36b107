"""The fields of an official letter, each with its place (S2.01; Correspondence Regulation 2526, form of the outside letter)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from legal_library.reading.letters.bundle import SECRECY, SPEED, Cut, number_in
from legal_library.reading.letters.found import Cited, Enclosed, Found, Line, Origin, Place, Sure
from portal.thai.dates import parse_date
from portal.thai.digits import to_arabic
from portal.thai.messages import ThaiValueError
from portal.thai.references import find_references, parse_reference

SPEEDS = {"ด่วน": "urgent", "ด่วนมาก": "very_urgent", "ด่วนที่สุด": "most_urgent"}
SECRECIES = {"ลับ": "confidential", "ลับมาก": "secret", "ลับที่สุด": "top_secret"}
"""From the lowest class to the highest."""
_EDGE = 3
"""Lines at the head and the foot of a page among which its class of secrecy is stamped."""
NOT_FROM_PICTURES = frozenset({"reference_as_written", "signed_on", "contact", "sender_address"})
"""Fields that hold numbers: machines read Thai digits wrongly with high confidence, so a person types them (documents.md 2)."""
_LABEL = re.compile(r"^\s*(?P<label>เรื่อง|เรียน|กราบเรียน|อ้างถึง|สิ่งที่ส่งมาด้วย)(?:\s+|$)(?P<rest>.*)$")
_BODY = re.compile(
    r"^\s*(?:ตามที่|ตามหนังสือ|ตามคำสั่ง|ตามระเบียบ|ด้วย|เนื่องจาก|เนื่องด้วย|อนุสนธิ|สืบเนื่อง|พร้อมหนังสือ|พร้อมนี้|ในการนี้|โดยที่|ขอเรียน|จังหวัด\S+ขอ|กรม\S+(?:ขอ|ได้))"
)
_DATE = re.compile(r"(?:วันที่\s*)?[0-9๐-๙]{1,2}\s*[ก-๎.]{3,12}\s*(?:พ\.ศ\.\s*)?[0-9๐-๙]{4}")
_ADDRESS = re.compile(r"^\s*(?:ถนน|ถ\.|ตำบล|ต\.|แขวง|เลขที่|ซอย|หมู่|อำเภอ|อ\.|เขต|จังหวัด|จ\.)|[0-9๐-๙]{5}\s*$")
_CLOSE = re.compile(r"^\s*ขอแสดงความนับถือ")
_IN_BRACKETS = re.compile(r"^\s*\((?P<name>[^()]{3,})\)\s*$")
_LONGEST_SIGNATORY = 120
_OWNER = re.compile(
    r"^\s*(?:สำนัก|กอง|กลุ่ม|ส่วน|ฝ่าย|งาน|ศูนย์|โทร|เบอร์|โทรสาร|ไปรษณีย์|E-?mail|อีเมล)", re.IGNORECASE
)
_ACTING = re.compile(r"(?P<how>ปฏิบัติราชการแทน|รักษาราชการแทน|ทำการแทน|รักษาการแทน)")
_ITEM = re.compile(r"^\s*(?:-\s*)?(?P<number>[0-9๐-๙]{1,2})\s*[.)]\s*(?P<rest>.*)$")
_QUANTITY = re.compile(
    r"จำนวน\s*(?P<count>[0-9๐-๙]{1,4})\s*(?P<unit>ชุด|ฉบับ|เล่ม|แผ่น|หน้า|รายการ|แฟ้ม|ซีดี|ใบ)\s*(?:\|\s*)?$"
)
_TABLE_RULE = re.compile(r"^[\s|:-]+$")
_LONGEST_NAME = 120
_FURTHEST_DAY = 60
"""Signs before a number in which the letter is named, and behind it in which its day stands."""
_SIGNED_ON = re.compile(r"ลงวันที่\s*(?P<day>[0-9๐-๙]{1,2}\s*[ก-๎.]{3,12}\s*(?:พ\.ศ\.\s*)?[0-9๐-๙]{4})")


def in_brackets(line: str) -> str | None:
    """Return the name that alone stands in a line in brackets, "" for blanks kept for one; None for any other line."""
    match = _IN_BRACKETS.match(line)
    name = match["name"].strip() if match else None
    return None if name is None or len(name) > _LONGEST_SIGNATORY else " ".join(name.split())


def stamps_at_the_edges(text: str) -> set[str]:
    """Return the classes of secrecy that stand alone in a line at the head or the foot of a page."""
    lines = [line for line in text.split("\n") if line.strip()]
    found = (SECRECY.match(line) for line in [*lines[:_EDGE], *lines[-_EDGE:]])
    return {SECRECIES[match["secrecy"]] for match in found if match}


@dataclass
class Head:
    """What stands above the body of a letter, sorted by what each line says."""

    number: Line | None = None
    owner: list[Line] = field(default_factory=list)
    address: list[Line] = field(default_factory=list)
    day: tuple[Line, str, date] | None = None
    stamps: list[Line] = field(default_factory=list)
    labels: dict[str, list[Line]] = field(default_factory=dict)


def day_in(text: str) -> tuple[str, date] | None:
    """Return the first day in a line, as written and as a date."""
    for match in _DATE.finditer(text):
        try:
            return match.group(), parse_date(match.group())
        except ThaiValueError:
            continue
    return None


def head_of(cut: Cut) -> Head:
    """Sort the lines above the body of a letter.

    A line between the day and เรื่อง is a stamp of whoever received it and names no issuer.
    """
    head = Head(number=cut.lines[cut.heading])
    rest = _after_number(cut.lines[cut.heading])
    label = ""
    for line in [*([rest] if rest else []), *cut.lines[cut.heading + 1 :]]:
        match = _LABEL.match(line.text)
        table = _from_table(line)
        if match or table is not None and table[0]:
            label = match["label"] if match else "สิ่งที่ส่งมาด้วย"
            words = match["rest"] if match else table[1] if table else ""
            head.labels.setdefault(label, []).append(Line(line.place, words, line.origin))
        elif label:
            if not _belongs(head, label, line, cut.lines):
                break
            if line.words:
                text = table[1] if table is not None else line.text
                head.labels[label].append(Line(line.place, text, line.origin))
        elif line.words:
            _sort(head, line)
    return head


def _after_number(line: Line) -> Line | None:
    """Return what stands on the line of the number behind it: PDFs put the agency there."""
    rest = line.text.partition(number_in(line))[2]
    return Line(line.place, rest.strip(), line.origin) if rest.strip() else None


def _sort(head: Head, line: Line) -> None:
    if head.day is None and (day := day_in(line.text)) and len(line.words) < len(day[0]) + 12:
        head.day = (line, *day)
    elif head.day is not None:
        head.stamps.append(line)
    elif SPEED.match(line.text) or SECRECY.match(line.text):
        pass
    elif _ADDRESS.search(line.text):
        head.address.append(line)
    else:
        head.owner.append(line)


def _belongs(head: Head, label: str, line: Line, lines: Sequence[Line]) -> bool:
    """Say whether a line still belongs to the label above it, and not to the body of the letter."""
    if _BODY.match(line.text) or _CLOSE.match(line.text):
        return False
    if not line.words:
        # A blank line ends a label; a table may follow one.
        index = next(number for number, one in enumerate(lines) if one.place == line.place)
        following = next((one for one in lines[index + 1 :] if one.words), None)
        return following is not None and (
            _LABEL.match(following.text) is not None or following.words.startswith(("|", "- |"))
        )
    return True


def _from_table(line: Line) -> tuple[bool, str] | None:
    """Return whether a row of a table begins the enclosures, and its words; None for what is no row."""
    text = line.words.removeprefix("- ").strip()
    if not text.startswith("|"):
        return None
    cells = [cell.strip() for cell in text.strip("|").split("|")]
    if _TABLE_RULE.match(text):
        return False, ""
    begins = cells[0] == "สิ่งที่ส่งมาด้วย"
    return begins, " ".join(cell for cell in (cells[1:] if begins else cells) if cell)


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.words for line in lines if line.words)


def fields_of(cut: Cut, head: Head) -> Iterator[Found]:
    """Yield the fields of a letter, in the order in which they stand there."""
    for line in cut.lines[: cut.heading]:
        if match := SPEED.match(line.text):
            yield _found("urgency", SPEEDS[match["speed"]], line, match["speed"])
        if match := SECRECY.match(line.text):
            yield _found("secrecy", SECRECIES[match["secrecy"]], line, match["secrecy"])
    if head.number:
        written = number_in(head.number)
        yield _found("reference_as_written", written, head.number, written)
    if head.owner:
        sure = Sure.SURE if len(head.owner) == 1 else Sure.LOOK
        yield _found("owner_unit", head.owner[0].words, head.owner[0], sure=sure)
    address = [*head.owner[1:], *head.address]
    if address:
        yield _found("sender_address", "\n".join(line.words for line in address), address[0])
    if head.day:
        line, written, day = head.day
        yield _found("signed_on", day.isoformat(), line, written)
    yield from _labelled(head)
    yield from _closing(cut)


def _labelled(head: Head) -> Iterator[Found]:
    for label, name in (("เรื่อง", "subject"), ("เรียน", "addressee"), ("กราบเรียน", "addressee")):
        lines = [line for line in head.labels.get(label, []) if line.words]
        if lines:
            sure = Sure.SURE if len(lines) < 3 else Sure.LOOK
            yield _found(name, _joined(lines), lines[0], sure=sure)


def _found(name: str, value: str, line: Line, written: str = "", sure: Sure = Sure.SURE) -> Found:
    if line.origin != Origin.TEXT:
        sure = Sure.LOOK
    return Found(name, value, written or value, line.place, sure)


def _closing(cut: Cut) -> Iterator[Found]:
    """Yield who signed, in which post, for whom, and the unit with its telephones below."""
    closes = [index for index, line in enumerate(cut.lines) if _CLOSE.match(line.text)]
    if not closes:
        return
    below = [line for line in cut.lines[closes[-1] + 1 :] if line.words]
    named = next((index for index, line in enumerate(below) if in_brackets(line.text) is not None), None)
    if named is None:
        return
    yield _found("signatory", in_brackets(below[named].text) or "", below[named])
    owner = next(
        (index for index, line in enumerate(below[named + 1 :], named + 1) if _OWNER.match(line.text)),
        len(below),
    )
    post = below[named + 1 : owner]
    acting = next((index for index, line in enumerate(post) if _ACTING.search(line.text)), None)
    if acting is not None:
        split = _ACTING.search(post[acting].text)
        before = post[acting].text[: split.start()].strip() if split else ""
        after = post[acting].text[split.end() :].strip() if split else ""
        position = " ".join(filter(None, [_joined(post[:acting]), before]))
        yield _found("signatory_position", position, post[0])
        whom = " ".join(filter(None, [after, _joined(post[acting + 1 :])]))
        if whom:
            yield _found("acting_for", whom, post[acting if after else acting + 1])
    elif post:
        sure = Sure.SURE if len(post) < 3 else Sure.LOOK
        yield _found("signatory_position", _joined(post), post[0], sure=sure)
    contact = below[owner:]
    if contact:
        yield _found("contact", "\n".join(line.words for line in contact), contact[0])


def enclosures_of(head: Head) -> list[Enclosed]:
    """Return what is sent with a letter, in its order: items with numbers, or one without."""
    groups: list[list[Line]] = []
    for line in head.labels.get("สิ่งที่ส่งมาด้วย", []):
        if not line.words:
            continue
        if _ITEM.match(line.text) or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_enclosed(group) for group in groups]


def _enclosed(group: Sequence[Line]) -> Enclosed:
    words = _joined(group)
    item = _ITEM.match(words)
    words = item["rest"] if item else words
    quantity = _QUANTITY.search(words)
    title = words[: quantity.start()] if quantity else words
    return Enclosed(
        title=" ".join(title.split()),
        quantity=int(to_arabic(quantity["count"])) if quantity else None,
        unit=quantity["unit"] if quantity else "",
        place=group[0].place,
    )


def cited_in(lines: Sequence[Line], own: str) -> list[Cited]:
    """Return the letters that some lines refer to by number, each once, without the letter itself.

    Args:
        lines: of the letter, its own number line left out.
        own: its number in normal form.
    """
    text, places = "", []
    for line in lines:
        places.append((len(text), line.place))
        text += line.text + "\n"
    found: dict[str, Cited] = {}
    for reference in find_references(text):
        if not reference.is_complete or reference.normal == own or reference.normal in found:
            continue
        start, place = next(row for row in reversed(places) if row[0] <= reference.start)
        day = _SIGNED_ON.search(text, reference.end, reference.end + _FURTHEST_DAY)
        named = text.rfind("หนังสือ", max(start, reference.start - _LONGEST_NAME), reference.start)
        written = text[named if named >= 0 else reference.start : day.end() if day else reference.end]
        found[reference.normal] = Cited(
            written=" ".join(written.split()),
            reference=reference.normal,
            signed_on=_iso(day["day"]) if day else "",
            place=place,
        )
    return list(found.values())


def _iso(written: str) -> str:
    try:
        return parse_date(written).isoformat()
    except ThaiValueError:
        return ""


def normal_number(written: str) -> str:
    """Return a number in normal form; "" for what is none."""
    parsed = parse_reference(written) if written else None
    return parsed.normal if parsed and not parsed.is_weak else ""


def without_numbers(fields: Sequence[Found], origins: dict[Place, Origin]) -> tuple[Found, ...]:
    """Leave out what a machine read from a picture and holds numbers: a person types it beside the picture."""
    return tuple(
        one
        for one in fields
        if origins.get(one.place) != Origin.OCR or one.name not in NOT_FROM_PICTURES and one.name != "urgency"
    )
