"""The small district of the cases, with the people who only watch it."""

from __future__ import annotations

import datetime as dt
import random

import pytest
import time_machine
from django.utils import timezone

from cases.domain import referral, screening
from cases.models import Case
from cases.vocabulary import Channel, ClosureReason, Consent, HandoverReason, Severity
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_datetime
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import at_center, at_local, login, world  # noqa: F401 - fixtures
from tests.cases.factories import World
from tests.cases.scenes import scene

NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)
FIRST = dt.date(2026, 9, 20)


def watcher(kind: OrganizationType, **place: str) -> Officer:
    """Return somebody who only watches, in an overseeing organization."""
    organization = OrganizationFactory(type=kind, name_th=f"ผู้กำกับ {kind}", **place)
    return officer(organization, Role.VIEWER)


@scene
def some_weeks(world: World, cases: int, seed: int = 7) -> list[Case]:  # noqa: F811
    """Let cases come in over nine weeks, by several ways, and go on at random through the domain."""
    dice = random.Random(seed)
    made = []
    for _ in range(cases):
        day = FIRST + dt.timedelta(days=dice.randrange(60))
        # Also in the first and last minutes of a day of Thailand, where days of UTC end elsewhere.
        at = bangkok_datetime(day) + dt.timedelta(minutes=dice.choice((0, 1, 300, 419, 421, 1439)))
        with time_machine.travel(at, tick=False):
            made.append(_one(world, dice))
    return [Case.objects.get(pk=case.pk) for case in made]


def _one(world: World, dice: random.Random) -> Case:  # noqa: F811
    problem = dice.choice((ProblemType.DISASTER, ProblemType.DISEASE, ProblemType.VIOLENCE))
    by = dice.choice((None, None, world.local.officer, world.other_local.officer))
    given = {"problem": problem, "subdistrict_code": dice.choice(("810101", "810103", "810116"))}
    if by is not None:
        given |= {"actor": by, "channel": dice.choice((Channel.WALK_IN, Channel.HOTLINE))}
    case = factories.received_case(world, **given)
    if case.is_crisis or by is not None:
        return case
    fate = dice.random()
    if fate < 0.2:
        return screening.reject_case(case=case, actor=world.center.officer, reason=ClosureReason.SPAM)
    case = screening.screen_case(
        case=case, actor=world.center.officer, problem=problem, severity=Severity.NORMAL
    )
    sent = referral.refer_case(
        case=case,
        target=dice.choice((world.local, world.other_local)).organization,
        actor=world.center.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    if fate > 0.5:
        people = {body.organization.pk: body.officer for body in world.everybody}
        with time_machine.travel(timezone.now() + dt.timedelta(hours=dice.choice((1, 5, 30))), tick=False):
            referral.accept_referral(referral=sent, actor=people[sent.target_id])
    return case


@pytest.fixture
def weeks(world: World) -> list[Case]:  # noqa: F811
    """Some cases of nine weeks."""
    return some_weeks(world, 22)
