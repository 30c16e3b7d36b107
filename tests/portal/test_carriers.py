"""The carrier for trials: whole files, for this machine only, and no number lies there for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from portal.carriers import KEPT_SECONDS, CarrierAwayError, Folder, Outgoing, carrier, is_there


def message(key: str) -> Outgoing:
    return Outgoing(key, "text", "+66810000000", "?", "th")


def test_what_nobody_answered_is_forgotten_after_a_week(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    folder.send(message("old"))
    then = time.time() - KEPT_SECONDS - 1
    os.utime(tmp_path / "out" / "old.json", (then, then))
    folder.send(message("new"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["new.json"]


def test_a_message_is_for_this_machine_only(tmp_path: Path) -> None:
    Folder(str(tmp_path)).send(message("k"))
    for path in (tmp_path / "out", tmp_path / "out" / "k.json"):
        assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_a_carrier_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CarrierAwayError):
        Folder(str(tmp_path / "file")).send(message("k"))


@pytest.mark.parametrize("setting", ["CARRIER", "LINE"])
def test_each_way_has_its_own_setting_and_none_at_first(settings, tmp_path: Path, setting: str) -> None:
    assert not is_there(setting)
    assert carrier(setting) is None
    settings.KLANG = {**settings.KLANG, setting: f"portal.carriers.Folder {tmp_path}"}
    assert is_there(setting)
    assert isinstance(carrier(setting), Folder)


def test_a_folder_lies_below_the_portal_s_own_unless_it_is_said_whole(settings, tmp_path: Path) -> None:
    settings.KLANG_VAR = tmp_path / "var"
    Folder("line").send(message("a"))
    Folder(str(tmp_path / "elsewhere")).send(message("b"))
    assert (tmp_path / "var" / "line" / "out" / "a.json").exists()
    assert (tmp_path / "elsewhere" / "out" / "b.json").exists()
