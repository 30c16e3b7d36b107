"""A local administration with a secretary and a committee of five, and browsers."""

from __future__ import annotations

import pytest

from tests.cases import factories
from tests.cases.committee.factories import Scene, scene
from tests.cases.desk.conftest import Login, login
from tests.cases.factories import World

__all__ = ["Login", "login"]


@pytest.fixture
def world(db: None) -> World:
    """A center, two local administrations, a lead agency and a hospital."""
    return factories.world()


@pytest.fixture
def committee_scene(world: World) -> Scene:
    """The first local administration's committee with its secretary."""
    return scene(world)
