"""Answers that were deleted a moment ago, so that a slip of the finger is no loss.

The server deletes them at once and keeps nothing. The page that says so carries them, signed, until it is closed or ten
minutes have passed; a button on it brings them back. Of a careful request nothing is carried: whoever opens the phone next
must find nothing (privacy 9). Files are gone for good.
"""

from __future__ import annotations

from dataclasses import replace

from django.core import signing

from cases.intake.draft import Draft

SALT = "cases.intake.taking_back"
FOR_SECONDS = 600
"""How long a page may bring its answers back."""
LONGEST = 400_000
"""Characters that are looked at; a request with a story of 10,000 characters takes some 60,000."""


def carried(draft: Draft) -> str:
    """Return what the page carries; "" where there is nothing to bring back, or nothing may stay on the phone."""
    if not draft.kept or draft.journey().is_sensitive:
        return ""
    return signing.dumps(replace(draft, files=[]).to_session(), salt=SALT, compress=True)


def brought_back(text: str) -> Draft | None:
    """Return the draft that a page carried; None when it is too old or was not made here.

    Args:
        text: from the page.
    """
    if len(text) > LONGEST:
        return None
    try:
        return Draft.from_session(signing.loads(text, salt=SALT, max_age=FOR_SECONDS))
    except signing.BadSignature:
        return None
