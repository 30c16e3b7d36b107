from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as live

from portal.pages.domain.outside import visiting
from portal.web.reaching import Bounds
from tests.pages.outside.sites import Clock, Site


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Another site, on this machine: the guard is opened for it alone, and by tests alone."""
    one = Site()
    bounds = Bounds(inside=[one.host], is_open=True, longest=visiting.BOUNDS.longest)
    monkeypatch.setattr(visiting, "BOUNDS", bounds)
    yield one
    one.close()


@pytest.fixture
def clock() -> Clock:
    """For which nobody waits."""
    return Clock()


@pytest.fixture
def switched_on(settings: Any) -> None:
    """An installation that visits other sites."""
    settings.KLANG = {**live.KLANG, "LINK_CHECK": True}
