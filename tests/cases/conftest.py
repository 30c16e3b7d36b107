"""The small district in which the cases of these tests move."""

from __future__ import annotations

import pytest

from tests.cases import factories
from tests.cases.factories import World


@pytest.fixture
def world(db: None) -> World:
    """A center, two local administrations, a lead agency and a hospital."""
    return factories.world()
