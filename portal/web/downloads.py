"""Files that a page hands out: tables that spreadsheets open safely, PDF, names in Thai.

A cell that begins like a formula is run by the spreadsheet that opens it (OWASP "CSV injection"; cases.md, privacy 12).
The guard stands here and nowhere else; everything that makes a table goes through `csv_bytes` or `xlsx_bytes`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from portal.thai.bounds import normalized

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for another encoding, and Thai becomes noise."""
FORMULA_SIGNS = frozenset("=+-@|%\N{MINUS SIGN}")
"""Also in their wide and small forms, which spreadsheets of East Asia take for the same (NFKC)."""
_PRINTED_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters and signs by their category that nobody sees: fillers, joiners, selectors (Unicode's
Default_Ignorable_Code_Point) and the blank of braille."""
LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds; the rest would make the whole file unreadable."""

Figure = int | float | Decimal
Row = Iterable[object]


def _is_skipped(character: str) -> bool:
    """Say whether a spreadsheet may overlook a character at the beginning of a cell: blanks, controls, what nobody sees."""
    return (
        character == " "
        or not character.isprintable()
        or _PRINTED_AS_NOTHING.fullmatch(character) is not None
    )


def _begins_formula(character: str) -> bool:
    """Say whether a character, in whichever width, is one that formulas begin with."""
    return normalized(character, "NFKC") in FORMULA_SIGNS


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that begins like it gets an apostrophe in front.

    What stands before the sign does not hide it: blanks of every kind, a byte order mark, invisible characters, a tab or
    a line end, which some programs treat as the start of a new cell.
    """
    for place, character in enumerate(text):
        if _begins_formula(character):
            return f"'{text}"
        if not _is_skipped(character):
            return text
        if place >= LONGEST_CELL:
            break
    return text


def cell(value: object) -> str:
    """Return a value as the text of a cell: None is empty, a figure stays one, every other text is guarded."""
    if value is None:
        return ""
    if isinstance(value, Figure) and not isinstance(value, bool):
        return str(value)
    return guarded(str(value))


def csv_bytes(header: Row, rows: Iterable[Row]) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8 with a byte order mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([cell(value) for value in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode("utf-8")


def csv_lines(header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the same table line by line, for a response that is sent while it is made."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield BYTE_ORDER_MARK.encode()
    writer.writerow([cell(value) for value in header])
    for row in rows:
        yield _taken(buffer)
        writer.writerow([cell(value) for value in row])
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    """Return what was written, and empty the buffer."""
    written = buffer.getvalue().encode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return written


def xlsx_bytes(header: Row, rows: Iterable[Row], *, title: str = "", stamp: str = "") -> bytes:
    """Return a table as a workbook of one sheet. Texts are stored as texts, so that nothing in them is computed.

    Args:
        header: first line, kept in sight while scrolling.
        rows: lines; figures and dates keep their type, everything else becomes text.
        title: name of the sheet; shortened to what a workbook allows.
        stamp: who took it and when; at the foot of every printed page and in the file's properties (privacy 12).
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    if stamp:
        plain = ILLEGAL_CHARACTERS_RE.sub("", stamp)
        book.properties.description = plain
        # "&" begins an instruction in the foot of a sheet.
        sheet.oddFooter.left.text = plain.replace("&", "&&")

    def cells(row: Row) -> Iterator[WriteOnlyCell]:
        for value in row:
            yield _xlsx_cell(sheet, value)

    sheet.append(cells(header))
    for row in rows:
        sheet.append(cells(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _xlsx_cell(sheet: object, value: object) -> WriteOnlyCell:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, dt.date, dt.datetime)):
        text = ILLEGAL_CHARACTERS_RE.sub("", cell(value))[:LONGEST_CELL]
        made = WriteOnlyCell(sheet, value=text)
        # openpyxl reads "=" as a formula and "#N/A" as an error by itself; what people typed is text.
        made.data_type = "s"
        return made
    if isinstance(value, dt.datetime):
        value = value.replace(tzinfo=None)
    return WriteOnlyCell(sheet, value=value)


def _sheet_title(title: str) -> str:
    """Return a name that a sheet may have: 31 characters, no brackets, slashes, colons, stars or question marks."""
    plain = "".join(" " if character in "[]:*?/\\" else character for character in title)
    return ILLEGAL_CHARACTERS_RE.sub("", plain)[:31].strip(" '") or "1"


def file_response(content: bytes, *, name: str, content_type: str, inline: bool = False) -> HttpResponse:
    """Return a file as an answer.

    Args:
        content: the whole file.
        name: what it is called when it is saved; Thai letters are fine (RFC 6266 and RFC 8187).
        content_type: its MIME type.
        inline: the browser may show it instead of saving it.
    """
    response = HttpResponse(content, content_type=content_type)
    plain = "".join("" if unicodedata.category(character) == "Cc" else character for character in name)
    disposition = content_disposition_header(not inline, plain)
    if disposition:
        response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    return response


def streamed_response(parts: Iterable[bytes], *, name: str, content_type: str) -> StreamingHttpResponse:
    """Return a file that is sent while it is made; arguments as in `file_response`."""
    response = StreamingHttpResponse(parts, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def csv_response(header: Row, rows: Iterable[Row], *, name: str) -> HttpResponse:
    """Return a table as a CSV file to save; `name` as in `file_response`."""
    return file_response(csv_bytes(header, rows), name=name, content_type=CSV)


def xlsx_response(
    header: Row, rows: Iterable[Row], *, name: str, title: str = "", stamp: str = ""
) -> HttpResponse:
    """Return a table as a workbook to save; arguments as in `xlsx_bytes` and `file_response`."""
    return file_response(xlsx_bytes(header, rows, title=title, stamp=stamp), name=name, content_type=XLSX)


def pdf_response(content: bytes, *, name: str, inline: bool = True) -> HttpResponse:
    """Return a PDF that opens in the browser, or is saved; `name` as in `file_response`."""
    return file_response(content, name=name, content_type=PDF, inline=inline)
