"""A published year as people read it: headline figures, pictures, and a table under every picture (S1.30, look.md).

One view serves the page and the PDF. It is made of the snapshot alone, so nothing that was withheld can come back in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from announcements.results.figures import mostly_withheld
from announcements.results.models import AnnualResults
from portal.organizations import areas
from portal.thai import dates
from portal.vocabulary import ProblemType
from portal.web.language import is_english, year_label

MEASURE_LABELS = {
    "received": _("เรื่องที่รับ"),
    "closed": _("เรื่องที่ปิด"),
    "refused": _("เรื่องที่ช่วยไม่ได้"),
    "waiting": _("เรื่องที่ยังรออยู่เมื่อสิ้นปี"),
    "helped": _("เรื่องที่ช่วยเหลือแล้ว"),
    "households": _("ครัวเรือนที่ได้รับความช่วยเหลือ"),
    "persons": _("คนที่ได้รับความช่วยเหลือ"),
    "baht": _("เงินช่วยเหลือ (บาท)"),
}
MEASURE_COLUMNS = {
    "received": _("รับ"),
    "closed": _("ปิด"),
    "refused": _("ช่วยไม่ได้"),
    "waiting": _("รออยู่"),
    "helped": _("ช่วยเหลือแล้ว"),
    "households": _("ครัวเรือน"),
    "persons": _("คน"),
    "baht": _("บาท"),
}
IN_SHORT = ("received", "helped", "closed")
"""What a list says of a year."""
PROBLEM_ORDER = {problem.value: place for place, problem in enumerate(ProblemType)}


@dataclass(frozen=True)
class Headline:
    """A headline figure with last year's."""

    label: str
    text: str
    before: str


@dataclass(frozen=True)
class Bar:
    """One line of a picture; `value` None when it is withheld, `before` None when last year has none."""

    label: str
    value: int | None
    text: str
    before: int | None = None
    before_text: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture and the table under it.

    Attributes:
        key: for anchors.
        title: heading.
        intro: what is counted.
        bars: lines of the picture.
        whole: the figure that fills a bar.
        columns: headings of the table.
        rows: cells in writing, the first names the row.
        has_total: the last row is the sum.
    """

    key: str
    title: str
    intro: str
    bars: tuple[Bar, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_total: bool = True

    @property
    def whole(self) -> int:
        """The largest figure of the picture."""
        return max([1, *(number for bar in self.bars for number in (bar.value, bar.before) if number)])


@dataclass(frozen=True)
class YearView:
    """Everything the page and the report say of a year."""

    title: str
    period: str
    headlines: tuple[Headline, ...]
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    has_before: bool
    first_line: str = ""


def number(value: int | None) -> str:
    """Return a figure in writing; a withheld one in the words for it."""
    return pgettext("ตัวเลข", "ปกปิด") if value is None else f"{value:,}"


def problem_label(slug: str) -> str:
    """Return the name of a kind of problem in the reader's language; an unknown slug stays as it is."""
    return str(ProblemType(slug).label) if slug in ProblemType.values else slug


@dataclass(frozen=True)
class YearSummary:
    """A year in a list.

    Attributes:
        be_year: its fiscal year (B.E.).
        title: its name.
        period: its first and last day.
        sentence: its figures in one sentence, which says so where they are invented.
        headlines: the same figures, each with the year before.
        first_line: that the figures are invented; "" for a real year.
    """

    be_year: int
    title: str
    period: str
    sentence: str
    headlines: tuple[Headline, ...] = ()
    first_line: str = ""


def year_summary(results: AnnualResults, before: AnnualResults | None = None) -> YearSummary:
    """Return a year in short.

    Args:
        results: the year.
        before: the published year before it.
    """
    snapshot, language = results.snapshot, "en" if is_english() else "th"
    title = gettext("ผลการช่วยเหลือประชาชน ปีงบประมาณ %(year)s") % {"year": year_label(results.be_year)}
    period = gettext("%(first)s ถึง %(last)s") % {
        "first": dates.format_date(date.fromisoformat(snapshot["from"]), "long", language=language),
        "last": dates.format_date(date.fromisoformat(snapshot["until"]), "long", language=language),
    }
    total = snapshot["total"]
    sentence = gettext("รับ %(received)s เรื่อง ช่วยเหลือแล้ว %(helped)s เรื่อง ปิด %(closed)s เรื่อง") % {
        measure: number(total[measure]) for measure in IN_SHORT
    }
    invented = first_line(results)
    if invented:
        sentence = f"{sentence} ({invented})"
    headlines = tuple(_figures(snapshot, before.snapshot if before else None, IN_SHORT))
    return YearSummary(results.be_year, title, period, sentence, headlines, invented)


def year_view(results: AnnualResults, before: AnnualResults | None) -> YearView:
    """Return the view of a published year with the published year before it."""
    now, then = results.snapshot, before.snapshot if before else None
    summary = year_summary(results)
    charts = [_problems(now, then), _months(now, then), _organizations(now, then)]
    charts += [_waiting(now, then), _crisis(now, then)]
    return YearView(
        title=summary.title,
        period=summary.period,
        headlines=tuple(_headlines(now, then)),
        charts=tuple(chart for chart in charts if chart is not None),
        notes=tuple(_notes(results)),
        has_before=then is not None,
        first_line=first_line(results),
    )


def first_line(results: AnnualResults) -> str:
    """Return what stands first on every page and file of invented figures; "" for a real year."""
    if not results.snapshot.get("demonstration"):
        return ""
    return gettext("ตัวเลขสาธิตจากเรื่องสมมติ ไม่ใช่ผลงานจริง")


def _figures(now: dict, then: dict | None, measures: Iterable[str]) -> Iterable[Headline]:
    for measure in measures:
        before = ""
        if then is not None and measure in then["measures"]:
            before = gettext("ปีก่อน %(figure)s") % {"figure": number(then["total"][measure])}
        yield Headline(str(MEASURE_LABELS[measure]), number(now["total"][measure]), before)


def _headlines(now: dict, then: dict | None) -> Iterable[Headline]:
    yield from _figures(now, then, now["measures"])
    days, last = _days(now), _days(then) if then is not None else None
    if days is not None:
        before = gettext("ปีก่อน %(figure)s") % {"figure": number(last)} if last is not None else ""
        yield Headline(gettext("วันที่รอจนได้รับความช่วยเหลือครั้งแรก (ค่ากลาง)"), number(days), before)


def _days(snapshot: dict) -> int | None:
    """Return the median of days until the first help; None where it is not published."""
    days: int | None = snapshot.get("waiting_days", {}).get("general")
    return days


def _waiting(now: dict, then: dict | None) -> Chart | None:
    """Return how long people waited by kind of help; below it the organizations, where that is published."""
    times = now.get("waiting_days")
    if times is None or times["general"] is None:
        return None
    before = _by(then["waiting_days"]["problems"], "problem") if then and "waiting_days" in then else {}
    kinds = [row for row in _ordered(times["problems"]) if row["days"] is not None]
    bodies = [row for row in times["organizations"] if row["days"] is not None]
    return Chart(
        key="waiting",
        title=gettext("รอกี่วันจนได้รับความช่วยเหลือครั้งแรก"),
        intro=gettext("ค่ากลางของจำนวนวันตั้งแต่รับเรื่องช่วยเหลือทั่วไป ครึ่งหนึ่งรอไม่นานกว่านี้ แสดงเฉพาะที่มีตั้งแต่ 5 เรื่อง"),
        bars=tuple(_days_bar(row, before.get(row["problem"])) for row in kinds),
        columns=(gettext("ประเภทหรือหน่วยงาน"), gettext("วัน")),
        rows=(
            *((problem_label(row["problem"]), number(row["days"])) for row in kinds),
            *((row["organization"], number(row["days"])) for row in bodies),
            (gettext("รวม"), number(times["general"])),
        ),
    )


def _days_bar(row: Mapping, then: Mapping | None) -> Bar:
    label, days = problem_label(row["problem"]), row["days"]
    if then is None or then["days"] is None:
        return Bar(label, days, number(days))
    return Bar(label, days, number(days), then["days"], number(then["days"]))


def _by(rows: Iterable[Mapping], key: str) -> dict[str, Mapping]:
    return {row[key]: row for row in rows}


def _bar(label: str, row: Mapping, then: Mapping | None) -> Bar:
    if then is None:
        return Bar(label, row["received"], number(row["received"]))
    return Bar(label, row["received"], number(row["received"]), then["received"], number(then["received"]))


def _line(label: str, row: Mapping, measures: Iterable[str]) -> tuple[str, ...]:
    return (label, *(number(row[measure]) for measure in measures))


def _columns(first: str, measures: Iterable[str]) -> tuple[str, ...]:
    return (first, *(str(MEASURE_COLUMNS[measure]) for measure in measures))


def _ordered(rows: Iterable[Mapping]) -> list[Mapping]:
    return sorted(
        rows, key=lambda row: (PROBLEM_ORDER.get(row["problem"], len(PROBLEM_ORDER)), row["problem"])
    )


def _problems(now: dict, then: dict | None) -> Chart | None:
    rows = _ordered(now["problems"])
    if not rows:
        return None
    before = _by(then["problems"], "problem") if then else {}
    measures = now["measures"]
    return Chart(
        key="problems",
        title=gettext("แยกตามประเภทของความช่วยเหลือ"),
        intro=gettext("เรื่องช่วยเหลือทั่วไปที่รับในปีนี้ แยกตามประเภท"),
        bars=tuple(_bar(problem_label(row["problem"]), row, before.get(row["problem"])) for row in rows),
        columns=_columns(gettext("ประเภท"), measures),
        rows=(
            *(_line(problem_label(row["problem"]), row, measures) for row in rows),
            _line(gettext("รวม"), now["general"], measures),
        ),
    )


def _months(now: dict, then: dict | None) -> Chart | None:
    if not now["problems"]:
        return None
    period = now.get("period", "month")
    # Months and quarters are not laid side by side.
    is_alike = then is not None and then.get("period", "month") == period
    before = [row["received"] for row in then["months"]] if then and is_alike else []
    problems = [row["problem"] for row in _ordered(now["problems"])]
    is_told = not mostly_withheld(
        [row["received_by_problem"][one] for row in now["months"] for one in problems]
    )
    if not is_told:
        # A table of words for "withheld" tells nobody anything; the sums stand beside the names of the months.
        problems = []
    bars, rows = [], []
    for place, row in enumerate(now["months"]):
        label = _quarter_label(place) if period == "quarter" else _month_label(row["month"])
        last = {"received": before[place]} if before else None
        bars.append(_bar(label, row, last))
        cells = (number(row["received_by_problem"][problem]) for problem in problems)
        rows.append((label, *cells, number(row["received"])))
    sums = _by(now["problems"], "problem")
    total = (number(sums[problem]["received"]) for problem in problems)
    return Chart(
        key="months",
        title=gettext("แยกตามไตรมาส") if period == "quarter" else gettext("แยกตามเดือน"),
        intro=_months_intro(period, is_told=is_told),
        bars=tuple(bars),
        columns=(
            gettext("ไตรมาส") if period == "quarter" else gettext("เดือน"),
            *(problem_label(problem) for problem in problems),
            gettext("รวม"),
        ),
        rows=(*rows, (gettext("รวม"), *total, number(now["general"]["received"]))),
    )


def _months_intro(period: str, *, is_told: bool) -> str:
    if not is_told:
        return gettext("เรื่องช่วยเหลือทั่วไปที่รับในแต่ละช่วง ยอดแยกตามประเภทส่วนใหญ่น้อยจนต้องปกปิด จึงแสดงเฉพาะยอดรวม")
    if period == "quarter":
        return gettext("เรื่องช่วยเหลือทั่วไปที่รับในแต่ละไตรมาส รวมเป็นไตรมาสเพราะตัวเลขรายเดือนส่วนใหญ่น้อยจนต้องปกปิด")
    return gettext("เรื่องช่วยเหลือทั่วไปที่รับในแต่ละเดือน")


def _quarter_label(place: int) -> str:
    """Return the name of a quarter of the fiscal year; the first begins in October."""
    return gettext("ไตรมาส %(number)s") % {"number": place + 1}


def _month_label(month: str) -> str:
    """Return "ต.ค. 2568" for "2025-10"; the day is cut off a short date."""
    language = "en" if is_english() else "th"
    return dates.format_date(date.fromisoformat(f"{month}-01"), "short", language=language).split(" ", 1)[1]


def _organizations(now: dict, then: dict | None) -> Chart | None:
    rows = now["organizations"]
    if not rows:
        return None
    before = _by(then["organizations"], "organization") if then else {}
    measures = now["measures"]
    return Chart(
        key="organizations",
        title=gettext("แยกตามหน่วยงาน"),
        intro=gettext("เรื่องช่วยเหลือทั่วไป นับที่หน่วยงานที่รับผิดชอบเรื่อง"),
        bars=tuple(_bar(row["organization"], row, before.get(row["organization"])) for row in rows),
        columns=_columns(gettext("หน่วยงาน"), measures),
        rows=(
            *(_line(row["organization"], row, measures) for row in rows),
            _line(gettext("รวม"), now["general"], measures),
        ),
    )


def _crisis(now: dict, then: dict | None) -> Chart | None:
    rows = _ordered(now["crisis_problems"])
    if not rows:
        return None
    before = _by(then["crisis_problems"], "problem") if then else {}
    measures = now["measures"]
    lines = [_line(problem_label(row["problem"]), row, measures) for row in rows]
    lines += [_line(areas.area_name(row["province"]), row, measures) for row in now["crisis_provinces"]]
    return Chart(
        key="crisis",
        title=gettext("ปัญหาสังคม (OSCC)"),
        intro=gettext(
            "ตั้งครรภ์ไม่พร้อม การค้ามนุษย์ แรงงานเด็ก และความรุนแรง แสดงเป็นยอดระดับจังหวัดเท่านั้น เพื่อความปลอดภัยของผู้ประสบปัญหา"
        ),
        bars=tuple(_bar(problem_label(row["problem"]), row, before.get(row["problem"])) for row in rows),
        columns=_columns(gettext("ปัญหา"), measures),
        rows=(*lines, _line(gettext("รวม"), now["crisis"], measures)),
    )


def _counted_in_register() -> str:
    return gettext(
        "เรื่องที่รับนับตามวันที่รับ เรื่องที่ปิดนับตามวันที่ปิด เรื่องที่ช่วยเหลือแล้วคือเรื่องที่มีบันทึกการช่วยเหลืออย่างน้อยหนึ่งครั้งในปีนั้น "
        "เรื่องหนึ่งนับครั้งเดียวที่หน่วยงานที่รับผิดชอบ เรื่องที่ซ้ำหรือไม่ใช่คำขอไม่นับ"
    )


def _notes(results: AnnualResults) -> Iterable[str]:
    snapshot = results.snapshot
    language = "en" if is_english() else "th"
    computed = dates.format_datetime(
        datetime.fromisoformat(snapshot["generated_at"]), "short", language=language
    )
    if reports := snapshot.get("reports"):
        yield gettext(
            "รวมจากรายงานประจำเดือนของ อปท. ที่ระดับเหนือขึ้นไปรับแล้ว %(accepted)s จาก %(expected)s ฉบับ เมื่อ %(moment)s "
            "เดือนที่ยังไม่มีรายงานที่รับแล้วไม่นับ และเรื่องที่ส่งต่อกันนับที่แต่ละหน่วยงาน"
        ) % {**reports, "moment": computed}
    else:
        yield gettext("คำนวณจากทะเบียนเรื่องของศูนย์และหน่วยงานที่ใช้ระบบนี้ เมื่อ %(moment)s") % {"moment": computed}
        yield _counted_in_register()
    if {"refused", "waiting"} & set(snapshot["measures"]):
        yield gettext(
            "เรื่องที่ช่วยไม่ได้คือเรื่องที่ปิดเพราะไม่เข้าหลักเกณฑ์ อยู่นอกหน้าที่ หรือไม่มีหน่วยงานที่ช่วยได้ เรื่องที่รออยู่คือยังไม่ปิดเมื่อสิ้นปี"
        )
    yield gettext(
        "จำนวน 1 ถึง %(largest)s เขียนว่า ปกปิด เพื่อไม่ให้รู้ว่าเป็นใคร "
        "และปกปิดตัวเลขอื่นบางตัวด้วยเพื่อไม่ให้คำนวณย้อนกลับจากยอดรวมได้ ยอดรวมนับทุกเรื่องแล้ว"
    ) % {"largest": snapshot["smallest_published"] - 1}
    if "households" in snapshot["measures"] or "persons" in snapshot["measures"]:
        yield gettext("จำนวนครัวเรือนและจำนวนคนนับเฉพาะเรื่องที่เจ้าหน้าที่บันทึกไว้")
    if results.display_method:
        yield results.display_method
    if results.fingerprint:
        yield gettext("ลายนิ้วมือของตัวเลขที่เผยแพร่ (SHA-256): %(digest)s") % {"digest": results.fingerprint}
    if results.edition > 1:
        yield gettext("ฉบับที่ %(edition)s แทนฉบับก่อน เพราะ %(why)s") % {
            "edition": results.edition,
            "why": results.why,
        }
        yield gettext("ตัวเลขที่ฉบับก่อนปกปิดไว้ ฉบับนี้ปกปิดด้วย เพื่อไม่ให้เทียบสองฉบับแล้วรู้ว่าเป็นใคร")
    if results.is_replaced:
        yield gettext("ฉบับนี้ถูกแทนด้วยฉบับใหม่แล้ว เก็บไว้ให้ตรวจสอบ")
    if results.correction:
        yield gettext("แก้ไขหลังเผยแพร่: %(text)s") % {"text": results.correction}
