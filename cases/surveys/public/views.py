"""A survey as people answer it by themselves: one page, then thanks. Nothing is shown of anybody's answers (S1.02)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.errors import GuardFailed
from cases.surveys.domain.answering import answer
from cases.surveys.forms import EntryForm
from cases.surveys.models import EntryWay, Survey
from portal.actors import Citizen
from portal.thai.dates import bangkok_today
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import quiet_page
from portal.web.errors import too_many
from portal.web.typed import takes_words

PER_ADDRESS, WINDOW = 30, 3600
"""Answers an hour: a village may share one connection."""


def _survey(pk: int) -> Survey:
    """Return a survey that people answer by themselves.

    Raises:
        Http404: there is none, or it is for officers only.
    """
    found = Survey.objects.filter(pk=pk, is_public=True).select_related("organization").first()
    if found is None:
        raise Http404
    return found


@takes_words(EntryForm)
@quiet_page
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the questions, and keep what is said."""
    found = _survey(pk)
    is_open = found.takes_answers(bangkok_today())
    form = EntryForm(request.POST or None, survey=found)
    if request.method == "POST" and is_open and form.is_valid():
        if not throttle.allowed(Try("survey-address", throttle.address_of(request), PER_ADDRESS, WINDOW)):
            form.add_error(None, _("มีคำตอบจากที่นี่มากเกินไปในหนึ่งชั่วโมง ลองอีกครั้งภายหลัง หรือบอกเจ้าหน้าที่ของ อปท."))
            return too_many(
                request, "surveys/survey.html", {"survey": found, "form": form, "is_open": is_open}
            )
        try:
            answer(
                survey=found,
                actor=Citizen(),
                token=form.cleaned_data["token"],
                home=form.home(),
                answers=form.said(),
                way=EntryWay.PUBLIC,
            )
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect("survey_thanks", pk=pk)
    context = {"survey": found, "form": form, "is_open": is_open}
    return render(request, "surveys/survey.html", context)


@quiet_page
@require_GET
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Say thank you."""
    return render(request, "surveys/thanks.html", {"survey": _survey(pk)})
