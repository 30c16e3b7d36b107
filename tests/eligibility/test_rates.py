"""Numbers of the law hold from a day on; an earlier day keeps the earlier number (issue 11 point 10: rates by date)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal.eligibility.changes import changes
from portal.eligibility.loading import rules
from portal.eligibility.rates import Period, Rate, UnknownRateError
from portal.eligibility.tree import Rules
from portal.eligibility.walking import walk

AGE = rules().rates["lowest_work_age"]
CHANGE = dt.date(2027, 1, 1)
RAISED = replace(AGE, periods=(*AGE.periods, Period(16, CHANGE, "labor_lowest_age")))


@pytest.mark.parametrize(
    ("day", "value"), [(dt.date(2026, 12, 31), 15), (CHANGE, 16), (dt.date(2099, 1, 1), 16)]
)
def test_a_number_holds_until_the_day_of_the_next(day: dt.date, value: int) -> None:
    assert RAISED.on(day).value == value


def test_before_the_law_there_was_none() -> None:
    assert AGE.on(dt.date(1998, 8, 19)).value == 15
    with pytest.raises(UnknownRateError, match="lowest_work_age on 1998-08-18"):
        AGE.on(dt.date(1998, 8, 18))


def test_a_source_without_a_day_holds_as_long_as_anybody_knows() -> None:
    assert rules().rates["child_age"].on(dt.date(1900, 1, 1)).value == 18


def test_the_answer_follows_the_number_of_the_day() -> None:
    known = rules()
    tree, rates = known.trees["child_labor"], {**known.rates, "lowest_work_age": RAISED}
    texts = {"work": ["employed"], "age": ["15"]}
    assert walk(tree, rates, texts, CHANGE - dt.timedelta(days=1)).question is tree.questions["dangerous"]
    assert walk(tree, rates, texts, CHANGE).outcome is tree.outcomes["too_young"]


def with_rates(*changed: Rate) -> Rules:
    known = rules()
    return replace(known, rates={**known.rates, **{rate.name: rate for rate in changed}})


def test_today_no_number_has_changed_yet() -> None:
    assert changes(rules()) == ()


def test_a_change_names_what_was_what_is_and_whom_it_touches() -> None:
    (found,) = changes(with_rates(RAISED))
    assert (found.name, found.before.value, found.after.value, found.since) == (AGE.name, 15, 16, CHANGE)
    assert found.problems == {"child_labor"}


def test_the_newest_change_stands_first() -> None:
    child = rules().rates["child_age"]
    later = dt.date(2028, 1, 1)
    twice = replace(child, periods=(*child.periods, Period(19, later, "oscc_target")))
    found = changes(with_rates(RAISED, twice))
    assert [each.name for each in found] == ["child_age", "lowest_work_age"]
    assert found[0].problems == {"violence", "unready_pregnancy"}
