"""Two callers at one moment never ring one telephone, and one call is kept once (issue 14, part 5; R03).

Real threads with a connection each, on the database of the settings.
"""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from cases.calls.domain import ending, making, taking
from cases.calls.models import Call, CallList, CallRow
from cases.calls.vocabulary import RowState, Source
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent
from cases.vocabulary import CallOutcome
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.domain.test_concurrency import at_once, district  # noqa: F401 - fixture
from tests.cases.factories import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def listed(world: World, numbers: list[str]) -> CallList:
    for number in numbers:
        factories.received_case(world, problem=ProblemType.DISASTER, reporter={"phone": number})
    return making.make(
        actor=world.center.officer,
        name="คืนน้ำท่วม",
        source=Source.WAITING,
        cases=Case.objects.all(),
        token=uuid.uuid4(),
    )


def test_callers_who_press_together_get_different_numbers_and_one_person_gets_one(
    district: World,  # noqa: F811
) -> None:
    calls = listed(district, ["081-770-0001", "081-770-0001", "081-770-0002", "081-770-0003"])
    first = district.center.officer
    others = [officer(district.center.organization, first.role) for _ in range(2)]
    presses = [partial(taking.take, calls=calls, actor=actor) for actor in (first, first, *others)]
    rows = at_once(*presses)
    held = CallRow.objects.exclude(leased_by=None)
    assert {row.leased_by_id for row in held} == {actor.person.pk for actor in (first, *others)}
    assert len({row.number for row in held}) == held.count() == 3
    assert rows[0] == rows[1], "a double click is one number"
    assert {row.pk for row in rows} == {row.pk for row in held}


def test_a_call_that_is_sent_twice_at_once_is_one_call(district: World) -> None:  # noqa: F811
    calls = listed(district, ["081-770-0001"])
    actor, token = district.center.officer, uuid.uuid4()
    row = taking.take(calls=calls, actor=actor)
    assert row is not None
    send = partial(ending.end, row=row, actor=actor, code=CallOutcome.NO_ANSWER, token=token)
    both = at_once(send, send)
    assert sorted(one.is_known for one in both) == [False, True]
    assert Call.objects.count() == CaseEvent.objects.filter(verb=Verb.LOG_CALL).count() == 1
    row.refresh_from_db()
    assert (row.state, row.tries) == (RowState.WAITING, 1)


def test_a_list_that_is_made_twice_at_once_is_one_list(district: World) -> None:  # noqa: F811
    for number in ("081-770-0001", "081-770-0002"):
        factories.received_case(district, problem=ProblemType.DISASTER, reporter={"phone": number})
    make = partial(
        making.make,
        actor=district.center.officer,
        name="คืนน้ำท่วม",
        source=Source.WAITING,
        cases=Case.objects.all(),
        token=uuid.uuid4(),
    )
    both = at_once(make, make)
    assert both[0] == both[1] == CallList.objects.get()
    assert CallRow.objects.count() == 2
