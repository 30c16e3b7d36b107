"""A district under water: a center, two local administrations with a subdistrict each, and an event."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine

from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Event
from cases.events.vocabulary import EventKind
from portal.organizations.models import ServiceArea
from tests.cases.desk.conftest import at_center, at_local, login, world  # noqa: F401 - fixtures
from tests.cases.factories import World

NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)
OURS, THEIRS, DRY = "810101", "810116", "810103"

Declare = Callable[..., Event]


@pytest.fixture
def now() -> Iterator[time_machine.Coordinates]:
    """Let it be a rainy morning, whose hours a test may turn."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def areas(world: World, now: object) -> World:  # noqa: F811
    """Each local administration serves its subdistrict."""
    for body in (world.center, world.local, world.other_local):
        body.organization.province_code, body.organization.district_code = "81", "8101"
        body.organization.save()
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code=OURS)
    ServiceArea.objects.create(organization=world.other_local.organization, subdistrict_code=THEIRS)
    return world


@pytest.fixture
def declared(areas: World) -> Declare:
    """Declare an event as the head of the center; values replace its fields."""

    def made(**values: object) -> Event:
        actor = values.pop("actor", areas.center.supervisor)
        token = values.pop("token", None) or uuid.uuid4()
        given = {
            "kind": EventKind.FLOOD,
            "name": "น้ำท่วมอ่าวนาง",
            "name_en": "Ao Nang flood",
            "reason": "ฝนตกหนักเกิน 200 มม.",
            "starts_at": NOW - dt.timedelta(hours=6),
            "subdistricts": [OURS],
            "duty_officer": actor.person,
            "advice": "ย้ายขึ้นที่สูง\nปิดไฟฟ้า",
            "advice_en": "Go up\nSwitch off",
        }
        return declare(actor=actor, declaration=Declaration(**(given | values)), token=token)

    return made


@pytest.fixture
def event(declared: Declare) -> Event:
    """A flood in one subdistrict, with one local administration at work."""
    return declared()
