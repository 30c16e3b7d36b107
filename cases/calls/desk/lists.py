"""Lists of calls: all of them, a new one, and how far one is."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.calls.desk.entry import HERE
from cases.calls.desk.forms import AskForm, ListForm
from cases.calls.desk.presenting import cells_of, line_of
from cases.calls.domain import asking, counting, following, making
from cases.calls.domain.rights import lists_of, may_call, may_make
from cases.calls.domain.taking import held_by
from cases.calls.models import CallList
from cases.calls.vocabulary import Column, RowState, Source, Way
from cases.desk.frame import desk_page
from cases.desk.lists.chosen import chosen_cases, is_whole
from cases.desk.lists.paging import total_of
from cases.desk.tabs import in_words
from cases.errors import CaseError, GuardFailed
from cases.mass.desk.entry import may_do_many
from cases.mass.domain import acting
from cases.mass.vocabulary import MassVerb
from cases.models import Case
from portal.actors import Officer
from portal.thai.dates import bangkok_today, format_date
from portal.web.access import staff_only
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PAGE_SIZE = 50
MOST_RUNNING = 20


def list_or_404(actor: Officer, pk: int) -> CallList:
    """Return a list of one's own organization.

    Raises:
        Http404: there is none, or not for this reader.
    """
    found = lists_of(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List the lists of one's organization, those that go on first."""
    actor = request.actor
    if not (may_call(actor) or may_make(actor)):
        raise Http404
    mine = lists_of(actor)
    running = list(mine.filter(ended_at=None)[:MOST_RUNNING])
    found = counting.progress_of_all(running)
    context = {
        "running": [(one, found[one.pk]) for one in running],
        "page": keyed(request, mine.exclude(ended_at=None), newest("made_at"), PAGE_SIZE),
        "may_make": may_make(actor),
        "held": held_by(actor),
    }
    return desk_page(request, "desk/calls/listing.html", context, here=HERE)


@takes_words(ListForm)
@staff_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a list of everybody in an event, or of everybody who waits for a word of the office."""
    actor = request.actor
    if not may_make(actor):
        raise Http404
    form = ListForm(
        request.POST or None, actor=actor, initial={"whom": request.GET.get("event", Source.WAITING.value)}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        event = form.events.get(given["whom"])
        try:
            calls = making.make(
                actor=actor,
                name=given["name"],
                source=Source.EVENT if event else Source.WAITING,
                cases=making.of_event(event) if event else making.waiting_for(actor),
                event=event,
                token=given["token"],
            )
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect("calls:progress", pk=calls.pk)
    return desk_page(request, "desk/calls/new.html", {"form": form}, here=HERE)


@takes_words(forms.Form)
@staff_only
@require_POST
def from_list(request: HttpRequest) -> HttpResponse:
    """Make a list of the ticked cases of a list of work, or of the whole list with its filter."""
    actor = request.actor
    if not may_make(actor):
        raise Http404
    source = Source.FILTER if is_whole(request) else Source.SELECTION
    try:
        calls = making.make(
            actor=actor,
            name=f"{source.label} {format_date(bangkok_today())}",
            source=source,
            cases=chosen_cases(request, actor),
            token=uuid.uuid4(),
        )
    except CaseError as error:
        notes.warning(request, str(error.message))
        return redirect("desk:worklist")
    return redirect("calls:progress", pk=calls.pk)


@staff_only
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a list is: columns that add up, and the rows of one of them."""
    actor = request.actor
    calls = list_or_404(actor, pk)
    found = counting.progress_of(calls)
    asked = request.GET.get("column", "")
    first = next((one for one in Column if found.cells[one]), Column.FRESH)
    shown = Column(asked) if asked in Column.values else first
    rows = counting.rows_in(calls, shown).filter(case__in=Case.objects.visible_to(actor).values("pk"))
    page = keyed(request, rows.select_related("case", "case__reporter"), counting.BY_HASTE, PAGE_SIZE)
    now = timezone.now()
    context = {
        "calls": calls,
        "progress": found,
        "cells": cells_of(found),
        "shown": shown,
        "page": page,
        "total": in_words(total_of(page, rows)),
        "lines": [line_of(row, now) for row in page.rows],
        "is_running": calls.ended_at is None,
        "may_call": may_call(actor) and calls.ended_at is None,
        "may_make": may_make(actor) and calls.ended_at is None,
        "ways": Way.choices if _may_ask(calls, actor, found) else [],
        "is_look": shown == Column.LOOK and may_call(actor),
        "may_send": found.cells[Column.VISIT] > 0 and may_do_many(actor),
        "held": held_by(actor),
    }
    return desk_page(request, "desk/calls/progress.html", context, here=HERE)


def _may_ask(calls: CallList, actor: Officer, found: counting.Progress) -> bool:
    return asking.can_ask() and may_make(actor) and calls.ended_at is None and found.cells[Column.FRESH] > 0


@takes_words(forms.Form)
@staff_only
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a list."""
    calls = list_or_404(request.actor, pk)
    try:
        following.end_list(calls=calls, actor=request.actor)
    except GuardFailed as error:
        notes.warning(request, str(error.message))
    except CaseError as error:
        raise Http404 from error
    else:
        notes.success(request, _("ปิดรายการโทรแล้ว"))
    return redirect("calls:progress", pk=pk)


@takes_words(AskForm)
@staff_only
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask everybody on a list who may be asked so whether they are safe."""
    calls = list_or_404(request.actor, pk)
    form = AskForm(request.POST)
    if not form.is_valid():
        return redirect("calls:progress", pk=pk)
    try:
        number = asking.ask_all(calls=calls, actor=request.actor, way=Way(form.cleaned_data["way"]))
    except GuardFailed as error:
        notes.warning(request, str(error.message))
    except CaseError as error:
        raise Http404 from error
    else:
        words = ngettext(
            "กำลังถาม %(number)d ราย ใครไม่ตอบใน 30 นาทีจะกลับมารอโทร",
            "กำลังถาม %(number)d ราย ใครไม่ตอบใน 30 นาทีจะกลับมารอโทร",
            number,
        )
        notes.success(request, words % {"number": number})
    return redirect("calls:progress", pk=pk)


@takes_words(forms.Form)
@staff_only
@require_POST
def visits(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a unit to everybody whom nobody reached: one act on many cases, which shows first what will happen to whom."""
    actor = request.actor
    calls = list_or_404(actor, pk)
    if not may_do_many(actor):
        raise Http404
    rows = calls.rows.filter(state=RowState.VISIT)
    try:
        mass = acting.begin(
            actor=actor, cases=Case.objects.filter(pk__in=rows.values("case")), origin="calls"
        )
    except CaseError as error:
        notes.warning(request, str(error.message))
        return redirect("calls:progress", pk=pk)
    return redirect("mass:plan", pk=mass.pk, verb=MassVerb.DISPATCH)
