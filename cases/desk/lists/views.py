"""The lists: what to do, what came in, what went out."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import Case as Rank
from django.db.models import F, Min, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from cases.desk.frame import FOUND_KEY, desk_page
from cases.desk.lists.filters import CaseFilter, FindForm, as_reference, found
from cases.desk.lists.outgoing import sent_rows
from cases.desk.lists.rows import rows_of, with_row_data
from cases.desk.lists.tabs import TABS, Tab, cases_of, tabs_of
from cases.domain.queries.outgoing import referrals_sent_by
from cases.models import Case
from cases.vocabulary import Severity
from portal.audit import services as audit
from portal.web.access import staff_only
from portal.web.lists import page_of
from portal.web.typed import takes_words

PAGE_SIZE = 25


def _page_of(request: HttpRequest, items: Any) -> Page:
    """The asked page; a number that is none or too large gives the nearest page."""
    return page_of(items, request.GET.get("page"), PAGE_SIZE)


SEVERITY_RANK = When(severity=Severity.EMERGENCY, then=0), When(severity=Severity.URGENT, then=1)


def _in_order(queryset: QuerySet[Case], tab: Tab, body: int) -> QuerySet[Case]:
    """Lists of work: danger, then severity, then what is due first. The list of all: what came last comes first."""
    if tab.has_closed:
        return queryset.order_by("-received_at", "-pk")
    wanted = ~Q(duties__organization=body) if tab.of_others else Q(duties__organization=body)
    return queryset.annotate(
        due_first=Min("duties__due_at", filter=Q(duties__ended_at__isnull=True) & wanted),
        haste=Rank(*SEVERITY_RANK, default=2),
    ).order_by("-danger_now", "haste", F("due_first").asc(nulls_last=True), "-received_at", "-pk")


@staff_only
@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """Show one list of the rail with its filters; `found=1` shows what the last search found."""
    actor = request.actor
    now = timezone.now()
    text = request.session.get(FOUND_KEY, "") if "found" in request.GET else ""
    tabs = {tab.name: tab for tab in tabs_of(actor)}
    tab = tabs.get(request.GET.get("list", ""), tabs["all"] if text else TABS[0])
    queryset = cases_of(tab, actor, now)
    if text:
        queryset = found(queryset, actor=actor, text=text)
    filters = CaseFilter(request.GET, queryset, actor=actor)
    page = _page_of(request, with_row_data(_in_order(filters.qs, tab, actor.organization.pk), actor))
    context = {
        "now": now,
        "tab": tab,
        "filters": filters,
        "page": page,
        "rows": rows_of(page.object_list, actor, now, of_others=tab.of_others),
        "text": text,
    }
    return desk_page(request, "desk/worklist.html", context, here=tab.name)


@takes_words(FindForm)
@staff_only
@require_POST
@sensitive_post_parameters("q")
def find(request: HttpRequest) -> HttpResponse:
    """Take a search by POST: open the case of a reference, or list what register number or name finds.

    The text may be a person's name, so it is kept in the session and never becomes part of an address (privacy 7).
    """
    form = FindForm(request.POST)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if not text:
        request.session.pop(FOUND_KEY, None)
        return redirect("desk:worklist")
    reference = as_reference(text)
    if reference and Case.objects.visible_to(request.actor).filter(reference=reference).exists():
        return redirect("desk:case", reference=reference)
    request.session[FOUND_KEY] = text
    audit.record(actor=request.actor, action="case.search")
    return redirect(reverse("desk:worklist") + "?list=all&found=1")


@staff_only
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Show what our body sent to others and how it stands: status only, no content (privacy 3)."""
    page = _page_of(request, referrals_sent_by(request.actor))
    rows = sent_rows(page.object_list, request.actor)
    return desk_page(request, "desk/sent.html", {"page": page, "rows": rows}, here="sent")
