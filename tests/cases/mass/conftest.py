"""The small district, and cases that wait at its center."""

from __future__ import annotations

import pytest

from cases.models import Case
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import at_center, at_local, login, world  # noqa: F401 - fixtures
from tests.cases.factories import World


@pytest.fixture
def flooded(world: World) -> list[Case]:  # noqa: F811
    """Four received cases of a flood at the center."""
    return [factories.received_case(world, problem=ProblemType.DISASTER) for _ in range(4)]
