"""The file of a copy for the person it is about."""

from __future__ import annotations

from django.http import HttpResponse

from cases.models import Case
from portal.web.downloads import file_response
from portal.web.locked import LockedFileForm, locked_zip


def copy_response(content: bytes, case: Case, form: LockedFileForm) -> HttpResponse:
    """Return a copy as a file to save, locked where the case is restricted (privacy 12).

    Args:
        content: a ZIP, as `cases.domain.disclosures.copy_for` makes it.
        case: that it is about.
        form: valid; it has the password where the case is restricted.
    """
    if case.is_restricted:
        content = locked_zip(content, form.cleaned_data["password"])
    return file_response(content, name=f"copy-{case.reference}.zip", content_type="application/zip")
