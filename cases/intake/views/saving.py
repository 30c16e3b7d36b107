"""Leaving a request of general help to go on with later, and coming back by its code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.domain.queries import arrival
from cases.intake import draft as drafts
from cases.intake import saved
from cases.intake.draft import Draft
from cases.intake.forms.returning import ReturnForm
from cases.intake.views.steps import url_of
from portal.pages.domain.lines import said
from portal.thai.codes import grouped
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import quiet_page
from portal.web.errors import too_many
from portal.web.typed import takes_words

TRIES_PER_ADDRESS = 60
"""Wrong codes in `WINDOW`: a right one is found by chance once in a hundred thousand years."""
WINDOW = 900
"""Seconds."""


@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Say what it means to leave a request for later; with POST keep it and show its code."""
    draft = drafts.load(request.session)
    if draft is None:
        return redirect("cases_intake:start")
    journey = draft.journey()
    if journey.is_sensitive:
        return redirect(url_of(journey.here))
    context: dict[str, Any] = {
        "page_name": _("หยุดไว้ก่อน แล้วกลับมากรอกต่อ"),
        "here_url": url_of(journey.here),
        "has_files": bool(draft.files),
        "days": saved.KEPT_FOR.days,
    }
    if request.method != "POST":
        return render(request, "intake/save.html", context)
    code = saved.save(draft)
    until = timezone.localdate() + saved.KEPT_FOR
    context |= {"page_name": _("เก็บไว้แล้ว"), "codes": [(_("รหัสกลับมากรอกต่อ"), grouped(code))], "until": until}
    return render(request, "intake/saved.html", context)


@takes_words(ReturnForm, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a request that was left; with the right one go on where it stopped."""
    context: dict[str, Any] = {"page_name": _("กลับมากรอกต่อ")}
    if request.method != "POST":
        if request.GET:
            # A code that somebody put into an address does not stay there.
            return redirect("cases_intake:come_back")
        return render(request, "intake/come_back.html", context | {"form": ReturnForm()})
    form = ReturnForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, "intake/come_back.html", context)
    found = saved.find(form.cleaned_data["code"])
    if found is None or arrival.find(found.token) is not None:
        return _refuse(request, form, context)
    begun = drafts.load(request.session)
    if begun is not None and begun.token != found.token and begun.kept:
        form.add_error(None, _("คุณกรอกคำขออื่นค้างไว้ ส่งหรือลบคำขอนั้นก่อน แล้วกรอกรหัสอีกครั้ง"))
        return render(request, "intake/come_back.html", context)
    return _go_on(request, found, begun)


def _go_on(request: HttpRequest, found: Draft, begun: Draft | None) -> HttpResponse:
    if begun is not None and begun.token != found.token:
        drafts.discard(request.session)
    with drafts.changing(request.session, found.token) as draft:
        if begun is None or begun.token != found.token:
            draft.kept, draft.provision, draft.occasion = found.kept, found.provision, found.occasion
    return redirect(url_of(draft.journey().here))


def _refuse(request: HttpRequest, form: ReturnForm, context: dict[str, Any]) -> HttpResponse:
    """Count a wrong code, and say the same for every reason."""
    if throttle.allowed(Try("come-back", throttle.address_of(request), TRIES_PER_ADDRESS, WINDOW)):
        form.add_error("code", _("ไม่พบคำขอของรหัสนี้ ตรวจตัวเลขอีกครั้ง ถ้าเกิน 14 วันหรือส่งไปแล้ว เราลบคำตอบแล้ว"))
        return render(request, "intake/come_back.html", context)
    form.add_error("code", _("ลองรหัสที่ไม่ถูกหลายครั้งเกินไป รอ 15 นาทีแล้วลองใหม่ เรื่องด่วนโทร %(social)s") % said())
    return too_many(request, "intake/come_back.html", context)
