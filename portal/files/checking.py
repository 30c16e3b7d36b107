"""The door for files of citizens and of staff: what comes in by it is safe to keep."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from portal.files import limits
from portal.files.apart import clean_apart
from portal.files.cleaning import CheckedFile
from portal.files.refusals import refusal
from portal.files.scanning import ScannerAwayError, scanner


def check_upload(uploaded: UploadedFile) -> CheckedFile:
    """Judge one uploaded file and return a safe copy of it.

    Args:
        uploaded: what the browser sent; read once from its beginning.

    Raises:
        RefusedFile: with the reason, when it is empty, too large, of another kind than it says, or cannot be read.
    """
    return _checked(uploaded, "citizen", limits.MAX_BYTES, "too_large")


def check_scanned(uploaded: UploadedFile) -> CheckedFile:
    """Judge one uploaded file that cannot wait beside its row for the scanner: it is asked before the file is kept.

    Args:
        uploaded: what the browser sent; read once from its beginning.

    Raises:
        RefusedFile: with the reason, also while the scanner of this installation gives no verdict (ASVS 5.4.3).
    """
    return _scanned(check_upload(uploaded))


def check_illustration(uploaded: UploadedFile) -> None:
    """Judge a picture that an editor uploads and put its safe copy in its place.

    Args:
        uploaded: what the browser sent. Its content, name and type are replaced where they are, because Wagtail takes
            them from the request once more when another field of the form is wrong.

    Raises:
        RefusedFile: with the reason.
    """
    _replace(uploaded, _scanned(_checked(uploaded, "illustration", limits.MAX_BYTES, "too_large")))


def check_document(uploaded: UploadedFile) -> None:
    """Judge a document that an editor uploads and put its safe copy in its place; see `check_illustration`.

    Raises:
        RefusedFile: with the reason.
    """
    _replace(uploaded, _scanned(_checked(uploaded, "document", limits.MAX_DOCUMENT_BYTES, "document_large")))


def _checked(uploaded: UploadedFile, door: str, most: int, too_large: str) -> CheckedFile:
    if not uploaded.size:
        raise refusal("empty")
    if uploaded.size > most:
        raise refusal(too_large)
    uploaded.seek(0)
    return clean_apart(uploaded.read(), uploaded.name or "", door)


def _scanned(checked: CheckedFile) -> CheckedFile:
    """Return a file of which the scanner says that it is clean, or whatever comes where nobody is asked."""
    asked = scanner()
    try:
        if asked is None or asked.is_clean(checked.content):
            return checked
    except ScannerAwayError as error:
        raise refusal("not_scanned") from error
    raise refusal("dangerous")


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
