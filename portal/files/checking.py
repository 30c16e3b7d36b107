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
    if not uploaded.size:
        raise refusal("empty")
    if uploaded.size > limits.MAX_BYTES:
        raise refusal("too_large")
    uploaded.seek(0)
    return clean_apart(uploaded.read(), uploaded.name or "")
