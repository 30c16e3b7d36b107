"""How long each step may take: a page for all staff, and the change of one limit by the head of the center."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.desk.limits.forms import LimitForm, initial_of
from cases.desk.limits.rows import COLUMNS, limit_rows, limit_words, mark_of
from cases.domain.limits import is_fixed, limit_for, may_set_limits, set_limit
from cases.errors import GuardFailed
from cases.machine.vocabulary import DutyKind
from cases.models import PolicyClock
from cases.vocabulary import Severity, Track
from portal.web.access import staff_only
from portal.web.typed import takes_words


@staff_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Show every limit and who set it."""
    context = {
        "rows": limit_rows(),
        "columns": [severity.label for severity in COLUMNS],
        "may_change": may_set_limits(request.actor),
        "changes": PolicyClock.objects.exclude(note=""),
    }
    return desk_page(request, "desk/limits.html", context, here="limits")


@takes_words(LimitForm)
@staff_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kind: str, track: str, severity: str) -> HttpResponse:
    """Change one limit, for duties that begin from now on."""
    if not may_set_limits(request.actor):
        raise Http404
    try:
        key = DutyKind(kind), Track(track), Severity(severity)
    except ValueError as error:
        raise Http404 from error
    present = limit_for(kind=key[0], track=key[1], severity=key[2])
    form = LimitForm(request.POST or None, initial=initial_of(present.limit))
    if request.method == "POST" and form.is_valid():
        try:
            set_limit(
                actor=request.actor,
                kind=key[0],
                track=key[1],
                severity=key[2],
                limit=form.limit,
                note=form.cleaned_data["note"],
            )
        except GuardFailed as error:
            form.add_error("note" if error.field == "note" else "amount", str(error))
        else:
            notes.success(request, _("เปลี่ยนกำหนดเวลาแล้ว งานที่เริ่มไปแล้วใช้กำหนดเดิม"))
            return redirect("desk:limits")
    context = {
        "form": form,
        "words": limit_words(present.limit),
        "mark": mark_of(*key),
        "only_shorter": is_fixed(*key),
        "names": [part.label for part in key],
    }
    return desk_page(request, "desk/limit.html", context, here="limits")
