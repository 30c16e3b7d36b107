"""What the pages of the request share: headers, titles, and the page that says "too many"."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.intake.flow import PAGE_NUMBERS
from portal.web.access import private_page
from portal.web.errors import RETRY_AFTER

View = Callable[..., HttpResponse]


def request_page(view: View) -> View:
    """Mark a page of a visitor's own that gives nothing away: never stored, never indexed, no referrer.

    Pages with a form also carry ``<meta name="referrer" content="same-origin">``: under "no-referrer" alone browsers
    send ``Origin: null`` with a POST, and the CSRF check would refuse every form. To other sites both send nothing
    (docs/citizen.md, "Headers").
    """

    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


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
