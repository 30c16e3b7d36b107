"""The year from accepted reports counts nobody twice, and is the base only where all were asked since its first month (S1.30)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.reports.domain import rounds
from cases.reports.domain.yearly import by_organization, covers, yearly_figures_of_reports
from cases.reports.models import MonthlyReport
from cases.reports.periods import due_on, next_month
from cases.reports.vocabulary import Tier
from portal.actors import System
from portal.organizations.domain.closing import close
from portal.organizations.models import Organization
from tests.accounts.factories import OrganizationFactory
from tests.cases.reports.conftest import OCTOBER, Levels, accepted, table

NOVEMBER, MARCH = next_month(OCTOBER), dt.date(2027, 3, 1)


def pending_of(be_year: int) -> tuple[int, int]:
    """What is pending of all, on the desk and in what is published."""
    bodies = by_organization(MonthlyReport.objects.all(), be_year)
    published = yearly_figures_of_reports(be_year).rows
    return sum(one.values.get("pending", 0) for one in bodies), sum(row.waiting for row in published)


@pytest.fixture
def october_accepted(october: Levels) -> Levels:
    accepted(october.other, october.district, figures=table(received=30, pending=30))
    accepted(october.local, october.district, figures=table(received=10, pending=10))
    return october


def test_what_a_merged_administration_left_is_counted_by_its_successor_alone(
    october_accepted: Levels, time_machine
) -> None:
    levels = october_accepted
    close(
        organization=levels.other.organization,
        on=dt.date(2026, 11, 4),
        successor=levels.local.organization,
        actor=System(),
    )
    time_machine.move_to(dt.datetime(2026, 12, 5, 3, tzinfo=dt.UTC), tick=False)
    rounds.open_rounds(dt.date(2026, 12, 5))
    figures = table(carried=10, received=30, pending=40)
    accepted(levels.local, levels.district, NOVEMBER, figures=figures)
    assert pending_of(2570) == (40, 40)
    received = sum(row.received for row in yearly_figures_of_reports(2570).rows)
    assert received == 70, "what came is of the month in which it came"


def test_what_was_pending_counts_where_the_administration_ended_after_the_year_or_left_nobody(
    october_accepted: Levels,
) -> None:
    levels = october_accepted
    rows = Organization.objects.filter(pk=levels.other.organization.pk)
    rows.update(is_active=False, closed_on=dt.date(2027, 10, 1), successor=levels.local.organization)
    assert pending_of(2570) == (40, 40)
    rows.update(closed_on=dt.date(2027, 9, 30))
    assert pending_of(2570) == (10, 10)
    rows.update(successor=None)
    assert pending_of(2570) == (40, 40)


def expected_since_march(organization: Organization) -> None:
    MonthlyReport.objects.filter(organization=organization).delete()
    MonthlyReport.objects.create(
        organization=organization,
        tier=Tier.LOCAL,
        month=MARCH,
        due_on=due_on(MARCH, Tier.LOCAL),
        province_code=organization.province_code,
        district_code=organization.district_code,
    )


def test_reports_are_no_base_of_a_year_in_whose_middle_a_province_began(october: Levels) -> None:
    assert covers(2570)
    expected_since_march(october.far.organization)
    assert not covers(2570), "October to January of that province stand in the register alone"


def test_an_administration_founded_in_the_year_leaves_its_province_covered(october: Levels) -> None:
    expected_since_march(OrganizationFactory(name_th="อบต.ตั้งใหม่"))
    assert covers(2570)
