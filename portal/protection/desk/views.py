"""The record, the register of processing and the register of breaches, for data protection officers only."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.protection.desk.forms import FollowForm, NoteForm, QuestionForm
from portal.protection.desk.rows import breach_rows, entry_rows, status_of
from portal.protection.domain import breaches, record
from portal.protection.domain.officers import protects
from portal.protection.domain.processing import ACTIVITIES
from portal.protection.models import Breach
from portal.web.access import staff_only
from portal.web.keyset import Key, keyed
from portal.web.typed import takes_words

PER_PAGE = 50
NEWEST_FIRST = (Key("pk", descending=True),)


@staff_only
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Show the record; that it was looked into, and for what, is a row of it too."""
    form = QuestionForm(request.GET or None)
    question = (
        record.Question(**form.cleaned_data) if form.is_bound and form.is_valid() else record.Question()
    )
    try:
        found = record.entries(actor=request.actor, question=question)
    except PermissionError as error:
        raise Http404 from error
    page = keyed(request, found, NEWEST_FIRST, PER_PAGE)
    context = {"form": form, "page": page, "rows": entry_rows(page.rows)}
    return render(request, "protection/record.html", context)


def _officer_or_404(request: HttpRequest) -> None:
    if not protects(request.actor):
        raise Http404


@staff_only
@require_GET
def processing(request: HttpRequest) -> HttpResponse:
    """Show the register of processing (PDPA s.39)."""
    _officer_or_404(request)
    return render(request, "protection/processing.html", {"activities": ACTIVITIES})


@takes_words(NoteForm)
@staff_only
@require_http_methods(["GET", "POST"])
def breach_list(request: HttpRequest) -> HttpResponse:
    """Show the breaches with their clocks; by POST a new one is noted."""
    _officer_or_404(request)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        known_at = timezone.now() - dt.timedelta(hours=data["hours"])
        row = breaches.note(actor=request.actor, what=data["what"], known_at=known_at, people=data["people"])
        messages.success(request, _("บันทึกเหตุแล้ว นาฬิกา 72 ชั่วโมงเริ่มนับจากเวลาที่ทราบ"))
        return redirect("protection:breach", pk=row.pk)
    context = {"form": form, "rows": breach_rows(breaches.of(request.actor))}
    return render(request, "protection/breaches.html", context)


@takes_words(FollowForm)
@staff_only
@require_http_methods(["GET", "POST"])
def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one breach, and write down what was done about it."""
    row: Breach | None = breaches.of(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    initial = {
        "risk": row.risk,
        "measures": row.measures,
        "office_told": row.office_told_at is not None,
        "people_told": row.people_told_at is not None,
        "close": row.closed_at is not None,
    }
    form = FollowForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            breaches.follow(actor=request.actor, breach=row, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("close", error)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("protection:breach", pk=row.pk)
    status, tone = status_of(row, timezone.now())
    return render(
        request, "protection/breach.html", {"form": form, "breach": row, "status": status, "tone": tone}
    )
