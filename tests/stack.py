"""Room for the deep calls of every test (`portal.stack`)."""

from __future__ import annotations

import pytest
from _pytest import runner

from portal.stack import with_room


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test, its fixtures among it, as pytest does itself."""
    return with_room(runner.pytest_runtest_protocol, item, nextitem)
