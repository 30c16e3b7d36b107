"""The standard reports: what came in, what was sent on, which steps were in time, which crises came to their lead (S2.49)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.desk.ordered import stamp_of
from cases.statistics.desk.forms import ReportForm
from cases.statistics.desk.tables import Table, table_of
from cases.statistics.domain import counting, tokens
from cases.statistics.domain.counting import Counted, Question
from cases.statistics.domain.reach import Reach, reaches_of
from portal.actors import Officer
from portal.audit import services as audit
from portal.letters.kinds.figures import FiguresPaper, figures_pdf
from portal.thai.dates import format_date
from portal.web.access import staff_only
from portal.web.downloads import csv_response, pdf_response, xlsx_response
from portal.web.lists import page_of

QUICK: dict[str, str | Promise] = {
    "month": gettext_lazy("เดือนนี้"),
    "last_month": gettext_lazy("เดือนก่อน"),
    "quarter": gettext_lazy("ไตรมาสนี้"),
    "year": gettext_lazy("ปีงบประมาณนี้"),
    "last_year": gettext_lazy("ปีงบประมาณก่อน"),
}
TITLES: dict[str, str | Promise] = {
    "intake": gettext_lazy("สถิติการรับแจ้งเหตุ"),
    "forwarding": gettext_lazy("สถิติการส่งต่อหน่วยบริการ"),
    "steps": gettext_lazy("สถิติการทำงานตามกำหนดเวลา"),
    "lead": gettext_lazy("ปัญหาสังคมถึงหน่วยงานเจ้าภาพภายใน 24 ชั่วโมง"),
}
DIMENSIONS = {
    "intake": list(counting.INTAKE_LOOKUPS),
    "forwarding": list(counting.FORWARDING_LOOKUPS),
    "steps": ["step"],
    "lead": list(counting.LEAD_LOOKUPS),
}
FORMS = ("xlsx", "csv", "json", "pdf")
PER_PAGE = 60
"""Lines of a table that a page shows; a center of the nation sends to thousands of organizations."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take a report away, or one period to choose."""

    label: str | Promise
    url: str


def open_reaches(request: HttpRequest) -> list[Reach]:
    """Return whose figures the reader sees whole.

    Raises:
        Http404: nobody's.
    """
    found = [one for one in reaches_of(request.actor) if not one.is_protected]
    if not found:
        raise Http404
    return found


def ways(actor: Officer) -> list[Way]:
    """Return the links between the pages of figures; to the keys for whoever gives them out."""
    pages = [
        Way(_("ภาพรวม"), reverse("statistics:page")),
        Way(_("แผนที่"), reverse("statistics:map")),
    ]
    pages += [Way(title, reverse("statistics:report", kwargs={"name": one})) for one, title in TITLES.items()]
    if tokens.may_give(actor):
        pages.append(Way(_("กุญแจอ่านตัวเลข"), reverse("statistics:keys")))
    return pages


def counted(name: str, question: Question, by: str) -> Counted:
    """Count one report."""
    if name == "steps":
        return counting.steps(question)
    if name == "lead":
        return counting.at_the_lead(question, by)
    return counting.intake(question, by) if name == "intake" else counting.forwarding(question, by)


def asked_again(form: ReportForm, **more: str) -> str:
    """Return the address's query as it stands, with something changed."""
    given = {name: form.data[name] for name in form.fields if form.data.get(name)}
    return urlencode(given | {name: value for name, value in more.items() if value})


@staff_only
@require_GET
def report(request: HttpRequest, name: str) -> HttpResponse:
    """Show one standard report, or hand it out as `?as=` says."""
    if name not in TITLES:
        raise Http404
    now = timezone.now()
    form = ReportForm(
        request.GET, reaches=open_reaches(request), dimensions=DIMENSIONS[name], now=now, auto_id="figures_%s"
    )
    question, by = form.question(), form.dimension()
    table = table_of(name, by, counted(name, question, by), _("รวม"))
    wanted = request.GET.get("as", "")
    if wanted in FORMS and form.is_valid():
        audit.record(
            actor=request.actor,
            action="statistics.export",
            subject=name,
            data={
                "form": wanted,
                "from": question.period.first.isoformat(),
                "until": question.period.last.isoformat(),
            },
        )
        return _taken(request, wanted, table, question)
    url = reverse("statistics:report", kwargs={"name": name})
    lines = table.lines if len(table.lines) <= PER_PAGE else table.largest_first()
    context = {
        "now": now,
        "name": name,
        "title": TITLES[name],
        "form": form,
        "table": table,
        # By number: a table has no more lines than a dimension has values, and their sum needs all of them.
        "page": page_of(lines, request.GET.get("page"), PER_PAGE),
        "period": question.period,
        "taken": [Way(one.upper(), f"{url}?{asked_again(form)}&as={one}") for one in FORMS],
        "quick": [
            Way(
                label,
                f"{url}?{asked_again(form, first=_day(form.quick()[code].first), last=_day(form.quick()[code].last))}",
            )
            for code, label in QUICK.items()
        ],
        "reports": ways(request.actor),
    }
    return desk_page(request, "desk/statistics/report.html", context, here="statistics")


def _day(day: dt.date) -> str:
    return format_date(day)


def _taken(request: HttpRequest, wanted: str, table: Table, question: Question) -> HttpResponse:
    """Hand a report out; figures only, so no reason is asked for, but who took it is recorded."""
    period, now = question.period, question.now
    name = f"{table.name}-{table.by}-{period.first.isoformat()}-{period.last.isoformat()}.{wanted}"
    if wanted == "json":
        return json_file(table.as_json(question, now), name)
    if wanted == "csv":
        return csv_response(table.head, table.rows(), name=name)
    title = str(TITLES[table.name])
    if wanted == "xlsx":
        return xlsx_response(table.head, table.rows(), name=name, title=title, stamp=stamp_of(request))
    paper = FiguresPaper(
        title=title,
        organization=request.actor.organization.display_name,
        period=period_words(question),
        head=[str(word) for word in table.head],
        rows=[_plain(row) for row in table.rows()[:-1]],
        total=_plain(table.rows()[-1]),
        printed_by=stamp_of(request),
    )
    return pdf_response(figures_pdf(paper), name=name)


def json_file(content: dict[str, Any], name: str) -> JsonResponse:
    """Return figures as a JSON file to save, its Thai words readable."""
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _plain(row: list[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in row]


def period_words(question: Question) -> str:
    """Return a period as a paper writes it: "1 ตุลาคม 2569 ถึง 26 พฤศจิกายน 2569"."""
    return _("%(first)s ถึง %(last)s") % {
        "first": format_date(question.period.first, "long"),
        "last": format_date(question.period.last, "long"),
    }
