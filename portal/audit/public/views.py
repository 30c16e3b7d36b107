"""The roots of all days, and what somebody needs to check one (ASVS 16.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.audit import sealing, verify
from portal.audit.models import SealedDay, Stamp
from portal.web.access import public_page
from portal.web.lists import page_of

PER_PAGE = 31
HOUR = 3600


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day in the table.

    Attributes:
        day: in Bangkok.
        count: how many rows of the record.
        root: in full.
        is_stamped: somebody else's time stamp is there.
    """

    day: dt.date
    count: int
    root: str
    is_stamped: bool


@public_page(max_age=60)
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Show the root of every day and how to check one."""
    page = page_of(SealedDay.objects.select_related("stamp"), request.GET.get("page"), PER_PAGE)
    rows = [DayRow(one.day, one.count, one.root, hasattr(one, "stamp")) for one in page]
    return render(request, "audit/days.html", {"page": page, "rows": rows})


def _day_or_404(day: str) -> SealedDay:
    try:
        found = SealedDay.objects.filter(day=dt.date.fromisoformat(day)).first()
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


@public_page(max_age=HOUR)
@require_safe
def fingerprints(request: HttpRequest, day: str) -> StreamingHttpResponse:
    """Give out the fingerprints of a day: they tell nothing, and lead to the root."""
    found = _day_or_404(day)
    response = StreamingHttpResponse(
        sealing.export_lines(found, with_facts=False), content_type="application/jsonl; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="klang-{found.day}.jsonl"'
    return response


@public_page(max_age=HOUR)
@require_safe
def stamp(request: HttpRequest, day: str) -> HttpResponse:
    """Give out the time stamp of a day."""
    found = Stamp.objects.filter(day=_day_or_404(day)).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.token), content_type="application/timestamp-reply")
    response["Content-Disposition"] = f'attachment; filename="klang-{found.day_id}.tsr"'
    return response


@public_page(max_age=HOUR)
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """Give out the script that checks a day; the portal computes by the same file."""
    response = HttpResponse(
        Path(verify.__file__).read_text(encoding="utf-8"), content_type="text/x-python; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response
