"""What has to be put right this morning: for the head of the center and whoever looks after the machine."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.desk.frame import desk_page
from cases.desk.upkeep.rows import findings_of
from portal.queue.enqueueing import enqueue_once
from portal.upkeep.models import Inspection
from portal.upkeep.rules import looks_after_the_system
from portal.upkeep.tasks import inspect_now
from portal.web.access import staff_only

STALE = dt.timedelta(hours=30)
"""A morning that did not come says more than what the last one found."""


def _for_those_who_look(request: HttpRequest) -> None:
    """Hide the page from everybody else.

    Raises:
        Http404: for them it does not exist.
    """
    if not looks_after_the_system(request.actor):
        raise Http404


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show what the last look found; looking itself is work of the background."""
    _for_those_who_look(request)
    look = Inspection.objects.first()
    context = {
        "look": look,
        "findings": findings_of(look) if look is not None else [],
        "is_stale": look is not None and look.at < timezone.now() - STALE,
    }
    return desk_page(request, "desk/upkeep.html", context, here="upkeep")


@staff_only
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Let everything be looked at once more, after something was put right."""
    _for_those_who_look(request)
    enqueue_once(inspect_now)
    notes.success(request, _("ระบบกำลังตรวจใหม่ โปรดโหลดหน้านี้อีกครั้งในหนึ่งนาที"))
    return redirect("desk:upkeep")
