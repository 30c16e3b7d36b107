"""Small tools that more than one room's tests use."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(action: Callable[[], object]) -> int:
    """Return how many queries an action makes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        action()
    return len(captured)


def assert_same_queries(action: Callable[[], object], grow: Callable[[], object]) -> None:
    """Say that an action needs no more queries after the data grew.

    Args:
        action: what is measured, e.g. a GET of a list; run once before to warm caches.
        grow: adds rows, e.g. two more cases.
    """
    action()
    before = count_queries(action)
    grow()
    action()
    after = count_queries(action)
    assert after == before, f"{before} queries before the data grew, {after} after"
