"""The starter content as a fixture: loaded once for all tests of a module, undone after the last of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def starter_content(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load pages, library and guides in one transaction around the whole module."""
    from legal_library.starter import load_library
    from portal.pages.starter import load_guides, load_pages

    with django_db_blocker.unblock(), transaction.atomic():
        load_pages()
        load_library()
        load_guides()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def starter(starter_content: None, db: None) -> None:
    """Everything that a new installation has of pages and library; each test undoes its own changes."""
