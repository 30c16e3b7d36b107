"""The text of a Word document (ECMA-376): paragraphs, line breaks, tables as rows between bars.

Numbers that Word counts by itself are not in the file and so not in the text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from legal_library.reading.refusals import UnreadableFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_UNPACKED = 60_000_000
"""Bytes of text and its marks; the longest statute has a twentieth of that."""


def docx_text(content: bytes) -> str:
    """Return the text of a Word document.

    Raises:
        UnreadableFile: it is damaged, locked with a password, too large, or no Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("word/document.xml").file_size > MOST_UNPACKED:
                raise UnreadableFile(_("ไฟล์ DOCX ขยายออกแล้วใหญ่เกินไป"))
            raw = archive.read("word/document.xml")
        if b"<!DOCTYPE" in raw[:2000]:
            raise UnreadableFile(_("ไฟล์ DOCX เสีย เปิดแล้วบันทึกใหม่จากโปรแกรมเอกสาร"))
        body = ElementTree.fromstring(raw).find(f"{_W}body")  # noqa: S314 - no document type, so no entities
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(_("ไฟล์ DOCX เสีย เปิดแล้วบันทึกใหม่จากโปรแกรมเอกสาร")) from error
    return "\n".join(_blocks(body)) if body is not None else ""


def _blocks(parent: ElementTree.Element) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_W}p":
            yield _line(element)
        elif element.tag == f"{_W}tbl":
            yield ""
            yield from (_row(row) for row in element.iter(f"{_W}tr"))
            yield ""
        elif element.tag == f"{_W}sdt":
            yield from _blocks(element.find(f"{_W}sdtContent") or ElementTree.Element("empty"))


def _row(row: ElementTree.Element) -> str:
    cells = (" ".join(_line(part) for part in cell.iter(f"{_W}p")).strip() for cell in row.iter(f"{_W}tc"))
    return f"| {' | '.join(cells)} |"


def _line(paragraph: ElementTree.Element) -> str:
    """Return one paragraph; what was deleted with changes tracked is no `w:t` and stays out."""
    parts = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag == f"{_W}tab":
            parts.append("\t")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
    return "".join(parts)
