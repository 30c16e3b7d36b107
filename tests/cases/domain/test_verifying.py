"""`manage.py verify_cases` proves what always holds, and sees what somebody changed beside the acts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.domain.verifying import damage_of, faults_of
from cases.machine.vocabulary import Stage
from cases.models import Case, RegisterEntry
from portal.accounts.models import Appointment
from portal.upkeep.registry import Look
from portal.upkeep.running import inspect
from tests.cases import factories
from tests.cases.domain.verbs import SITUATIONS, case_in
from tests.cases.factories import CANARIES, World
from tests.helpers import count_queries

MORE: dict[str, Callable[[World], Case]] = {
    "crisis": factories.crisis_case,
    "accepted crisis": factories.accepted_crisis_case,
    "working crisis": factories.working_crisis_case,
    "followed crisis": lambda world: factories.followed_case(
        world, by=world.lead, case=factories.working_crisis_case(world)
    ),
}


@pytest.mark.parametrize("situation", [*SITUATIONS, *MORE])
def test_the_history_tells_how_every_case_stands(world: World, situation):
    case = MORE[situation](world) if situation in MORE else case_in(situation, world)
    assert faults_of(Case.objects.get(pk=case.pk)) == []


def verified() -> str:
    out = io.StringIO()
    call_command("verify_cases", stdout=out)
    return out.getvalue()


def found(damage: Callable[[Case], object], case: Case) -> str:
    damage(case)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 cases"):
        call_command("verify_cases", stdout=out)
    lines = out.getvalue().splitlines()
    assert all(line.startswith(f"{case.reference}: ") for line in lines)
    assert not [canary for canary in CANARIES if canary in out.getvalue()]
    return out.getvalue()


def test_sound_cases_are_counted(world: World):
    factories.working_case(world)
    factories.crisis_case(world)
    assert verified() == "2 cases are as they should be\n"


DAMAGES: dict[str, Callable[[Case], object]] = {
    "nobody has to act": lambda case: case.duties.running().update(ended_at=timezone.now(), how="done"),
    "duties": lambda case: case.duties.filter(kind="act").update(
        due_at=timezone.now() + dt.timedelta(days=99)
    ),
    "grants": lambda case: case.grants.filter(until=None).update(scope=2),
    "waiting": lambda case: case.referrals.update(binding=True),
    "severity is": lambda case: Case.objects.filter(pk=case.pk).update(severity="urgent"),
    "the last event ends at": lambda case: Case.objects.filter(pk=case.pk).update(stage=Stage.SCREENED),
    "a gap or a tail": lambda case: Case.objects.filter(pk=case.pk).update(version=99),
    "track": lambda case: Case.objects.filter(pk=case.pk).update(track="crisis"),
    "no register number": lambda case: RegisterEntry.objects.filter(
        case=case, organization=case.holder
    ).delete(),
}


@pytest.mark.parametrize("sentence", DAMAGES)
def test_whatever_was_changed_beside_the_acts_is_seen(world: World, sentence):
    case = factories.working_case(world)
    factories.received_case(world)
    assert sentence in found(DAMAGES[sentence], case)


def test_an_organization_in_which_nobody_can_act_is_seen(world: World):
    case = factories.working_case(world)
    factories.received_case(world)
    world.local.organization.is_active = False
    world.local.organization.save()
    assert "nobody can act" in found(lambda case: None, case)


def test_where_nobody_works_any_more_the_case_itself_is_sound(world: World):
    """The morning page sends people to appoint somebody, not an engineer to look for damage that is not there (R21)."""
    case = factories.working_case(world)
    Appointment.objects.filter(organization=world.local.organization).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    case = Case.objects.get(pk=case.pk)
    assert "nobody can act" in " ".join(faults_of(case))
    assert damage_of(case) == []
    names = ["cases_unsound", "organizations_without_people"]
    told = {result.check.name: result.is_well for result in inspect(Look(timezone.now()), names)}
    assert told == {"cases_unsound": True, "organizations_without_people": False}
    case.duties.running().update(ended_at=timezone.now(), how="done")
    assert damage_of(Case.objects.get(pk=case.pk))
    assert [result.is_well for result in inspect(Look(timezone.now()), names[:1])] == [False]


def test_looking_costs_the_same_however_many_cases_there_are_beside(world: World):
    case = factories.working_case(world)
    before = count_queries(lambda: faults_of(case))
    for _ in range(3):
        factories.working_case(world)
    assert count_queries(lambda: faults_of(case)) == before
