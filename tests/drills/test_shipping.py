"""PostgreSQL is lost with its disk: from base and shipped log all is back but the last moments (R13: ≤ 5 minutes)."""

from __future__ import annotations

from pathlib import Path

import pytest

from drills import shipping
from tests.replica import clusters

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not clusters.are_here(), reason="this machine has no PostgreSQL to run"),
]


def test_what_was_shipped_is_back_and_only_the_last_rows_are_not() -> None:
    with clusters.room() as room:
        found = shipping.drill(room, seconds=12, timeout=2)
    assert found.rows_base == 1000
    assert not found.gap
    assert found.told - found.lost > 0, "the log was shipped while rows were written"
    assert found.seconds_lost < shipping.PROMISED_SECONDS


def test_the_lines_of_the_manual_are_those_that_are_tried() -> None:
    lines = shipping.shipping_lines(Path("/there"), 7)
    assert "archive_timeout = 7" in lines
    assert "cp %p /there/%f.part && mv /there/%f.part /there/%f" in lines
