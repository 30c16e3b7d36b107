"""The small district in which the cases of these tests move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cases import factories, scenes
from tests.cases.factories import World
from tests.cases.scenes import Stage


@pytest.fixture(autouse=True)
def _scenes_are_laid(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let scenes be laid (`tests/cases/scenes.py`), but not where the test has changed the program or reads what it logs."""
    listens = "caplog" in request.fixturenames

    def is_program_itself() -> bool:
        return not (listens or monkeypatch._setattr or monkeypatch._setitem)

    with scenes.staged(Stage(is_program_itself=is_program_itself)):
        yield


@pytest.fixture
def world(db: None) -> World:
    """A center, two local administrations, a lead agency and a hospital."""
    return factories.world()
