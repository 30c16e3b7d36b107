"""The register book (ทะเบียนรับเรื่อง): our entries of one fiscal year, on the page, on paper, as a table (S1.03)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.desk.ordered import file_of, ordered, orders_of, progress_of, stamp_of
from cases.desk.register.forms import Form, TakeForm
from cases.desk.register.lines import (
    BY_NUMBER,
    entries,
    lines,
    missing_numbers,
    own_entries,
    streamed,
)
from cases.desk.register.printing import KIND, Stretch, stretches
from cases.desk.register.tasks import draw_register_month
from cases.desk.register.whole import may_see
from portal.accounts.confirming import confirmed_lately
from portal.actors import Officer
from portal.audit import services as audit
from portal.letters.models import PrintOrder
from portal.thai.dates import bangkok_today, fiscal_year
from portal.web.access import staff_only
from portal.web.downloads import csv_response, xlsx_response
from portal.web.keyset import keyed
from portal.web.typed import takes_words

PAGE_SIZE = 50
YEARS = range(2500, 2700)
"""Fiscal years (B.E.) that an address may name."""


def _year(year: int | None) -> int:
    chosen = year or fiscal_year(bangkok_today())
    if chosen not in YEARS:
        raise Http404
    return chosen


@staff_only
@require_GET
def book(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show the book of one fiscal year; the present one by default."""
    chosen = _year(year)
    written = own_entries(request.actor).values_list("fiscal_year", flat=True)
    # The ends of an index, each by itself: read together, or told apart, they cost all entries of the office.
    ends = [written.order_by(order).first() or chosen for order in ("fiscal_year", "-fiscal_year")]
    years = sorted({*range(ends[0], ends[1] + 1), chosen}, reverse=True)
    page = keyed(request, entries(request.actor, chosen), BY_NUMBER, PAGE_SIZE)
    context = {
        "year": chosen,
        "years": years,
        "page": page,
        "lines": list(lines(page.rows)),
        # Whether a number lacks is only known of all: the beginning of the book tells it.
        "missing": [] if page.before else missing_numbers(request.actor, chosen),
        "orders": orders_of(request, KIND),
        "sees_area": may_see(request.actor),
    }
    return desk_page(request, "desk/register.html", context, here="register")


def _table(actor: Officer, year: int) -> tuple[list[str], Iterator[list[object]]]:
    """Return the book as head and rows: no names, no story (privacy 12)."""
    header = [
        _("เลขทะเบียน"),
        _("ปีงบประมาณ"),
        _("วันที่ลงทะเบียน"),
        _("เวลา"),
        _("เลขที่เรื่อง"),
        _("จาก"),
        _("เรื่อง"),
        _("พื้นที่"),
        _("สถานะ"),
        _("ผู้รับผิดชอบ"),
    ]
    rows = (
        [
            line.entry.number,
            line.entry.fiscal_year,
            line.day,
            line.time,
            line.entry.case.reference,
            line.came_from,
            line.problem,
            line.place,
            line.state,
            line.holder,
        ]
        for line in lines(streamed(entries(actor, year)), leaves=True)
    )
    return header, rows


@takes_words(TakeForm)
@staff_only
@require_http_methods(["GET", "POST"])
@confirmed_lately
def take(request: HttpRequest, year: int) -> HttpResponse:
    """Hand the book out as a table, or order it on paper; who took it and why is recorded (privacy 12)."""
    chosen, actor = _year(year), request.actor
    if not actor.works_on_cases:
        raise Http404
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted, reason = Form(form.cleaned_data["form"]), form.cleaned_data["reason"]
        audit.record(
            actor=actor,
            action="register.export",
            subject=str(chosen),
            purpose=reason,
            data={"form": wanted.value},
        )
        if wanted == Form.PDF:
            return _order(actor, chosen)
        if wanted == Form.CSV:
            return csv_response(*_table(actor, chosen), name=f"register-{chosen}.csv")
        title = _("ทะเบียน %(year)s") % {"year": chosen}
        return xlsx_response(
            *_table(actor, chosen), name=f"register-{chosen}.xlsx", title=title, stamp=stamp_of(request)
        )
    return desk_page(request, "desk/register_take.html", {"form": form, "year": chosen}, here="register")


def _order(actor: Officer, year: int) -> HttpResponse:
    """Order the months of a year and lead to the page on which they come."""
    parts = [str(stretch) for stretch in stretches(actor, year)]
    made = ordered(actor=actor, kind=KIND, subject=str(year), parts=parts, draw=draw_register_month)
    return redirect("desk:register_print", pk=made.pk)


def _ordered(request: HttpRequest, pk: int) -> PrintOrder:
    """Return an order of the reader's own.

    Raises:
        Http404: it is another person's, was made for another organization, or its time is over.
    """
    found = next((one for one in orders_of(request, KIND) if one.pk == pk), None)
    if found is None or not request.actor.works_on_cases:
        raise Http404
    return found


@staff_only
@require_GET
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far an order is, and the files that are ready."""
    found = _ordered(request, pk)
    progress = progress_of(found)
    context = progress | {
        "year": int(found.subject),
        "parts": [(part, Stretch.read(part.subject).words) for part in progress["parts"]],
        "pages": sum(part.pages for part in progress["parts"]),
    }
    return desk_page(request, "desk/register_print.html", context, here="register")


@staff_only
@require_GET
def printed_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand out one file to who ordered it."""
    found = _ordered(request, pk)
    part, content = file_of(found, number)
    audit.record(actor=request.actor, action="register.print.read", subject=f"{found.subject} {part.subject}")
    return FileResponse(
        content,
        as_attachment=False,
        filename=Stretch.read(part.subject).file_name,
        content_type="application/pdf",
    )
