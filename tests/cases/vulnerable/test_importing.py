"""A list of the register as a spreadsheet keeps it: its days are days, and what is too long is told and not cut."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cases.vulnerable.domain import importing
from cases.vulnerable.models import Home
from portal.organizations.importing.reading import MAX_CELL
from tests.cases.factories import World
from tests.cases.vulnerable.test_keeping import listed, load_needs


def test_a_day_that_a_spreadsheet_keeps_as_a_day_is_read(areas: World, tmp_path: Path) -> None:
    load_needs()
    row = ("ตาดำ", "7", "1", "", "", "ติดเตียง", dt.datetime(2026, 11, 1), "", "")
    taken = importing.take(actor=areas.local.officer, path=listed(tmp_path, row), tries=False)
    assert (taken.made, taken.refused) == (1, [])
    assert Home.objects.get().agreed_on == dt.date(2026, 11, 1)


def test_a_line_with_words_that_would_be_cut_is_refused(areas: World, tmp_path: Path) -> None:
    load_needs()
    rows = [
        (name, house, "1", "", "", "ติดเตียง", "1/11/2569", "", "")
        for name, house in (("ตาดำ", "7" * (MAX_CELL + 1)), ("ตาแดง", "8"))
    ]
    taken = importing.take(actor=areas.local.officer, path=listed(tmp_path, *rows), tries=False)
    ((line, why),) = taken.refused
    assert (taken.made, line, Home.objects.count()) == (1, 2, 1)
    assert "ยาวเกิน" in why
