"""Leaving quickly, and giving up without a trace."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cases.intake import confirmation
from cases.intake import draft as drafts
from cases.intake.views.common import request_page
from cases.intake.views.status_page import WORDS_KEY
from cases.intake.views.steps import ASIDE_KEY
from portal.web.errors import is_outage

logger = logging.getLogger(__name__)

FOREIGN = frozenset({"cross-site", "same-site"})
"""Values of `Sec-Fetch-Site` (W3C Fetch Metadata) of a request that a page of another site made."""


@request_page
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, delete the draft and go to a harmless site, at once and without JavaScript (privacy 9).

    A link, not a form: an escape must not depend on a token, and the policy of forms (``form-action 'self'``) would
    stop the way to another site. It changes nothing but the visitor's own session. Cookies come along with a link that
    somebody follows from another site (SameSite "Lax"), so such a link, which browsers mark, clears nothing; neither
    does a browser that only fetches ahead.
    """
    response = HttpResponseRedirect(settings.KLANG["EXIT_URL"])
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if ahead or request.headers.get("Sec-Fetch-Site", "") in FOREIGN:
        return response
    try:
        drafts.discard(request.session)
        request.session.flush()
    except Exception as error:
        if not is_outage(error):
            raise
        # Leaving works even when nothing else does; without its cookie nobody finds the session again.
        logger.error("a session could not be cleared on leaving: %s", type(error).__name__)
        request.session.modified = False
    for name, path in (
        (settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_PATH),
        (settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_PATH),
    ):
        response.delete_cookie(name, path=path, samesite="Lax")
    return response


@request_page
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Delete everything that was typed and go back to the start page."""
    drafts.discard(request.session)
    confirmation.forget(request.session)
    for words in (ASIDE_KEY, WORDS_KEY):
        request.session.pop(words, None)
    return redirect("cases_intake:start")
