"""The year of each local administration from accepted reports: the center's own report of results (S1.10, S1.30, S1.31)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.reports.desk import showing
from cases.reports.desk.boards import tabs_of
from cases.reports.desk.entry import HERE, takes_part
from cases.reports.domain.yearly import YearOfBody, by_organization
from cases.reports.models import MonthlyReport
from cases.reports.vocabulary import Measure
from portal.thai.dates import bangkok_today, fiscal_year
from portal.web.access import staff_only
from portal.web.downloads import csv_response, xlsx_response
from portal.web.language import year_label

YEARS = (2556, 2700)


def _year(request: HttpRequest, be_year: int | None) -> int:
    """Return the year that is asked for, this one by default.

    Raises:
        Http404: no reports can be of it, or the reader has no part in reports.
    """
    year = fiscal_year(bangkok_today()) if be_year is None else be_year
    if not takes_part(request.actor) or not YEARS[0] <= year <= YEARS[1]:
        raise Http404
    return year


def _rows(request: HttpRequest, year: int) -> list[YearOfBody]:
    return by_organization(MonthlyReport.objects.expected_from(request.actor), year)


@staff_only
@require_GET
def year(request: HttpRequest, be_year: int | None = None) -> HttpResponse:
    """Show the accepted figures of a fiscal year for each local administration, and what is still missing."""
    wanted = _year(request, be_year)
    rows = _rows(request, wanted)
    context = {
        "tabs": tabs_of(request, "year"),
        "year": wanted,
        "label": year_label(wanted),
        "before": wanted - 1 if wanted > YEARS[0] else None,
        "after": wanted + 1 if wanted < fiscal_year(bangkok_today()) else None,
        "columns": [str(measure.label) for measure in Measure],
        "rows": [
            {
                "name": row.organization.display_name,
                "accepted": row.accepted,
                "expected": row.expected,
                "is_whole": row.accepted == row.expected,
                "cells": [(str(m.label), showing.words_of(row.values.get(m.value, 0))) for m in Measure],
            }
            for row in rows
        ],
        "total": [
            (str(m.label), showing.words_of(sum(row.values.get(m.value, 0) for row in rows))) for m in Measure
        ],
        "accepted": sum(row.accepted for row in rows),
        "expected": sum(row.expected for row in rows),
    }
    return desk_page(request, "reports/year.html", context, here=HERE)


@staff_only
@require_GET
def year_file(request: HttpRequest, be_year: int, kind: str) -> HttpResponse:
    """Answer with the same as a file."""
    rows = _rows(request, _year(request, be_year))
    header = [
        *(_("ปีงบประมาณ"), _("หน่วยงาน"), _("เดือนที่รับแล้ว"), _("เดือนที่ต้องรายงาน")),
        *(str(measure.label) for measure in Measure),
    ]
    lines: list[list[Any]] = [
        [
            *(be_year, row.organization.display_name, row.accepted, row.expected),
            *(row.values.get(measure.value, 0) for measure in Measure),
        ]
        for row in rows
    ]
    name = f"reports-year-{be_year}"
    if kind == "xlsx":
        return xlsx_response(header, lines, name=f"{name}.xlsx", title=name)
    if kind != "csv":
        raise Http404
    return csv_response(header, lines, name=f"{name}.csv")
