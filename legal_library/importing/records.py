"""One row of an import, read: what it says about a document, and what in it cannot be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from legal_library import terms
from legal_library.domain.years import year_in_title
from legal_library.reading.letters.letter import stamps_at_the_edges
from legal_library.vocabulary import DocumentKind, Vocabulary
from portal.thai.dates import BE_YEARS, parse_date
from portal.thai.digits import to_arabic
from portal.thai.messages import ThaiValueError
from portal.thai.text import key

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "name", "ชื่อ", "ชื่อเอกสาร", "ชื่อเรื่อง", "เรื่อง"),
    "title_en": ("title_en", "ชื่อภาษาอังกฤษ"),
    "kind": ("kind", "type", "ประเภท", "ชนิด"),
    "reference": ("reference", "number", "เลขที่", "ที่", "เลขที่หนังสือ"),
    "year_be": ("year", "year_be", "ปี", "ปี พ.ศ.", "พ.ศ."),
    "signed_on": ("signed_on", "date", "ลงวันที่", "วันที่"),
    "effective_on": ("effective_on", "ใช้บังคับตั้งแต่", "มีผลใช้บังคับ"),
    "gazette_published_on": ("gazette_published_on", "วันประกาศราชกิจจานุเบกษา"),
    "gazette_volume": ("gazette_volume", "เล่ม"),
    "gazette_part": ("gazette_part", "ตอน"),
    "gazette_page": ("gazette_page", "หน้า"),
    "agency": ("agency", "หน่วยงาน", "หน่วยงานผู้ออก", "ผู้ออก"),
    "topics": ("topics", "groups", "หัวข้อ", "หมวดหมู่"),
    "summary": ("summary", "สรุป"),
    "source_name": ("source", "source_name", "แหล่งที่มา"),
    "source_url": ("url", "source_url", "ลิงก์", "ที่อยู่เว็บ"),
    "text_as_of": ("as_of", "text_as_of", "ข้อความ ณ วันที่"),
    "text": ("text", "ข้อความ", "ข้อความเต็ม"),
    "file": ("file", "ไฟล์", "ชื่อไฟล์"),
}
"""What a column may be called, in any spelling; the first row of a table names them, or the keys of a JSON line."""
_BY_NAME = {key(name): field_name for field_name, names in COLUMNS.items() for name in names}
_DATES = ("signed_on", "effective_on", "gazette_published_on", "text_as_of")
_CONSOLIDATED = re.compile(r"\s?\(\s?ฉบับ\s?(?:Update|อัพเดท|อัปเดต|ปรับปรุง)\s?ล่าสุด\s?\)$", re.IGNORECASE)
_FAMILIES = {
    "พระราชบัญญัติ": DocumentKind.ACT,
    "พระราชกำหนด": DocumentKind.EMERGENCY_DECREE,
    "พระราชกฤษฎีกา": DocumentKind.ROYAL_DECREE,
    "กฎกระทรวง": DocumentKind.MINISTERIAL_REGULATION,
    "ระเบียบ": DocumentKind.REGULATION,
    "ข้อบังคับ": DocumentKind.RULE,
    "ข้อบัญญัติท้องถิ่น": DocumentKind.LOCAL_ORDINANCE,
    "ประกาศ": DocumentKind.NOTIFICATION,
    "คำสั่ง": DocumentKind.ORDER,
    "หลักเกณฑ์": DocumentKind.CRITERIA,
    "หนังสือสั่งการ": DocumentKind.DIRECTIVE_LETTER,
    "หนังสือเวียน": DocumentKind.CIRCULAR,
    "หนังสือตอบข้อหารือ": DocumentKind.CONSULTATION_REPLY,
    "บันทึกข้อตกลง": DocumentKind.MOU,
    "คู่มือ": DocumentKind.MANUAL,
    "แบบฟอร์ม": DocumentKind.FORM,
    "แนวทาง": DocumentKind.GUIDELINE,
    "มติคณะรัฐมนตรี": DocumentKind.CABINET_RESOLUTION,
    "ประมวลกฎหมาย": DocumentKind.CODE,
    "ประมวลรัษฎากร": DocumentKind.CODE,
    "พระธรรมนูญ": DocumentKind.CODE,
    "รัฐธรรมนูญ": DocumentKind.CONSTITUTION,
    "พระบรมราชโองการ": DocumentKind.NOTIFICATION,
}
"""What sources call a kind and titles begin with, whatever the publishers of the center call it."""
_SHORT = (
    ("พ.ร.บ.", "พระราชบัญญัติ"),
    ("พ.ร.ก.", "พระราชกำหนด"),
    ("พ.ร.ฎ.", "พระราชกฤษฎีกา"),
    ("รธน.", "รัฐธรรมนูญ"),
)


@dataclass(frozen=True)
class Record:
    """What one row says.

    Attributes:
        place: where it stands, for the report: "บรรทัด 12", "law.pdf".
        kind: slug of its kind; empty when it cannot be told.
        values: fields of the document that it fills, by name; never an empty one.
        agency: name of who issued it, as written.
        topics: names, as written.
        text: its full text; empty when it brings none.
        text_as_of: the day up to which changes are in the text.
        is_consolidated: it says itself that later changes are worked in.
        problems: Thai sentences; a record with any is not taken over.
    """

    place: str
    title: str
    kind: str = ""
    year_be: int | None = None
    reference: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    agency: str = ""
    topics: tuple[str, ...] = ()
    text: str = ""
    text_as_of: date | None = None
    is_consolidated: bool = False
    problems: tuple[str, ...] = ()

    @property
    def checksum(self) -> str:
        """SHA-256 of the text as it came."""
        return hashlib.sha256(self.text.encode()).hexdigest() if self.text else ""


def columns_of(header: list[str]) -> list[str]:
    """Return the field of each column of a table, "" for one that is not known."""
    return [_BY_NAME.get(key(cell), "") for cell in header]


def record_of(place: str, row: Mapping[str, Any], problems: tuple[str, ...] = ()) -> Record:
    """Read a row.

    Args:
        place: where it stands.
        row: by column name as written, values of any type; unknown ones are left aside.
        problems: what was wrong before, such as a file that could not be read.
    """
    found = {_BY_NAME[key(str(name))]: value for name, value in row.items() if key(str(name)) in _BY_NAME}
    wrong = list(problems)
    text = str(found.pop("text", "") or "").replace("\r\n", "\n").strip("\n")
    if stamps_at_the_edges(text):
        # Nothing in a row says so, and a draft without a class could be published (domain.md 2.2).
        wrong.append(_("ต้นฉบับมีตราชั้นความลับ นำเข้าไม่ได้"))
    topics = _names(found.pop("topics", ""))
    words = {name: " ".join(str(value).split()) for name, value in found.items() if value not in (None, "")}
    title, marked = _CONSOLIDATED.subn("", words.pop("title", ""))
    if not title:
        wrong.append(_("ไม่มีชื่อเอกสาร"))
    elif len(title) > 255:
        wrong.append(_("ชื่อยาวเกิน 255 ตัวอักษร"))
    kind = _kind(words.pop("kind", ""), title)
    if not kind:
        wrong.append(_("ไม่รู้จักประเภทของเอกสาร"))
    dates = {name: _date(words.pop(name, ""), wrong) for name in _DATES}
    year = _year(words.pop("year_be", ""), title, wrong)
    as_of = dates.pop("text_as_of")
    reference, agency = words.pop("reference", ""), words.pop("agency", "")
    words.pop("file", "")
    values = {"title": title, **words, **{name: day for name, day in dates.items() if day}}
    return Record(
        place=place,
        title=title,
        kind=kind,
        year_be=year,
        reference=reference,
        values=values,
        agency=agency,
        topics=topics,
        text=text,
        text_as_of=as_of,
        is_consolidated=bool(marked),
        problems=tuple(wrong),
    )


def unabbreviated(title: str) -> str:
    """Return a title with the name of its kind in full: "พระราชบัญญัติเทศบาล" for "พ.ร.บ.เทศบาล"."""
    for short, long in _SHORT:
        title = title.replace(short, long)
    return title


def _names(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else re.split(r"[;,\n]", str(value or ""))
    return tuple(dict.fromkeys(" ".join(str(part).split()) for part in parts if str(part).strip()))


def _kind(written: str, title: str) -> str:
    """Return the kind that a row names, else the one that its title begins with; "" for neither."""
    if terms.is_known(Vocabulary.KIND, written):
        return written
    with override("th"):
        ours = {name: code for code, name in terms.choices(Vocabulary.KIND)}
    names = _FAMILIES | ours
    if written in names:
        return str(names[written])
    for name in sorted(names, key=len, reverse=True):
        if unabbreviated(written or title).startswith(name):
            return str(names[name])
    return ""


def _date(written: str, wrong: list[str]) -> date | None:
    if not written:
        return None
    try:
        return parse_date(written.split(" 00:00")[0])
    except ThaiValueError:
        wrong.append(_("อ่านวันที่ไม่ได้: %(words)s") % {"words": written[:40]})
        return None


def _year(written: str, title: str, wrong: list[str]) -> int | None:
    if not written:
        return year_in_title(title)
    digits = to_arabic(written)
    year = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) == 4 else 0
    if year not in BE_YEARS:
        wrong.append(_("ปี %(words)s ไม่ใช่ปี พ.ศ.") % {"words": written[:20]})
        return None
    return year
