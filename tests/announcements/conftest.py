"""What these tests stand on."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def _empty_cache():
    """Papers are kept in the cache; no test may see another's."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _thai():
    """The test client leaves the last request's language behind."""
    with translation.override("th"):
        yield
