"""From the bytes that somebody sent to a safe copy: a pure function, called in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile

from portal.files import kinds
from portal.files.pdfs import clean_pdf
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
