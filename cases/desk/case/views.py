"""One case: its page and its files."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.desk.case.access import why
from cases.desk.case.attached import attached_to
from cases.desk.case.buttons import steps_of
from cases.desk.case.summary import summary_of
from cases.desk.case.waiting import waiting_rows
from cases.desk.content import facts, history
from cases.desk.due import due_of
from cases.desk.frame import desk_page
from cases.desk.letters.rows import panel_of
from cases.desk.lists.rows import place_of
from cases.desk.lookup import note_reading, open_or_404, part_or_404
from cases.desk.statuses import case_statuses
from cases.domain.act import situation_of
from cases.domain.desk_memory import note_seen
from cases.domain.presence import colleagues_at
from cases.domain.view import Part, Summary
from cases.machine.vocabulary import Scope
from cases.models.case_file import QuarantinedError
from portal.accounts import sessions
from portal.thai.filenames import file_slug
from portal.web.access import case_page

CONFLICT = 409


@case_page
@require_GET
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case as far as the reader's organization may know of it: the whole page, or how it stands."""
    now = timezone.now()
    opened = open_or_404(request.actor, reference, least=Scope.METADATA, now=now)
    view = opened.view
    situation = situation_of(opened.case, request.actor, now, rows=opened.rows)
    common = {
        "now": now,
        "case": view,
        "why": why(view.decision),
        "phones": facts.reached(view.holder),
        "steps": steps_of(opened.case, situation),
        "place": place_of(view.area) if isinstance(view, Summary) and view.area is not None else "",
        "statuses": case_statuses(view) if isinstance(view, Summary) else [],
    }
    if not isinstance(view, Part):
        note_reading(request.actor, opened.case, "case.summary")
        context = common | {"summary": summary_of(opened.case, view, now)}
        return desk_page(request, "desk/case_summary.html", context)
    note_reading(request.actor, opened.case)
    note_seen(request.actor, opened.case)
    if view.is_crisis:
        sessions.note_sensitive(request)
    context = common | {
        "known": facts.known(view),
        "present": ", ".join(colleagues_at(opened.case, request.actor, now)),
        "letters": panel_of(opened.case, request.actor),
        "attached": attached_to(view),
        "dues": [due_of(duty, now, view.holder.pk) for duty in view.dues if not duty.waiting],
        "waiting": waiting_rows(view, now, situation),
        "entries": history.entries(view),
    }
    return desk_page(request, "desk/case.html", context)


@case_page
@require_GET
def file(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """Hand out one file of the case as a download, never to be shown or run by the browser (privacy 13)."""
    opened = open_or_404(request.actor, reference, least=Scope.PART)
    if not isinstance(opened.view, Part) or pk not in {one.pk for one in opened.view.files}:
        raise Http404
    row = part_or_404(opened.case.files.all(), pk)
    note_reading(request.actor, opened.case, "case.file")
    try:
        content = row.opened()
    except QuarantinedError:
        return desk_page(
            request, "desk/quarantined.html", {"case": opened.view, "file": row}, status=CONFLICT
        )
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=file_slug(row.name), content_type=row.content_type
    )
