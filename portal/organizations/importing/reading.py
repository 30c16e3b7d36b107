"""Step one: a CSV or XLSX file to tables of text cells, with limits against bombs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.organizations.importing.heading import take_apart
from portal.organizations.importing.merged import merged_down
from portal.thai.text import repair

MAX_FILE_BYTES = 20 * 1024 * 1024
"""Largest file, packed."""

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
"""Most bytes that an XLSX file may unpack to."""

MAX_ROWS = 60_000
"""Most rows of one table: the directory holds 22 thousand bodies (S2.36)."""

MAX_BLANK_ROWS = 10_000
"""So many blank rows end a table: spreadsheets keep formats a million rows down."""

MAX_COLUMNS = 100
MAX_CELL = 2_000
"""Longest cell in characters; longer ones are cut, and their lines are named (`Table.cut`)."""


_VOTING_LINES = 40
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00:00")
"""A day as spreadsheets keep it, and as tables that were made from them say it."""
_SEPARATOR_LINE = re.compile(r"^\s*\"?sep=(?P<sign>[,;\t|])\"?[,;\t|]*[ ]*\n", re.IGNORECASE)


class ImportFileError(Exception):
    """A file that cannot be read at all; the text is a Thai sentence for the operator."""


@dataclass(frozen=True)
class Table:
    """One sheet, or the whole of a CSV file.

    Attributes:
        name: of the sheet; "" for CSV.
        header: the cells that head the columns; those of the first row that is not blank where none looks like it.
        rows: line number in the file and the cells, blank rows left out; as many cells as the header has.
        left_out: lines of titles, repeated headers, sums and notes.
        cut: lines with a cell of which only the beginning was read.
    """

    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    left_out: tuple[int, ...] = ()
    cut: frozenset[int] = frozenset()


def _cell(value: object) -> str:
    """Return a cell as text: repaired Thai, single blanks, whole numbers without ".0", days without midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(repair(str(value)[:MAX_CELL]).split())
    day = _MIDNIGHT.fullmatch(text)
    return day[1] if day else text


def words_of_cut() -> str:
    """Return what to say of a line of `Table.cut`."""
    return _("มีช่องที่ยาวเกิน %(most)d ตัวอักษร เขียนให้สั้นลงในไฟล์เดิม แล้วนำเข้าอีกครั้ง") % {"most": MAX_CELL}


def _too_many_rows() -> ImportFileError:
    """Return the error of a list that is too long."""
    return ImportFileError(_("ไฟล์มีมากกว่า %(most)d แถว แบ่งไฟล์แล้วนำเข้าทีละส่วน") % {"most": MAX_ROWS})


def _table(name: str, lines: Iterable[tuple[int, Iterable[object]]]) -> Table | None:
    """Return the table of numbered lines, or None when all are blank.

    Raises:
        ImportFileError: for too many rows or columns.
    """
    rows: list[tuple[int, list[str]]] = []
    cut: set[int] = set()
    last = 0
    for number, written in lines:
        values = list(written)
        cells = [_cell(value) for value in values]
        if number - last > MAX_BLANK_ROWS:
            break
        if not any(cells):
            continue
        last = number
        while not cells[-1]:
            cells.pop()
        if len(rows) == 2 * MAX_ROWS:
            raise _too_many_rows()
        rows.append((number, cells))
        if any(isinstance(value, str) and len(value) > MAX_CELL for value in values):
            cut.add(number)
    found = take_apart(rows)
    if len(found.header) > MAX_COLUMNS:
        raise ImportFileError(_("ไฟล์มีมากกว่า %(most)d คอลัมน์") % {"most": MAX_COLUMNS})
    if len(found.rows) > MAX_ROWS:
        raise _too_many_rows()
    if not found.header:
        return None
    return Table(name, found.header, found.rows, tuple(found.left_out), frozenset(cut))


def _decode(raw: bytes) -> str:
    """Return the text of a CSV file: UTF-8, UTF-16 with its mark, or the Thai code page of old Excel."""
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp874"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise ImportFileError(_("อ่านตัวอักษรในไฟล์ไม่ได้ บันทึกไฟล์เป็น CSV UTF-8 หรือ XLSX แล้วลองใหม่"))


def _delimiter(text: str) -> str:
    """Return the sign between the cells: titles above the list have none, so the first lines vote together."""
    beginning = "\n".join(text.lstrip().split("\n", _VOTING_LINES)[:_VOTING_LINES])
    return max(",;\t|", key=beginning.count)


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV file with the number of the line on which each begins.

    Line ends may be those of Windows, Unix or old Macintosh; a first line "sep=;" names the sign between the cells.

    Raises:
        ImportFileError: when the quoting is broken or a field is huge.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    named = _SEPARATOR_LINE.match(text)
    reader = csv.reader(
        io.StringIO(text[named.end() :] if named else text),
        delimiter=named["sign"] if named else _delimiter(text),
        strict=True,
    )
    skipped = 1 if named else 0
    number = 1 + skipped
    try:
        for cells in reader:
            yield number, cells[: MAX_COLUMNS + 1]
            number = reader.line_num + 1 + skipped
    except csv.Error as error:
        message = _("บรรทัด %(line)d ผิดรูปแบบ CSV ตรวจเครื่องหมายคำพูดในบรรทัดนั้น") % {"line": number}
        raise ImportFileError(message) from error


def _check_archive(raw: bytes) -> None:
    """Refuse a file that is no XLSX archive or that unpacks to far more than a list ever needs.

    Raises:
        ImportFileError: with the reason.
    """
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFileError(_("เป็นไฟล์ Excel รุ่นเก่าหรือมีรหัสผ่าน บันทึกเป็น XLSX ที่ไม่มีรหัสผ่านแล้วลองใหม่"))
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise ImportFileError(_("ไฟล์ XLSX เสีย เปิดแล้วบันทึกใหม่จากโปรแกรมตาราง")) from error
    if len(members) > 1000 or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise ImportFileError(_("ไฟล์ XLSX ขยายออกแล้วใหญ่เกินไป"))
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise ImportFileError(_("ไฟล์นี้ไม่ใช่ XLSX"))


def _xlsx_tables(raw: bytes) -> list[Table]:
    """Return the tables of all sheets that are not blank.

    Raises:
        ImportFileError: with the reason.
    """
    _check_archive(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise ImportFileError(_("ไฟล์ XLSX เสีย เปิดแล้วบันทึกใหม่จากโปรแกรมตาราง")) from error
    try:
        found = []
        for sheet in book.worksheets:
            lines = enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), start=1)
            found.append(_table(sheet.title, merged_down(lines, raw, sheet)))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise ImportFileError(_("ไฟล์ XLSX เสีย เปิดแล้วบันทึกใหม่จากโปรแกรมตาราง")) from error
    finally:
        book.close()
    return [table for table in found if table]


def read_tables(path: Path) -> list[Table]:
    """Return the tables of a CSV or XLSX file; of CSV there is one.

    The kind is told by the content, not by the name.

    Raises:
        ImportFileError: when the file is missing, too large, damaged, of another kind or blank.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise ImportFileError(_("ไฟล์ใหญ่เกิน %(most)d MB") % {"most": MAX_FILE_BYTES // 1024 // 1024})
        raw = path.read_bytes()
    except OSError as error:
        raise ImportFileError(_("เปิดไฟล์ %(name)s ไม่ได้") % {"name": path.name}) from error
    return tables_of(raw)


def tables_of(raw: bytes) -> list[Table]:
    """Return the tables of the content of a file, as `read_tables` does.

    Raises:
        ImportFileError: it is too large, damaged, of another kind or blank.
    """
    if len(raw) > MAX_FILE_BYTES:
        raise ImportFileError(_("ไฟล์ใหญ่เกิน %(most)d MB") % {"most": MAX_FILE_BYTES // 1024 // 1024})
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        tables = _xlsx_tables(raw)
    else:
        table = _table("", _csv_lines(_decode(raw)))
        tables = [table] if table else []
    if not tables:
        raise ImportFileError(_("ไฟล์ว่าง"))
    return tables
