"""The report of an event: one page for the governor, on the screen, on paper and as a table."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.desk.due import span_words
from cases.desk.frame import desk_page
from cases.events.desk.entry import HERE
from cases.events.desk.presenting import area_words
from cases.events.desk.story import story_of
from cases.events.desk.views import event_or_404
from cases.events.domain.figures import figures_of
from cases.events.domain.rules import Waits
from cases.events.domain.summing import Summary, summary_of
from cases.events.models import Event
from cases.events.vocabulary import Column, Way
from portal.audit import services as audit
from portal.letters.kinds.figures import FiguresPaper, figures_pdf
from portal.thai.dates import format_datetime
from portal.web.access import staff_only
from portal.web.downloads import csv_response, pdf_response


def head() -> list[str]:
    """Return the words above the columns."""
    return [_("ผู้รับผิดชอบ"), *(str(column.label) for column in Column), _("รวม"), _("เปิดอยู่เมื่อปิดสถานการณ์")]


def table(summary: Summary) -> list[list[str]]:
    """Return the lines of the report, the last one the sum of all others."""
    keys = [
        *summary.sums.organizations,
        *(key for key in summary.left if key not in summary.sums.organizations),
    ]

    def line(name: str, key: int | None) -> list[str]:
        cells = [summary.sums.of(key, column) for column in Column]
        left = sum(summary.left.values()) if key is None else summary.left.get(key, 0)
        return [name, *(str(one) for one in (*cells, summary.sums.of(key), left))]

    lines = [line(summary.organizations[key].display_name, key) for key in keys]
    return [*lines, line(_("รวม"), None)]


def _half(waits: Waits) -> str:
    """Return how long half waited, as honest as it can be told."""
    if waits.minutes is None:
        return _("ยังบอกไม่ได้ มีคำขอน้อย หรือคนเกินครึ่งยังรออยู่")
    return span_words(dt.timedelta(minutes=waits.minutes))


def facts_of(event: Event, summary: Summary) -> list[tuple[str, str]]:
    """Return what the report says above its table: what came, how long it took, then what other rooms count."""
    longest = summary.longest_danger
    return [
        (_("พื้นที่"), area_words(event)),
        (_("เริ่ม"), format_datetime(event.starts_at)),
        (_("สิ้นสุด"), format_datetime(event.ended_at) if event.ended_at else _("ยังไม่สิ้นสุด")),
        (_("คำขอทั้งหมด"), str(summary.sums.of())),
        (_("มีอันตราย"), str(summary.danger)),
        *((str(way.label), str(summary.by_way[way])) for way in Way),
        (_("ครึ่งหนึ่งมีหน่วยงานรับไปทำภายใน"), _half(summary.waits)),
        *([(_("ครึ่งหนึ่งของผู้มีอันตราย ภายใน"), _half(summary.waits_danger))] if summary.danger else []),
        (_("ผู้มีอันตรายที่รอนานที่สุด"), span_words(longest) if longest is not None else ""),
        *figures_of(event),
        (_("นำออก"), str(summary.taken_out)),
        (
            _("การแจ้งเตือนที่รวมแล้ว"),
            _("%(alarms)d รายการ ใน %(folds)d ฉบับ") % {"alarms": summary.alarms, "folds": summary.folds},
        ),
        (_("ศูนย์พักพิง"), str(summary.shelters)),
        (_("สิ่งที่ทราบ"), str(summary.facts)),
    ]


@staff_only
@require_GET
def page(request: HttpRequest, event: str) -> HttpResponse:
    """Show the report."""
    found = event_or_404(request, event)
    summary = summary_of(found)
    context = {
        "event": found,
        "facts": facts_of(found, summary),
        "head": head(),
        "rows": table(summary),
        "story": story_of(found),
    }
    return desk_page(request, "desk/events/report.html", context, here=HERE)


@staff_only
@require_GET
def pdf(request: HttpRequest, event: str) -> HttpResponse:
    """Give the report as one page, in Thai."""
    found = event_or_404(request, event)
    with translation.override("th"):
        summary = summary_of(found)
        facts = " · ".join(f"{term} {value}" for term, value in facts_of(found, summary) if value)
        rows = table(summary)
        stamp = _("พิมพ์โดย %(name)s เมื่อ %(at)s") % {
            "name": request.actor.person.display_name,
            "at": format_datetime(timezone.now()),
        }
        paper = FiguresPaper(
            title=_("รายงานสถานการณ์: %(name)s") % {"name": found.name},
            organization=found.organization.display_name,
            period=facts,
            head=head(),
            rows=rows[:-1],
            total=rows[-1],
            printed_by=stamp,
        )
    audit.record(actor=request.actor, action="event.report", subject=found.slug)
    return pdf_response(figures_pdf(paper), name=f"{found.slug}.pdf")


@staff_only
@require_GET
def csv(request: HttpRequest, event: str) -> HttpResponse:
    """Give the table of the report for a spreadsheet."""
    found = event_or_404(request, event)
    audit.record(actor=request.actor, action="event.report", subject=found.slug)
    return csv_response(head(), table(summary_of(found)), name=f"{found.slug}.csv")
