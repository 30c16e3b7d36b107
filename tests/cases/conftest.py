"""The small district in which the cases of these tests move."""

from __future__ import annotations

import pytest

from tests.cases import factories
from tests.cases.factories import World
from tests.stack import pytest_runtest_protocol

# Every test of a run that collects this folder has room: the hook is asked for the whole run.
__all__ = ["pytest_runtest_protocol", "world"]


@pytest.fixture
def world(db: None) -> World:
    """A center, two local administrations, a lead agency and a hospital."""
    return factories.world()
