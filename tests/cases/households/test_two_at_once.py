"""Two who join, part, tell apart or send a unit to one household at the same moment: one after the other, nobody half way.

Real threads with a connection each, on the database of the settings. One of them is held while it has its first locks, so
that the other one certainly comes between.
"""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from cases.domain import screening
from cases.domain.act import lock_case
from cases.errors import CaseError
from cases.households.domain import joining
from cases.households.domain.underway import lock_household, somebody_else_goes
from cases.households.models import Household, KeptApart, Member
from cases.households.vocabulary import ApartReason, LinkKind
from cases.mass.domain import kinds
from cases.models import Case, Visit
from cases.vocabulary import Severity
from portal.actors import Officer
from portal.vocabulary import ProblemType
from tests.cases.domain.test_concurrency import at_once, district, errors  # noqa: F401 - fixture
from tests.cases.factories import World
from tests.cases.households.test_joining import reported

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WHILE = 0.4
here = threading.local()


@pytest.fixture
def cases(district: World) -> list[Case]:  # noqa: F811
    return [reported(name) for name in ("สมศรี ใจดี", "มานพ ใจดี", "วิไล ทองคำ", "เกษม ทองคำ")]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says so waits between its first locks and what it looks at then."""
    readable = joining._readable

    def slowly(*arguments) -> int:
        found = readable(*arguments)
        time.sleep(getattr(here, "seconds", 0))
        return found

    monkeypatch.setattr(joining, "_readable", slowly)


def slow(call: partial) -> Any:
    here.seconds = WHILE
    return call()


def later(call: partial) -> Any:
    time.sleep(WHILE / 2)
    return call()


def joins(world: World, one: Case, other: Case) -> partial:
    return partial(
        joining.join, one=one, other=other, actor=world.center.officer, kind=LinkKind.SAME_HOUSEHOLD
    )


def apart(world: World, one: Case, other: Case, why: ApartReason = ApartReason.OTHERS) -> partial:
    return partial(joining.keep_apart, one=one, other=other, actor=world.center.officer, why=why)


def groups() -> list[set[int]]:
    now = Member.objects.filter(ended_at__isnull=True)
    found = (set(now.filter(household=one).values_list("case", flat=True)) for one in Household.objects.all())
    return [one for one in found if one]


@pytest.mark.parametrize("by_a_third", [False, True])
@pytest.mark.usefixtures("held")
def test_a_pair_is_joined_or_told_apart_and_never_both(
    district: World,  # noqa: F811
    cases: list[Case],
    *,
    by_a_third: bool,
) -> None:
    one, other, third, _fourth = cases
    if by_a_third:
        joins(district, other, third)()
    first = joins(district, one, third if by_a_third else other)
    second = apart(district, one, other)
    made = at_once(partial(slow, first), partial(later, second))
    assert len(errors(made)) == 1, made
    assert any({one.pk, other.pk} <= group for group in groups())
    assert not KeptApart.objects.exists()


@pytest.mark.usefixtures("held")
def test_told_apart_first_is_not_joined(district: World, cases: list[Case]) -> None:  # noqa: F811
    one, other, *_others = cases
    made = at_once(partial(slow, apart(district, one, other)), partial(later, joins(district, one, other)))
    assert isinstance(made[0], KeptApart)
    assert isinstance(made[1], CaseError)
    assert groups() == []


@pytest.mark.usefixtures("held")
def test_parting_and_joining_do_not_block_each_other(district: World, cases: list[Case]) -> None:  # noqa: F811
    one, other, third, fourth = cases
    joins(district, one, other)()
    joins(district, one, third)()
    part = partial(joining.part, case=one, actor=district.center.officer)
    made = at_once(partial(slow, joins(district, one, fourth)), partial(later, part))
    assert errors(made) == []
    assert groups() == [{other.pk, third.pk, fourth.pk}]


@pytest.mark.usefixtures("held")
def test_two_who_join_the_same_households_do_not_block_each_other(
    district: World,  # noqa: F811
    cases: list[Case],
) -> None:
    one, other, third, fourth = cases
    joins(district, one, other)()
    joins(district, third, fourth)()
    made = at_once(partial(slow, joins(district, one, third)), partial(slow, joins(district, other, fourth)))
    assert errors(made) == []
    assert groups() == [{case.pk for case in cases}]


@pytest.mark.usefixtures("held")
def test_a_household_that_grows_while_another_comes_takes_both(district: World, cases: list[Case]) -> None:  # noqa: F811
    one, other, third, fourth = cases
    joins(district, one, other)()
    made = at_once(partial(slow, joins(district, one, fourth)), partial(later, joins(district, other, third)))
    assert errors(made) == []
    assert groups() == [{case.pk for case in cases}]


@pytest.mark.usefixtures("held")
def test_sending_a_unit_and_joining_do_not_block_each_other(district: World, cases: list[Case]) -> None:  # noqa: F811
    one, other, third, _fourth = cases
    joins(district, one, other)()

    def sends() -> None:
        with transaction.atomic():
            lock_household(one)
            lock_case(one)

    made = at_once(partial(slow, joins(district, one, third)), partial(later, sends))
    assert errors(made) == []
    assert groups() == [{one.pk, other.pk, third.pk}]


@pytest.mark.usefixtures("held")
def test_what_a_colleague_says_of_two_families_at_odds_is_not_taken_back_with_less(
    district: World,  # noqa: F811
    cases: list[Case],
) -> None:
    one, other, *_others = cases
    apart(district, one, other)()
    lift = partial(joining.lift, one=one, other=other, actor=district.center.officer)
    at_once(partial(slow, lift), partial(later, apart(district, one, other, ApartReason.AT_ODDS)))
    assert KeptApart.objects.get().why == ApartReason.AT_ODDS


@pytest.mark.usefixtures("held")
def test_of_two_acts_on_many_that_send_a_unit_to_one_household_one_sends_it(
    district: World,  # noqa: F811
    cases: list[Case],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both have seen that nobody goes; the second asks again when the first has sent its boat."""
    one, other = cases[:2]
    joins(district, one, other)()
    for case in (one, other):
        screening.screen_case(
            case=case,
            actor=district.center.officer,
            problem=ProblemType(case.problem),
            severity=Severity.URGENT,
        )
    dispatch = kinds.visits.dispatch

    def slowly(**values: Any) -> Any:
        found = dispatch(**values)
        time.sleep(getattr(here, "seconds", 0))
        return found

    monkeypatch.setattr(kinds.visits, "dispatch", slowly)

    def sends(case: Case) -> partial:
        return partial(_sends, Case.objects.get(pk=case.pk), district.center.officer)

    found = at_once(partial(slow, sends(one)), partial(later, sends(other)))
    assert len(errors(found)) == 1 and Visit.objects.count() == 1


def _sends(case: Case, actor: Officer) -> object:
    with transaction.atomic():
        assert not somebody_else_goes(case, actor.organization) or getattr(here, "seconds", 0) == 0
        return kinds._dispatch(case, actor, {}, "")
