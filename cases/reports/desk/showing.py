"""A report as its page shows it: rows of figures, findings in words, what may be done, what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.reports.checking.rules import Fault, Finding
from cases.reports.figures import PROBLEMS, Number, Table, sums, value
from cases.reports.models import MonthlyReport, ReportEvent
from cases.reports.periods import month_label
from cases.reports.vocabulary import CASE_MEASURES, Measure, ReportState, ReportVerb, Tier
from portal.thai.dates import format_date, to_bangkok
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType
from portal.web.language import is_english
from portal.web.lists import address


def words_of(number: Number) -> str:
    """Return a number with separators; satang only where there are some."""
    whole = number == int(number)
    return f"{int(number):,}" if whole else f"{number:,.2f}"


def month_words(report: MonthlyReport) -> str:
    """Return the month of a report in the reader's language."""
    return month_label(report.month, english=is_english())


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure.

    Attributes:
        column: its heading.
        text: the figure.
        url: to what lies behind it; "" for none.
        register: what the register has, where that differs.
    """

    column: str
    text: str
    url: str = ""
    register: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form.

    Attributes:
        label: of the problem, or of the sum.
        cells: in the order of the columns.
        remark: why it differs from the register.
        is_sum: it is the sum of others.
    """

    label: str
    cells: list[Cell]
    remark: str = ""
    is_sum: bool = False


def rows_of(
    report: MonthlyReport,
    table: Table,
    *,
    register: Table | None = None,
    remarks: Mapping[str, str] | None = None,
    opens: bool = False,
) -> list[Row]:
    """Return the rows of a report: those with something in them, and the sums.

    Args:
        report: whose.
        table: its figures.
        register: what the register has; None where it is not compared.
        remarks: problem → why it differs.
        opens: the reader may go from a figure to what lies behind it.
    """
    words = remarks or {}
    behind = reverse("reports:behind", kwargs={"pk": report.pk})

    def cell(problem: str, measure: Measure, number: Number) -> Cell:
        has_more = measure in CASE_MEASURES or report.tier != Tier.LOCAL
        url = (
            address(behind, {"problem": problem, "measure": measure.value})
            if opens and number and has_more
            else ""
        )
        other = "" if register is None else _other(number, value(register, problem, measure))
        return Cell(str(measure.label), words_of(number), url, other)

    rows = [
        Row(
            str(problem.label),
            [cell(problem.value, measure, value(table, problem, measure)) for measure in Measure],
            words.get(problem.value, ""),
        )
        for problem in PROBLEMS
        if table.get(problem) or (register or {}).get(problem) or words.get(problem.value)
    ]
    crisis = [one for one in PROBLEMS if one in CRISIS_PROBLEMS]
    for label, wanted in ((_("รวม 4 ปัญหาสังคม"), crisis), (_("รวมทั้งหมด"), list(PROBLEMS))):
        total = sums(table, wanted)
        rows.append(Row(label, [Cell(str(m.label), words_of(total[m.value])) for m in Measure], is_sum=True))
    return rows


def _other(number: Number, register: Number) -> str:
    return "" if number == register else _("ทะเบียน %(number)s") % {"number": words_of(register)}


def finding_words(found: Finding) -> str:
    """Return a finding as a sentence that says what to look at."""
    values = {
        "problem": str(ProblemType(found.problem).label) if found.problem else _("ทั้งรายงาน"),
        "measure": str(Measure(found.measure).label) if found.measure else "",
        "other": str(Measure(found.other).label) if found.other in Measure.values else found.other,
        "number": "" if found.number is None else words_of(found.number),
        "expected": "" if found.expected is None else words_of(found.expected),
    }
    sentences = {
        Fault.BALANCE: _("%(problem)s: ยกมา + รับเข้า − ส่งต่อ − ยุติ ได้ %(expected)s แต่คงค้างเป็น %(number)s"),
        Fault.REFUSED_MORE: _("%(problem)s: ช่วยไม่ได้ %(number)s มากกว่ายุติ %(expected)s"),
        Fault.CONTINUITY: _("%(problem)s: ยกมา %(number)s แต่เดือนก่อนคงค้าง %(expected)s"),
        Fault.HELPED_NOBODY: _("%(problem)s: จำนวนคน %(number)s ไม่สอดคล้องกับเรื่องที่ช่วย %(expected)s"),
        Fault.HOUSEHOLDS_MORE: _("%(problem)s: ครัวเรือน %(number)s มากกว่าจำนวนคน %(expected)s"),
        Fault.SMALL_AMOUNT: _("%(problem)s: เงิน %(number)s บาท น้อยผิดปกติ อาจกรอกผิดช่อง"),
        Fault.DOUBLED: _("ตัวเลขเหมือนเดือนก่อนทุกช่อง อาจส่งรายงานเดือนเดิมซ้ำ"),
        Fault.SWAPPED: _("%(problem)s: ช่อง “%(measure)s” กับ “%(other)s” อาจสลับกัน"),
        Fault.WRONG_BODY: _("ตัวเลขเหมือนรายงานของ%(other)sทุกช่อง อาจเป็นรายงานของหน่วยงานอื่น"),
        Fault.OUTLIER: _("%(problem)s: %(measure)s %(number)s ต่างจากที่เคยรายงานมาก"),
        Fault.REGISTER: _("%(problem)s: %(measure)s %(number)s แต่ทะเบียนมี %(expected)s"),
    }
    return sentences[found.fault] % values


@dataclass(frozen=True, slots=True)
class Button:
    """One thing that may be done now.

    Attributes:
        url: where.
        label: its words.
        asks: it leads to a page that asks for a reason; otherwise it is done at once.
        is_first: the step that goes on.
    """

    url: str
    label: str
    asks: bool
    is_first: bool


def button_of(report: MonthlyReport, verb: ReportVerb, *, asks: bool) -> Button:
    """Return the button of a verb."""
    if verb is ReportVerb.EDIT:
        return Button(reverse("reports:edit", kwargs={"pk": report.pk}), str(verb.label), True, False)
    url = reverse("reports:act", kwargs={"pk": report.pk, "verb": verb.value})
    return Button(url, str(verb.label), asks, verb in (ReportVerb.SUBMIT, ReportVerb.ACCEPT))


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: dt.datetime
    words: str
    who: str
    reason: str


def history_of(report: MonthlyReport) -> list[Happened]:
    """Return what happened to a report, newest first; one query."""
    rows = report.events.select_related("user", "organization").order_by("-sequence")
    return [_happened(row) for row in rows]


def _happened(row: ReportEvent) -> Happened:
    who = f"{row.user} · {row.organization.name_th}" if row.user and row.organization else _("ระบบ")
    return Happened(row.at, str(ReportVerb(row.verb).label), who, row.reason)


@dataclass(frozen=True, slots=True)
class Mark:
    """The standing of a report in words."""

    text: str
    tone: str


def mark_of(report: MonthlyReport, today: dt.date) -> Mark:
    """Return how a report stands: its state, or that it is late."""
    state = ReportState(report.state)
    if report.first_submitted_at is None and report.is_late(today):
        return Mark(_("เกินกำหนด ยังไม่ส่ง"), "danger")
    return Mark(str(state.label), state.tone)


def sent_words(report: MonthlyReport) -> str:
    """Return when a report first came, and whether that was in time; "" as long as it did not."""
    if report.first_submitted_at is None:
        return ""
    day = format_date(to_bangkok(report.first_submitted_at).date(), language="en" if is_english() else "th")
    return day if report.on_time else _("%(day)s (หลังกำหนด)") % {"day": day}
