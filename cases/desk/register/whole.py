"""The register of a center's whole area: how the requests of every local administration stand (S1.31).

It holds no more than the center knows of a case that others hold, and is nobody's book: the numbers of a book never leave
its office.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.desk.lists.rows import place_of
from cases.desk.names import brief
from cases.desk.ordered import stamp_of
from cases.desk.register.forms import Form, TakeTableForm, WholeForm
from cases.desk.register.lines import CHUNK
from cases.domain.overview import around, is_center
from cases.domain.view import case_line
from cases.machine.vocabulary import Scope
from cases.models import Case
from portal.accounts.confirming import confirmed_lately
from portal.actors import Officer
from portal.audit import services as audit
from portal.organizations.models import Organization
from portal.thai.dates import bangkok_datetime, fiscal_year_bounds, format_date, to_bangkok
from portal.web.access import staff_only
from portal.web.downloads import csv_response, xlsx_response
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PAGE_SIZE = 50
UNREAD = ("narrative", "place_detail", "village")
"""Columns that no line shows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One request, as the center knows it; "" for what it may not know."""

    reference: str
    day: str
    holder: str
    problem: str
    place: str
    state: str


def may_see(actor: Officer) -> bool:
    """Whether somebody sees the register of the area: whoever works on cases at a center."""
    return is_center(actor) and actor.works_on_cases


def cases_of(actor: Officer, year: int, holder: Organization | None) -> QuerySet[Case]:
    """Return the requests of a fiscal year of which a center knows how they stand, in no order.

    Args:
        actor: of the center.
        year: in which they were received, B.E.
        holder: who has them now; everybody by default.
    """
    first, last = fiscal_year_bounds(year)
    among = Q(
        received_at__gte=bangkok_datetime(first),
        received_at__lt=bangkok_datetime(last + dt.timedelta(days=1)),
    )
    if holder is not None:
        among &= Q(holder=holder)
    found = Case.objects.known_to(actor, among=among).with_scope(actor)
    return found.select_related("holder").defer(*UNREAD)


def rows_of(cases: Iterable[Any], *, leaves: bool = False) -> Iterator[Row]:
    """Return requests as lines, one by one.

    Args:
        cases: of `cases_of`.
        leaves: the table leaves the screen: of a restricted case it then says neither problem nor place (privacy 7).
    """
    for case in cases:
        line = case_line(case, Scope(case.scope) if case.scope is not None else None, leaves=leaves)
        hidden = _("เรื่องปกปิด") if leaves and line.is_restricted else ""
        yield Row(
            reference=case.reference,
            day=format_date(to_bangkok(case.received_at).date(), "numeric"),
            holder=brief(line.holder) if line.holder is not None else "",
            problem=str(line.problem.label) if line.problem is not None else hidden,
            place=place_of(line.area) if line.area is not None else "",
            state=str(line.stage.label) if line.stage is not None else "",
        )


def _asked(request: HttpRequest) -> WholeForm:
    """Return year and holder that an address asks for.

    Raises:
        Http404: the reader does not coordinate an area.
    """
    if not may_see(request.actor):
        raise Http404
    form = WholeForm(request.GET, offices=around(request.actor.organization))
    form.is_valid()
    return form


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the requests of the area, the newest first."""
    form = _asked(request)
    found = keyed(
        request, cases_of(request.actor, form.asked_year, form.asked_holder), newest("received_at"), PAGE_SIZE
    )
    context = {"form": form, "year": form.asked_year, "page": found, "rows": list(rows_of(found.rows))}
    return desk_page(request, "desk/register_whole.html", context, here="register")


@takes_words(TakeTableForm)
@staff_only
@require_http_methods(["GET", "POST"])
@confirmed_lately
def take(request: HttpRequest) -> HttpResponse:
    """Hand the register out as a table; who took it and why is recorded (privacy 12)."""
    asked, form = _asked(request), TakeTableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = Form(form.cleaned_data["form"])
        audit.record(
            actor=request.actor,
            action="register.area.export",
            subject=str(asked.asked_year),
            purpose=form.cleaned_data["reason"],
            data={"form": wanted.value, "holder": asked.asked_holder.pk if asked.asked_holder else None},
        )
        return _table(request, asked, wanted)
    context = {"form": form, "asked": asked, "year": asked.asked_year}
    return desk_page(request, "desk/register_whole_take.html", context, here="register")


def _table(request: HttpRequest, asked: WholeForm, wanted: Form) -> HttpResponse:
    """Return head and rows as a file: no names, no story."""
    header = [_("เลขที่เรื่อง"), _("วันที่รับ"), _("ผู้รับผิดชอบ"), _("เรื่อง"), _("พื้นที่"), _("สถานะ")]
    found = cases_of(request.actor, asked.asked_year, asked.asked_holder).order_by("received_at", "pk")
    rows = (
        [row.reference, row.day, row.holder, row.problem, row.place, row.state]
        for row in rows_of(found.iterator(chunk_size=CHUNK), leaves=True)
    )
    name = f"register-area-{asked.asked_year}"
    if wanted == Form.CSV:
        return csv_response(header, rows, name=f"{name}.csv")
    title = _("ทะเบียนรวม %(year)s") % {"year": asked.asked_year}
    return xlsx_response(header, rows, name=f"{name}.xlsx", title=title, stamp=stamp_of(request))
