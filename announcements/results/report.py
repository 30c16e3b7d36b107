"""The yearly report as PDF (S1.30)."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext

from announcements.results.display import Bar, Chart, year_view
from announcements.results.models import AnnualResults
from portal.letters.drawing.once import kept_or_drawn
from portal.letters.kinds import reports
from portal.pages.models import SiteSettings

KEPT_SECONDS = 3600


def report_of(results: AnnualResults, before: AnnualResults | None, request: HttpRequest) -> reports.Report:
    """Return the report's words. Papers are Thai, whatever the reader's language."""
    with translation.override("th"):
        view = year_view(results, before)
        return reports.Report(
            title=f"{view.first_line} · {view.title}" if view.first_line else view.title,
            subtitle=view.period,
            issuer=SiteSettings.for_request(request).center_name,
            issued_on=timezone.localdate(results.published_at),
            figures=tuple(
                reports.Figure(label=item.label, value=item.text, before=item.before)
                for item in view.headlines
            ),
            sections=tuple(_section(chart) for chart in view.charts),
            notes=view.notes,
        )


def _section(chart: Chart) -> reports.Section:
    whole = chart.whole
    return reports.Section(
        heading=chart.title,
        intro=chart.intro,
        columns=chart.columns,
        rows=chart.rows,
        has_total=chart.has_total,
        bars=tuple(
            reports.Bar(
                label=bar.label, value=_with_before(bar), percent=round(100 * (bar.value or 0) / whole)
            )
            for bar in chart.bars
        ),
    )


def _with_before(bar: Bar) -> str:
    if not bar.before_text:
        return bar.text
    return f"{bar.text} ({gettext('ปีก่อน %(figure)s') % {'figure': bar.before_text}})"


def report_file(results: AnnualResults, before: AnnualResults | None, request: HttpRequest) -> bytes:
    """Return the report as PDF, drawn once for each words it carries."""
    report = report_of(results, before, request)
    key = "report:" + sha256(repr(report).encode("utf-8")).hexdigest()
    return kept_or_drawn(key, lambda: reports.report_pdf(report), KEPT_SECONDS)
