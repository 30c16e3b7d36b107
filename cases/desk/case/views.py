"""One case: its page and its files."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.desk.case import facts, history
from cases.desk.case.access import why
from cases.desk.case.buttons import steps_of
from cases.desk.case.waiting import prefetches, waiting_rows
from cases.desk.due import due_of
from cases.desk.frame import desk_page
from cases.desk.letters.rows import panel_of
from cases.desk.lists.rows import place_of
from cases.desk.lookup import case_or_404, note_reading, part_or_404
from cases.desk.statuses import case_statuses
from cases.domain.act import situation_of
from cases.domain.desk_memory import note_seen
from cases.models import Case, Duty, Referral
from cases.models.case_file import QuarantinedError
from portal.accounts import sessions
from portal.thai.filenames import file_slug
from portal.web.access import case_page

CONFLICT = 409


def _with_page_data(queryset: QuerySet[Case]) -> QuerySet[Case]:
    """Load everything that the page of one case shows, in a fixed number of queries."""
    return queryset.select_related(
        "holder", "received_by", "created_by", "proposed_organization", "reporter", "duplicate_of"
    ).prefetch_related(
        "affected_people",
        "further_problems",
        "duplicates",
        "files",
        *prefetches(),
        "risk_assessments",
        "assistance__organization",
        "register_entries",
        Prefetch(
            "referrals", queryset=Referral.objects.select_related("sender", "target", "letter", "beside")
        ),
        Prefetch(
            "duties",
            queryset=Duty.objects.running().select_related("organization"),
            to_attr="running_duties",
        ),
    )


@case_page
@require_GET
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case: facts on the left; next step, deadlines and history on the right."""
    actor = request.actor
    case = case_or_404(actor, reference, queryset=_with_page_data(Case.objects.all()))
    note_reading(actor, case)
    note_seen(actor, case)
    if case.is_crisis:
        sessions.note_sensitive(request)
    now = timezone.now()
    reporter = getattr(case, "reporter", None)
    number = next((e for e in case.register_entries.all() if e.organization_id == actor.organization.pk), "")
    situation = situation_of(case, actor, now)
    context = {
        "now": now,
        "case": case,
        "statuses": case_statuses(case),
        "place": place_of(case),
        "matter": facts.matter(case, number),
        "where": facts.place(case),
        "people": [facts.person(person) for person in case.affected_people.all()],
        "reporter": facts.reporter(reporter) if reporter else [],
        "cautions": facts.cautions(reporter) if reporter else [],
        "why": why(situation.standing, actor),
        "dues": [due_of(duty, now, case.holder_id) for duty in case.running_duties if not duty.waiting],
        "letters": panel_of(case, actor),
        "waiting": waiting_rows(case, case.running_duties, now, situation),
        "steps": steps_of(case, situation),
        "entries": history.entries(case, actor),
    }
    return desk_page(request, "desk/case.html", context)


@case_page
@require_GET
def file(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """Hand out one file of the case as a download, never to be shown or run by the browser (privacy 13)."""
    case = case_or_404(request.actor, reference)
    row = part_or_404(case.files.all(), pk)
    note_reading(request.actor, case, "case.file")
    try:
        content = row.opened()
    except QuarantinedError:
        return desk_page(request, "desk/quarantined.html", {"case": case, "file": row}, status=CONFLICT)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=file_slug(row.name), content_type=row.content_type
    )
