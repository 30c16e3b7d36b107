"""An index over a shelf of documents, made once for the tests of a module; each begins with a copy of its files.

The rows stand in a transaction around the tests (`tests/lasting.py`), the files are laid anew for each.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from portal.search.site import knowledge
from portal.search.sources import changes, registry, site_index
from portal.search.sources.registry import SearchDocument
from tests.lasting import lasting
from tests.search.factories import Shelf


class Standing:
    """What was made."""

    def __init__(self, held: dict[str, SearchDocument], files: Path) -> None:
        self._held = held
        self._files = files

    def lay(self, shelf: Shelf) -> Shelf:
        """Fill the empty shelf of a test, and lay the files of the index where this test has its own."""
        shelf.held.update(self._held)
        shutil.copytree(self._files, Path(settings.KLANG["INDEX_DIR"]))
        return shelf


@contextmanager
def standing(blocker: DjangoDbBlocker, folder: Path, fill: Callable[[Shelf], None]) -> Iterator[Standing]:
    """Keep an index for as long as this lasts.

    Args:
        blocker: what keeps tests without a database from one.
        folder: empty, where its files are kept.
        fill: puts documents on a shelf and writes the index.
    """
    files = folder / "index"

    def made() -> dict[str, SearchDocument]:
        shelf = Shelf()
        with (
            override_settings(KLANG={**settings.KLANG, "INDEX_DIR": files}),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(registry, "_sources", {"shelf": shelf})
            # As in `tests/search/conftest.py`: nothing may rebuild what is being made.
            patch.setattr(changes, "_rebuild_asked_at", time.monotonic())
            patch.setattr(changes, "_cms_rebuild_asked_at", time.monotonic())
            knowledge.SYNONYMS.forget()
            fill(shelf)
        site_index._engine_at.cache_clear()
        return shelf.held

    with lasting(blocker, made) as kept:
        yield Standing(kept.fresh(), files)
