"""One case: its page, its files, the covering letters of its referrals."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.desk.case import facts, history
from cases.desk.case.access import why
from cases.desk.case.buttons import steps_of
from cases.desk.case.summary import summary_of
from cases.desk.case.waiting import waiting_rows
from cases.desk.due import due_of
from cases.desk.frame import desk_page
from cases.desk.lists.rows import place_of
from cases.desk.lookup import Opened, note_reading, open_or_404, part_or_404
from cases.desk.statuses import case_statuses
from cases.domain.act import situation_of
from cases.domain.view import Part, Summary
from cases.machine.vocabulary import Scope
from portal.accounts import sessions
from portal.letters.issuing import letter_file
from portal.thai.filenames import file_slug
from portal.web.access import case_page
from portal.web.downloads import pdf_response


@case_page
@require_GET
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case as far as the reader's organization may know of it: the whole page, or how it stands."""
    now = timezone.now()
    opened = open_or_404(request.actor, reference, least=Scope.METADATA, now=now)
    view = opened.view
    common = {
        "now": now,
        "case": view,
        "why": why(view.decision),
        "steps": steps_of(opened.case, situation_of(opened.case, request.actor, now)),
        "place": place_of(view.area) if isinstance(view, Summary) and view.area is not None else "",
        "statuses": case_statuses(view) if isinstance(view, Summary) else [],
    }
    if not isinstance(view, Part):
        note_reading(request.actor, opened, "case.summary")
        context = common | {"summary": summary_of(opened.case, view, now)}
        return desk_page(request, "desk/case_summary.html", context)
    note_reading(request.actor, opened)
    if view.is_crisis:
        sessions.note_sensitive(request)
    context = common | {
        "known": facts.known(view),
        "dues": [due_of(duty, now, view.holder.pk) for duty in view.dues if not duty.waiting],
        "waiting": waiting_rows(view, now),
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
    note_reading(request.actor, opened, "case.file")
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=file_slug(row.name), content_type=row.content_type
    )


@case_page
@require_GET
def letter(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Show the covering letter of one referral that the reader may know of (S1.29)."""
    opened = open_or_404(request.actor, reference, least=Scope.SUMMARY)
    if not _knows_referral(opened, pk):
        raise Http404
    referral = part_or_404(opened.case.referrals.select_related("letter").exclude(letter=None), pk)
    note_reading(request.actor, opened, "case.letter")
    name = f"letter-{opened.view.reference}-{referral.pk}.pdf"
    return pdf_response(letter_file(referral.letter), name=name)


def _knows_referral(opened: Opened, pk: int) -> bool:
    view = opened.view
    return isinstance(view, Summary) and any(sent.pk == pk for sent in view.referrals)
