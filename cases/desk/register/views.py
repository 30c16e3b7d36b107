"""The register book (ทะเบียนรับเรื่อง): our body's entries of one fiscal year, on the page, on paper and as CSV (S1.03)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.desk.lists.rows import place_of
from cases.models import Case, RegisterEntry
from portal.accounts.confirming import confirmed_lately
from portal.actors import Officer
from portal.audit import services as audit
from portal.thai.dates import bangkok_today, fiscal_year, format_date, to_bangkok
from portal.web.access import staff_only
from portal.web.downloads import csv_response, xlsx_response
from portal.web.lists import page_of

PAGE_SIZE = 50
YEARS = range(2500, 2700)
"""Fiscal years (B.E.) that an address may name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the book.

    Attributes:
        entry: number and day.
        is_ours: the body may still see the case; if not, only number, day and reference are shown (privacy 3).
        problem: in words; empty when it is not ours any more.
        place: as above.
        state: in words.
        holder: who is responsible now.
    """

    entry: RegisterEntry
    is_ours: bool
    problem: str = ""
    place: str = ""
    state: str = ""
    holder: str = ""


def _own(actor: Officer) -> QuerySet[RegisterEntry]:
    """The book of the actor's body; roles without case work have no book (privacy 2)."""
    own = RegisterEntry.objects.filter(organization=actor.organization)
    return own if actor.works_on_cases else own.none()


def _entries(actor: Officer, year: int) -> QuerySet[RegisterEntry]:
    visible = Case.objects.visible_to(actor).filter(pk=OuterRef("case_id"))
    return (
        _own(actor)
        .filter(fiscal_year=year)
        .select_related("case__holder")
        .annotate(is_ours=Exists(visible))
        .order_by("number")
    )


def _lines(entries: Iterable[RegisterEntry]) -> list[Line]:
    return [
        Line(
            entry=entry,
            is_ours=True,
            problem=str(entry.case.get_problem_display()),
            place=place_of(entry.case),
            state=str(entry.case.get_stage_display()),
            holder=entry.case.holder.display_name,
        )
        if entry.is_ours
        else Line(entry=entry, is_ours=False, state=_("ส่งต่อให้หน่วยงานอื่นแล้ว"))
        for entry in entries
    ]


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
    years = sorted(
        {*_own(request.actor).values_list("fiscal_year", flat=True).distinct().order_by(), chosen},
        reverse=True,
    )
    page = page_of(_entries(request.actor, chosen), request.GET.get("page"), PAGE_SIZE)
    context = {"year": chosen, "years": years, "page": page, "lines": _lines(page.object_list)}
    return desk_page(request, "desk/register.html", context, here="register")


def _table(actor: Officer, year: int) -> tuple[list[str], Iterator[list[object]]]:
    """Return the book as head and rows: no names, no story (privacy 12)."""
    header = [
        _("เลขทะเบียน"),
        _("ปีงบประมาณ"),
        _("วันที่ลงทะเบียน"),
        _("เลขที่เรื่อง"),
        _("เรื่อง"),
        _("พื้นที่"),
        _("สถานะ"),
        _("ผู้รับผิดชอบ"),
    ]
    rows = (
        [
            line.entry.number,
            line.entry.fiscal_year,
            format_date(to_bangkok(line.entry.entered_at).date(), "numeric"),
            line.entry.case.reference,
            line.problem,
            line.place,
            line.state,
            line.holder,
        ]
        for line in _lines(_entries(actor, year))
    )
    return header, rows


@staff_only
@require_GET
@confirmed_lately
def book_csv(request: HttpRequest, year: int) -> HttpResponse:
    """Hand out the book as CSV; the export is recorded (privacy 12)."""
    chosen = _year(year)
    response = csv_response(*_table(request.actor, chosen), name=f"register-{chosen}.csv")
    audit.record(actor=request.actor, action="register.export", subject=str(chosen))
    return response


@staff_only
@require_GET
@confirmed_lately
def book_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """Hand out the book as a workbook (S1.03); the export is recorded (privacy 12)."""
    chosen = _year(year)
    response = xlsx_response(
        *_table(request.actor, chosen),
        name=f"register-{chosen}.xlsx",
        title=_("ทะเบียน %(year)s") % {"year": chosen},
    )
    audit.record(actor=request.actor, action="register.export", subject=str(chosen))
    return response
