"""A district with a center and two local administrations that serve a subdistrict each."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from portal.organizations.models import ServiceArea
from tests.cases.desk.conftest import at_center, at_local, login, world  # noqa: F401 - fixtures
from tests.cases.factories import World

NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)
IN_OCTOBER = dt.datetime(2026, 10, 12, 3, 0, tzinfo=dt.UTC)
OCTOBER = dt.date(2026, 10, 1)
OURS, THEIRS = "810101", "810116"


@pytest.fixture
def now():
    """Let it be the day on which October is told of."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def areas(world: World) -> World:  # noqa: F811
    """Each local administration serves its subdistrict."""
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code=OURS)
    ServiceArea.objects.create(organization=world.other_local.organization, subdistrict_code=THEIRS)
    return world
