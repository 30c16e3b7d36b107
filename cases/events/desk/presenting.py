"""An event in words, for the pages of the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.desk.names import brief
from cases.desk.statuses import Status
from cases.events.domain.board import Board
from cases.events.models import Event
from cases.events.vocabulary import Column
from portal.organizations.areas import area, subdistricts


def area_words(event: Event) -> str:
    """Return the area by district: whole districts by their name, else the subdistricts by theirs."""
    codes = [one.subdistrict_code for one in event.areas.all()]
    by_district: dict[str, list[str]] = {}
    for code in codes:
        by_district.setdefault(code[:4], []).append(code)
    parts = []
    for district, found in by_district.items():
        place = area(district)
        whole = {one.code for one in subdistricts(district)} == set(found)
        names = ", ".join(one.label for code in found if (one := area(code)))
        if place is not None:
            parts.append(str(place.label) if whole else f"{place.label} ({names})")
    return " · ".join(parts)


def state_of(event: Event, today: dt.date) -> Status:
    """Return how an event stands: running, to be reviewed, to be ended by a second person, closed."""
    if not event.is_running:
        return Status(_("ปิดแล้ว"), "info")
    if event.is_end_asked:
        return Status(_("รอคนที่สองยืนยันการปิด"), "warn")
    if event.review_on <= today:
        return Status(_("ถึงวันทบทวน"), "warn")
    return Status(_("กำลังเกิดขึ้น"), "danger")


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line of the table of sums.

    Attributes:
        name: of the organization; "" for the line of sums.
        cells: the number of each column, then their sum.
    """

    name: str
    cells: tuple[int, ...]


def lines_of(board: Board) -> list[BoardLine]:
    """Return the lines of the board's table; the last one is the sum of all others."""

    def cells(organization: int | None) -> tuple[int, ...]:
        return (*(board.sums.of(organization, column) for column in Column), board.sums.of(organization))

    rows = [BoardLine(brief(board.organizations[pk]), cells(pk)) for pk in board.sums.organizations]
    return [*rows, BoardLine("", cells(None))]
