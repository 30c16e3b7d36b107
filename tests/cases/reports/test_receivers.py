"""A report goes to whoever has a report of the same month to take it further (S2.09, S2.10; docs/decisions/0016)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.reports.domain import acts, rounds
from cases.reports.domain.consolidating import below
from cases.reports.errors import ReportRefused
from cases.reports.models import MonthlyReport
from cases.reports.vocabulary import ReportState as S
from portal.actors import Officer, System
from portal.organizations.domain.closing import close
from portal.organizations.vocabulary import OrganizationType
from tests.cases.reports.conftest import (
    ABOUT_NOVEMBER,
    IN_NOVEMBER,
    IN_OCTOBER,
    OCTOBER,
    Levels,
    accepted,
    do,
    report_of,
    reporter,
    sent,
)

AFTER_THE_DAY = dt.date(2026, 11, 21)
THEN = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)


def begins(officer: Officer, day: dt.date) -> None:
    officer.appointment.valid_from = day
    officer.appointment.save()


@pytest.fixture
def late_district(levels: Levels, time_machine) -> Levels:
    """October is expected since 1 November; at the district somebody begins on the 21st, when its day has passed."""
    begins(levels.district, AFTER_THE_DAY)
    time_machine.move_to(ABOUT_NOVEMBER, tick=False)
    rounds.open_rounds(IN_NOVEMBER)
    time_machine.move_to(THEN, tick=False)
    rounds.open_rounds(THEN.date())
    assert not MonthlyReport.objects.filter(organization=levels.district.organization, month=OCTOBER).exists()
    return levels


def test_a_district_that_begins_after_the_day_swallows_no_report_of_the_month(late_district: Levels) -> None:
    row = sent(late_district.local)
    assert row.receiver == late_district.province.organization
    assert row in below(report_of(late_district.province)).waiting


def test_a_district_that_begins_after_the_day_opens_no_closed_month(late_district: Levels) -> None:
    up = report_of(late_district.province)
    do(acts.edit, up, late_district.province, remarks="ยังไม่ส่งทุกแห่ง")
    do(acts.submit, up, late_district.province)
    row = report_of(late_district.local)
    assert acts.is_locked(row)
    with pytest.raises(ReportRefused, match="ผ่อนผัน"):
        sent(late_district.local)


def test_from_its_first_own_month_on_the_district_receives(late_district: Levels, time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 12, 5, 3, tzinfo=dt.UTC), tick=False)
    rounds.open_rounds(dt.date(2026, 12, 5))
    november = dt.date(2026, 11, 1)
    row = sent(late_district.local, november)
    assert row.receiver == late_district.district.organization
    assert row in below(report_of(late_district.district, november)).waiting


def test_a_round_that_is_opened_late_is_missed_by_who_takes_it_further(levels: Levels, time_machine) -> None:
    begins(levels.district, AFTER_THE_DAY)
    time_machine.move_to(dt.datetime(2026, 10, 5, 3, tzinfo=dt.UTC), tick=False)
    rounds.open_rounds(IN_OCTOBER)
    time_machine.move_to(dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC), tick=False)
    rounds.open_rounds(dt.date(2026, 11, 25))
    row = report_of(levels.local)
    assert row.receiver == levels.province.organization
    assert row in below(report_of(levels.province)).missing


def test_of_two_offices_of_a_district_that_one_receives_which_reports_the_month(
    levels: Levels, time_machine
) -> None:
    begins(levels.district, AFTER_THE_DAY)
    other = reporter(OrganizationType.DISTRICT_OFFICE, "ที่ว่าการอำเภอทดสอบ")
    time_machine.move_to(ABOUT_NOVEMBER, tick=False)
    rounds.open_rounds(IN_NOVEMBER)
    time_machine.move_to(THEN, tick=False)
    rounds.open_rounds(THEN.date())
    row = sent(levels.local)
    assert row.receiver == other.organization
    assert row in below(report_of(other)).waiting


def test_who_takes_the_place_of_a_district_receives_under_the_name_on_its_report(october: Levels) -> None:
    heir = reporter(OrganizationType.DISTRICT_LOCAL_OFFICE, "ท้องถิ่นอำเภอใหม่")
    close(
        organization=october.district.organization,
        on=dt.date(2026, 11, 4),
        successor=heir.organization,
        actor=System(),
    )
    row = accepted(october.local, heir)
    assert (row.receiver, row.state) == (october.district.organization, S.ACCEPTED)
    assert row in below(report_of(october.district)).accepted


def test_what_the_report_of_an_ended_office_sums_up_is_not_in_its_successors_too(october: Levels) -> None:
    row = accepted(october.local, october.district)
    heir = reporter(OrganizationType.DISTRICT_LOCAL_OFFICE, "ท้องถิ่นอำเภอใหม่")
    old = report_of(october.district)
    own = MonthlyReport.objects.create(
        organization=heir.organization,
        tier=old.tier,
        month=OCTOBER,
        due_on=old.due_on,
        province_code=old.province_code,
        district_code=old.district_code,
    )
    close(
        organization=october.district.organization,
        on=dt.date(2026, 11, 4),
        successor=heir.organization,
        actor=System(),
    )
    assert below(old).accepted == [row]
    assert below(own).accepted == []
