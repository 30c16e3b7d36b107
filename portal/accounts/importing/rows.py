"""From a CSV or XLSX file to rows of named cells."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.organizations.importing.reading import ImportFileError, read_tables
from portal.thai.text import key

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_ROWS = 500
"""Of one list: it is tried in one transaction while somebody waits."""
LARGEST_FILE = 2 * 1024 * 1024

SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": ("คำนำหน้า", "คำนำหน้าชื่อ", "title"),
    "name": (
        "ชื่อ-สกุล", "ชื่อ-นามสกุล", "ชื่อ สกุล", "ชื่อ นามสกุล", "ชื่อและนามสกุล", "ชื่อและสกุล", "ชื่อ", "ชื่อผู้ใช้งาน", "name",
        "full name",
    ),
    "surname": ("สกุล", "นามสกุล", "surname", "last name"),
    "username": ("ชื่อผู้ใช้", "username", "user name", "user"),
    "organization": ("หน่วยงาน", "อปท.", "ชื่อหน่วยงาน", "ชื่อ อปท.", "สังกัด", "organization", "office"),
    "position": ("ตำแหน่ง", "บทบาท", "position", "role"),
    "functions": ("หน้าที่", "หน้าที่ตามคำสั่ง", "functions", "function"),
    "phone": ("โทรศัพท์", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "โทร.", "phone", "telephone"),
    "email": ("อีเมล", "e-mail", "email"),
    "order_no": ("คำสั่งที่", "เลขที่คำสั่ง", "คำสั่งแต่งตั้ง", "order no", "order"),
    "ordered_on": ("ลงวันที่", "วันที่คำสั่ง", "คำสั่งลงวันที่", "ordered on"),
    "first": ("ตั้งแต่", "ตั้งแต่วันที่", "วันที่เริ่ม", "มีผลตั้งแต่วันที่", "from"),
    "last": ("ถึง", "ถึงวันที่", "วันที่สิ้นสุด", "until", "to"),
}  # fmt: skip
"""Our name of a column, and how lists head it."""

_BY_HEADER = {key(synonym): name for name, synonyms in SYNONYMS.items() for synonym in synonyms}

Cells = dict[str, str]
Row = tuple[int, Cells]
"""Number of the line in the file, and our column names to text."""


def read_rows(uploaded: UploadedFile) -> tuple[list[Row], list[str]]:
    """Return the rows of a list of people, and the headers that were not used.

    Raises:
        ImportFileError: it is too large or too long, cannot be read, or has no column of names.
    """
    if (uploaded.size or 0) > LARGEST_FILE:
        raise ImportFileError(_("ไฟล์ใหญ่เกิน %(most)d MB") % {"most": LARGEST_FILE // 1024 // 1024})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(uploaded.read())
        tables = read_tables(path)
    rows: list[Row] = []
    unknown: list[str] = []
    for table in tables:
        places = {
            name: place
            for place, title in reversed(list(enumerate(table.header)))
            if (name := _BY_HEADER.get(key(title)))
        }
        if "name" not in places:
            continue
        unknown += [title for title in table.header if title and key(title) not in _BY_HEADER]
        for line, cells in table.rows:
            named = {name: cells[place] for name, place in places.items() if cells[place]}
            if named:
                rows.append((line, named))
    if not rows:
        raise ImportFileError(_("ไม่พบคอลัมน์ชื่อ-สกุลหรือไม่มีรายชื่อในไฟล์"))
    if len(rows) > MOST_ROWS:
        raise ImportFileError(_("ไฟล์มีมากกว่า %(most)d แถว แบ่งไฟล์แล้วนำเข้าทีละส่วน") % {"most": MOST_ROWS})
    return rows, unknown
