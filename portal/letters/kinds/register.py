"""One month of a register book on paper (ทะเบียนรับเรื่อง, S1.03): A4 across, the head on every page, who printed it at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.letters.drawing.apart import Lane
from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/register.html"


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One line of the book, every text final and plain."""

    number: str
    day: str
    time: str
    reference: str
    came_from: str
    problem: str
    place: str
    action: str


@dataclass(frozen=True, kw_only=True)
class RegisterMonth:
    """What one file of the book says.

    Args:
        organization: whose book.
        period: "ปีงบประมาณ 2570 เดือนตุลาคม 2569", with numbers where it is a part of a month.
        rows: in the order of their numbers.
        sums: what is written below the last line: first and last number, and whether all are there.
        printed_by: who asked for it, and when; on every page.
    """

    organization: str
    period: str
    rows: Sequence[RegisterRow]
    sums: str
    printed_by: str


def register_pdf(month: RegisterMonth) -> bytes:
    """Draw one month, or a part of a long one; 400 lines take about four seconds and 120 MB of the process apart."""
    return render_pdf(TEMPLATE, {"month": month}, identifier=month.period, lane=Lane.SLOW)
