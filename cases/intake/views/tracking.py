"""Following a request by reference and secret; neither is ever part of an address (S1.34; cases.md, privacy 8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.domain import assistance, closure
from cases.domain.queries import tracking
from cases.domain.queries.deadlines import next_due
from cases.domain.queries.tracking import Progress
from cases.errors import CaseError
from cases.intake.forms.tracking import AnswerForm, ReopenForm, TrackForm, WordsForm
from cases.intake.timeline import timeline
from cases.intake.views.common import request_page, too_many
from cases.models import Case
from portal.actors import Citizen
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web import typed
from portal.web.typed import takes_words

KEY = "tracked_request"
WORDS_KEY = "tracked_words"
LONGEST_KEPT = 20_000
"""Characters of an answer that are kept until the codes are given again; ten times what the form takes."""
SHOWN_FOR = timedelta(minutes=15)
"""How long a visitor's session shows a request before the codes are asked again."""
TRIES_PER_REFERENCE = 10
TRIES_PER_ADDRESS = 60
"""Wrong pairs in `WINDOW`. 60 guesses of a 73-bit secret in a quarter of an hour never arrive anywhere (R26)."""
WINDOW = 900
"""Seconds."""


@takes_words(TrackForm, way_out="cases_intake:exit")
@request_page
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for both codes; with the right ones go to the status, with wrong ones say the same for every mistake."""
    if request.method != "POST":
        if request.GET:
            # Codes that somebody put into an address do not stay there, nor in the links of the page.
            return redirect("cases_intake:track")
        form = TrackForm()
    else:
        form = TrackForm(request.POST)
    context = {"form": form, "page_name": _("ติดตามเรื่อง"), "has_words": bool(request.session.get(WORDS_KEY))}
    if request.method != "POST":
        return render(request, "intake/track.html", context)
    if not form.is_valid():
        return render(request, "intake/track.html", context)
    reference, secret = form.cleaned_data["reference"], form.cleaned_data["secret"]
    case = tracking.find(reference=reference, secret=secret)
    if case is None:
        return _refuse(request, form, context)
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
    nobody who knows a reference can lock its owner out (privacy 8). The secret has 73 bits and one try costs one query and
    one fast hash, so walls are there to slow a machine down, not to keep a right pair away. A reference that no case has
    runs into the same walls.
    """
    may_go_on = throttle.allowed(
        Try("track-reference", form.cleaned_data["reference"], TRIES_PER_REFERENCE, WINDOW),
        Try("track-address", throttle.address_of(request), TRIES_PER_ADDRESS, WINDOW),
        count_all=True,
    )
    if may_go_on:
        form.add_error(None, _("ไม่พบเรื่องที่ตรงกับสองเลขนี้ ตรวจตัวอักษรทั้งสองช่อง แล้วลองอีกครั้ง"))
        return render(request, "intake/track.html", context)
    form.add_error(
        None,
        _(
            "ลองเลขที่ไม่ตรงกันหลายครั้งเกินไป ตรวจตัวอักษรทั้งสองช่องกับใบรับเรื่อง ถ้าตรงกันแล้วกดดูได้ทันที "
            "ถ้ายังไม่พบ โปรดรอ 15 นาทีแล้วลองใหม่ เรื่องด่วนโทรหาสำนักงานหรือ 1300"
        ),
    )
    return too_many(request, "intake/track.html", context)


def _tracked(request: HttpRequest) -> Progress | None:
    """Return the progress of the request that this session has opened, as long as its secret is still the same."""
    opened = request.session.get(KEY)
    if opened is None:
        return None
    progress = tracking.progress(reference=opened["reference"], secret_hash=opened["secret_hash"])
    if progress is None or timezone.now() - datetime.fromisoformat(opened["at"]) > SHOWN_FOR:
        del request.session[KEY]
        return None
    return progress


@request_page
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show how the request stands, in plain words."""
    progress = _tracked(request)
    return redirect("cases_intake:track") if progress is None else _show(request, progress)


def _show(request: HttpRequest, progress: Progress, form: WordsForm | None = None) -> HttpResponse:
    kept = request.session.pop(WORDS_KEY, "") if form is None else ""
    if form is None and progress.question:
        form = AnswerForm(initial={"words": kept})
    elif form is None and progress.may_reopen:
        form = ReopenForm(initial={"words": kept})
    context = {
        "kept_words": kept if form is None else "",
        "page_name": _("สถานะเรื่อง"),
        "progress": progress,
        "form": form,
        "sensitive": progress.is_restricted,
        "steps": timeline(progress, due=next_due(progress.case)),
    }
    return render(request, "intake/status.html", context)


@takes_words(ReopenForm, way_out="cases_intake:exit")
@request_page
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Ask to take a closed request up again (cases.md, row 19)."""
    return _say(
        request,
        ReopenForm(request.POST),
        lambda case, words: closure.reopen_case(case=case, actor=Citizen(case.reference), note=words),
    )


@takes_words(AnswerForm, way_out="cases_intake:exit")
@request_page
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Answer the question of the office (cases.md, row 13)."""
    return _say(
        request,
        AnswerForm(request.POST),
        lambda case, words: assistance.record_answer(case=case, actor=Citizen(case.reference), answer=words),
    )


def _say(request: HttpRequest, form: WordsForm, act: Callable[[Case, str], object]) -> HttpResponse:
    """Give a citizen's words to the domain, or show the page again with what was typed."""
    progress = _tracked(request)
    if progress is None:
        # The page was open for too long. The words wait until both codes are given again, then they are back in the box.
        request.session[WORDS_KEY] = str(form["words"].value() or "")[:LONGEST_KEPT]
        return redirect("cases_intake:track")
    if not form.is_valid():
        return _show(request, progress, form)
    try:
        act(progress.case, form.cleaned_data["words"])
        typed.stored(request, lambda: redirect("cases_intake:status"))
    except CaseError as error:
        form.add_error(None, str(error.message))
        return _show(request, progress, form)
    return redirect("cases_intake:status")


@request_page
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget which request this browser has opened."""
    request.session.pop(KEY, None)
    request.session.pop(WORDS_KEY, None)
    return redirect("cases_intake:track")
