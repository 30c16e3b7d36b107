"""What every page of the desk shows around its content: the rail with its counts, and who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.desk.lists.filters import FindForm
from cases.desk.lists.tabs import TABS, counts
from cases.rules import is_local_administration
from portal.outbox.models import OutboxMessage
from portal.outbox.rules import tends_mail

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
        here: the entry of the rail that is marked: a name of `tabs.TABS`, "sent", "register", "messages" or "new".
        status: of the answer.
    """
    now = context.setdefault("now", timezone.now())
    numbers = counts(request.actor, now)
    frame = {
        "rail": [{"tab": tab, "count": numbers[tab.name]} for tab in TABS],
        "here": here,
        "find_form": FindForm(auto_id="find_%s"),
        "is_local": is_local_administration(request.actor.organization),
        "unsent": OutboxMessage.objects.unsent(now).count() if tends_mail(request.actor) else None,
        "works_on_cases": request.actor.works_on_cases,
    }
    return render(request, template, frame | context, status=status)
