"""A preparation that was broken off, or a database that was put back, gets what it missed at the next `prepare`."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from portal.management import prepared
from portal.management.commands import prepare, restore
from portal.search.sources import site_index
from tests.legal_library.factories import LibraryIndexFactory
from tests.pages.factories import make_site

DONE: list[str] = []
ADDED: list[int] = []


def _step() -> int:
    DONE.append("added later")
    return sum(ADDED)


def _broken() -> None:
    DONE.append("broken off")
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def _installation(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation whose tables are as they should be, in which steps and the index are only counted."""
    LibraryIndexFactory(parent=make_site(), slug="library")
    DONE.clear()
    ADDED.clear()
    settings.KLANG_VAR = tmp_path
    settings.KLANG = {**settings.KLANG, "ADDED_LATER": [f"{__name__}._step"]}
    monkeypatch.setattr(prepare.Command, "_unapplied", staticmethod(lambda: False))
    monkeypatch.setattr(prepare.Command, "_look_after_keys", lambda self: None)
    monkeypatch.setattr(site_index, "is_current", lambda: True)
    monkeypatch.setattr(site_index, "rebuild", lambda: DONE.append("index"))
    monkeypatch.setattr(prepared, "CODE", ("deploy",))


def ran() -> list[str]:
    DONE.clear()
    call_command("prepare", stdout=StringIO())
    return list(DONE)


def test_a_second_run_without_any_change_does_nothing() -> None:
    assert ran() == ["added later", "index"], "never prepared here, so something may be missing"
    assert ran() == []


def test_a_run_that_was_killed_after_its_tables_goes_on_at_the_next(settings: Any) -> None:
    ran()
    (settings.KLANG_VAR / "prepared").write_text("of an older program", "ascii")
    steps = settings.KLANG["ADDED_LATER"]
    settings.KLANG = {**settings.KLANG, "ADDED_LATER": [f"{__name__}._broken"]}
    with pytest.raises(KeyboardInterrupt):
        call_command("prepare", stdout=StringIO())
    settings.KLANG = {**settings.KLANG, "ADDED_LATER": steps}
    assert ran() == ["added later", "index"]
    assert ran() == []


@pytest.mark.parametrize(("count", "wanted"), [(0, ["added later"]), (3, ["added later", "index"])])
def test_another_program_adds_what_is_new_and_makes_the_index_anew_only_for_that(
    settings: Any, count: int, wanted: list[str]
) -> None:
    ran()
    (settings.KLANG_VAR / "prepared").write_text("of an older program", "ascii")
    ADDED.append(count)
    assert ran() == wanted


def test_after_a_restore_everything_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The tables of an older backup are brought up to date by the restore itself: no migration says that something is missing."""
    ran()
    monkeypatch.setattr(restore, "restore", lambda backup: [])
    call_command("restore", str(tmp_path), stdout=StringIO())
    assert ran() == ["added later", "index"]


def test_a_look_at_a_backup_takes_nothing_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran()

    class Whole:
        made_at = "now"

    monkeypatch.setattr(restore, "check", lambda backup: Whole())
    call_command("restore", str(tmp_path), "--check", stdout=StringIO())
    assert ran() == []
