"""A unit's checklist: how each item stands, and a look at one of them (S2.05, S2.06, S2.58)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.readiness.desk.access import HERE, tabs_of, unit_or_404
from cases.readiness.desk.forms import CheckForm
from cases.readiness.desk.rows import checked_words, item_rows, missing_words, photo_url, status_of
from cases.readiness.domain import checks
from cases.readiness.domain.reach import may_record, readable
from cases.readiness.models import ReadinessCheck
from cases.readiness.vocabulary import ASKED, Item, State
from portal.web.access import staff_only
from portal.web.downloads import file_response
from portal.web.typed import takes_words

MOST_LOOKS = 20
"""Looks at one item that its page shows; all of them stay on record."""


@staff_only
@require_GET
def page(request: HttpRequest, organization: int) -> HttpResponse:
    """Show every item of a unit, what is missing first in words."""
    unit = unit_or_404(request, organization)
    standings = checks.standing_of(unit)
    context = {
        "unit": unit,
        "tabs": tabs_of(request.actor, unit),
        "rows": item_rows(unit, standings),
        "missing": missing_words(standings),
        "total": len(standings),
        "ready": sum(one.is_ready for one in standings),
        "may_record": may_record(request.actor),
    }
    return desk_page(request, "readiness/checklist.html", context, here=HERE)


@takes_words(CheckForm)
@staff_only
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, organization: int, item: str) -> HttpResponse:
    """Show the looks at one item, and take a new one."""
    unit = unit_or_404(request, organization)
    if item not in Item.values:
        raise Http404
    asked = Item(item)
    if request.method == "POST" and not may_record(request.actor):
        raise Http404
    form = CheckForm(request.POST or None, request.FILES or None, item=asked)
    if request.method == "POST" and form.is_valid():
        try:
            checks.record_check(unit=unit, actor=request.actor, found=form.found)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("readiness:checklist", organization=unit.pk)
    looks = unit.readiness.filter(item=asked).select_related("recorded_by", "recorded_for")[:MOST_LOOKS]
    context = {
        "unit": unit,
        "tabs": tabs_of(request.actor, unit),
        "title": asked.label,
        "asked": ASKED[asked],
        "form": form,
        "may_record": may_record(request.actor),
        "looks": [
            {
                "status": status_of(asked, State(one.state)),
                "words": checked_words(one),
                "remark": one.remark,
                "photo": photo_url(one),
            }
            for one in looks
        ],
    }
    return desk_page(request, "readiness/check.html", context, here=HERE)


@staff_only
@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the picture of one look, to those who read about its unit."""
    found = ReadinessCheck.objects.exclude(photo="").filter(pk=pk, unit__in=readable(request.actor)).first()
    if found is None:
        raise Http404
    try:
        with found.photo.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return file_response(content, name=found.photo_name, content_type=found.photo_type, inline=True)
