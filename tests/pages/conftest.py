from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from portal.pages.models import GuideIndexPage, HomePage
from tests.pages.factories import GuideIndexFactory, make_site
from tests.pages.loaded import starter, starter_content

__all__ = ["starter", "starter_content"]


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Wagtail keeps the roots of sites in the cache, which outlives the database of a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home(db: None) -> HomePage:
    """A site with an empty home page."""
    return make_site()


@pytest.fixture
def guide_index(home: HomePage) -> GuideIndexPage:
    """The list of guides, still empty."""
    return GuideIndexFactory(parent=home)
