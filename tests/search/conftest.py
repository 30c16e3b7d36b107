"""A shelf of documents and an index of its own for every test."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.search.site import knowledge
from portal.search.sources import changes, journal, registry, site_index
from tests.search.factories import Shelf


@pytest.fixture
def index_dir(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty folder for its index."""
    # With the immediate task backend a rebuild would repair what a test has just broken.
    monkeypatch.setattr(changes, "_cms_rebuild_asked_at", time.monotonic())
    settings.KLANG = {**settings.KLANG, "INDEX_DIR": tmp_path / "index"}
    return tmp_path / "index"


@pytest.fixture
def shelf(index_dir: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """Give the test a source of its own, the only one that is registered."""
    made = Shelf()
    monkeypatch.setattr(registry, "_sources", {"shelf": made})
    # With the immediate task backend a rebuild would repair what a test has just broken.
    monkeypatch.setattr(changes, "_rebuild_asked_at", time.monotonic())
    knowledge.SYNONYMS.forget()
    # Who asked the same before is not counted again: without this a test would cost less after another one.
    monkeypatch.setattr(journal, "_seen", OrderedDict())
    yield made
    knowledge.SYNONYMS.forget()
    site_index._engine_at.cache_clear()
