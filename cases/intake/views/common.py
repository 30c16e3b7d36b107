"""What the pages of the request share: titles, and the page that says "too many"."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.intake.flow import PAGE_NUMBERS
from portal.web.errors import RETRY_AFTER


def too_many(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return a page with the status "too many requests"; what was typed stays on it."""
    response = render(request, template, context, status=429)
    response["Retry-After"] = RETRY_AFTER
    return response


def page_title(slug: str, heading: Any, *, sensitive: bool) -> str:
    """Return a title that is unique in the request; in a crisis one that tells a passer-by nothing (privacy 9)."""
    if not sensitive:
        return str(heading)
    return _("แบบฟอร์ม หน้า %(number)d") % {"number": PAGE_NUMBERS.get(slug, len(PAGE_NUMBERS) + 1)}
