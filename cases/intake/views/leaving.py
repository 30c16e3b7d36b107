"""Leaving quickly, and giving up without a trace."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.domain.queries import arrival
from cases.intake import confirmation, saved, taking_back
from cases.intake import draft as drafts
from cases.intake.views.status_page import WORDS_KEY
from cases.intake.views.steps import ASIDE_KEY, url_of
from cases.intake.views.titles import page_title
from portal.web.access import quiet_page
from portal.web.errors import is_outage

logger = logging.getLogger(__name__)

FOREIGN = frozenset({"cross-site", "same-site"})
"""Values of `Sec-Fetch-Site` (W3C Fetch Metadata) of a request that a page of another site made."""


@quiet_page
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


@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest) -> HttpResponse:
    """Ask whether everything that was typed shall go; with POST delete it.

    The page after it can bring the answers back (`taking_back`); after a careful request, and where only a confirmation was
    closed, it is the start page.
    """
    draft = drafts.load(request.session)
    if request.method != "POST":
        if draft is None:
            return redirect("cases_intake:start")
        journey = draft.journey()
        context = {
            "page_name": page_title("discard", _("ลบคำตอบทั้งหมดหรือไม่"), sensitive=journey.is_sensitive),
            "sensitive": journey.is_sensitive,
            "has_files": bool(draft.files),
            "here_url": url_of(journey.here),
        }
        return render(request, "intake/discard.html", context)
    carried = taking_back.carried(draft) if draft else ""
    if draft is not None:
        saved.forget(draft.token)
    drafts.discard(request.session)
    confirmation.forget(request.session)
    for words in (ASIDE_KEY, WORDS_KEY):
        request.session.pop(words, None)
    if not carried:
        return redirect("cases_intake:start")
    return render(request, "intake/discarded.html", {"page_name": _("ลบคำตอบแล้ว"), "carried": carried})


@quiet_page
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Bring back the answers that were deleted a moment ago, unless a new request was begun or they were sent meanwhile."""
    kept = taking_back.brought_back(request.POST.get("carried", ""))
    begun = drafts.load(request.session)
    if begun is not None:
        return redirect(url_of(begun.journey().here))
    if kept is None or arrival.find(kept.token) is not None:
        return redirect("cases_intake:start")
    with drafts.changing(request.session, kept.token) as draft:
        draft.kept, draft.provision, draft.occasion = kept.kept, kept.provision, kept.occasion
    return redirect(url_of(draft.journey().here))
