"""The page behind a helper's link: shelter, shift, what to do, whom to call; here, done. Nobody who is helped is named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.camps.domain import helping
from cases.camps.models import HelperLink
from cases.camps.vocabulary import Said
from cases.errors import GuardFailed
from portal.thai.phone import phones_in
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import quiet_page
from portal.web.typed import takes_words

TRIES_PER_ADDRESS = 60
"""Unknown secrets in `WINDOW`: 60 guesses of 91 bits in a quarter of an hour never arrive anywhere."""
WINDOW = 900
"""Seconds."""


class SayForm(forms.Form):
    """What a helper says."""

    said = forms.ChoiceField(label=gettext_lazy("บอกว่า"), choices=Said.choices)


@takes_words(SayForm)
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a shift, and take that its helper is here or done. Reading changes nothing."""
    link = helping.find_link(secret)
    if link is None:
        return _refuse(request)
    if reason := helping.why_closed(link):
        return _closed(request, str(reason), status=410)
    form = SayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            helping.say(link=link, said=Said(form.cleaned_data["said"]))
        except GuardFailed as error:
            return _closed(request, str(error.message), status=410)
        return redirect("helper:page", secret=secret)
    return render(request, "camps/helper.html", _shown(link))


def _shown(link: HelperLink) -> dict[str, Any]:
    """Return the minimum: where, when, what, whom to call, and what was said already."""
    said = {Said(one.said): one.at for one in link.words.all()}
    return {
        "page_name": _("เวรของผู้ช่วย"),
        "shelter": link.shelter,
        "link": link,
        "contact_phones": phones_in(link.contact),
        "here_at": said.get(Said.HERE),
        "done_at": said.get(Said.DONE),
    }


def _refuse(request: HttpRequest) -> HttpResponse:
    """Count a secret of which there is none. Known ones are not counted: a shift begins for many behind one address at once."""
    if throttle.allowed(Try("helper-address", throttle.address_of(request), TRIES_PER_ADDRESS, WINDOW)):
        return _closed(request, str(helping.UNKNOWN), status=404)
    return _closed(request, _("ลองหลายครั้งเกินไป โปรดรอ 15 นาทีแล้วลองอีกครั้ง"), status=429)


def _closed(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    context = {"page_name": _("เวรของผู้ช่วย"), "reason": reason, "contact": None}
    return render(request, "outside/closed.html", context, status=status)
