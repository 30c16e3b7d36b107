"""A number of the law changes: the desk lists the open and refused cases that it touches, and no others (S1.26)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from cases.models import Case
from cases.vocabulary import ClosureReason
from portal.eligibility.loading import rules
from portal.eligibility.rates import Period
from portal.eligibility.tree import Rules
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.helpers import assert_same_queries

PAGE = reverse("desk:rates")
SINCE = dt.date(2099, 1, 1)


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> Rules:
    """The age under which nobody may be employed becomes 16, long after every case of a test."""
    known = rules()
    age = known.rates["lowest_work_age"]
    other = replace(age, periods=(*age.periods, Period(16, SINCE, "labor_lowest_age")))
    made = replace(known, rates={**known.rates, age.name: other})
    for module in ("cases.desk.rates.views", "cases.desk.rail"):
        monkeypatch.setattr(f"{module}.rules", lambda: made)
    return made


def case_of(world: World, problem: ProblemType = ProblemType.CHILD_LABOR, **values: object) -> Case:
    case = factories.received_case(world)
    if values.get("stage") == "closed":
        values["closed_at"] = case.received_at
    Case.objects.filter(pk=case.pk).update(problem=problem, **values)
    return case


def listed(login: Login, person: object, query: str = "") -> list[str]:
    return [tag.get_text(strip=True) for tag in soup(login(person).get(PAGE + query)).select("tbody th a")]


def test_without_a_change_there_is_nothing_to_do_and_no_entry(world: World, login: Login) -> None:
    page = soup(login(world.center.officer).get(PAGE))
    assert "ยังไม่มีตัวเลขใดเปลี่ยน" in page.get_text()
    assert not page.select(f'.rail a[href="{PAGE}"]')


def test_open_and_refused_cases_of_that_kind_are_listed(world: World, login: Login, raised: Rules) -> None:
    still_open = case_of(world)
    refused = case_of(world, stage="closed", closure_reason=ClosureReason.NOT_ELIGIBLE)
    case_of(world, stage="closed", closure_reason=ClosureReason.HELPED)
    case_of(world, ProblemType.DISASTER)
    case_of(world, received_at=dt.datetime(2099, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=7))))
    assert sorted(listed(login, world.center.officer)) == sorted([still_open.reference, refused.reference])


def test_it_says_what_changed_from_when_and_by_what(world: World, login: Login, raised: Rules) -> None:
    page = soup(login(world.center.officer).get(PAGE))
    words = " ".join(page.select_one("main").get_text(" ").split())
    assert "15 ปี → 16 ปี ตั้งแต่ 1 ม.ค. 2642 มาตรา 44" in words
    assert page.select(f'.rail a[href="{PAGE}"][aria-current]')


def test_nobody_reads_there_what_they_may_not_read(world: World, login: Login, raised: Rules) -> None:
    case = case_of(world)
    assert listed(login, world.center.officer) == [case.reference]
    assert listed(login, world.other_local.officer) == []


def test_an_unknown_change_shows_the_newest(world: World, login: Login, raised: Rules) -> None:
    case = case_of(world)
    for query in ("?change=jam", "?change=lowest_work_age-20990101", "?page=999999"):
        assert listed(login, world.center.officer, query) == [case.reference]


def test_queries_do_not_grow(world: World, login: Login, raised: Rules) -> None:
    client = login(world.center.officer)
    case_of(world)
    assert_same_queries(lambda: client.get(PAGE), lambda: [case_of(world) for _ in range(2)])
