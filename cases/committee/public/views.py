"""The resolution on one's own case, by reference and secret, and an objection to it, once for each drawing of the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.committee.domain.decisions import Decision, decision_on
from cases.committee.domain.objections import object_by_secret
from cases.committee.public.forms import DecisionObjectionForm
from cases.domain.once import once
from cases.domain.queries.tracking import Progress
from cases.errors import CaseError
from cases.intake.views.status_page import OTHER, is_of_another, of_in, tracked
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
"""Objections sent in `WINDOW`: for one case, and from one address, behind which a whole shelter may sit."""
WINDOW = 900
"""Seconds."""
TEMPLATE = "committee/decision.html"


@takes_words(DecisionObjectionForm, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest) -> HttpResponse:
    """Show what was resolved and until when one may object; with POST take an objection."""
    progress = tracked(request)
    if progress is None:
        return redirect("cases_intake:track")
    found = None if progress.is_restricted else decision_on(progress.case)
    if found is None:
        return redirect("cases_intake:status")
    form = DecisionObjectionForm(request.POST or None)
    context = {"page_name": _("มติของคณะกรรมการ"), "decision": found, "form": form, "progress": progress}
    context["of"] = of_in(request, progress)
    context["may_object"] = found.may_object and progress.may.message
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context)
    if is_of_another(request, progress):
        form.add_error(None, str(OTHER))
        return render(request, TEMPLATE, context)
    if not throttle.allowed(
        Try("decision", progress.reference, PER_CASE, WINDOW),
        Try("decision-address", throttle.address_of(request), PER_ADDRESS, WINDOW),
    ):
        form.add_error(None, _("ส่งหลายครั้งเกินไป รอ 15 นาทีแล้วลองอีกครั้ง เรื่องด่วนโทร %(social)s") % said())
        return too_many(request, TEMPLATE, context)
    try:
        _object(progress, found, form)
    except CaseError as error:
        form.add_error(None, str(error.message))
        return render(request, TEMPLATE, context)
    typed.stored(request, lambda: redirect("decision:page"))
    return redirect("decision:page")


def _object(progress: Progress, found: Decision, form: DecisionObjectionForm) -> None:
    citizen, words = Citizen(progress.case.reference), form.cleaned_data["words"]
    once(
        case=progress.case,
        token=form.cleaned_data["token"],
        what=form.name,
        act=lambda identity: object_by_secret(actor=citizen, line=found.line, words=words, identity=identity),
    )
