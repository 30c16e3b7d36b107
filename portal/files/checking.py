"""The door for files of citizens and of staff: what comes in by it is safe to keep."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from portal.files import limits
from portal.files.apart import clean_apart
from portal.files.cleaning import CheckedFile
from portal.files.refusals import refusal


def check_upload(uploaded: UploadedFile) -> CheckedFile:
    """Judge one uploaded file and return a safe copy of it.

    Args:
        uploaded: what the browser sent; read once from its beginning.

    Raises:
        RefusedFile: with the reason, when it is empty, too large, of another kind than it says, or cannot be read.
    """
    return _checked(uploaded, "citizen", limits.MAX_BYTES, "too_large")


def check_illustration(uploaded: UploadedFile) -> None:
    """Judge a picture that an editor uploads and put its safe copy in its place.

    Args:
        uploaded: what the browser sent. Its content, name and type are replaced where they are, because Wagtail takes
            them from the request once more when another field of the form is wrong.

    Raises:
        RefusedFile: with the reason.
    """
    _replace(uploaded, _checked(uploaded, "illustration", limits.MAX_BYTES, "too_large"))


def check_document(uploaded: UploadedFile) -> None:
    """Judge a document that an editor uploads and put its safe copy in its place; see `check_illustration`.

    Raises:
        RefusedFile: with the reason.
    """
    _replace(uploaded, _checked(uploaded, "document", limits.MAX_DOCUMENT_BYTES, "document_large"))


def _checked(uploaded: UploadedFile, door: str, most: int, too_large: str) -> CheckedFile:
    if not uploaded.size:
        raise refusal("empty")
    if uploaded.size > most:
        raise refusal(too_large)
    uploaded.seek(0)
    return clean_apart(uploaded.read(), uploaded.name or "", door)


def _replace(uploaded: UploadedFile, checked: CheckedFile) -> None:
    uploaded.seek(0)
    uploaded.truncate()
    uploaded.write(checked.content)
    uploaded.flush()
    uploaded.seek(0)
    uploaded.size, uploaded.name, uploaded.content_type = (
        len(checked.content),
        checked.name,
        checked.content_type,
    )
