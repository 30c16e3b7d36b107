"""A start after which nothing can have changed answers first and looks itself over meanwhile (issue 8: second start)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from portal.management import prepared
from portal.management.commands import serve
from portal.management.commands.serve import Command


@pytest.fixture
def program(tmp_path: Path, settings: LazySettings) -> Path:
    """A small program with a folder for its data."""
    for name in prepared.CODE:
        (tmp_path / name / "inner").mkdir(parents=True)
        (tmp_path / name / "inner" / "file.py").write_text("first\n")
    (tmp_path / "requirements.txt").write_text("django\n")
    (tmp_path / "var").mkdir()
    settings.BASE_DIR, settings.KLANG_VAR = tmp_path, tmp_path / "var"
    return tmp_path


def test_what_was_prepared_is_current_until_something_changes(db: None, program: Path) -> None:
    assert not prepared.is_current(demo=False), "nothing was prepared yet"
    prepared.remember(demo=False)
    assert prepared.is_current(demo=False)
    assert not prepared.is_current(demo=True), "the demonstration is still to be made"


@pytest.mark.parametrize("folder", prepared.CODE)
def test_a_file_of_the_program_that_changes_is_noticed(db: None, program: Path, folder: str) -> None:
    prepared.remember(demo=False)
    (program / folder / "inner" / "file.py").write_text("second one\n")
    assert not prepared.is_current(demo=False)


def test_a_new_file_and_other_requirements_are_noticed(db: None, program: Path) -> None:
    prepared.remember(demo=False)
    (program / "cases" / "0002_more.py").write_text("")
    assert not prepared.is_current(demo=False)
    prepared.remember(demo=False)
    (program / "requirements.txt").write_text("django and more\n")
    assert not prepared.is_current(demo=False)


def test_another_database_is_noticed(db: None, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared.remember(demo=False)
    seen = prepared._content()
    assert len(seen) == 2, "migrations and starter content"
    monkeypatch.setattr(prepared, "_content", lambda: [[(1, 1)], seen[1]])
    assert not prepared.is_current(demo=False), "a database of an older version"


def test_a_database_that_does_not_answer_is_not_taken_for_prepared(
    db: None, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared.remember(demo=False)
    monkeypatch.setattr(prepared, "_QUESTIONS", ("SELECT * FROM a_table_that_is_not_there",))
    assert not prepared.is_current(demo=False)


class _Child:
    """A process that did its work at once."""

    def ended(self) -> int:
        return 0

    def stop(self) -> None:
        """Nothing to stop."""


class _Serve(Command):
    """`serve` that only says what it would start, and when its address answers."""

    def _start(self, name: str, work: object) -> None:
        self.order.append(name)
        self.children[name] = _Child()  # type: ignore[assignment]

    def _wait_until_up(self, host: str, port: int) -> None:
        self.order.append("up")

    def _watch(self) -> None:
        """End."""


@pytest.mark.parametrize(
    ("is_current", "order"),
    [
        (True, ["loaded", "klang web", "up", "klang worker", "klang prepare"]),
        # What is loaded is what the preparation left: it comes first, in a program of its own.
        (False, ["klang prepare", "loaded", "klang web", "up", "klang worker"]),
    ],
)
def test_readers_wait_for_preparation_only_when_there_may_be_something_to_prepare(
    db: None, monkeypatch: pytest.MonkeyPatch, is_current: bool, order: list[str]
) -> None:
    monkeypatch.setattr(prepared, "is_current", lambda **options: is_current)
    monkeypatch.setattr("portal.management.commands.serve.signal.signal", lambda *args: None)
    monkeypatch.setenv("KLANG_BASE_URL", "http://localhost")
    command: Any = _Serve()
    command.order = []
    monkeypatch.setattr(serve, "load", lambda: command.order.append("loaded"))
    monkeypatch.setattr(serve, "spare_heaps", lambda: None)
    command.handle(host="127.0.0.1", port=0, workers=1, prepare=True, demo=False)
    assert command.order == order
