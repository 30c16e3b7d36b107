"""A report of figures as PDF: headline figures, tables, bars made of HTML, notes (S1.30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/report.html"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A headline figure with last year's beside it; both already in words and digits."""

    label: str
    value: str
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: its length as a share of the longest, and its value in writing; `percent` 0 draws none."""

    label: str
    value: str
    percent: int


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, a sentence, a picture and the table under it.

    Args:
        heading: of the section.
        intro: one or two sentences, may be empty.
        bars: the picture; empty draws none.
        columns: headings of the table; the first names the rows.
        rows: the cells, in writing; as many in each row as there are columns.
        has_total: the last row is the sum.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    intro: str = ""
    bars: tuple[Bar, ...] = ()
    has_total: bool = True

    def __post_init__(self) -> None:
        """Refuse a ragged table.

        Raises:
            ValueError: a row has not as many cells as there are columns.
        """
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row of a report table has another number of cells than there are columns")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a report says; every text is final and plain."""

    title: str
    subtitle: str
    issuer: str
    issued_on: date
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def report_pdf(report: Report) -> bytes:
    """Draw a report on A4; table heads repeat on every page."""
    return render_pdf(TEMPLATE, {"report": report}, identifier=report.title)
