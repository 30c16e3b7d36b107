"""The privacy notice: it reads the rules of the house, so that it cannot say something else (PDPA s.23)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from portal.protection.domain.officers import offices
from portal.protection.domain.processing import ACTIVITIES
from portal.web.access import public_page

Lines = Callable[[], Sequence[tuple[str, str, int]]]


@public_page(max_age=300)
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """Show which data is processed why, for how long, who sees it, whom to ask and how to complain."""
    lines: Lines = import_string(settings.KLANG["RETENTION_LINES"])
    context = {"activities": ACTIVITIES, "retention": lines(), "offices": offices()}
    return render(request, "protection/notice.html", context)
