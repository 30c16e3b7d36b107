"""Versions of rooms: one file, seen by every process."""

from __future__ import annotations

import logging
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.page_cache import versions as module
from portal.page_cache.rooms import EVERY_ROOM, Room, read_statement, statement
from portal.page_cache.versions import FileVersions


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run" / "page-versions"


@pytest.fixture(autouse=True)
def _look_each_time(monkeypatch):
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.0)


def test_a_room_that_rises_changes_its_version_alone(path):
    here = FileVersions(path)
    before = here.now()
    here.rise([Room.LIBRARY])
    after = here.now()
    assert [room for room in Room if before[room] != after[room]] == [Room.LIBRARY]
    assert after[Room.LIBRARY] == before[Room.LIBRARY] + 1


def test_another_process_sees_it_at_once(path):
    here = FileVersions(path)
    before = here.now()
    code = (
        "from pathlib import Path; from portal.page_cache.versions import FileVersions\n"
        f"FileVersions(Path({str(path)!r})).rise([2])"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
    assert here.now()[Room.ANNOUNCEMENTS] == before[Room.ANNOUNCEMENTS] + 1


def _rise_often(path: str) -> None:
    versions = FileVersions(Path(path))
    for _ in range(200):
        versions.rise([Room.FRAME, Room.SEARCH])


def test_no_rise_is_lost_among_processes(path):
    here = FileVersions(path)
    before = here.now()
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_rise_often, args=(str(path),)) for _ in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join(60)
    after = here.now()
    assert after[Room.FRAME] - before[Room.FRAME] == 600
    assert after[Room.SEARCH] - before[Room.SEARCH] == 600
    assert after[Room.LIBRARY] == before[Room.LIBRARY]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"x" * 1000),
        lambda path: os.truncate(path, 3),
    ],
)
def test_a_file_that_is_lost_or_damaged_never_brings_an_old_version_back(path, damage):
    here = FileVersions(path)
    before = here.now()
    damage(path)
    after = here.now() or here.now()
    assert all(after[room] > before[room] for room in Room)
    FileVersions(path).rise([Room.FRAME])
    assert here.now()[Room.FRAME] == after[Room.FRAME] + 1


def test_where_nothing_can_be_read_nobody_can_say_and_it_is_told_once(tmp_path, caplog):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    versions = FileVersions(blocked / "run" / "page-versions")
    with caplog.at_level(logging.ERROR):
        assert versions.now() is None
        assert versions.now() is None
        assert len(caplog.records) == 1
        versions.rise(EVERY_ROOM)
    assert "something changed" in caplog.text


def test_the_file_is_its_owners_alone(path):
    FileVersions(path).now()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("rooms", "parameters", "written"),
    [
        ({Room.SEARCH, Room.FRAME}, {"page", "kind"}, "0,5;kind,page"),
        ({Room.FRAME}, (), "0;"),
    ],
)
def test_a_statement_is_read_as_it_was_written(rooms, parameters, written):
    assert statement(rooms, parameters) == written
    said = read_statement(written)
    assert said.rooms == set(rooms)
    assert said.parameters == set(parameters)


@pytest.mark.parametrize("written", ["", "0", "99;", "-1;", "0,;", "x;kind", ";"])
def test_what_is_no_statement_is_none(written):
    assert read_statement(written) is None
