"""Following a request by reference and secret; neither is ever part of an address (S1.34; cases.md, privacy 8)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.domain.queries import tracking
from cases.intake.forms.tracking import TrackForm
from cases.intake.views.status_page import (
    DONE_KEY,
    KEY,
    LAST_KEY,
    SHOWN_FOR,
    WORDS_KEY,
    page_of_words,
    show,
    tracked,
)
from portal.pages.domain.lines import said
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import quiet_page
from portal.web.errors import too_many
from portal.web.typed import takes_words

__all__ = ["SHOWN_FOR", "close", "status", "track"]

TRIES_PER_REFERENCE = 10
TRIES_PER_ADDRESS = 60
"""Wrong pairs in `WINDOW`. 60 guesses of twenty digits in a quarter of an hour never arrive anywhere (R26)."""
WINDOW = 900
"""Seconds."""
LETTERS = "letters"
"""Parameter of an address: whoever has an older secret, with letters in it, needs all keys of the telephone."""


@takes_words(TrackForm, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for both codes; with the right ones go to the status, with wrong ones say the same for every mistake."""
    if request.method != "POST":
        if request.GET.keys() - {LETTERS}:
            # Codes that somebody put into an address do not stay there, nor in the links of the page.
            return redirect("cases_intake:track")
        form = TrackForm(has_letters=LETTERS in request.GET)
    else:
        form = TrackForm(request.POST, has_letters=LETTERS in request.GET)
    context = {
        "form": form,
        "page_name": _("ติดตามเรื่อง"),
        "has_words": bool(request.session.get(WORDS_KEY)),
        "has_letters": LETTERS in request.GET,
    }
    if request.method != "POST":
        return render(request, "intake/track.html", context)
    if not form.is_valid():
        return render(request, "intake/track.html", context)
    reference, secret = form.cleaned_data["reference"], form.cleaned_data["secret"]
    case = tracking.find(reference=reference, secret=secret)
    if case is None:
        return _refuse(request, form, context)
    request.session[LAST_KEY] = case.reference
    request.session[KEY] = {
        "reference": case.reference,
        "secret_hash": case.secret_hash,
        "at": timezone.now().isoformat(),
    }
    request.session.set_expiry(0)
    return redirect("cases_intake:status")


def _refuse(request: HttpRequest, form: TrackForm, context: dict[str, Any]) -> HttpResponse:
    """Count a wrong pair, and say the same for every mistake.

    Only what is wrong is counted, and nothing is asked before the pair was looked at: a right pair always passes, so
    nobody who knows a reference can lock its owner out (privacy 8). The secret has 66 bits and one try costs one query and
    a few hashes, so walls are there to slow a machine down, not to keep a right pair away. A reference that no case has
    runs into the same walls.
    """
    may_go_on = throttle.allowed(
        Try("track-reference", form.cleaned_data["reference"], TRIES_PER_REFERENCE, WINDOW),
        Try("track-address", throttle.address_of(request), TRIES_PER_ADDRESS, WINDOW),
        count_all=True,
    )
    if may_go_on:
        form.add_error(None, _("ไม่พบเรื่องที่ตรงกับสองเลขนี้ ตรวจทั้งสองช่อง แล้วลองอีกครั้ง"))
        return render(request, "intake/track.html", context)
    form.add_error(
        None,
        _(
            "ลองเลขที่ไม่ตรงกันหลายครั้งเกินไป ตรวจทั้งสองช่องกับใบรับเรื่อง ถ้าตรงกันแล้วกดดูได้ทันที "
            "ถ้ายังไม่พบ โปรดรอ 15 นาทีแล้วลองใหม่ เรื่องด่วนโทรหาสำนักงานหรือ %(social)s"
        )
        % said(),
    )
    return too_many(request, "intake/track.html", context)


@quiet_page
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show how the request stands, in plain words; words that wait on another page of it lead there first."""
    progress = tracked(request)
    if progress is None:
        return redirect("cases_intake:track")
    page = page_of_words(request, progress)
    return redirect(page) if page else show(request, progress)


@quiet_page
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget which request this browser has opened."""
    for kept in (KEY, LAST_KEY, WORDS_KEY, DONE_KEY):
        request.session.pop(kept, None)
    return redirect("cases_intake:track")
