"""How long each step may take: a page for all staff, and the change of one limit by the head of the center."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.desk.limits.forms import LimitForm, initial_of
from cases.desk.limits.rows import (
    COLUMNS,
    HINTS,
    limit_rows,
    limit_words,
    mark_of,
    problems_beside,
    rows_of_problems,
)
from cases.domain.limits import (
    is_fixed,
    limit_for,
    may_set_limits,
    own_row,
    problems_of,
    set_limit,
    take_limit_away,
)
from cases.errors import GuardFailed
from cases.machine.vocabulary import LimitStep
from cases.models import PolicyClock
from cases.vocabulary import Severity, Track
from portal.vocabulary import ProblemType
from portal.web.access import staff_only
from portal.web.typed import takes_words


class Key(TypedDict):
    """Which limit: step, track, severity, and the problem for which alone it holds ("" for every one)."""

    kind: LimitStep
    track: Track
    severity: Severity
    problem: ProblemType | str


@staff_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Show every limit and who set it."""
    context = {
        "rows": limit_rows(),
        "columns": [severity.label for severity in COLUMNS],
        "of_problems": rows_of_problems(),
        "may_change": may_set_limits(request.actor),
        "changes": PolicyClock.objects.exclude(note=""),
    }
    return desk_page(request, "desk/limits.html", context, here="limits")


@takes_words(LimitForm)
@staff_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kind: str, track: str, severity: str, problem: str = "") -> HttpResponse:
    """Change one limit for duties that begin from now on, or take away what the office had set.

    Args:
        request: of the head of the center; nobody else finds the page.
        kind: the step.
        track: the track.
        severity: the severity.
        problem: for which problem alone; for every one without it.

    Raises:
        Http404: for others, and for a limit that does not exist.
    """
    if not may_set_limits(request.actor):
        raise Http404
    key = _key(kind, track, severity, problem)
    present, row = limit_for(**key), own_row(**key)
    form = LimitForm(request.POST or None, initial=initial_of(present.limit))
    if request.method == "POST" and form.is_valid():
        try:
            said = _take_away(request, row, form) if "away" in request.POST else _set(request, key, form)
        except GuardFailed as error:
            form.add_error("note" if error.field == "note" else "amount", str(error))
        else:
            notes.success(request, said)
            return redirect("desk:limits")
    general = key["kind"], key["track"], key["severity"]
    context = {
        "form": form,
        "words": limit_words(present.limit),
        "mark": mark_of(present),
        "only_shorter": is_fixed(key["kind"], key["track"]),
        "hint": HINTS.get(key["kind"], ""),
        "may_take_away": row is not None,
        "names": [part.label for part in (*general, key["problem"]) if part],
        "beside": [] if problem else problems_beside(*general),
    }
    return desk_page(request, "desk/limit.html", context, here="limits")


def _key(kind: str, track: str, severity: str, problem: str) -> Key:
    """Return what an address names.

    Raises:
        Http404: when there is no such limit.
    """
    try:
        found = Key(
            kind=LimitStep(kind),
            track=Track(track),
            severity=Severity(severity),
            problem=ProblemType(problem) if problem else "",
        )
    except ValueError as error:
        raise Http404 from error
    if problem and problem not in problems_of(found["track"]):
        raise Http404
    return found


def _set(request: HttpRequest, key: Key, form: LimitForm) -> str:
    set_limit(actor=request.actor, limit=form.limit, note=form.cleaned_data["note"], **key)
    return _("เปลี่ยนกำหนดเวลาแล้ว งานที่เริ่มไปแล้วใช้กำหนดเดิม")


def _take_away(request: HttpRequest, row: PolicyClock | None, form: LimitForm) -> str:
    if row is not None:
        take_limit_away(actor=request.actor, row=row, note=form.cleaned_data["note"])
    return _("เลิกใช้กำหนดเวลานี้แล้ว งานที่เริ่มไปแล้วใช้กำหนดเดิม")
