"""The lists: what to do, what came in, what went out; keeping a filter; giving several cases to one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from cases.desk.frame import FOUND_KEY, desk_page
from cases.desk.lists.filters import Filters
from cases.desk.lists.forms import AssignForm, FindForm, SavedFilterForm
from cases.desk.lists.outgoing import sent_rows
from cases.desk.lists.paging import paging_of, total_of
from cases.desk.lists.rows import MOST_ROWS, read, rows_of
from cases.desk.lists.saving import kept_by, kept_values, query_of
from cases.desk.tabs import ALL, TABS, Tab, in_words, rows_in, tabs_of
from cases.domain import desk_memory
from cases.domain.assigning import assign_cases
from cases.domain.queries.outgoing import NEWEST_FIRST, sent_by, shown
from cases.domain.queries.searching import Found, as_reference, search
from cases.domain.queries.worklists import first_page, read_place, slice_of
from cases.errors import CaseError
from cases.machine.vocabulary import Scope
from cases.models import Case, ListedCase
from portal.actors import Officer
from portal.audit import services as audit
from portal.web.access import staff_only
from portal.web.keyset import keyed
from portal.web.lists import page_of
from portal.web.typed import takes_words


def _tab_of(request: HttpRequest, actor: Officer) -> Tab:
    """The asked list; a name that is none gives the first one."""
    tabs = {tab.name: tab for tab in tabs_of(actor)}
    return tabs.get(request.GET.get("list", ""), TABS[0])


def _rows(listed: Sequence[ListedCase], tab: Tab, actor: Officer, now: dt.datetime) -> list[Any]:
    """Read the cases of one page through their door, in the order of their entries."""
    cases = read([row.case_id for row in listed], actor, now, known=tab.of_center)
    shown = [cases[row.case_id] for row in listed if row.case_id in cases]
    closed_to = {row.case_id for row in listed if row.scope < Scope.PART}
    return rows_of(shown, actor, now, of_others=tab.of_others, closed_to=closed_to)


@staff_only
@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """Show one page of one list of the rail with its filters."""
    actor = request.actor
    now = timezone.now()
    tab = _tab_of(request, actor)
    filters = Filters(request.GET, partial(rows_in, tab, actor, now), actor=actor, now=now)
    before = "before" in request.GET
    place = read_place(request.GET.get("before" if before else "after", ""), ordered=tab.ordered)
    if place is None and not filters.is_used:
        page = first_page(tab.name, actor, now, ordered=tab.ordered, size=MOST_ROWS)
    else:
        before = before and place is not None
        page = slice_of(filters.qs, actor, ordered=tab.ordered, size=MOST_ROWS, place=place, before=before)
    rows = _rows(page.rows, tab, actor, now)
    total = total_of(page, filters.qs) if filters.is_used else None
    kept = kept_values(tab, filters)
    query = query_of(kept)
    context = {
        "now": now,
        "tab": tab,
        "filters": filters,
        "rows": rows,
        "total": total,
        "total_words": in_words(total or 0),
        "paging": paging_of(page, ordered=tab.ordered, base=reverse("desk:worklist"), kept=kept),
        "query": query,
        "assign": (
            AssignForm(actor=actor, colleagues=filters.offered.everybody)
            if rows and not tab.of_center
            else None
        ),
        "kept": kept_by(actor, query),
    }
    return desk_page(request, "desk/worklist.html", context, here=tab.name)


@staff_only
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Show what the last search found; its words are in the session, because an address ends in histories and logs."""
    actor = request.actor
    now = timezone.now()
    text = request.session.get(FOUND_KEY, "")
    hits = search(actor, text) if text else Found()
    # By number: a search finds no more than `searching.MOST` cases.
    page = page_of(hits.cases, request.GET.get("page"), MOST_ROWS)
    cases = read(list(page), actor, now, known=True)
    shown = [cases[pk] for pk in page if pk in cases]
    context = {
        "now": now,
        "text": text,
        "page": page,
        "hits": hits,
        "rows": rows_of(shown, actor, now, closed_to=hits.closed),
    }
    return desk_page(request, "desk/found.html", context, here=ALL.name)


@takes_words(FindForm)
@staff_only
@require_POST
@sensitive_post_parameters("q")
def find(request: HttpRequest) -> HttpResponse:
    """Take a search by POST: open the case of a reference, or list what the words find.

    The text may be a person's name, so it is kept in the session and never becomes part of an address (privacy 7).
    """
    form = FindForm(request.POST)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if not text:
        request.session.pop(FOUND_KEY, None)
        return redirect("desk:worklist")
    reference = as_reference(text)
    if reference and Case.objects.heard_of(request.actor, among=Q(reference=reference)).exists():
        return redirect("desk:case", reference=reference)
    request.session[FOUND_KEY] = text
    audit.record(actor=request.actor, action="case.search")
    return redirect("desk:found")


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the list from which a form was sent; its parameters are read again there, so none can lead elsewhere."""
    query = request.POST.get("query", "")[: desk_memory.SavedFilter.LONGEST]
    return redirect(f"{reverse('desk:worklist')}?{query}")


@takes_words(AssignForm)
@staff_only
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give the chosen cases to one person; each is done or refused by itself, and the refused are named with the reason."""
    form = AssignForm(request.POST, actor=request.actor)
    references = request.POST.getlist("case")
    if not references:
        messages.warning(request, _("เลือกเรื่องที่จะมอบหมายก่อน"))
    elif not form.is_valid():
        messages.warning(request, _("เลือกผู้ที่จะรับมอบหมาย"))
    else:
        result = assign_cases(references=references, actor=request.actor, person=form.cleaned_data["person"])
        if count := len(result.done):
            messages.success(
                request,
                ngettext("มอบหมายแล้ว %(count)d เรื่อง", "มอบหมายแล้ว %(count)d เรื่อง", count) % {"count": count},
            )
        for refusal in result.refused:
            messages.warning(request, f"{refusal.reference}: {refusal.reason}")
    return _back(request)


@takes_words(SavedFilterForm)
@staff_only
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter of a list under a name."""
    form = SavedFilterForm(request.POST)
    if form.is_valid():
        try:
            desk_memory.save_filter(actor=request.actor, **form.cleaned_data)
            messages.success(request, _("เก็บตัวกรองแล้ว"))
        except CaseError as error:
            messages.warning(request, str(error.message))
    else:
        messages.warning(request, _("ตั้งชื่อตัวกรองก่อนเก็บ"))
    return _back(request)


@takes_words(SavedFilterForm)
@staff_only
@require_POST
def forget_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own filters; one of another person does not exist."""
    if not desk_memory.forget_filter(actor=request.actor, pk=pk):
        raise Http404
    return _back(request)


@staff_only
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Show what our body sent to others and how it stands: status only, no content (privacy 3)."""
    return desk_page(request, "desk/sent.html", _sent(request), here="sent")


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows; the rows with their cases and organizations are not held while it is drawn."""
    page = keyed(request, sent_by(request.actor), NEWEST_FIRST, MOST_ROWS)
    rows = sent_rows([shown(row) for row in page.rows], request.actor)
    return {"page": replace(page, rows=()), "rows": rows}
