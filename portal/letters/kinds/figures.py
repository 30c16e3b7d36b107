"""A table of figures on paper (S2.49): A4 across, the head on every page, who printed it at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.letters.drawing.apart import Lane
from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/figures.html"


@dataclass(frozen=True, kw_only=True)
class FiguresPaper:
    """What the paper says; every text final and plain.

    Args:
        title: of the report.
        organization: whose paper it is.
        period: "1 ตุลาคม 2569 ถึง 30 กันยายน 2570".
        head: words above the columns; the first names the lines.
        rows: one text for each column.
        total: the last line.
        printed_by: who asked for it, and when; on every page.
    """

    title: str
    organization: str
    period: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: Sequence[str]
    printed_by: str


def figures_pdf(paper: FiguresPaper) -> bytes:
    """Draw it.

    Raises:
        BusyError: others draw.
    """
    return render_pdf(TEMPLATE, {"paper": paper}, identifier=f"{paper.title} {paper.period}", lane=Lane.SLOW)
