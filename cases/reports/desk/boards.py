"""What waits and what stands where: the first page of the room, the board, and tables to take away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.reports.desk import showing
from cases.reports.desk.entry import HERE, takes_part
from cases.reports.desk.views import report_for
from cases.reports.domain import board as boards
from cases.reports.domain.storing import remarks_of, table_of, tables_of
from cases.reports.figures import PROBLEMS, sums, value
from cases.reports.models import MonthlyReport
from cases.reports.models.report import received_by
from cases.reports.periods import month_label
from cases.reports.vocabulary import Measure, Tier
from portal.organizations.areas import area_name
from portal.thai.dates import bangkok_today
from portal.web.access import staff_only
from portal.web.downloads import csv_response, xlsx_response
from portal.web.keyset import Key, keyed
from portal.web.language import is_english
from portal.web.lists import address

PER_PAGE = 50
LAST_MONTH_FIRST = (Key("month", descending=True), Key("pk"))
BY_NAME = (Key("tier"), Key("organization__sort_key"), Key("pk"))
MOST_OF_ONE_FILE = 10_000
"""Reports of a file: more than there are local administrations in the country."""
STANDING_WORDS = {
    "unsent": gettext_lazy("ยังไม่ส่ง"),
    "waiting": gettext_lazy("รอตรวจรับ"),
    "returned": gettext_lazy("ส่งคืนหรือเปิดแก้"),
    "accepted": gettext_lazy("รับแล้ว"),
    "late": gettext_lazy("ล่าช้า"),
}


def _check(request: HttpRequest) -> None:
    if not takes_part(request.actor):
        raise Http404


@staff_only
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show one's own reports, newest first, and what waits to be accepted."""
    _check(request)
    mine, today = request.actor.organization.pk, bangkok_today()
    own = MonthlyReport.objects.of(mine).select_related("organization", "receiver")
    page = keyed(request, own, LAST_MONTH_FIRST, PER_PAGE)
    waiting = MonthlyReport.objects.to_receive(mine).select_related("organization")
    context = {
        "page": page,
        "own": [_line(row, today) for row in page.rows],
        "waiting": [_line(row, today) for row in waiting.order_by("month", "organization__sort_key")[:200]],
        "receives": MonthlyReport.objects.filter(received_by(mine)).exists(),
        "tabs": tabs_of(request, "home"),
    }
    return desk_page(request, "reports/home.html", context, here=HERE)


def _line(row: MonthlyReport, today: dt.date) -> dict[str, Any]:
    """Return what a line of a list shows of a report."""
    return {
        "report": row,
        "month": showing.month_words(row),
        "mark": showing.mark_of(row, today),
        "sent": showing.sent_words(row),
    }


def tabs_of(request: HttpRequest, here: str) -> list[tuple[str, str, bool]]:
    """Return the pages of the room: address, words, whether it is the present one."""
    tabs = [("home", _("รายงานของเรา")), ("board", _("ติดตามการส่ง")), ("year", _("ผลรายปี"))]
    return [(reverse(f"reports:{name}"), words, name == here) for name, words in tabs]


def _month(request: HttpRequest, months: list[dt.date]) -> dt.date | None:
    """Return the month that is asked for, or the newest one; None where there is none."""
    wanted = request.GET.get("month", "")
    return next((month for month in months if f"{month:%Y-%m}" == wanted), months[0] if months else None)


def _place(code: str) -> str:
    return (area_name(code) or code) if code else _("ทั้งประเทศ")


@staff_only
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show how many reports of a month are expected, came, came in time and are accepted, then each of them."""
    _check(request)
    today, months = bangkok_today(), boards.months_of(request.actor)
    month = _month(request, months)
    standing, tier, place = (request.GET.get(name, "")[:12] for name in ("standing", "tier", "place"))
    context: dict[str, Any] = {"tabs": tabs_of(request, "board"), "month": ""}
    if month is None:
        return desk_page(request, "reports/board.html", context, here=HERE)
    everything = boards.expected(request.actor, month)
    rows = _chosen(everything, standing, tier, place, today)
    page = keyed(request, rows.select_related("organization"), BY_NAME, PER_PAGE)
    kept = {"month": f"{month:%Y-%m}", "tier": tier, "place": place}
    base = reverse("reports:board")
    opened = set(
        MonthlyReport.objects.visible_to(request.actor)
        .filter(pk__in=[row.pk for row in page.rows])
        .values_list("pk", flat=True)
    )
    context |= {
        "month": month_label(month, english=is_english()),
        "months": [(f"{one:%Y-%m}", month_label(one, english=is_english()), one == month) for one in months],
        "lines": [
            {
                "tier": Tier(line.tier).label,
                "place": _place(line.place),
                "url": address(base, kept | {"tier": line.tier, "place": line.place}),
                "count": line,
            }
            for line in boards.counts(everything, today)
        ],
        "standings": [
            (address(base, kept | {"standing": name}), words, name == standing)
            for name, words in STANDING_WORDS.items()
        ],
        "everything": address(base, {"month": kept["month"]}),
        "is_narrowed": bool(standing or tier or place),
        "page": page,
        "rows": [_line(row, today) | {"opens": row.pk in opened} for row in page.rows],
        "files": [
            (
                address(reverse("reports:board_file", kwargs={"kind": kind}), kept | {"standing": standing}),
                kind,
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return desk_page(request, "reports/board.html", context, here=HERE)


def _chosen(rows: Any, standing: str, tier: str, place: str, today: dt.date) -> Any:
    """Return the rows that fit the filters; words that mean nothing are ignored."""
    rows = boards.narrowed(rows, standing, today)
    if tier in Tier.values:
        rows = rows.filter(tier=tier)
    if place.isascii() and place.isdigit():
        rows = rows.filter(Q(district_code=place) | Q(province_code=place))
    return rows


@staff_only
@require_GET
def board_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer with the board as a file: one line for each report, with its sums where the reader may open it."""
    _check(request)
    today, months = bangkok_today(), boards.months_of(request.actor)
    month = _month(request, months)
    if month is None:
        raise Http404
    standing, tier, place = (request.GET.get(name, "")[:12] for name in ("standing", "tier", "place"))
    rows = _chosen(boards.expected(request.actor, month), standing, tier, place, today)
    chosen = list(
        rows.select_related("organization", "receiver").order_by("tier", "organization__sort_key", "pk")[
            :MOST_OF_ONE_FILE
        ]
    )
    seen = MonthlyReport.objects.visible_to(request.actor).filter(month=month)
    tables = tables_of(seen.values_list("pk", flat=True))
    header = [
        *(_("เดือน"), _("ระดับ"), _("หน่วยงาน"), _("จังหวัด"), _("อำเภอ"), _("สถานะ")),
        *(_("กำหนดส่ง"), _("ส่งครั้งแรก"), _("ทันกำหนด")),
        *(str(measure.label) for measure in Measure),
    ]
    lines = (
        [
            *(f"{row.month:%Y-%m}", row.get_tier_display(), row.organization.name_th),
            *(area_name(row.province_code) or "", area_name(row.district_code) or ""),
            *(showing.mark_of(row, today).text, row.due_on, row.first_submitted_at, _yes(row.on_time)),
            *_sums(tables.get(row.pk)),
        ]
        for row in chosen
    )
    return _file(kind, header, lines, name=f"reports-{month:%Y-%m}")


def _yes(answer: bool | None) -> str:
    return "" if answer is None else _("ใช่") if answer else _("ไม่")


def _sums(table: Any) -> list[Any]:
    if table is None:
        return [None] * len(Measure)
    total = sums(table)
    return [total[measure.value] for measure in Measure]


def _file(kind: str, header: list[str], lines: Any, *, name: str) -> HttpResponse:
    if kind == "xlsx":
        return xlsx_response(header, lines, name=f"{name}.xlsx", title=name)
    if kind != "csv":
        raise Http404
    return csv_response(header, lines, name=f"{name}.csv")


@staff_only
@require_GET
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Answer with one report as a file: the form, row by row."""
    row = report_for(request, pk)
    table, remarks = table_of(row), remarks_of(row)
    header = [_("ปัญหา"), *(str(measure.label) for measure in Measure), _("เหตุผลที่ต่างจากทะเบียน")]
    lines = [
        [str(problem.label), *(value(table, problem, m) for m in Measure), remarks.get(problem.value, "")]
        for problem in PROBLEMS
    ]
    lines.append([_("รวมทั้งหมด"), *_sums(table), ""])
    lines.append([_("หมายเหตุ"), row.remarks])
    return _file(kind, header, lines, name=f"report-{row.organization_id}-{row.month:%Y-%m}")
