"""The demonstration's reports: three months, one late, one given back; made by the same acts as at the desk."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.reports.demo import load_demo_reports
from cases.reports.models import MonthlyReport
from portal.accounts.demo import create_demo_staff
from portal.organizations.starter import load_organizations

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("day", [5, 27])
def test_three_months_are_there_once_whatever_the_day(time_machine, day: int) -> None:
    time_machine.move_to(dt.datetime(2026, 11, day, 3, tzinfo=dt.UTC), tick=False)
    load_organizations()
    create_demo_staff()
    assert load_demo_reports() == 4
    assert load_demo_reports() == 0
    rows = MonthlyReport.objects.filter(tier="local")
    assert {row.month for row in rows} == {dt.date(2026, month, 1) for month in (8, 9, 10)}
    assert rows.filter(state="accepted").count() == 4
    assert rows.filter(state="returned").count() == 1
    assert rows.filter(on_time=False, first_submitted_at__isnull=False).count() == 1
