"""Two workers at the record at once: one goes on, the other stops quietly, and no day is left half (R25; ASVS 16.4.3)."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
import time_machine

from portal.actors import System
from portal.audit import sealing, sources, stamps, tasks
from portal.audit.models import Seal, SealedDay
from portal.audit.services import record
from portal.audit.verify import findings

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KLANG = {**settings.KLANG, "TRAIL_DIR": tmp_path / "trail"}
    return tmp_path / "trail"


def acts(count: int = 3) -> None:
    for number in range(count):
        record(actor=System(), action="case.read", subject=f"K7M2-{number:04}")


def a_day() -> SealedDay:
    with time_machine.travel(MONDAY, tick=False) as clock:
        acts()
        sealing.seal()
        clock.shift(DAY)
        (day,) = sealing.close_days()
    return day


def test_whoever_comes_second_leaves_the_rows_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read which rows have no seal before one of them wrote any."""
    acts()
    assert sealing.seal() == 3
    monkeypatch.setattr(type(sources.ENTRIES), "unsealed", lambda source: source.rows)
    assert sealing.seal() == 0
    assert Seal.objects.count() == 3
    assert not list(sealing.findings())


def test_what_was_sealed_before_the_other_came_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    acts(5)
    monkeypatch.setattr(sealing, "BATCH", 2)
    batch = sealing._seal_batch
    done: list[int] = []

    def second_time_overtaken() -> int:
        done.append(1)
        if len(done) == 2:
            Seal.objects.create(number=2, source="other", row=1, salt="", digest="", chain="")
        return batch()

    monkeypatch.setattr(sealing, "_seal_batch", second_time_overtaken)
    assert sealing.seal() == 2


def test_a_day_that_the_other_closed_is_closed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        acts()
        sealing.seal()
        clock.shift(DAY)
        before = sealing._chain_before
        is_first = [True]

        def meanwhile(first: int) -> str:
            if is_first.pop() if is_first else False:
                assert len(sealing.close_days()) == 1
            return before(first)

        monkeypatch.setattr(sealing, "_chain_before", meanwhile)
        assert sealing.close_days() == []
        assert tasks.seal_the_trail.call() == 0
    assert SealedDay.objects.count() == 1


def test_two_that_write_the_same_day_do_not_mix_their_lines(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, lines = a_day(), sealing.export_lines
    is_first = [True]

    def meanwhile(one: SealedDay, *, with_facts: bool) -> Any:
        written = list(lines(one, with_facts=with_facts))
        yield written[0]
        if is_first.pop() if is_first else False:
            sealing.write_missing_exports()
        yield from written[1:]

    monkeypatch.setattr(sealing, "export_lines", meanwhile)
    assert sealing.write_missing_exports() == 1
    (file,) = folder.iterdir()
    assert not list(findings(file.read_text("utf-8").splitlines(), day.root))


def test_an_export_that_cannot_be_written_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day()

    def full(one: SealedDay, *, with_facts: bool) -> Any:
        yield "{"
        raise OSError("no space")

    monkeypatch.setattr(sealing, "export_lines", full)
    with pytest.raises(OSError, match="no space"):
        sealing.write_missing_exports()
    assert list(folder.iterdir()) == []


def test_a_day_of_which_a_power_cut_left_the_name_is_written_again(folder: Path) -> None:
    day = a_day()
    sealing.write_missing_exports()
    (file,) = folder.iterdir()
    file.write_bytes(b"")
    assert sealing.write_missing_exports() == 1
    assert not list(findings(file.read_text("utf-8").splitlines(), day.root))
    assert sealing.write_missing_exports() == 0


def test_content_and_name_reach_the_disk_before_anything_is_said_of_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day()
    synced: list[str] = []
    real = os.fsync

    def note(handle: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    sealing.write_missing_exports()
    assert [one.partition(".jsonl")[0] for one in synced] == ["2026-11-23", "trail"]


def test_a_query_for_a_stamp_is_written_once(folder: Path) -> None:
    day = a_day()
    stamps.follow_up()
    query = folder / "stamps" / "2026-11-23.tsq"
    assert query.read_bytes() == stamps.query_of(day.root)
    os.utime(query, (1, 1))
    stamps.follow_up()
    assert query.stat().st_mtime == 1, "each minute would write every day since the beginning"
    query.write_bytes(b"")
    stamps.follow_up()
    assert query.read_bytes() == stamps.query_of(day.root)
