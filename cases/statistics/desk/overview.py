"""The page of figures by role, and the tables that went up (S1.31 to S1.33)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.desk.ordered import stamp_of
from cases.statistics.desk.charts import Bars, bars_of, columns_of
from cases.statistics.desk.given_out import GivenOut, given_out
from cases.statistics.desk.views import Way, json_file, ways
from cases.statistics.desk.words import channel_words, labels
from cases.statistics.domain.counting import Question
from cases.statistics.domain.dashboard import Dashboard, dashboard
from cases.statistics.domain.periods import year_so_far
from cases.statistics.domain.reach import Breadth, Reach, reaches_of
from cases.statistics.models import PublishedReport
from cases.vocabulary import Fund
from portal.audit import services as audit
from portal.thai.dates import fiscal_year, to_bangkok
from portal.thai.digits import to_arabic
from portal.vocabulary import ProblemType
from portal.web.access import staff_only
from portal.web.downloads import csv_response, xlsx_response


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the figures of this fiscal year: of one's own, of the district, or what went up."""
    reaches = reaches_of(request.actor)
    if not reaches:
        raise Http404
    asked = request.GET.get("of", "")
    reach = next((one for one in reaches if str(one.breadth) == asked), reaches[0])
    if reach.is_protected:
        return months(request)
    now = timezone.now()
    period = year_so_far(to_bangkok(now).date())
    found = dashboard(Question(period=period, reach=reach, now=now))
    context = {
        "now": now,
        "period": period,
        "figures": found,
        "columns": columns_of(found.seasons),
        "charts": _charts(found),
        "reports": ways(request.actor),
        "reaches": [_way(one) for one in reaches] if len(reaches) > 1 else [],
        "breadth": Breadth(reach.breadth).label,
    }
    return desk_page(request, "desk/statistics/page.html", context, here="statistics")


def _way(reach: Reach) -> Way:
    return Way(Breadth(reach.breadth).label, f"{reverse('statistics:page')}?of={reach.breadth}")


def _charts(found: Dashboard) -> list[Bars]:
    """Return the charts that have anything to show."""
    problems = {str(code): str(label) for code, label in ProblemType.choices}
    funds = {str(code): str(label) for code, label in Fund.choices} | {"": _("ไม่ได้ระบุแหล่งเงิน")}
    places = {str(code): label for code, label in labels("place", found.places).items()}
    charts = [
        bars_of(_("ตามปัญหา"), found.problems, problems),
        bars_of(_("ตามตำบล"), found.places, places),
        bars_of(_("ตามช่องทาง"), found.channels, channel_words()),
        bars_of(_("ความต้องการที่ยังไม่มีใครช่วยได้"), found.unmet, problems),
        bars_of(_("เงินช่วยเหลือตามแหล่งเงิน (บาท)"), found.funds, funds),
    ]
    return [chart for chart in charts if chart.lines]


# What went up ------------------------------------------------------------------------------------------------------


FORMS = ("xlsx", "csv", "json")
"""Ways to take the tables that went up away."""


def _year(request: HttpRequest, today: dt.date) -> int:
    given = to_arabic(request.GET.get("year", "")[:4])
    year = int(given) if given.isascii() and given.isdigit() else fiscal_year(today)
    return year if 2500 < year < 2700 else fiscal_year(today)


def months(request: HttpRequest) -> HttpResponse:
    """Show the tables that went up in one fiscal year, or hand them out as `?as=` says; for those who may not open cases."""
    reach = next((one for one in reaches_of(request.actor) if one.is_protected), None)
    if reach is None:
        raise Http404
    now = timezone.now()
    year = _year(request, to_bangkok(now).date())
    report = PublishedReport(request.GET.get("report", "")) if _is_report(request) else PublishedReport.INTAKE
    found = given_out(reach, report, year)
    wanted = request.GET.get("as", "")
    if wanted in FORMS:
        return _taken(request, wanted, found, now)
    here = f"?of={reach.breadth}&report={report}&year={year}"
    context: dict[str, Any] = {
        "now": now,
        "year": year,
        "report": report,
        "head": found.head,
        "tables": found.tables,
        "taken": [Way(one.upper(), f"{here}&as={one}") for one in FORMS],
        "reports": ways(request.actor),
        "kinds": [Way(one.label, f"?of={reach.breadth}&report={one}&year={year}") for one in PublishedReport],
        "years": [
            Way(str(one), f"?of={reach.breadth}&report={report}&year={one}")
            for one in (year - 1, year, year + 1)
        ],
        "breadth": Breadth(reach.breadth).label,
    }
    return desk_page(request, "desk/statistics/months.html", context, here="statistics")


def _is_report(request: HttpRequest) -> bool:
    return request.GET.get("report", "") in PublishedReport.values


def _taken(request: HttpRequest, wanted: str, found: GivenOut, now: dt.datetime) -> HttpResponse:
    """Hand the tables out: what the page shows and nothing more, so no reason is asked for; who took them is recorded."""
    audit.record(
        actor=request.actor,
        action="statistics.export",
        subject=f"published-{found.report}",
        data={"form": wanted, "year": found.year, "of": str(found.reach.breadth)},
    )
    name = f"published-{found.report}-{found.year}.{wanted}"
    if wanted == "json":
        return json_file(found.as_json(now), name)
    header, rows = found.sheet()
    if wanted == "csv":
        return csv_response(header, rows, name=name)
    title = str(PublishedReport(found.report).label)
    return xlsx_response(header, rows, name=name, title=title, stamp=stamp_of(request))
