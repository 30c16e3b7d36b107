from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from legal_library.models import LibraryIndexPage
from portal.pages.models import HomePage
from tests.legal_library.factories import LibraryIndexFactory
from tests.pages.factories import make_site
from tests.pages.loaded import starter, starter_content

__all__ = ["starter", "starter_content"]


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Wagtail keeps the roots of sites in the cache, and so do papers: both outlive the database of a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home(db: None) -> HomePage:
    """A site with an empty home page."""
    return make_site()


@pytest.fixture
def library(home: HomePage) -> LibraryIndexPage:
    """An empty library below the home page."""
    return LibraryIndexFactory(parent=home)
