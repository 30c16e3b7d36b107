"""Reading and writing the lines of reports as tables of figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from cases.reports.figures import Table, bare, value
from cases.reports.models import MonthlyReport, ReportLine
from cases.reports.vocabulary import Measure, Origin

MOST_REMARK = 300


def tables_of(reports: Iterable[int], origin: Origin = Origin.REPORTED) -> dict[int, Table]:
    """Return report → its figures, in one query; a report without lines has an empty table."""
    keys = list(reports)
    found: dict[int, Table] = {key: {} for key in keys}
    for line in ReportLine.objects.filter(report__in=keys, origin=origin):
        found[line.report_id][line.problem] = line.values
    return {key: bare(table) for key, table in found.items()}


def table_of(report: MonthlyReport, origin: Origin = Origin.REPORTED) -> Table:
    """Return the figures of one report."""
    return tables_of([report.pk], origin)[report.pk]


def remarks_of(report: MonthlyReport) -> dict[str, str]:
    """Return problem → why it differs from the register."""
    lines = report.lines.filter(origin=Origin.REPORTED).exclude(remark="")
    return dict(lines.values_list("problem", "remark"))


def keep(
    report: MonthlyReport, table: Table, *, origin: Origin, remarks: Mapping[str, str] | None = None
) -> None:
    """Replace the lines of a report; rows of noughts without a remark are not kept."""
    words = remarks or {}
    rows = bare(table)
    report.lines.filter(origin=origin).delete()
    ReportLine.objects.bulk_create(
        ReportLine(
            report=report,
            origin=origin,
            problem=problem,
            remark=words.get(problem, "").strip()[:MOST_REMARK],
            **{measure.value: value(rows, problem, measure) for measure in Measure},
        )
        for problem in dict.fromkeys([*rows, *(name for name, text in words.items() if text.strip())])
    )


def as_json(table: Table) -> dict[str, dict[str, int | str]]:
    """Return a table for the history: whole numbers, and money as text to the last satang."""
    found: dict[str, dict[str, int | str]] = defaultdict(dict)
    for problem, values in sorted(bare(table).items()):
        for measure, number in values.items():
            found[problem][measure] = f"{number:.2f}" if isinstance(number, Decimal) else number
    return dict(found)
