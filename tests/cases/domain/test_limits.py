"""Only the 24 hours come from the sources; every other limit is the center's, and the center may change it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, transaction

from cases.domain import alarms, store
from cases.domain.clocks import Limit
from cases.domain.limits import DEFAULTS, Policy, limit_for, own_row, problems_of, set_limit, take_limit_away
from cases.errors import GuardFailed, NotAllowed
from cases.machine.standing import Standing
from cases.machine.vocabulary import LADDER, DutyKind, LimitStep
from cases.models import Case, PolicyClock, RiskAssessment
from cases.vocabulary import LimitSource, RiskLevel, Severity, Track
from portal.audit.models import AuditEntry
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.domain.verbs import duty_of
from tests.cases.factories import World


def test_there_is_a_default_for_everything():
    assert set(DEFAULTS) == set(itertools.product(LimitStep, Track, Severity))
    assert set(DutyKind) <= set(LimitStep)


def test_only_the_24_hours_are_the_sources():
    seed = {key: value for key, value in DEFAULTS.items() if value.source == LimitSource.SEED}
    assert {key[0] for key in seed} == {DutyKind.FORWARD}
    assert {value.limit for value in seed.values()} == {Limit(hours=24)}
    assert all(key[1] == Track.CRISIS for key in seed)


def test_what_is_more_urgent_is_never_slower():
    start = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    from cases.domain.clocks import due_time

    for kind, track in itertools.product(LimitStep, Track):
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


MONDAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
TRACKS = [factories.working_case, factories.crisis_case]


def a_case(world: World, problem: ProblemType = ProblemType.DISASTER) -> Case:
    return factories.working_case(world, problem=problem)


def set_for(
    world: World, step: DutyKind | LimitStep, standing: Standing, hours: int, problem: str = ""
) -> None:
    set_limit(
        actor=world.center.supervisor,
        kind=step,
        track=Track.CRISIS if standing.is_crisis else Track.GENERAL,
        severity=standing.severity,
        problem=problem,
        limit=Limit(hours=hours),
        note="คำสั่งที่ 6/2570",
    )


@pytest.mark.parametrize("make", TRACKS)
@pytest.mark.parametrize("kind", DutyKind)
def test_every_limit_that_the_page_offers_counts(world: World, kind: DutyKind, make):
    """A changed row changes by when a duty of the kind is due; nothing of the page is a mere word."""
    case = make(world)
    standing = store.load(case)
    before = Policy(case).due(kind, standing, MONDAY)
    set_for(world, kind, standing, 5)
    assert Policy(case).due(kind, standing, MONDAY) == MONDAY + dt.timedelta(hours=5) != before


@pytest.mark.parametrize(
    ("level", "step", "days"),
    [
        (RiskLevel.HIGH, LimitStep.FOLLOW_HIGH, 7),
        (RiskLevel.MEDIUM, LimitStep.FOLLOW_MEDIUM, 30),
        (RiskLevel.LOW, LimitStep.FOLLOW_LOW, 90),
        (None, LimitStep.FOLLOW, 90),
    ],
)
def test_the_follow_up_has_a_limit_for_each_risk(world: World, level, step: LimitStep, days: int):
    case = a_case(world)
    if level is not None:
        RiskAssessment.objects.create(
            case=case,
            organization=world.local.organization,
            level=level,
            assessed_by=world.local.officer.person,
        )
    standing = store.load(case)
    assert Policy(case).due(DutyKind.FOLLOW, standing, MONDAY) == MONDAY + dt.timedelta(days=days)
    for other in {LimitStep.FOLLOW, LimitStep.FOLLOW_HIGH, LimitStep.FOLLOW_MEDIUM, LimitStep.FOLLOW_LOW} - {
        step
    }:
        set_for(world, other, standing, 11)
    assert Policy(case).due(DutyKind.FOLLOW, standing, MONDAY) == MONDAY + dt.timedelta(days=days)
    set_for(world, step, standing, 48)
    assert Policy(case).due(DutyKind.FOLLOW, standing, MONDAY) == MONDAY + dt.timedelta(hours=48)


@pytest.mark.parametrize("make", TRACKS)
def test_the_ladder_climbs_by_the_steps_that_were_set(world: World, make):
    case = make(world)
    standing = store.load(case)
    times = [Policy(case).alarm_at(standing, MONDAY, level) for level in (1, 2, 3)]
    assert times[0] == MONDAY < times[1] < times[2]
    set_for(world, LimitStep.ALARM_2, standing, 2)
    set_for(world, LimitStep.ALARM_3, standing, 3)
    found = [Policy(case).alarm_at(standing, MONDAY, level) for level in (1, 2, 3)]
    assert found == [MONDAY, MONDAY + dt.timedelta(hours=2), MONDAY + dt.timedelta(hours=5)]


def test_without_a_row_the_ladder_climbs_by_a_day_each(world: World):
    """A working day where offices ring, 24 hours in a crisis, as docs/operator.md says."""
    general, crisis = factories.working_case(world), factories.crisis_case(world)
    friday = dt.datetime(2026, 11, 27, 3, tzinfo=dt.UTC)
    for case, days in ((general, (3, 4)), (crisis, (1, 2))):
        standing = store.load(case)
        dates = [Policy(case).alarm_at(standing, friday, level).date() for level in (2, 3)]
        assert dates == [friday.date() + dt.timedelta(days=count) for count in days]


@pytest.mark.parametrize("step", LADDER)
def test_alarms_that_wait_follow_a_changed_ladder(world: World, time_machine, step: LimitStep):
    case = factories.crisis_case(world)
    duty = duty_of(case, DutyKind.FORWARD)
    time_machine.move_to(duty.due_at + dt.timedelta(minutes=1), tick=False)
    alarms.ring_what_is_late()
    duty.refresh_from_db()
    waits = duty.next_alarm_at
    assert waits == duty.due_at + dt.timedelta(days=1)
    set_for(world, step, store.load(case), 2)
    alarms.ring_what_is_late()
    duty.refresh_from_db()
    assert duty.next_alarm_at == (duty.due_at + dt.timedelta(hours=2) if step == LimitStep.ALARM_2 else waits)


@pytest.mark.parametrize("kind", DutyKind)
def test_a_row_of_one_problem_changes_that_problem_alone(world: World, kind: DutyKind):
    """Issue 9, point 7: limits are rows by track, problem, severity and step; the one that names the problem wins."""
    case = a_case(world)
    standing = store.load(case)
    others = [problem for problem in problems_of(Track.GENERAL) if problem != ProblemType.DISEASE]

    def dues() -> dict[ProblemType, dt.datetime]:
        return {
            problem: Policy(case).due(kind, dataclasses.replace(standing, problem=problem), MONDAY)
            for problem in ProblemType
        }

    before = dues()
    set_for(world, kind, standing, 5, ProblemType.DISEASE)
    assert dues() == before | {ProblemType.DISEASE: MONDAY + dt.timedelta(hours=5)}
    set_for(world, kind, standing, 9)
    found = dues()
    assert found[ProblemType.DISEASE] == MONDAY + dt.timedelta(hours=5)
    assert {found[problem] for problem in others} == {MONDAY + dt.timedelta(hours=9)}
    assert all(found[problem] == before[problem] for problem in problems_of(Track.CRISIS))
    for severity in set(Severity) - {standing.severity}:
        other = dataclasses.replace(standing, severity=severity, problem=ProblemType.DISEASE)
        found_limit = Policy(case).limit(kind, other).limit
        assert found_limit == limit_for(kind=kind, track=Track.GENERAL, severity=severity).limit


def test_new_requests_of_a_problem_get_its_limit_and_others_keep_theirs(world: World):
    before = duty_of(factories.received_case(world, problem=ProblemType.OTHER), DutyKind.FORWARD)
    standing = store.load(before.case)
    set_for(world, DutyKind.FORWARD, standing, 2, ProblemType.DISEASE)
    disease = duty_of(factories.received_case(world, problem=ProblemType.DISEASE), DutyKind.FORWARD)
    other = duty_of(factories.received_case(world, problem=ProblemType.OTHER), DutyKind.FORWARD)
    assert disease.due_at - disease.started_at == dt.timedelta(hours=2)
    assert (other.due_at, other.working_days) == (before.due_at, 1)


def test_a_row_is_taken_away_again_and_the_more_general_one_holds(world: World):
    key = {"kind": LimitStep.ACT, "track": Track.GENERAL, "severity": Severity.NORMAL}
    standing = store.load(a_case(world))
    set_for(world, DutyKind.ACT, standing, 9)
    set_for(world, DutyKind.ACT, standing, 5, ProblemType.DISEASE)
    row = own_row(**key, problem=ProblemType.DISEASE)
    for note, actor, error in (
        (" ", world.center.supervisor, GuardFailed),
        ("ก", world.center.officer, NotAllowed),
    ):
        with pytest.raises(error):
            take_limit_away(actor=actor, row=row, note=note)
    left = take_limit_away(actor=world.center.supervisor, row=row, note="คำสั่งที่ 7/2570")
    assert left.limit == limit_for(**key, problem=ProblemType.DISEASE).limit == Limit(hours=9)
    take_limit_away(actor=world.center.supervisor, row=own_row(**key), note="คำสั่งที่ 8/2570")
    assert limit_for(**key) == DEFAULTS[LimitStep.ACT, Track.GENERAL, Severity.NORMAL]
    first, second = AuditEntry.objects.filter(action="policy.take_limit_away").order_by("pk")
    assert (first.subject, first.purpose) == ("act/general/normal/disease", "คำสั่งที่ 7/2570")
    assert (first.data["was_hours"], first.data["hours"]) == (5, 9)
    assert (second.subject, second.data["working_days"]) == ("act/general/normal", 7)


def test_a_problem_has_no_row_on_the_other_track(world: World):
    with pytest.raises(GuardFailed) as refused:
        set_limit(
            actor=world.center.supervisor,
            kind=DutyKind.ACT,
            track=Track.GENERAL,
            severity=Severity.NORMAL,
            problem=ProblemType.VIOLENCE,
            limit=Limit(hours=5),
            note="ก",
        )
    assert refused.value.field == "problem"
    for track, problem in ((Track.GENERAL, ProblemType.VIOLENCE), (Track.CRISIS, ProblemType.DISASTER)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PolicyClock.objects.create(
                kind=DutyKind.ACT, track=track, severity=Severity.NORMAL, problem=problem, hours=3
            )


@pytest.mark.parametrize("severity", Severity)
def test_the_24_hours_hold_for_every_crisis_however_urgent(world: World, severity: Severity):
    """That an emergency has four by itself is the center's own default, and no way past the guideline."""
    of_crisis = {"kind": DutyKind.FORWARD, "track": Track.CRISIS, "severity": severity}
    for limit in (Limit(hours=25), Limit(hours=9999), Limit(working_days=30)):
        with pytest.raises(GuardFailed, match="24"):
            set_limit(actor=world.center.supervisor, limit=limit, note="คำสั่งที่ 5/2570", **of_crisis)
    set_limit(actor=world.center.supervisor, limit=Limit(hours=24), note="คำสั่งที่ 5/2570", **of_crisis)
    assert limit_for(**of_crisis).limit == Limit(hours=24)


def test_the_24_hours_of_one_crisis_get_no_longer_either(world: World):
    standing = store.load(factories.crisis_case(world))
    problem = standing.problem
    standing = dataclasses.replace(standing, severity=Severity.NORMAL)
    with pytest.raises(GuardFailed, match="24"):
        set_for(world, DutyKind.FORWARD, standing, 25, problem)
    set_for(world, DutyKind.FORWARD, standing, 23, problem)


def test_a_case_whose_problem_changes_rings_by_the_ladder_of_the_new_one(world: World):
    case = a_case(world)
    before, policy = store.load(case), Policy(case)
    after = dataclasses.replace(before, problem=ProblemType.DISEASE)
    assert not policy.rings_otherwise(before, after)
    set_for(world, LimitStep.ALARM_3, before, 5, ProblemType.DISEASE)
    assert Policy(case).rings_otherwise(before, after)
    assert not Policy(case).rings_otherwise(before, dataclasses.replace(before, problem=ProblemType.OTHER))
