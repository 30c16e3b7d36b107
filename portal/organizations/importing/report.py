"""What an import did, in Thai, for the terminal and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from portal.organizations.importing.planning import Outcome, Plan, Status
from portal.web.downloads import csv_bytes


def line_of(outcome: Outcome) -> str:
    """Return one body's line: "บรรทัด 12  แก้ไข  เทศบาลเมืองกระบี่: ชื่อ: ก → ข"."""
    where = _("บรรทัด %(line)d") % {"line": outcome.line} if outcome.line else _("ไม่อยู่ในไฟล์")
    if outcome.sheet:
        where = f"{outcome.sheet} {where}"
    remarks = f": {'; '.join(outcome.remarks)}" if outcome.remarks else ""
    return f"{where}  {outcome.status.label}  {outcome.name or '–'}{remarks}"


def lines(plan: Plan, *, every_row: bool) -> Iterator[str]:
    """Yield the report: a line per body, then the columns that were not used, then the sums.

    Args:
        plan: what was or would be done.
        every_row: also bodies that stay as they are.
    """
    for outcome in plan.outcomes:
        if every_row or outcome.status != Status.UNCHANGED or outcome.remarks:
            yield line_of(outcome)
    if plan.left_out:
        yield _("บรรทัดที่ไม่ใช่ข้อมูล (หัวเรื่อง ยอดรวม หมายเหตุ): %(lines)s") % {"lines": ", ".join(plan.left_out)}
    if plan.unknown_columns:
        yield _("คอลัมน์ที่ไม่ได้ใช้: %(names)s") % {"names": ", ".join(plan.unknown_columns)}
    counts = plan.counts()
    yield "  ".join(f"{status.label} {counts[status]:,}" for status in Status)


def write_csv(plan: Plan, path: Path) -> None:
    """Write the report as CSV that Excel opens with its Thai intact.

    Raises:
        OSError: when the file cannot be written.
    """
    rows = (
        [outcome.sheet, outcome.line or "", outcome.status.value, outcome.name, "; ".join(outcome.remarks)]
        for outcome in plan.outcomes
    )
    path.write_bytes(csv_bytes(["sheet", "line", "status", "name", "remarks"], rows))
