"""`/api/v1/statistics/`: the protected figures for programs of partners (S1.32; docs/statistics.md)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from cases.statistics.domain import tokens
from cases.statistics.models import ApiToken, PublishedFigure, PublishedMonth, PublishedReport
from portal.organizations.areas import is_area
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import private_page
from portal.web.problems import bearer, problem

SCHEMA = 1
PER_TOKEN, PER_ADDRESS, WINDOW = 120, 240, 60
"""Questions in a minute."""
MOST_MONTHS = 12
"""Months that one answer holds."""
_MONTH = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])", re.ASCII)


def _token(request: HttpRequest) -> ApiToken | JsonResponse:
    """Return the key of a question, or why it gets no answer. A key in the address is never read: addresses are logged."""
    if not throttle.allowed(
        Try("statistics-address", throttle.address_of(request), PER_ADDRESS, WINDOW), count_all=True
    ):
        return problem(429, "too_many", "Too many requests from this address; wait a minute.")
    token = tokens.find(bearer(request.headers.get("Authorization", "")))
    if token is None:
        return problem(401, "unauthorized", "Send a valid key as 'Authorization: Bearer …'.")
    if not throttle.allowed(Try("statistics-token", str(token.pk), PER_TOKEN, WINDOW), count_all=True):
        return problem(429, "too_many", "Too many requests with this key; wait a minute.")
    return token


def _month(text: str) -> dt.date | None:
    found = _MONTH.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None


@private_page
@require_GET
def about(request: HttpRequest) -> JsonResponse:
    """Say which reports and months there are for this key."""
    token = _token(request)
    if isinstance(token, JsonResponse):
        return token
    made = PublishedMonth.objects.filter(province_code__gt="")
    if token.province_code:
        made = made.filter(province_code=token.province_code)
    months = made.order_by("month").values_list("month", flat=True).distinct()
    return JsonResponse(
        {
            "schema": SCHEMA,
            "reports": list(PublishedReport.values),
            "province": token.province_code or None,
            "months": [f"{month:%Y-%m}" for month in months],
        }
    )


@private_page
@require_GET
def figures(request: HttpRequest, report: str) -> JsonResponse:
    """Give out one report: `?from=2026-10&until=2026-11&province=81`. A hidden figure is null."""
    token = _token(request)
    if isinstance(token, JsonResponse):
        return token
    if report not in PublishedReport.values:
        return problem(404, "no_such_report", "Reports: intake, forwarding.")
    first, last = _month(request.GET.get("from", "")), _month(request.GET.get("until", ""))
    if first is None or last is None or last < first:
        return problem(400, "bad_months", "Give 'from' and 'until' as YYYY-MM, 'until' not before 'from'.")
    if (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS:
        return problem(400, "too_long", f"One answer holds at most {MOST_MONTHS} months.")
    province = request.GET.get("province", "") or token.province_code
    if not is_area(province, "province"):
        return problem(400, "bad_province", "Give 'province' as its two digits.")
    if token.province_code and province != token.province_code:
        return problem(403, "other_province", "This key reads another province.")
    rows = PublishedFigure.objects.filter(
        report=report, published__province_code=province, published__month__range=(first, last)
    ).order_by("published__month", "pk")
    answer: dict[str, Any] = {
        "schema": SCHEMA,
        "report": report,
        "province": province,
        "from": f"{first:%Y-%m}",
        "until": f"{last:%Y-%m}",
        "smallest_published": 5,
        "figures": [
            {
                "month": f"{month:%Y-%m}",
                "kind": kind,
                "organization": organization,
                "problem": problem or None,
                "channel": channel or None,
                "number": number,
            }
            for month, kind, organization, problem, channel, number in rows.values_list(
                "published__month", "kind", "organization", "problem", "channel", "number"
            )
        ],
    }
    return JsonResponse(answer)
