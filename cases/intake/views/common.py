"""What the pages of the request share: headers, titles, the quick exit, and the page that says "not saved"."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cases.intake.fields import clean_text
from cases.intake.flow import PAGE_NUMBERS
from portal.web.access import private_page

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
RETRY_AFTER = "60"
"""Seconds that a refused browser is asked to wait."""
TECHNICAL = frozenset({"csrfmiddlewaretoken", "token", "action", "remove"})


def request_page(view: View) -> View:
    """Mark a page of a visitor's own that gives nothing away: never stored, never indexed, no referrer.

    Pages with a form also carry ``<meta name="referrer" content="same-origin">``: under "no-referrer" alone browsers
    send ``Origin: null`` with a POST, and the CSRF check would refuse every form. To other sites both send nothing
    (docs/citizen.md, "Headers").
    """

    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _tell_when_not_saved(view, request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def _tell_when_not_saved(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Call a view; when the database fails, say plainly that nothing was saved or sent and give back what was typed.

    The page uses no database, no session and no context processor (reliability.md R06, R27).
    """
    try:
        return view(request, *args, **kwargs)
    except DatabaseError as error:
        if request.method != "POST":
            raise
        # Where it failed, but not the database's own words: they may quote what was typed.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("%s, nothing was kept:\n%s", type(error).__name__, where)
        return not_saved(request)


def not_saved(request: HttpRequest) -> HttpResponse:
    """Return the page "not saved, not sent" with what was typed in hidden fields, and a button that tries again."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {
        "kept": kept,
        "typed": typed_text(request),
        "had_files": bool(request.FILES),
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("intake/not_saved.html", context), status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


def typed_text(request: HttpRequest) -> list[str]:
    """Return the texts of a POST that somebody wrote rather than picked, so that they can be shown and copied."""
    values = (value for name, values in request.POST.lists() if name not in TECHNICAL for value in values)
    cleaned = (clean_text(value, lines=True) for value in values)
    return [value for value in cleaned if len(value) > 20 or " " in value or "\n" in value]


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
