"""Pages of one report: what it says, filling and changing it, sending, accepting, giving back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.reports.desk import forms, showing
from cases.reports.desk.entry import HERE, takes_part
from cases.reports.domain import acts
from cases.reports.domain.behind import behind as behind_of
from cases.reports.domain.consolidating import below, figures_below, is_behind
from cases.reports.domain.judging import judge
from cases.reports.domain.storing import remarks_of, table_of, tables_of
from cases.reports.errors import ReportError
from cases.reports.figures import Table, value
from cases.reports.machine import BY_VERB, Side, possible
from cases.reports.models import MonthlyReport
from cases.reports.vocabulary import CASE_MEASURES, Measure, Origin, ReportVerb, Tier
from portal.thai.dates import bangkok_today
from portal.vocabulary import ProblemType
from portal.web.access import staff_only
from portal.web.keyset import Key, keyed
from portal.web.typed import takes_words

PER_PAGE = 50
OLDEST_FIRST = (Key("received_at"), Key("reference", is_code=True))
ACTS: dict[ReportVerb, Callable[..., MonthlyReport]] = {
    ReportVerb.FILL: acts.fill,
    ReportVerb.SUBMIT: acts.submit,
    ReportVerb.RECALL: acts.recall,
    ReportVerb.ACCEPT: acts.accept,
    ReportVerb.RETURN: acts.give_back,
    ReportVerb.REOPEN: acts.reopen,
    ReportVerb.EXCEPT: acts.grant_exception,
}
DONE = {
    ReportVerb.FILL: gettext_lazy("เติมตัวเลขจากทะเบียนแล้ว ตรวจก่อนส่ง"),
    ReportVerb.SUBMIT: gettext_lazy("ส่งรายงานแล้ว รอตรวจรับ"),
    ReportVerb.RECALL: gettext_lazy("ดึงรายงานกลับมาแล้ว แก้แล้วส่งใหม่ได้"),
    ReportVerb.ACCEPT: gettext_lazy("รับรายงานแล้ว ตัวเลขปิดการแก้ไข"),
    ReportVerb.RETURN: gettext_lazy("ส่งคืนแล้ว"),
    ReportVerb.REOPEN: gettext_lazy("เปิดให้แก้ไขแล้ว ตัวเลขจะนับอีกครั้งเมื่อรับใหม่"),
    ReportVerb.EXCEPT: gettext_lazy("ผ่อนผันแล้ว"),
}


def report_for(request: HttpRequest, pk: int, *, unsent: bool = False) -> MonthlyReport:
    """Return a report that the reader may open.

    Args:
        request: of the reader.
        pk: its number.
        unsent: also one below that was not sent, of which no figure is shown.

    Raises:
        Http404: there is none of that number, or it is not theirs to read.
    """
    actor = request.actor
    rows = MonthlyReport.objects.expected_from(actor) if unsent else MonthlyReport.objects.visible_to(actor)
    found = rows.select_related("organization__successor", "receiver__successor").filter(pk=pk).first()
    if found is None or not takes_part(request.actor):
        raise Http404
    return found


def _figures(report: MonthlyReport) -> Table:
    """Return the figures that a page shows: of a consolidated report that is open, the sum as it is now."""
    if report.tier != Tier.LOCAL and report.status.is_open:
        return figures_below(below(report))
    return table_of(report)


@staff_only
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one report: its figures, what the checks find, what may be done, what happened."""
    row = report_for(request, pk)
    return _report_page(request, row)


def _report_page(request: HttpRequest, row: MonthlyReport, *, refused: str = "") -> HttpResponse:
    sides = acts.sides_of(row, request.actor)
    is_own = row.is_of(request.actor.organization.pk)
    table, today = _figures(row), bangkok_today()
    is_sum = row.tier != Tier.LOCAL
    register = table_of(row, Origin.REGISTER) if is_own and row.filled_at and not is_sum else None
    opens = is_sum or (is_own and request.actor.works_on_cases)
    found = judge(row, table) if not is_sum and (is_own or Side.RECEIVER in sides) else []
    lines = [
        line
        for line in possible(row.state, sides)
        if not (is_sum and line.verb is ReportVerb.FILL)
        and (line.verb is not ReportVerb.EXCEPT or acts.is_locked(row))
    ]
    parts = below(row) if is_sum and is_own else None
    context: dict[str, Any] = {
        "report": row,
        "month": showing.month_words(row),
        "mark": showing.mark_of(row, today),
        "sent": showing.sent_words(row),
        "columns": [str(measure.label) for measure in Measure],
        "rows": showing.rows_of(row, table, register=register, remarks=remarks_of(row), opens=opens),
        "blocking": [showing.finding_words(one) for one in found if one.fault.blocks],
        "findings": [showing.finding_words(one) for one in found if not one.fault.blocks],
        "buttons": [showing.button_of(row, line.verb, asks=line.needs_reason) for line in lines],
        "seen": forms.SeenForm.fresh(row),
        "history": showing.history_of(row),
        "below": parts,
        "parts": _part_rows(parts, today) if parts else [],
        "excepts": bool(parts and parts.missing and not row.status.is_open and Side.OWNER in sides),
        "is_behind": is_sum and is_own and is_behind(row),
        "is_own": is_own,
        "is_local": not is_sum,
        "refused": refused,
    }
    return desk_page(request, "reports/report.html", context, here=HERE, status=422 if refused else 200)


def _part_rows(parts: Any, today: Any) -> list[tuple[MonthlyReport, showing.Mark]]:
    rows = [*parts.waiting, *parts.missing, *parts.accepted]
    return [(row, showing.mark_of(row, today)) for row in rows]


@takes_words(forms.FiguresForm)
@staff_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change figures and remarks of one's own report."""
    row = report_for(request, pk)
    if ReportVerb.EDIT not in {line.verb for line in possible(row.state, acts.sides_of(row, request.actor))}:
        raise Http404
    is_sum = row.tier != Tier.LOCAL
    kind = forms.RemarksForm if is_sum else forms.FiguresForm
    if request.method == "POST":
        form = kind(request.POST)
        if form.is_valid() and _edited(request, row, form):
            notes.success(request, _("บันทึกแล้ว"))
            return redirect("reports:report", pk=row.pk)
    else:
        words = {"remarks": row.remarks} if is_sum else forms.initial_of(row, table_of(row), remarks_of(row))
        form = kind.fresh(row, **words)
    context = {
        "report": row,
        "month": showing.month_words(row),
        "form": form,
        "has_figures": not is_sum,
    }
    return desk_page(request, "reports/edit.html", context, here=HERE)


def _edited(request: HttpRequest, row: MonthlyReport, form: forms.RemarksForm) -> bool:
    """Store what was typed; say why not beside its field."""
    data: dict[str, Any] = {"remarks": form.cleaned_data["remarks"]}
    if isinstance(form, forms.FiguresForm):
        data |= {
            "table": form.table,
            "line_remarks": form.line_remarks,
            "surveyed": form.cleaned_data["surveyed"],
            "survey_needs": form.cleaned_data["survey_needs"],
        }
    try:
        acts.edit(report=row, actor=request.actor, **form.seen, **data)
    except ReportError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return False
    return True


def _form_of(pk: int = 0, verb: str = "", **_more: object) -> type[forms.SeenForm]:
    """Return the form of a verb."""
    if verb == ReportVerb.EXCEPT:
        return forms.ExceptionForm
    return forms.ReasonForm if verb in (ReportVerb.RETURN, ReportVerb.REOPEN) else forms.SeenForm


@takes_words(_form_of)
@staff_only
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one verb; those that need a reason ask for it on a page of their own."""
    if verb not in ReportVerb.values or ReportVerb(verb) not in ACTS:
        raise Http404
    which = ReportVerb(verb)
    row = report_for(request, pk, unsent=which is ReportVerb.EXCEPT)
    kind = _form_of(verb=verb)
    asks = BY_VERB[which].needs_reason
    if request.method == "GET":
        lines = possible(row.state, acts.sides_of(row, request.actor))
        if not asks or which not in {line.verb for line in lines}:
            raise Http404
        return _reason_page(request, row, which, kind.fresh(row))
    form = kind(request.POST)
    if not form.is_valid():
        return (
            _reason_page(request, row, which, form) if asks else _report_page(request, row, refused=_stale())
        )
    data = {name: form.cleaned_data[name] for name in ("reason", "until") if name in form.fields}
    try:
        ACTS[which](report=row, actor=request.actor, **form.seen, **data)
    except ReportError as error:
        if asks:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return _reason_page(request, row, which, form)
        return _report_page(request, report_for(request, pk), refused=str(error.message))
    notes.success(request, DONE[which])
    return redirect("reports:report", pk=row.pk) if _still_there(request, pk) else redirect("reports:home")


def _still_there(request: HttpRequest, pk: int) -> bool:
    return MonthlyReport.objects.visible_to(request.actor).filter(pk=pk).exists()


def _stale() -> str:
    return _("หน้านี้เก่าแล้ว ดูข้อมูลล่าสุดแล้วลองอีกครั้ง")


def _reason_page(
    request: HttpRequest, row: MonthlyReport, verb: ReportVerb, form: forms.SeenForm
) -> HttpResponse:
    context = {"report": row, "month": showing.month_words(row), "form": form, "verb": verb.label}
    return desk_page(request, "reports/reason.html", context, here=HERE)


@staff_only
@require_GET
def behind(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what lies behind one figure: one's own cases, or the reports below."""
    row = report_for(request, pk)
    problem, measure = request.GET.get("problem", ""), request.GET.get("measure", "")
    if problem not in ProblemType.values or measure not in Measure.values:
        raise Http404
    context: dict[str, Any] = {
        "report": row,
        "month": showing.month_words(row),
        "problem": ProblemType(problem).label,
        "measure": Measure(measure).label,
    }
    if row.tier != Tier.LOCAL:
        accepted = below(row).accepted
        tables = tables_of(part.pk for part in accepted)
        numbers = ((part, value(tables[part.pk], problem, measure)) for part in accepted)
        context["parts"] = [(part, showing.words_of(number)) for part, number in numbers if number]
        return desk_page(request, "reports/parts.html", context, here=HERE)
    if not row.is_of(request.actor.organization.pk) or measure not in CASE_MEASURES:
        raise Http404
    found = behind_of(report=row, problem=problem, measure=measure, actor=request.actor)
    context |= {"found": found, "figure": showing.words_of(found.figure)}
    context["page"] = keyed(request, found.cases, OLDEST_FIRST, PER_PAGE)
    return desk_page(request, "reports/cases.html", context, here=HERE)
