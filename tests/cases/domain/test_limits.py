"""Only the 24 hours come from the sources; every other limit is the center's, and the center may change it."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, transaction

from cases.domain.clocks import Limit
from cases.domain.limits import DEFAULTS, limit_for, set_limit
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import DutyKind
from cases.models import PolicyClock
from cases.vocabulary import LimitSource, Severity, Track
from portal.audit.models import AuditEntry
from tests.cases import factories
from tests.cases.domain.verbs import duty_of
from tests.cases.factories import World


def test_there_is_a_default_for_everything():
    assert set(DEFAULTS) == set(itertools.product(DutyKind, Track, Severity))


def test_only_the_24_hours_are_the_sources():
    seed = {key: value for key, value in DEFAULTS.items() if value.source == LimitSource.SEED}
    assert {key[0] for key in seed} == {DutyKind.FORWARD}
    assert {value.limit for value in seed.values()} == {Limit(hours=24)}
    assert all(key[1] == Track.CRISIS for key in seed)


def test_what_is_more_urgent_is_never_slower():
    start = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    from cases.domain.clocks import due_time

    for kind, track in itertools.product(DutyKind, Track):
        emergency, urgent, normal = (
            due_time(start=start, limit=DEFAULTS[kind, track, severity].limit, holidays=())
            for severity in (Severity.EMERGENCY, Severity.URGENT, Severity.NORMAL)
        )
        assert emergency <= urgent <= normal, (kind, track)


def change(world: World, limit: Limit, *, track=Track.GENERAL, actor=None) -> PolicyClock:
    return set_limit(
        actor=actor or world.center.supervisor,
        kind=DutyKind.FORWARD,
        track=track,
        severity=Severity.NORMAL,
        limit=limit,
        note="คำสั่งที่ 5/2570",
    )


def test_the_center_changes_a_limit_for_clocks_to_come(world: World):
    before = duty_of(factories.received_case(world), DutyKind.FORWARD).due_at
    change(world, Limit(hours=2))
    change(world, Limit(hours=3))
    clock = duty_of(factories.received_case(world), DutyKind.FORWARD)
    assert clock.due_at - clock.started_at == dt.timedelta(hours=3)
    assert clock.source == LimitSource.CENTER
    assert factories.Case.objects.first() is not None
    assert before != clock.due_at
    assert PolicyClock.objects.count() == 1
    assert AuditEntry.objects.filter(action="policy.set_limit").count() == 2


def test_running_clocks_keep_the_time_they_were_given(world: World):
    case = factories.received_case(world)
    due = duty_of(case, DutyKind.FORWARD).due_at
    change(world, Limit(hours=2))
    assert duty_of(case, DutyKind.FORWARD).due_at == due


def test_nobody_makes_the_24_hours_longer(world: World):
    for limit in (Limit(hours=25), Limit(working_days=1)):
        with pytest.raises(GuardFailed, match="24"):
            change(world, limit, track=Track.CRISIS)
    change(world, Limit(hours=12), track=Track.CRISIS)
    found = limit_for(kind=DutyKind.FORWARD, track=Track.CRISIS, severity=Severity.NORMAL)
    assert (found.limit, found.source) == (Limit(hours=12), LimitSource.CENTER)


def test_only_a_supervisor_of_the_center_changes_limits(world: World):
    for actor in (world.center.officer, world.local.supervisor, world.lead.supervisor):
        with pytest.raises(NotAllowed):
            change(world, Limit(hours=1), actor=actor)


@pytest.mark.parametrize("values", [{}, {"hours": 3, "working_days": 3}, {"hours": 0}, {"working_days": 0}])
def test_the_table_holds_hours_or_days(db, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyClock.objects.create(kind=DutyKind.ACT, track=Track.GENERAL, severity=Severity.NORMAL, **values)
