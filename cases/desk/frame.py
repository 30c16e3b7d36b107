"""What every page of the desk shows around its content: the rail with its counts, and who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.desk.rail import rail_of

FOUND_KEY = "desk.found"
"""Session key of the last search; a name typed there stays out of addresses, logs and history."""


def desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of the desk.

    Args:
        request: of signed-in staff.
        template: the page's template.
        context: what it shows.
        here: the entry of the rail that is marked, as in `rail_of`.
        status: of the answer.
    """
    now = context.setdefault("now", timezone.now())
    frame = {"rail": rail_of(request.actor, here, now)}
    return render(request, template, frame | context, status=status)
