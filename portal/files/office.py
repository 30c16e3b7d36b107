"""Office documents and tables that editors publish: judged by content, refused when they act.

A .docx, .xlsx, .odt or .ods is a ZIP of parts (ECMA-376 part 2, ODF 1.3 part 2). What runs in a reader's office program
(macros, embedded programs, a template that is fetched from elsewhere) has no place in a public document, and an archive
that unpacks to a hundred times its size or lies about it is no document.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from portal.files import limits
from portal.files.refusals import refusal, refusing

OFFICE_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_OPEN_XML = {"docx": b"wordprocessingml.document.main+xml", "xlsx": b"spreadsheetml.sheet.main+xml"}
"""What the part that lists the others must name (ECMA-376 part 1, 11.3.10 and 12.3.23)."""
_ACTS = re.compile(
    r"(?:^|/)(?:(?:vbaproject\.bin|vbadata\.xml)$|activex/)|\.(?:exe|dll|js|vbs|bat|cmd|ps1|hta|jar|scr|com|lnk|docm|xlsm)$"
    r"|^(?:basic|scripts)/|^(?:word|xl)/embeddings/.*\.bin$|^object [^/]*/.*\.bin$",
    re.IGNORECASE,
)
_MACRO_TYPES = re.compile(rb"macroenabled|vbaproject|ms-office\.activex", re.IGNORECASE)
_RELATION = re.compile(rb"<[^<>]{1,4000}>")
_FETCHED = (b"attachedtemplate", b"oleobject", b"/frame", b"subdocument")
"""Relations by which a program fetches from elsewhere as soon as the document opens; links that are clicked may stay."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary: the old formats, and new ones that are locked with a password (MS-OFFCRYPTO 2.3.4.4)."""
_CHUNK = 1 << 20


def check_office(content: bytes, extension: str) -> None:
    """Judge an office document.

    Args:
        content: the whole file.
        extension: which of `OFFICE_TYPES` it says to be, in lower case.

    Raises:
        RefusedFile: it is something else, acts, is locked, is damaged, or unpacks to too much.
    """
    if content.startswith(_OLD_OFFICE):
        raise refusal("office_old")
    if not content.startswith(b"PK\x03\x04"):
        raise refusal("document_kind")
    with refusing("office_damaged"), zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        _check_parts(parts, len(content))
        _check_kind(archive, extension)
        _read_through(archive, parts)


def _check_parts(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Look at the list of contents alone: nothing is unpacked yet."""
    if len(parts) > limits.MAX_PARTS or sum(part.file_size for part in parts) > limits.MAX_UNPACKED:
        raise refusal("office_large")
    if any(
        part.file_size > _CHUNK and part.file_size > limits.MAX_RATIO * part.compress_size for part in parts
    ):
        raise refusal("office_large")
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise refusal("office_damaged")
    for part in parts:
        path = PurePosixPath(part.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in part.filename:
            raise refusal("office_damaged")
        if part.flag_bits & 1:
            raise refusal("office_old")
        if _ACTS.search(part.filename):
            raise refusal("office_acts")


def _check_kind(archive: zipfile.ZipFile, extension: str) -> None:
    if extension in _OPEN_XML:
        types = _small(archive, "[Content_Types].xml")
        if _MACRO_TYPES.search(types):
            raise refusal("office_acts")
        if _OPEN_XML[extension] not in types:
            raise refusal("document_kind")
    elif _small(archive, "mimetype").strip() != OFFICE_TYPES[extension].encode():
        raise refusal("document_kind")
    elif b"encryption-data" in _small(archive, "META-INF/manifest.xml"):
        raise refusal("office_old")


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part that every document of the kind has, at most the first megabyte of it."""
    if name not in archive.namelist():
        raise refusal("document_kind")
    with archive.open(name) as part:
        return part.read(_CHUNK)


def _read_through(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once, a piece at a time: sums are checked, and sizes that were understated come to light."""
    unpacked = 0
    for part in parts:
        is_relations = part.filename.lower().endswith(".rels")
        with archive.open(part) as stream:
            while piece := stream.read(_CHUNK):
                unpacked += len(piece)
                if unpacked > limits.MAX_UNPACKED:
                    raise refusal("office_large")
                if is_relations and _fetches(piece):
                    raise refusal("office_acts")


def _fetches(relations: bytes) -> bool:
    return any(
        b"external" in relation and any(kind in relation for kind in _FETCHED)
        for relation in map(bytes.lower, _RELATION.findall(relations))
    )


def check_table(content: bytes) -> None:
    """Judge a .csv: text in one of the two ways in which Thai is written, and nothing that a browser would run.

    Raises:
        RefusedFile: it is no plain text.
    """
    text = None
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if (
        text is None
        or text.lstrip().startswith("<")
        or any(ord(letter) < 32 and letter not in "\t\n\r" for letter in text)
    ):
        raise refusal("document_kind")
