"""The year's figures count each case once, in the right year of Thailand, and what was no request not at all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

from cases.domain.reporting import YearlyFigures, middle, waiting_times, yearly_figures
from cases.domain.screening import reject_case
from cases.models import Case
from cases.vocabulary import AssistanceKind, ClosureReason
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import World
from tests.helpers import assert_same_queries

START = dt.datetime(2026, 9, 30, 17, tzinfo=dt.UTC)  # 1 October 2569 B.E. in Thailand: fiscal year 2570
MARCH = dt.datetime(2027, 3, 10, 3, tzinfo=dt.UTC)


def moving(figures: YearlyFigures):
    """Rows of months in which something happened; what waits at the end of the year is a row of its own."""
    return [row for row in figures.rows if row.received or row.closed or row.helped or row.baht]


def only(figures: YearlyFigures):
    (row,) = moving(figures)
    return row


def test_a_case_counts_at_its_holder_in_its_month(world: World, time_machine):
    time_machine.move_to(MARCH, tick=False)
    factories.closed_case(world)
    row = only(yearly_figures(2570))
    assert (row.organization_id, row.organization) == (
        world.local.organization.pk,
        world.local.organization.display_name,
    )
    assert (row.problem, row.month, row.is_crisis) == ("quality_of_life", dt.date(2027, 3, 1), False)
    assert (row.received, row.closed, row.helped, row.persons, row.households, row.baht) == (
        1,
        1,
        1,
        3,
        1,
        2000,
    )
    assert row.province_code == "81"


def test_the_year_begins_on_the_first_of_october_in_thailand(world: World, time_machine):
    time_machine.move_to(START - dt.timedelta(microseconds=1), tick=False)
    factories.received_case(world)
    time_machine.move_to(START, tick=False)
    factories.received_case(world)
    assert only(yearly_figures(2569)).month == dt.date(2026, 9, 1)
    assert only(yearly_figures(2570)).month == dt.date(2026, 10, 1)
    assert (yearly_figures(2570).first, yearly_figures(2570).last) == (
        dt.date(2026, 10, 1),
        dt.date(2027, 9, 30),
    )


def test_what_is_received_in_one_year_may_be_closed_in_the_next(world: World, time_machine):
    time_machine.move_to(START - dt.timedelta(days=2), tick=False)
    case = factories.followed_case(world)
    time_machine.move_to(START + dt.timedelta(days=2), tick=False)
    factories.closed_case(world, case=factories.closing_case(world, case=case))
    before, after = yearly_figures(2569), yearly_figures(2570)
    assert (before.received, before.closed, before.helped) == (1, 0, 1)
    assert (after.received, after.closed, after.helped) == (0, 1, 0)


def test_help_given_twice_is_one_family_and_two_amounts(world: World, time_machine):
    time_machine.move_to(MARCH, tick=False)
    case = factories.followed_case(world, persons=3, households=1)
    case = factories.assistance.adjust_plan(case=case, actor=world.local.officer, finding="ยังไม่พอ")
    time_machine.shift(40 * 24 * 3600)
    factories.followed_case(world, case=case, persons=4, households=1, amount_baht=Decimal("1500.50"))
    march, april = moving(yearly_figures(2570))
    assert (march.helped, march.persons, march.households, march.baht) == (1, 4, 1, 2000)
    assert (april.helped, april.persons, april.baht) == (0, None, 1501)


def test_unknown_is_not_zero(world: World):
    factories.followed_case(world, kind=AssistanceKind.IN_KIND, amount_baht=None, households=0)
    row = only(yearly_figures(factories_year()))
    assert (row.baht, row.households, row.persons) == (None, None, 3)


def factories_year() -> int:
    from portal.thai.dates import bangkok_today, fiscal_year

    return fiscal_year(bangkok_today())


def test_what_was_no_request_is_not_counted(world: World):
    for reason in (ClosureReason.SPAM, ClosureReason.TEST):
        reject_case(case=factories.received_case(world), actor=world.center.officer, reason=reason)
    original = factories.received_case(world)
    reject_case(
        case=factories.received_case(world),
        actor=world.center.officer,
        reason=ClosureReason.DUPLICATE,
        duplicate_of=original,
    )
    figures = yearly_figures(factories_year())
    assert (figures.received, figures.closed) == (1, 0)


def test_crisis_problems_are_marked(world: World):
    factories.working_crisis_case(world)
    factories.received_case(world)
    marks = {row.problem: row.is_crisis for row in yearly_figures(factories_year()).rows}
    assert marks == {ProblemType.VIOLENCE: True, ProblemType.QUALITY_OF_LIFE: False}


def test_what_waits_at_the_end_of_a_year_and_what_was_refused_is_counted(world: World, time_machine):
    """S1.30: a case waits until it is closed, in every year that ends before; refused is closed without help of ours."""
    time_machine.move_to(START - dt.timedelta(days=2), tick=False)
    refused = factories.received_case(world)
    factories.received_case(world)
    time_machine.move_to(START + dt.timedelta(days=2), tick=False)
    reject_case(
        case=refused, actor=world.center.officer, reason=ClosureReason.OUT_OF_SCOPE, note="เป็นหน้าที่ของศาล"
    )
    sums = {
        year: (sum(row.waiting or 0 for row in rows), sum(row.refused or 0 for row in rows))
        for year, rows in ((year, yearly_figures(year).rows) for year in (2569, 2570))
    }
    assert sums == {2569: (2, 0), 2570: (1, 1)}
    assert {row.month for row in yearly_figures(2569).rows if row.waiting} == {dt.date(2026, 9, 1)}


def test_days_until_the_first_help_are_counted_once_for_each_case_and_never_of_a_crisis(
    world: World, time_machine
):
    time_machine.move_to(MARCH, tick=False)
    case = factories.working_case(world)
    time_machine.shift(5 * 24 * 3600)
    factories.followed_case(world, case=case)
    time_machine.shift(9 * 24 * 3600)
    again = factories.assistance.adjust_plan(
        case=Case.objects.get(pk=case.pk), actor=world.local.officer, finding="ยังไม่พอ"
    )
    factories.followed_case(world, case=again)
    times = waiting_times(2570)
    assert dict(times.by_body[world.local.organization.pk]) == {5: 1}
    assert list(times.by_problem) == ["quality_of_life"]
    assert waiting_times(2569).by_body == {}


def test_who_was_helped_before_the_year_does_not_wait_for_the_first_help_again(world: World, time_machine):
    """The second help of a case, in the next fiscal year, is no first help: 205 days would be told as a wait."""
    time_machine.move_to(MARCH, tick=False)
    case = factories.followed_case(world)
    time_machine.move_to(dt.datetime(2027, 10, 1, 3, tzinfo=dt.UTC), tick=False)
    again = factories.assistance.adjust_plan(
        case=Case.objects.get(pk=case.pk), actor=world.local.officer, finding="ยังไม่พอ"
    )
    factories.followed_case(world, case=again)
    assert waiting_times(2571).by_body == {} and waiting_times(2571).by_problem == {}
    assert waiting_times(2570).by_body[world.local.organization.pk].total() == 1


def test_the_middle_of_days_is_the_upper_median() -> None:
    table = [({}, None), ({4: 1}, 4), ({1: 1, 9: 1}, 9), ({1: 2, 9: 1}, 1), ({0: 3, 2: 1, 30: 3}, 2)]
    for days, wanted in table:
        assert middle(Counter(days)) == wanted, days


def test_an_empty_year_has_no_rows(world: World):
    assert yearly_figures(2500).rows == ()


def test_the_queries_do_not_grow_with_the_cases(world: World):
    factories.closed_case(world)
    assert_same_queries(
        lambda: yearly_figures(factories_year()),
        lambda: [factories.closed_case(world), factories.working_crisis_case(world)],
    )
