"""Random fault schedules against the real portal: the ledger of what was written is held against its tables (many.md A8)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.factories import World
from tests.cases.phones.conftest import Unit
from tests.cases.phones.walks import walk

pytestmark = pytest.mark.slow


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_whatever_happens_on_the_way_everything_arrives_once_or_waits_for_a_person(
    unit: Unit, world: World, random
):
    """Killed, cut, answered twice, put back, emptied, clocks a day off, two phones, access ended (S1.06, S2.39)."""
    walk(random, unit, world.local.officer, 40)
