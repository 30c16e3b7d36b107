"""From the bytes that somebody sent to a safe copy: a pure function, called in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile

from portal.files import kinds
from portal.files.office import OFFICE_TYPES, check_office, check_table
from portal.files.pdfs import clean_pdf, quiet_pdf
from portal.files.pictures import clean_picture
from portal.files.refusals import refusal


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is left of a file after the check: safe bytes, their true type and a clean name."""

    name: str
    content: bytes
    content_type: str
    extension: str

    def as_content_file(self) -> ContentFile:
        """Return it in the form that a FileField takes."""
        return ContentFile(self.content, name=f"file.{self.extension}")


def clean(content: bytes, name: str) -> CheckedFile:
    """Judge a file by its content and return a safe copy with its true extension.

    Args:
        content: everything of it.
        name: as its sender calls it; any text, with or without an extension.

    Raises:
        RefusedFile: it is of no kind that is taken, claims to be another, cannot be read, or costs too much.
    """
    kind = kinds.judge(content)
    if kind is None:
        raise refusal("wrong_kind")
    kinds.check_name(name, kind)
    stem = kinds.stem(name)
    if kind == kinds.PDF:
        return CheckedFile(f"{stem}.pdf", clean_pdf(content), "application/pdf", "pdf")
    picture = clean_picture(content, kind)
    return CheckedFile(
        f"{stem}.{picture.extension}", picture.content, picture.content_type, picture.extension
    )


def clean_illustration(content: bytes, name: str) -> CheckedFile:
    """Return a safe copy of a picture that an editor publishes.

    Raises:
        RefusedFile: it is no picture, or one that cannot be taken.
    """
    if kinds.judge(content) in (None, kinds.PDF):
        raise refusal("picture_only")
    return clean(content, name)


def clean_document(content: bytes, name: str) -> CheckedFile:
    """Judge a document that an editor publishes: its content must be what its extension says.

    Office documents and tables stay as they are, or are refused; of a PDF what acts by itself goes.

    Raises:
        RefusedFile: it is something else, acts, is locked or damaged, or costs too much.
    """
    extension = kinds.extension_of(name)
    clean_name = f"{kinds.stem(name)}.{extension}"
    if extension == "pdf":
        if kinds.judge(content) != kinds.PDF:
            raise refusal("document_kind")
        return CheckedFile(clean_name, quiet_pdf(content), "application/pdf", extension)
    if extension == "csv":
        check_table(content)
        return CheckedFile(clean_name, content, "text/csv", extension)
    if extension not in OFFICE_TYPES:
        raise refusal("document_kind")
    check_office(content, extension)
    return CheckedFile(clean_name, content, OFFICE_TYPES[extension], extension)


DOORS = {"citizen": clean, "illustration": clean_illustration, "document": clean_document}
"""How a file is judged, by who hands it in and for what."""
