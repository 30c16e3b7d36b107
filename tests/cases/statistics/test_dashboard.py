"""The page of figures: what happened beside the year before, counted a second time from the register (S1.31, S1.33)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.domain.reporting import NO_REQUEST
from cases.models import Case
from cases.statistics.desk.charts import HEIGHT, bars_of, columns_of
from cases.statistics.domain.counting import Question
from cases.statistics.domain.dashboard import UNMET, Season, dashboard
from cases.statistics.domain.periods import year_so_far
from cases.statistics.domain.reach import Breadth, Reach
from cases.vocabulary import CLOSURE_REASONS
from portal.accounts.roles import Role
from portal.thai.dates import to_bangkok
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARIES, World
from tests.cases.statistics.conftest import NOW
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "statistics:page"


def question(world: World) -> Question:
    reach = Reach(Breadth.DISTRICT, world.center.organization.pk, "8101")
    return Question(period=year_so_far(to_bangkok(NOW).date()), reach=reach, now=NOW)


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_headlines_agree_with_the_register(world: World, weeks: list[Case], now: None) -> None:
    found = dashboard(question(world))
    year = [
        case
        for case in weeks
        if to_bangkok(case.received_at).date() >= dt.date(2026, 10, 1)
        and case.closure_reason not in NO_REQUEST
    ]
    assert found.received.now == len(year) > 0
    assert sum(found.problems.values()) == sum(found.places.values()) == len(year)
    assert sum(found.channels.values()) == len(year)
    assert found.open == sum(case.stage != "closed" for case in weeks)
    assert found.seasons[-1].month == dt.date(2026, 11, 1)
    assert sum(one.now for one in found.seasons[-2:]) == len(year)
    assert found.received.before == 0


def test_the_year_before_stands_beside_it(world: World, now: None) -> None:
    for day in (dt.date(2025, 11, 20), dt.date(2025, 11, 27)):
        with time_machine.travel(dt.datetime.combine(day, dt.time(5), tzinfo=dt.UTC), tick=False):
            factories.received_case(world)
    found = dashboard(question(world))
    # Only what had come in up to the same day of the year before.
    assert (found.received.now, found.received.before) == (0, 1)
    assert found.seasons[-1] == Season(dt.date(2026, 11, 1), 0, 2)


def test_help_and_money_are_those_of_the_records(world: World, now: None) -> None:
    case = factories.followed_case(world, amount_baht=Decimal("1500.50"), fund="own")
    found = dashboard(question(world))
    assert found.helped.now == 1
    assert found.baht.now == 1500
    assert found.funds == {"own": 1500}
    assert case.helped


def test_waiting_is_the_mean_from_receipt_to_closing(world: World) -> None:
    for days in (2, 4):
        with time_machine.travel(NOW - dt.timedelta(days=days + 1), tick=False):
            case = factories.screened_case(world)
        with time_machine.travel(NOW - dt.timedelta(days=1), tick=False):
            Case.objects.filter(pk=case.pk).update(
                stage="closed", closed_at=timezone.now(), closure_reason="no_body_can_help"
            )
    found = dashboard(question(world))
    assert found.days_to_close == 3.0
    assert sum(found.unmet.values()) == 2


def test_a_house_that_asks_again_is_counted_once(world: World, now: None) -> None:
    """By the key of its place; which house it is stands nowhere."""
    for _ in range(3):
        factories.received_case(world, moo="3", place_detail="บ้านเลขที่ 12/4 หมู่ 3")
    factories.received_case(world, moo="3", place_detail="บ้านเลขที่ 99 หมู่ 3")
    assert dashboard(question(world)).repeat_households == 1


def test_the_page_shows_charts_with_their_tables_and_nobody(
    world: World, weeks: list[Case], at_center: Client, now: None
) -> None:
    response = at_center.get(reverse(PAGE))
    page = soup(response)
    assert len(page.select("svg.seasons rect")) == 24
    assert len(page.select("svg.seasons ~ details tbody tr")) == 12
    assert page.select_one("svg.seasons")["aria-hidden"] == "true"
    text = response.content.decode()
    assert not [canary for canary in CANARIES if canary in text]
    assert not [case.reference for case in weeks if case.reference in text]
    assert "style=" not in page.select_one(".desk-page").decode()


def test_a_local_administration_sees_itself(
    world: World, weeks: list[Case], at_local: Client, now: None
) -> None:
    mine = [
        case
        for case in weeks
        if case.received_by_id == world.local.organization.pk
        and to_bangkok(case.received_at).date() >= dt.date(2026, 10, 1)
    ]
    for of in ("", "district", "country"):
        page = soup(at_local.get(f"{reverse(PAGE)}?of={of}"))
        assert page.select_one(".figure-number dd").get_text() == str(len(mine))


def test_nobody_without_a_function_for_figures_opens_it(world: World, login: Login) -> None:
    editor = officer(world.center.organization, Role.CONTENT_EDITOR)
    assert login(editor).get(reverse(PAGE)).status_code == 404


def test_the_page_asks_the_same_however_many_cases_there_are(
    world: World, at_center: Client, now: None
) -> None:
    factories.received_case(world)
    at_center.get(reverse(PAGE))
    assert_same_queries(lambda: at_center.get(reverse(PAGE)), lambda: factories.received_case(world))


def test_a_chart_is_as_tall_as_its_largest_month() -> None:
    seasons = [Season(dt.date(2026, month, 1), month, 0) for month in range(1, 13)]
    chart = columns_of(seasons)
    assert (chart.most, chart.columns[-1].height, chart.columns[-1].y) == (12, HEIGHT, 0)
    assert chart.columns[0].height_before == 0
    assert all(one.y + one.height == HEIGHT for one in chart.columns)
    assert all(one.x > one.x_before for one in chart.columns)
    empty = columns_of([Season(dt.date(2026, 1, 1), 0, 0)])
    assert (empty.most, empty.columns[0].height) == (1, 0)


def test_a_bar_without_a_name_keeps_its_code() -> None:
    chart = bars_of("ตามปัญหา", {"x": 3, "disease": 1}, {"disease": "โรค"})
    assert chart.lines == (("x", 3), ("โรค", 1))
    assert chart.whole == 3
    assert bars_of("", {}, {}).whole == 0


def test_what_counts_as_unmet_are_reasons_of_closing() -> None:
    """S1.33: somebody asked, and nobody could help."""
    assert set(UNMET) <= set(CLOSURE_REASONS)
