"""The year from accepted reports is the base of what the center publishes (S1.10, S1.30)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from announcements.results.display import year_view
from announcements.results.publishing import ResultsError, compute_draft
from cases.reports.domain import acts, rounds
from cases.reports.domain.yearly import by_organization, covers, gaps_of, yearly_figures_of_reports
from cases.reports.models import MonthlyReport
from cases.reports.periods import next_month
from tests.cases.reports.conftest import OCTOBER, Levels, accepted, do, report_of, sent, table

NOVEMBER = next_month(OCTOBER)


def figures(received: int, **values: object) -> dict:
    return table(received=received, closed=received, **values)


@pytest.fixture
def two_months(october: Levels, time_machine) -> Levels:
    """October and November of one local administration accepted; of the other one October waits."""
    accepted(
        october.local,
        october.district,
        figures=figures(20, helped=10, persons=30, households=10, baht=Decimal("10000.50")),
    )
    sent(october.other, figures=figures(77))
    time_machine.move_to(dt.datetime(2026, 12, 5, 3, tzinfo=dt.UTC), tick=False)
    rounds.open_rounds(dt.date(2026, 12, 5))
    accepted(
        october.local, october.district, NOVEMBER, figures=figures(12, helped=6, persons=9, households=6)
    )
    return october


def test_only_accepted_months_are_in_it(two_months: Levels) -> None:
    year = yearly_figures_of_reports(2570)
    assert (year.received, year.closed, year.helped) == (32, 32, 16)
    assert {row.organization_id for row in year.rows} == {two_months.local.organization.pk}
    assert [row.month for row in year.rows] == [OCTOBER, NOVEMBER]
    assert year.rows[0].baht == 10001 and year.rows[1].baht is None
    assert year.rows[0].persons == 30


def test_a_month_that_is_opened_again_is_out_of_it_until_it_is_accepted_anew(two_months: Levels) -> None:
    do(acts.reopen, report_of(two_months.local), two_months.district, reason="นับซ้ำ")
    assert yearly_figures_of_reports(2570).received == 12


def test_the_base_of_a_year_is_reports_only_where_they_cover_it(two_months: Levels) -> None:
    assert covers(2570)
    assert not covers(2569), "reporting began after its October: the register alone knows all twelve months"


def test_a_draft_is_made_of_accepted_reports_and_says_how_many_are_missing(two_months: Levels) -> None:
    draft = compute_draft(be_year=2570, user=None)
    assert draft.snapshot["source"] == "reports"
    assert draft.snapshot["total"]["received"] == 32
    expected, count = gaps_of(2570)
    assert count == 2 and draft.snapshot["reports"] == {"expected": expected, "accepted": 2}
    assert f"2 จาก {expected} ฉบับ" in year_view(draft, None).notes[0]


def test_without_an_accepted_report_there_is_nothing_to_publish(october: Levels) -> None:
    with pytest.raises(ResultsError, match="รายงานประจำเดือน"):
        compute_draft(be_year=2570, user=None)


def test_a_year_before_reporting_is_made_of_the_register(october: Levels) -> None:
    draft = compute_draft(be_year=2569, user=None)
    assert draft.snapshot["source"] == "register"
    assert "ทะเบียนเรื่อง" in year_view(draft, None).notes[0]


def test_what_is_pending_is_that_of_the_last_month_and_what_was_carried_that_of_the_first(
    october: Levels, time_machine
) -> None:
    accepted(october.local, october.district, figures=table(carried=2, received=5, closed=3, pending=4))
    time_machine.move_to(dt.datetime(2026, 12, 5, 3, tzinfo=dt.UTC), tick=False)
    rounds.open_rounds(dt.date(2026, 12, 5))
    accepted(
        october.local, october.district, NOVEMBER, figures=table(carried=4, received=1, closed=4, pending=1)
    )
    year = next(
        one
        for one in by_organization(MonthlyReport.objects.all(), 2570)
        if one.organization == october.local.organization
    )
    assert (year.values["carried"], year.values["received"], year.values["pending"]) == (2, 6, 1)
    assert (year.accepted, year.expected) == (2, 2)
