"""One's rights in one's own data, by reference and secret: asking, and reading what was answered (PDPA s.30–36)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.data_rights.domain.asking import ask_by_secret
from cases.data_rights.domain.rules import DAYS_TO_ANSWER
from cases.data_rights.models import RightsRequest
from cases.data_rights.public.forms import AskForm
from cases.data_rights.vocabulary import Right
from cases.errors import GuardFailed
from cases.intake.views.status_page import (
    OTHER,
    is_of_another,
    keep_words,
    of_in,
    tracked,
    typed_in,
    words_for,
)
from portal.actors import Citizen
from portal.pages.domain.lines import said
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web import typed
from portal.web.access import quiet_page
from portal.web.errors import too_many
from portal.web.typed import takes_words

PER_CASE = 10
PER_ADDRESS = 300
"""Requests sent in `WINDOW`: for one case, and from one address, behind which a whole shelter may sit."""
WINDOW = 900
"""Seconds."""
TEMPLATE = "data_rights/own.html"


@takes_words(AskForm, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show one's requests with their answers; with POST take another one."""
    progress = tracked(request)
    if progress is None:
        if request.method == "POST":
            form = AskForm(request.POST)
            keep_words(request, form.name, typed_in(form), page="own_data:page")
        return redirect("cases_intake:track")
    kept = {} if request.method == "POST" else words_for(request, progress, AskForm)
    form = AskForm(request.POST or None, initial=kept)
    context = {
        "page_name": _("สิทธิในข้อมูลของคุณ"),
        "progress": progress,
        "form": form,
        "of": of_in(request, progress),
        "days": DAYS_TO_ANSWER,
        "requests": RightsRequest.objects.filter(case=progress.case).order_by("-number"),
        # On a page of a restricted case stands nothing that tells a stranger what it is about (privacy 8).
        "shows_words": not progress.is_restricted,
        "sensitive": progress.is_restricted,
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context)
    if is_of_another(request, progress):
        form.add_error(None, str(OTHER))
        return render(request, TEMPLATE, context)
    if not throttle.allowed(
        Try("rights", progress.reference, PER_CASE, WINDOW),
        Try("rights-address", throttle.address_of(request), PER_ADDRESS, WINDOW),
    ):
        form.add_error(None, _("ส่งหลายครั้งเกินไป รอ 15 นาทีแล้วลองอีกครั้ง เรื่องด่วนโทร %(social)s") % said())
        return too_many(request, TEMPLATE, context)
    values = form.cleaned_data
    try:
        ask_by_secret(
            case=progress.case,
            actor=Citizen(progress.case.reference),
            right=Right(values["right"]),
            words=values["words"],
            token=values["token"],
        )
    except GuardFailed as error:
        form.add_error(error.field or None, str(error.message))
        return render(request, TEMPLATE, context)
    typed.stored(request, lambda: redirect("own_data:page"))
    return redirect("own_data:page")
