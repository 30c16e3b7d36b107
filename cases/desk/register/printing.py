"""The book on paper: one file for each month, drawn in the queue (S1.03)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import override

from cases.desk.register.lines import Line, entries, lines
from portal.accounts.actors import officers_for
from portal.actors import Officer
from portal.letters.kinds.register import RegisterMonth, RegisterRow, register_pdf
from portal.letters.models import PrintPart
from portal.letters.printing import NotAllowedAnyMoreError
from portal.thai.dates import format_datetime
from portal.thai.months import MONTHS_TH

KIND = "register"


def month_words(month: dt.date) -> str:
    """Return a month as a Thai office writes it: "ตุลาคม 2569"."""
    return f"{MONTHS_TH[month.month - 1]} {month.year + 543}"


def draw_month(part: PrintPart) -> bytes:
    """Draw one month of the book as who ordered it may see it now.

    Raises:
        NotAllowedAnyMoreError: they do not work on cases in that organization any more.
        BusyError: others draw.
    """
    order = part.order
    actor = next(
        (
            one
            for one in officers_for(order.asked_by)
            if one.organization.pk == order.organization_id and one.works_on_cases
        ),
        None,
    )
    if actor is None:
        raise NotAllowedAnyMoreError
    with override("th"):
        return register_pdf(
            _month(actor, int(order.subject), dt.date.fromisoformat(part.subject), order.asked_at)
        )


def _month(actor: Officer, year: int, month: dt.date, asked_at: dt.datetime) -> RegisterMonth:
    found = list(lines(entries(actor, year, month), leaves=True))
    return RegisterMonth(
        organization=actor.organization.display_name,
        period=f"ปีงบประมาณ {year} เดือน{month_words(month)}",
        rows=[_row(line) for line in found],
        sums=sums(found),
        printed_by=f"พิมพ์โดย {actor.person} {actor.organization.name_th} เมื่อ {format_datetime(asked_at, 'long')}",
    )


def _row(line: Line) -> RegisterRow:
    return RegisterRow(
        number=str(line.entry),
        day=line.day,
        time=line.time,
        reference=line.entry.case.reference,
        came_from=line.came_from,
        problem=line.problem,
        place=line.place,
        action=line.action,
    )


def sums(found: list[Line]) -> str:
    """Return what stands below the last line: from which number to which, and whether all are there."""
    numbers = [line.entry.number for line in found]
    if not numbers:
        return "ไม่มีเรื่องในเดือนนี้"
    first, last = numbers[0], numbers[-1]
    absent = last - first + 1 - len(numbers)
    whole = "ครบทุกเลข" if not absent else f"ขาด {absent} เลข"
    return f"เลขทะเบียน {first} ถึง {last} {whole} รวม {len(numbers)} เรื่อง"
