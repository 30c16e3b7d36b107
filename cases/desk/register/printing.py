"""The book on paper: files by month, drawn in the queue (S1.03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import override

from cases.desk.register.lines import (
    Line,
    entries,
    lines,
    missing_numbers,
    months_with_entries,
    numbers_of,
)
from portal.accounts.actors import officers_for
from portal.actors import Officer
from portal.letters.kinds.register import RegisterMonth, RegisterRow, register_pdf
from portal.letters.models import PrintPart
from portal.letters.printing import NotAllowedAnyMoreError
from portal.thai.dates import format_datetime
from portal.thai.months import MONTHS_TH

KIND = "register"
MOST_LINES = 1_000
"""Lines of one file: some ten seconds and 300 MB of the process that draws. A month of a flood has several files."""


def month_words(month: dt.date) -> str:
    """Return a month as a Thai office writes it: "ตุลาคม 2569"."""
    return f"{MONTHS_TH[month.month - 1]} {month.year + 543}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one file holds.

    Attributes:
        month: its first day.
        first, last: numbers of the book; None where the file holds the whole month, also what is entered meanwhile.
    """

    month: dt.date
    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        """As an order keeps it: "2026-10-01", "2026-10-01 1001-2000"."""
        return self.month.isoformat() + ("" if self.first is None else f" {self.first}-{self.last}")

    @classmethod
    def read(cls, written: str) -> Stretch:
        """Return what `str` wrote."""
        month, _blank, numbers = written.partition(" ")
        first, _dash, last = numbers.partition("-")
        return cls(dt.date.fromisoformat(month), *((int(first), int(last)) if numbers else ()))

    @property
    def words(self) -> str:
        """The month, and of a part of it the numbers: "ตุลาคม 2569 เลขที่ 1001 ถึง 2000"."""
        numbers = "" if self.first is None else f" เลขที่ {self.first} ถึง {self.last}"
        return month_words(self.month) + numbers

    @property
    def file_name(self) -> str:
        """The name of the file; it tells of nobody."""
        return f"register-{self.month:%Y-%m}" + ("" if self.first is None else f"-{self.first}") + ".pdf"


def stretches(actor: Officer, year: int) -> list[Stretch]:
    """Return the files of a fiscal year, none with more than `MOST_LINES` lines.

    Args:
        actor: whose book it is.
        year: fiscal year, B.E.
    """
    found = []
    for month in months_with_entries(actor, year):
        numbers = numbers_of(actor, year, month)
        if len(numbers) <= MOST_LINES:
            found.append(Stretch(month))
            continue
        # As long as each other, so that the last one is not a page of three lines.
        files = -(-len(numbers) // MOST_LINES)
        size = -(-len(numbers) // files)
        parts = [numbers[start : start + size] for start in range(0, len(numbers), size)]
        found += [Stretch(month, part[0], part[-1]) for part in parts]
    return found


def draw_stretch(part: PrintPart) -> bytes:
    """Draw one file of the book as who ordered it may see it now.

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
        return register_pdf(as_paper(actor, int(order.subject), Stretch.read(part.subject), order.asked_at))


def as_paper(actor: Officer, year: int, stretch: Stretch, asked_at: dt.datetime) -> RegisterMonth:
    """Return what a file says.

    Args:
        actor: whose book it is, and who asked for it.
        year: fiscal year, B.E.
        stretch: what it holds.
        asked_at: when.
    """
    chosen = entries(actor, year, stretch.month)
    if stretch.first is not None:
        chosen = chosen.filter(number__gte=stretch.first, number__lte=stretch.last)
    found = list(lines(chosen, leaves=True))
    return RegisterMonth(
        organization=actor.organization.display_name,
        period=f"ปีงบประมาณ {year} เดือน{stretch.words}",
        rows=[_row(line) for line in found],
        sums=sums(found, missing_numbers(actor, year)),
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


def sums(found: list[Line], missing: Sequence[int]) -> str:
    """Return what stands below the last line: from which number to which, and whether all are there.

    Args:
        found: the lines of the file.
        missing: numbers that the book of the year lacks. One that is entered under another day, as a request that came
            on paper is, stands in another month and is not missing.
    """
    numbers = [line.entry.number for line in found]
    if not numbers:
        return "ไม่มีเรื่องในเดือนนี้"
    first, last = numbers[0], numbers[-1]
    absent = sum(first < number < last for number in missing)
    elsewhere = last - first + 1 - len(numbers) - absent
    whole = "ครบทุกเลข" if not absent else f"ขาด {absent} เลข"
    others = f" อยู่ในเดือนอื่น {elsewhere} เลข" if elsewhere else ""
    return f"เลขทะเบียน {first} ถึง {last} {whole}{others} รวม {len(numbers)} เรื่อง"
