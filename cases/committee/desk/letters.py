"""Papers that leave a meeting: the invitation, the minutes, the letters on resolutions."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from cases.committee.desk.lookup import item_or_404, keeper_or_404, meeting_or_404, reader_or_404
from cases.committee.desk.proceedings.minutes import minutes_of
from cases.committee.domain import letters
from cases.errors import CaseError, NotAllowed
from portal.letters.kinds.minutes import minutes_pdf
from portal.letters.models import OutgoingLetter
from portal.web.access import staff_only
from portal.web.downloads import pdf_response


def _issued(request: HttpRequest, meeting: int, issue: Callable[[], OutgoingLetter]) -> HttpResponse:
    """Issue a letter and lead to its paper; what is refused is said on the meeting's page."""
    try:
        letter = issue()
    except NotAllowed as error:
        raise Http404 from error
    except CaseError as error:
        notes.error(request, str(error.message))
        return redirect("committee:meeting", pk=meeting)
    return redirect("desk:letter_file", pk=letter.pk)


@staff_only
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the invitation."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    return _issued(request, pk, lambda: letters.invite(actor=actor, meeting=meeting))


@staff_only
@require_POST
def tell(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Issue the letter on what was resolved."""
    actor = keeper_or_404(request)
    item = item_or_404(actor, pk, number)
    resolution = getattr(item, "resolution", None)
    if resolution is None:
        raise Http404
    return _issued(request, pk, lambda: letters.tell_resolution(actor=actor, resolution=resolution))


@staff_only
@require_GET
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the minutes of a closed meeting out as PDF."""
    actor = reader_or_404(request)
    meeting = meeting_or_404(actor, pk)
    if not meeting.is_closed:
        raise Http404
    name = f"minutes-{meeting.number}-{meeting.fiscal_year}.pdf"
    return pdf_response(minutes_pdf(minutes_of(meeting)), name=name)
