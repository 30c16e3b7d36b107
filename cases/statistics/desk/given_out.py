"""The tables that went up, for the page, CSV, Excel and JSON: the same cells, hidden ones as they are shown (S1.32)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.desk.names import brief
from cases.statistics.desk.words import DIMENSIONS, month_label
from cases.statistics.domain import published
from cases.statistics.domain.published import AtLeast
from cases.statistics.domain.reach import Breadth, Reach
from cases.statistics.models import PublishedReport
from cases.vocabulary import ChannelGroup
from portal.organizations.models import Organization
from portal.thai.dates import fiscal_year_bounds
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType

SCHEMA = 1
"""Of the JSON; a change that breaks a reader makes it 2, and 1 stays (docs/statistics.md)."""
SMALLEST = 5
"""The smallest figure that stands alone, as the JSON names it."""
NOTHING = AtLeast(0, is_exact=True)
Cell = AtLeast | None
"""A sum; None where such a figure is never told, as a crisis problem below the province."""


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One line of a table that went up.

    Attributes:
        key: a month as YYYY-MM, the number of an organization, two digits of a province, a group of channels.
        label: its words.
        cells: one for every column.
    """

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """The lines of one dimension.

    Attributes:
        name: "months", "places", "channels": its key in the JSON.
        title: words above the lines.
        lines: in their order.
    """

    name: str
    title: str | Promise
    lines: tuple[PublishedLine, ...]


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What went up in one fiscal year about one area, in one report.

    Attributes:
        reach: whose figures.
        report: which of the two.
        year: of the Buddhist era.
        columns: "total" and the problems of which anything is known.
        tables: by month, by place, by channel; none without a line.
    """

    reach: Reach
    report: PublishedReport
    year: int
    columns: tuple[str, ...]
    tables: tuple[PublishedTable, ...]

    @property
    def head(self) -> list[str | Promise]:
        """The words above the columns."""
        return [dict(ProblemType.choices).get(name, _("ทั้งหมด")) for name in self.columns]

    def sheet(self) -> tuple[list[str | Promise], list[list[object]]]:
        """Return head and rows of all tables below each other, as a spreadsheet takes them."""
        rows: list[list[object]] = [
            [table.title, line.label, *map(_typed, line.cells)]
            for table in self.tables
            for line in table.lines
        ]
        return [_("แยกตาม"), _("รายการ"), *self.head], rows

    def as_json(self, made_at: dt.datetime) -> dict[str, Any]:
        """Return all tables by their schema; codes, no words that change with the language but `label`."""
        first, last = fiscal_year_bounds(self.year)
        answer: dict[str, Any] = {
            "schema": SCHEMA,
            "report": str(self.report),
            "year": self.year,
            "from": first.isoformat(),
            "until": last.isoformat(),
            "reach": str(self.reach.breadth),
            "area": self.reach.area,
            "smallest_published": SMALLEST,
            "made_at": made_at.isoformat(),
            "measures": list(self.columns),
            **{name: [] for name in ("months", "places", "channels")},
        }
        for table in self.tables:
            answer[table.name] = [
                {"key": line.key, "label": line.label}
                | dict(zip(self.columns, map(_told, line.cells), strict=True))
                for line in table.lines
            ]
        return answer


def _typed(cell: Cell) -> object:
    """Return a cell of a spreadsheet: a number that is whole stays one, "12+" is a text."""
    return cell.number if cell is not None and cell.is_exact else cell and str(cell)


def _told(cell: Cell) -> dict[str, Any] | None:
    return None if cell is None else {"number": cell.number, "exact": cell.is_exact}


def given_out(reach: Reach, report: PublishedReport, year: int) -> GivenOut:
    """Return the tables that went up in one fiscal year.

    Args:
        reach: a protected one.
        report: which of the two.
        year: of the Buddhist era.
    """
    asked = (reach, report, *fiscal_year_bounds(year))
    months = published.by_month(*asked)
    places = published.by_place(*asked)
    channels = published.by_channel(*asked)
    columns = _columns([*months.values(), *places.values()])
    names = _places(reach, places)
    # Provinces have their crisis problems; below them and by channel none is told, which is not the same as nought.
    below = frozenset() if reach.breadth == Breadth.COUNTRY else CRISIS_PROBLEMS
    tables = (
        PublishedTable(
            "months",
            DIMENSIONS["month"],
            tuple(
                _line(f"{month:%Y-%m}", month_label(month), line, columns) for month, line in months.items()
            ),
        ),
        PublishedTable(
            "places",
            _("พื้นที่"),
            tuple(
                _line(str(key), names.get(key, str(key)), line, columns, below)
                for key, line in places.items()
            ),
        ),
        PublishedTable(
            "channels",
            DIMENSIONS["channel"],
            tuple(
                _line(key, str(ChannelGroup(key).label), line, columns, CRISIS_PROBLEMS)
                for key, line in channels.items()
            ),
        ),
    )
    return GivenOut(reach, report, year, tuple(columns), tuple(table for table in tables if table.lines))


def _columns(lines: list[dict[str, AtLeast]]) -> list[str]:
    """Return "total" and every problem of which anything is known, in their order."""
    known = set().union(*lines) if lines else set()
    return ["total", *(one for one in ProblemType.values if one in known)]


def _line(
    key: str,
    label: str,
    line: Mapping[str, AtLeast],
    columns: list[str],
    never_told: frozenset[ProblemType] = frozenset(),
) -> PublishedLine:
    cells = (None if name in never_told else line.get(name, NOTHING) for name in columns)
    return PublishedLine(key, label, tuple(cells))


def _places(reach: Reach, lines: Mapping[int | str, Any]) -> dict[int | str, str]:
    if reach.breadth == Breadth.COUNTRY:
        return dict(published.province_names())
    return {body.pk: brief(body) for body in Organization.objects.filter(pk__in=list(lines))}
