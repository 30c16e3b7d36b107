"""Asking the center and reading its answer (S1.25); neither code ever stands in an address (cases.md, privacy 8)."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.consultation.domain import asking, publishing
from cases.consultation.models import Consultation
from cases.consultation.public.forms import AskForm
from cases.domain import identity
from cases.errors import GuardFailed
from cases.intake.forms.tracking import TrackForm
from portal.page_cache.rooms import Room
from portal.pages.domain.lines import said
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.vocabulary import ProblemType
from portal.web.access import public_page, quiet_page
from portal.web.errors import too_many
from portal.web.typed import takes_words

KEY = "consultation.sent"
SHOWN_FOR = dt.timedelta(minutes=30)
"""For how long the codes are shown again to the same visitor."""
ASKED_PER_ADDRESS = 30
TRIES_PER_REFERENCE = 10
TRIES_PER_ADDRESS = 60
WINDOW = 900
"""Seconds; the same walls as those of following a request (R26)."""


@takes_words(AskForm, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take a question; what was typed stays when it cannot be taken."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "consultation/ask.html", {"form": form})
    if not throttle.allowed(Try("ask-address", throttle.address_of(request), ASKED_PER_ADDRESS, WINDOW)):
        form.add_error(None, _("มีคำถามจากเครือข่ายนี้มากเกินไป รอ 15 นาทีแล้วส่งอีกครั้ง หรือโทร %(social)s") % said())
        return too_many(request, "consultation/ask.html", {"form": form})
    data = form.cleaned_data
    try:
        asked = asking.ask(**data)
    except GuardFailed as error:
        form.add_error(None, str(error.message))
        return render(request, "consultation/ask.html", {"form": form})
    request.session[KEY] = {
        "reference": asked.consultation.reference,
        "token": str(data["token"]),
        "at": timezone.now().isoformat(),
    }
    request.session.set_expiry(0)
    return redirect("consultation:sent")


@quiet_page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show both codes, for half an hour and to the same visitor."""
    kept = request.session.get(KEY)
    if not kept or timezone.now() - dt.datetime.fromisoformat(kept["at"]) > SHOWN_FOR:
        request.session.pop(KEY, None)
        return redirect("consultation:read")
    found = Consultation.objects.filter(reference=kept["reference"]).first()
    if found is None:
        return redirect("consultation:ask")
    secret = identity.secret_that_fits(token=UUID(kept["token"]), secret_hash=found.secret_hash) or ""
    codes = [(_("เลขที่คำถาม"), found.reference), (_("รหัสอ่านคำตอบ"), secret)]
    return render(request, "consultation/sent.html", {"codes": codes, "found": found})


@takes_words(TrackForm, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """Ask for both codes, and with the right ones show the answer on this very page: nothing of it is kept anywhere.

    Only what is wrong is counted, so that nobody who knows a reference can lock its asker out (privacy 8).
    """
    if request.method != "POST":
        if request.GET:
            return redirect("consultation:read")
        return render(request, "consultation/read.html", {"form": TrackForm()})
    form = TrackForm(request.POST)
    if not form.is_valid():
        return render(request, "consultation/read.html", {"form": form})
    found = asking.find(**form.cleaned_data)
    if found is not None:
        context = {"found": found, "is_answered": bool(found.answered_at)}
        return render(request, "consultation/answer.html", context)
    form.add_error(None, _("ไม่พบคำถามที่ตรงกับสองเลขนี้ ตรวจทั้งสองช่อง แล้วลองอีกครั้ง"))
    may_go_on = throttle.allowed(
        Try("ask-reference", form.cleaned_data["reference"], TRIES_PER_REFERENCE, WINDOW),
        Try("ask-read-address", throttle.address_of(request), TRIES_PER_ADDRESS, WINDOW),
        count_all=True,
    )
    if may_go_on:
        return render(request, "consultation/read.html", {"form": form})
    return too_many(request, "consultation/read.html", {"form": form})


@public_page(max_age=60, rooms=(Room.FRAME,))
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """List what was published, by the kind of problem."""
    rows = publishing.published().order_by("problem", "-decided_at", "pk")[: publishing.MOST_LISTED]
    labels = dict(ProblemType.choices)
    groups = [
        (labels.get(problem, _("เรื่องทั่วไป")), list(found))
        for problem, found in groupby(rows, lambda row: row.problem)
    ]
    return render(request, "consultation/answers.html", {"groups": groups})
