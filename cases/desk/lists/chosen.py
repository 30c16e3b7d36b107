"""The cases that somebody chose in a list: ticked ones, or the whole list with its filter."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from cases.desk.lists.filters import CaseFilter
from cases.desk.tabs import TABS, rows_in, tabs_of
from cases.models import Case
from portal.actors import Officer
from portal.thai.codes import clean

MOST_TICKED = 200


def is_whole(request: HttpRequest) -> bool:
    """Whether the whole list was meant, and not the ticked ones."""
    return "whole" in request.POST


def chosen_cases(request: HttpRequest, actor: Officer) -> QuerySet[Case]:
    """Return what a form of the list of work sent; who may open it is asked by whoever works with it.

    Args:
        request: its POST.
        actor: whose list it is.
    """
    if is_whole(request):
        return _filtered(request, actor)
    references = [clean(one) for one in request.POST.getlist("case")[:MOST_TICKED]]
    return Case.objects.filter(reference__in=references)


def _filtered(request: HttpRequest, actor: Officer) -> QuerySet[Case]:
    """Return the cases of the list from which the form was sent, by its address."""
    chosen = QueryDict(request.POST.get("query", "")[:2000])
    tabs = {tab.name: tab for tab in tabs_of(actor)}
    tab, now = tabs.get(chosen.get("list", ""), TABS[0]), timezone.now()
    rows = CaseFilter(chosen, partial(rows_in, tab, actor, now), actor=actor, now=now).qs
    return Case.objects.filter(pk__in=rows.order_by().values("case"))
