"""Files to records: a table with a folder of files beside it, JSON lines, or one document a file."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from legal_library.importing.records import Record, record_of
from legal_library.reading.files import EXTENSIONS, MOST_BYTES, file_text
from legal_library.reading.refusals import UnreadableFile
from portal.organizations.importing.reading import ImportFileError, read_tables
from portal.thai.bounds import LIMIT

MOST_RECORDS = 50_000
MOST_UNPACKED = 500_000_000
"""Bytes that a packed file of JSON lines may unpack to."""
_FIRST_LINES = 20


def records_of(path: Path) -> Iterator[Record]:
    """Yield the records of a file, one after the other.

    Args:
        path: told by its content: XLSX or CSV, JSON lines (packed with gzip or not), else one document. The files that a
            table names lie beside it, or in a folder of its name.

    Raises:
        ImportFileError: the file as a whole cannot be read. A row that cannot is a record with problems.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ImportFileError(_("เปิดไฟล์ %(name)s ไม่ได้") % {"name": path.name}) from error
    if head.startswith(b"\x1f\x8b") or head.lstrip(b"\xef\xbb\xbf \n").startswith(b"{"):
        yield from _json_lines(path, is_packed=head.startswith(b"\x1f\x8b"))
    elif path.suffix.lower() in (".xlsx", ".csv", ".tsv"):
        yield from _rows(path)
    else:
        yield _single(path)


def _json_lines(path: Path, *, is_packed: bool) -> Iterator[Record]:
    try:
        with gzip.open(path, "rb") if is_packed else path.open("rb") as file:
            left = MOST_UNPACKED
            for number, line in enumerate(file, start=1):
                left -= len(line)
                if left < 0 or number > MOST_RECORDS:
                    raise ImportFileError(_("ไฟล์ใหญ่เกินไป แบ่งไฟล์แล้วนำเข้าทีละส่วน"))
                if line.strip():
                    yield _json_record(_("บรรทัด %(line)d") % {"line": number}, line)
    except (OSError, EOFError, zlib.error) as error:
        raise ImportFileError(_("ไฟล์บีบอัดเสีย")) from error


def _json_record(place: str, line: bytes) -> Record:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        return record_of(place, {}, (_("บรรทัดนี้ไม่ใช่ JSON"),))
    too_long = len(str(row.get("text", ""))) > LIMIT
    return record_of(place, row, (_("ข้อความยาวเกินไป"),) if too_long else ())


def _rows(path: Path) -> Iterator[Record]:
    for table in read_tables(path):
        for number, cells in table.rows:
            place = " ".join(filter(None, (table.name, _("บรรทัด %(line)d") % {"line": number})))
            row = dict(zip(table.header, cells, strict=False))
            record = record_of(place, row)
            named = next(
                (cell for name, cell in row.items() if name.strip().lower() in ("file", "ไฟล์", "ชื่อไฟล์")), ""
            )
            yield _with_file(path, place, row, named) if named and not record.text else record


def _with_file(path: Path, place: str, row: dict[str, str], named: str) -> Record:
    """Return a record with the text of the file that it names; a name never leads out of the folder."""
    name = Path(named.replace("\\", "/")).name
    for folder in (path.parent / path.stem, path.parent):
        file = folder / name
        if file.is_file():
            try:
                return record_of(place, row | {"text": file_text(_bytes(file))})
            except UnreadableFile as error:
                return record_of(place, row, (f"{name}: {error}",))
    return record_of(place, row, (_("ไม่พบไฟล์ %(name)s") % {"name": name},))


def _bytes(file: Path) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        raise UnreadableFile(_("ไฟล์ใหญ่เกิน %(most)d MB") % {"most": MOST_BYTES // 1024 // 1024})
    return file.read_bytes()


def _single(path: Path) -> Record:
    """Return the one document of a file; its first line that is longer than a kind's name is its title.

    Raises:
        ImportFileError: its text cannot be read.
    """
    try:
        text = file_text(_bytes(path))
    except UnreadableFile as error:
        raise ImportFileError(f"{path.name}: {error}") from error
    return record_of(path.name, {"title": _title(text, path), "text": text})


def _title(text: str, path: Path) -> str:
    """Return the title of a text without a record: a file is named by people, its first lines by the Gazette."""
    stem = path.name.removesuffix(path.suffix) if path.suffix.lower() in EXTENSIONS else path.name
    lines = [" ".join(line.split()) for line in text[:5000].split("\n") if line.strip()][:_FIRST_LINES]
    for number, line in enumerate(lines[:-1]):
        # A statute begins with its kind on one line, its name and year on the lines below.
        if record_of("", {"title": line}).kind and len(line) < 40:
            name = [line]
            for below in lines[number + 1 : number + 4]:
                name.append(below.removeprefix(line).strip())
                if "พ.ศ." in below or "พุทธศักราช" in below:
                    return " ".join("".join(name[:2]).split() + name[2:])[:255]
    return stem[:255]
