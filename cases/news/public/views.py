"""Choosing how one is told of news, by reference and secret: four buttons, each of which may be pressed twice."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.domain.queries.tracking import Progress
from cases.errors import NotAllowed
from cases.intake.views.status_page import OTHER, is_of_another, mark_of, of_in, tracked
from cases.news.domain import choosing, linking
from portal.actors import Citizen
from portal.pages.domain.lines import said
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import quiet_page
from portal.web.errors import too_many
from portal.web.typed import takes_words

PER_CASE, PER_ADDRESS, WINDOW = 20, 300, 900
"""Presses within a quarter of an hour: for one request, and from one address, behind which a whole shelter may sit."""
CODE_KEY = "news_line_code"
TEMPLATE = "news/own.html"


def _texts_on(request: HttpRequest, progress: Progress) -> None:
    choosing.choose_texts(case=progress.case, actor=Citizen(progress.case.reference), wanted=True)


def _texts_off(request: HttpRequest, progress: Progress) -> None:
    choosing.choose_texts(case=progress.case, actor=Citizen(progress.case.reference), wanted=False)


def _line_on(request: HttpRequest, progress: Progress) -> None:
    code = linking.give_code(case=progress.case, actor=Citizen(progress.case.reference))
    until = timezone.now() + linking.VALID_FOR
    request.session[CODE_KEY] = {
        "code": code,
        "until": until.isoformat(),
        "reference": progress.case.reference,
    }


def _line_off(request: HttpRequest, progress: Progress) -> None:
    linking.unlink(case=progress.case, actor=Citizen(progress.case.reference))
    request.session.pop(CODE_KEY, None)


ACTS: dict[str, Callable[[HttpRequest, Progress], None]] = {
    "texts-on": _texts_on,
    "texts-off": _texts_off,
    "line-on": _line_on,
    "line-off": _line_off,
}


def _code(request: HttpRequest, progress: Progress, choice: choosing.Choice) -> str:
    """Return the code that this session was given for this request, until it was used or is over; "" for none."""
    kept = request.session.get(CODE_KEY)
    if not kept or kept["reference"] != progress.case.reference or choice.linked_at is not None:
        return ""
    until = parse_datetime(kept["until"])
    return kept["code"] if until is not None and until > timezone.now() else ""


@takes_words(forms.Form, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show what was chosen; with POST do what the pressed button says."""
    progress = tracked(request)
    if progress is None:
        return redirect("cases_intake:track")
    choice = choosing.choice_for(progress.case)
    if not choice.is_offered:
        raise Http404
    code = _code(request, progress, choice)
    context = {
        "page_name": _("การรับข่าว"),
        "progress": progress,
        "choice": choice,
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "minutes": int(linking.VALID_FOR.total_seconds() // 60),
        "account": settings.KLANG["LINE_ACCOUNT"],
        "errors": [],
        "of": of_in(request, progress),
    }
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act is None:
        return render(request, TEMPLATE, context)
    if is_of_another(request, progress):
        # The buttons that are shown now are of the request that is shown now.
        context |= {"errors": [str(OTHER)], "of": mark_of(progress.case.reference)}
        return render(request, TEMPLATE, context)
    if not throttle.allowed(
        Try("news", progress.reference, PER_CASE, WINDOW),
        Try("news-address", throttle.address_of(request), PER_ADDRESS, WINDOW),
    ):
        context["errors"] = [_("ส่งหลายครั้งเกินไป รอ 15 นาทีแล้วลองอีกครั้ง เรื่องด่วนโทร %(social)s") % said()]
        return too_many(request, TEMPLATE, context)
    try:
        act(request, progress)
    except NotAllowed:
        # Something changed since the page was drawn; it says what can be chosen now.
        return redirect("cases_intake:status")
    return redirect("news:page")
