"""Reports of an administration that merged, and whose successor merged too, belong to who is there now (S2.08; R22)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from cases.domain.queries.counting import counted as numbers_of
from cases.domain.queries.standing import asked_for
from cases.reports.desk import entry
from cases.reports.domain import acts, succession
from cases.reports.machine import Side
from cases.reports.models import MonthlyReport
from cases.reports.vocabulary import ReportState as S
from portal.actors import Officer, System
from portal.organizations.domain.closing import close
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory
from tests.cases.reports.conftest import SOME, Levels, do, report_of, reporter, sent, soup
from tests.helpers import assert_same_queries


def merged(first: Organization, *others: Organization) -> None:
    """The first merges into the second, that one into the third, and so on."""
    for day, (old, new) in enumerate(zip((first, *others), others, strict=False), start=1):
        close(organization=old, on=dt.date(2026, 11, day), successor=new, actor=System())


def on_the_rail(actor: Officer) -> dict[str, int]:
    return numbers_of(asked_for([entry.counted], actor, timezone.now()))


@pytest.fixture
def twice(october: Levels) -> Levels:
    """The second local administration merged into one that merged into the first one."""
    between = [OrganizationFactory(name_th=f"อบต.ระหว่างทาง {number}") for number in range(2)]
    merged(october.other.organization, *between, october.local.organization)
    return october


def test_the_last_successor_reads_makes_and_sends_them(twice: Levels) -> None:
    row = report_of(twice.other)
    mine = twice.local.organization.pk
    for rows in (
        MonthlyReport.objects.of(mine),
        MonthlyReport.objects.expected_from(twice.local),
        MonthlyReport.objects.visible_to(twice.local),
    ):
        assert row in rows
    assert acts.sides_of(row, twice.local) == {Side.OWNER}
    do(acts.edit, row, twice.local, table=SOME, remarks="หลังยุบรวม")
    assert do(acts.submit, row, twice.local).state == S.SUBMITTED


def test_nobody_else_has_a_part_in_them(twice: Levels) -> None:
    row = report_of(twice.other)
    assert row not in MonthlyReport.objects.visible_to(twice.town)
    assert acts.sides_of(row, twice.town) == frozenset()
    assert report_of(twice.local) not in MonthlyReport.objects.of(twice.other.organization.pk)


def test_the_last_successor_of_a_district_accepts_what_was_sent_to_the_first(october: Levels) -> None:
    between, last = (
        reporter(OrganizationType.DISTRICT_LOCAL_OFFICE, f"ท้องถิ่นอำเภอ {number}") for number in (1, 2)
    )
    row = sent(october.local)
    merged(october.district.organization, between.organization, last.organization)
    assert row in MonthlyReport.objects.to_receive(last.organization.pk)
    row = MonthlyReport.objects.get(pk=row.pk)
    assert acts.sides_of(row, last) == {Side.RECEIVER}
    assert do(acts.accept, row, last).state == S.ACCEPTED


def test_the_end_of_a_successor_names_what_it_had_taken_over_too(october: Levels) -> None:
    between = OrganizationFactory(name_th="อบต.ระหว่างทาง")
    merged(october.other.organization, between)
    assert any("1 ฉบับ" in words for words in succession.report(between))


def test_the_rail_rings_for_inherited_reports(twice: Levels, time_machine) -> None:
    assert on_the_rail(twice.local) == {"reports": 2, "reports late": 0}
    time_machine.move_to(dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC), tick=False)
    assert on_the_rail(twice.local) == {"reports": 2, "reports late": 2}


def test_the_rail_rings_for_what_was_sent_to_a_district_whose_place_was_taken(october: Levels) -> None:
    heir = reporter(OrganizationType.DISTRICT_LOCAL_OFFICE, "ท้องถิ่นอำเภอใหม่")
    sent(october.local)
    merged(october.district.organization, heir.organization)
    # Beside it the report of the district itself is to be sent.
    assert on_the_rail(heir) == {"reports": 2, "reports late": 0}


def test_the_first_page_costs_the_same_however_many_ends_lie_behind(october: Levels, login) -> None:
    client = login(october.local)
    url = "/desk/reports/"
    merged(october.other.organization, october.local.organization)

    row = report_of(october.other)

    def longer() -> None:
        last = october.other.organization
        for _ in range(3):
            one = OrganizationFactory()
            MonthlyReport.objects.create(
                organization=one, tier=row.tier, month=row.month, due_on=row.due_on, province_code="81"
            )
            close(organization=one, on=dt.date(2026, 11, 2), successor=last, actor=System())
            last = one

    assert soup(client.get(url)).select_one(f'a[href="/desk/reports/{row.pk}/"]') is not None
    assert_same_queries(lambda: client.get(url), longer)
