"""The public tables: sums by local administration and by kind of spending, of the years that a center has shown (S1.12).

No names of people and no documents: sums only. Made anew each time, because the books may change any day.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.readiness.domain import money
from cases.readiness.domain.money import Account
from portal.organizations.models import Organization
from portal.web.access import public_page
from portal.web.downloads import csv_response


def _shown(year: int) -> list[tuple[Organization, Account]]:
    """Return the accounts of a year, one for each center that shows it.

    Raises:
        Http404: no center shows that year.
    """
    found = [
        (row.center, money.account_of(row.center, year))
        for row in money.shown_years()
        if row.fiscal_year == year
    ]
    if not found:
        raise Http404
    return found


@public_page(max_age=300)
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """List the years that are shown, the newest first."""
    found = sorted({row.fiscal_year for row in money.shown_years()}, reverse=True)
    return render(request, "readiness/public_years.html", {"years": found})


@public_page(max_age=300)
@require_safe
def year(request: HttpRequest, be_year: int) -> HttpResponse:
    """Show who gave how much in a year, and what it was spent on."""
    accounts = _shown(be_year)
    context = {
        "year": be_year,
        "accounts": accounts,
        "is_invented": any(account.is_invented for _center, account in accounts),
    }
    return render(request, "readiness/public_year.html", context)


@public_page(max_age=300)
@require_safe
def data(request: HttpRequest, be_year: int) -> HttpResponse:
    """Hand a year out as CSV."""
    rows: list[tuple[object, ...]] = []
    for center, account in _shown(be_year):
        made_up = _("ข้อมูลสมมติ") if account.is_invented else ""
        rows += [
            (center.name_th, _("รับ"), giver.name_th, amount, made_up)
            for giver, amount in account.given
            if amount
        ]
        rows += [(center.name_th, _("จ่าย"), kind.label, amount, made_up) for kind, amount in account.spent]
    header = (_("สถานที่กลาง"), _("รับหรือจ่าย"), _("รายการ"), _("จำนวนเงิน (บาท)"), _("หมายเหตุ"))
    return csv_response(header, rows, name=f"money-{be_year}.csv")
