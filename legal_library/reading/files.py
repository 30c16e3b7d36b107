"""A file of a text, told by its content and not by its name: PDF, DOCX, HTML, plain text."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from legal_library.reading.docx_text import docx_text
from legal_library.reading.html_text import html_text
from legal_library.reading.pdf_text import pdf_text
from legal_library.reading.refusals import UnreadableFile
from portal.thai.bounds import LIMIT

MOST_BYTES = 60 * 1024 * 1024
"""Largest file whose text is read."""
EXTENSIONS = (".pdf", ".docx", ".txt", ".html", ".htm")
_MARKUP = re.compile(rb"<!doctype html|<html|<body|<p[ >]|<div[ >]|<table[ >]", re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")


def file_text(content: bytes) -> str:
    """Return the text of a file.

    Raises:
        UnreadableFile: it is too large, damaged, locked, a scan, a program, or nothing that holds a text.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("ไฟล์ใหญ่เกิน %(most)d MB") % {"most": MOST_BYTES // 1024 // 1024})
    if content[:1024].lstrip().startswith(b"%PDF-"):
        text = pdf_text(content)
    elif content.startswith(b"PK\x03\x04"):
        text = docx_text(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_("เป็นไฟล์ Word รุ่นเก่าหรือมีรหัสผ่าน บันทึกเป็น DOCX ที่ไม่มีรหัสผ่านแล้วลองใหม่"))
    elif content.startswith(_PROGRAMS):
        raise UnreadableFile(_("ไฟล์นี้ไม่ใช่เอกสาร"))
    elif _MARKUP.search(content[:4096]):
        text = html_text(content)
    else:
        text = plain_text(content)
    if len(text) > LIMIT:
        raise UnreadableFile(_("ข้อความยาวเกินไป"))
    return mended(text)


_WINDOWS_SIGNS = str.maketrans(dict(zip("\x85\x91\x92\x93\x94\x95\x96\x97", "…‘’“”•–—", strict=True)))


def mended(text: str) -> str:
    """Return a text with quotes and dashes of Windows in the place of the control codes that stand for them elsewhere."""
    return text.translate(_WINDOWS_SIGNS)


def plain_text(content: bytes) -> str:
    """Return the words of a text file, in Unicode or in the code page of Thai Windows.

    Raises:
        UnreadableFile: it is no text.
    """
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableFile(_("ไฟล์นี้ไม่ใช่ไฟล์ข้อความ"))
