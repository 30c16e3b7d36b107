"""Titles of the pages of the request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cases.intake.flow import PAGE_NUMBERS


def page_title(slug: str, heading: Any, *, sensitive: bool) -> str:
    """Return a title that is unique in the request; in a crisis one that tells a passer-by nothing (privacy 9)."""
    if not sensitive:
        return str(heading)
    return _("แบบฟอร์ม หน้า %(number)d") % {"number": PAGE_NUMBERS.get(slug, len(PAGE_NUMBERS) + 1)}
