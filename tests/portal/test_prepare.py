"""`prepare` builds the index when there is none, when the content is new, and when a version brought new fields."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from portal.management.commands import prepare
from portal.pages.models import HomePage
from portal.search.sources import site_index
from tests.legal_library.factories import LibraryIndexFactory
from tests.pages.factories import make_site


@pytest.fixture
def home(db: None) -> HomePage:
    """A site that has its content."""
    home = make_site()
    LibraryIndexFactory(parent=home, slug="library")
    return home


@pytest.mark.parametrize(
    ("is_migrated", "is_current", "builds"), [(True, True, 1), (False, False, 1), (False, True, 0)]
)
def test_the_index_is_built_when_it_may_lack_something(
    home: HomePage, monkeypatch: pytest.MonkeyPatch, is_migrated: bool, is_current: bool, builds: int
) -> None:
    built: list[int] = []
    migrated: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: migrated.append(name))
    monkeypatch.setattr(prepare.Command, "_unapplied", staticmethod(lambda: is_migrated))
    monkeypatch.setattr(site_index, "is_current", lambda: is_current)
    monkeypatch.setattr(site_index, "rebuild", lambda: built.append(1))
    call_command("prepare", stdout=StringIO())
    assert len(built) == builds
    assert migrated == (["migrate"] if is_migrated else [])
