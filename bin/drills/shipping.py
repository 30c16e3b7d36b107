"""`bin/drill shipping`: the machine of PostgreSQL is gone for good; how much is lost, and how long until it is back (R13).

A server of its own ships its log with the very lines of docs/operator.md, rows are committed and told all the time, then its data
are deleted. From the newest base and the shipped log alone another one is made, and every row that was told is looked for.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Write = Callable[[str], object]
MANUAL = Path(__file__).resolve().parents[2] / "docs" / "operator.md"
PROMISED_SECONDS = 300.0
"""The recovery point that is promised (reliability.md R13)."""
RESTORE = "restore_command = 'cp {archive}/%f %p'\n"


@dataclass(frozen=True)
class Found:
    """What came of it.

    Attributes:
        told: rows that somebody was told are stored.
        lost: of these, the ones that are not there afterwards.
        gap: whether a row is missing before one that is there.
        seconds_lost: between the last row that is there and the last one that was told.
        seconds_back: until the new server took rows.
        rows_base: rows that were there when the base was copied.
    """

    told: int
    lost: int
    gap: bool
    seconds_lost: float
    seconds_back: float
    rows_base: int


def shipping_lines(archive: Path, timeout: int) -> str:
    """Return the lines of the manual that ship the log, to another place and with another time.

    Raises:
        RuntimeError: the manual does not say them any more.
    """
    manual = MANUAL.read_text("utf-8")
    lines = [
        re.search(rf"^{name} = .*$", manual, re.M)
        for name in ("archive_mode", "archive_timeout", "archive_command")
    ]
    if not all(lines):
        raise RuntimeError("docs/operator.md does not say how the log is shipped")
    text = "\n".join(line.group() for line in lines if line) + "\n"
    return re.sub(r"archive_timeout = \d+", f"archive_timeout = {timeout}", text).replace(
        "/archive/", f"{archive}/"
    )


def drill(room: Path, *, seconds: float, timeout: int) -> Found:
    """Lose a server and make it anew.

    Args:
        room: an empty folder that the account of PostgreSQL may write to.
        seconds: for how long rows are written after the base was copied.
        timeout: `archive_timeout` of the server.
    """
    # Late: they belong to the tests, and know where PostgreSQL's programs are.
    from tests.replica import clusters

    archive = room / "archive"
    archive.mkdir()
    clusters.give(archive)
    told: list[tuple[int, float]] = []
    with clusters.primary(room, config=shipping_lines(archive, timeout)) as first:
        first.ask("CREATE TABLE told (number int PRIMARY KEY)")
        first.ask("INSERT INTO told SELECT -n FROM generate_series(1, 1000) n")
        clusters.run("pg_basebackup", "-D", str(room / "base"), "-X", "stream", "-c", "fast", "-d", first.url)
        clusters.run("pg_verifybackup", str(room / "base"))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            ((number,),) = first.ask("INSERT INTO told SELECT max(number) + 1 FROM told RETURNING number")
            told.append((int(str(number)), time.monotonic()))
            time.sleep(0.05)
        first.stop("immediate")
    shutil.rmtree(room / "primary")

    began = time.monotonic()
    clusters.add(
        room / "base" / "postgresql.auto.conf", RESTORE.format(archive=archive) + "archive_mode = off\n"
    )
    clusters.add(room / "base" / "recovery.signal", "")
    second = clusters.Cluster(room / "base", first.port)
    second.start()
    try:
        while second.ask("SELECT pg_is_in_recovery()")[0][0]:
            time.sleep(0.1)
        second.ask("CREATE TABLE back ()")
        back = time.monotonic() - began
        there = {int(str(row[0])) for row in second.ask("SELECT number FROM told")}
    finally:
        second.stop()
    kept = [(one, at) for one, at in told if one in there]
    last = kept[-1] if kept else (-1, told[0][1])
    return Found(
        told=len(told),
        lost=len(told) - len(kept),
        gap=len(kept) != last[0] + 1,
        seconds_lost=told[-1][1] - last[1],
        seconds_back=back,
        rows_base=sum(one < 0 for one in there),
    )


def run(write: Write, *, seconds: float, timeout: int) -> int:
    """Do it and print it; return 1 when more was lost than is promised, or a row is missing in the middle."""
    # Late: it may read settings, which know where everything is only when it is set up.
    from tests.replica import clusters

    with clusters.room() as room:
        found = drill(room, seconds=seconds, timeout=timeout)
    write(
        f"{found.told:,} rows told in {seconds:.0f} s, log shipped every {timeout} s at the latest: {found.lost} lost, all of them"
        f" the last ones: {'no' if found.gap else 'yes'}; recovery point {found.seconds_lost:.1f} s (promised"
        f" {PROMISED_SECONDS:.0f}), back and taking rows after {found.seconds_back:.1f} s"
    )
    return 1 if found.gap or found.rows_base != 1000 or found.seconds_lost > PROMISED_SECONDS else 0
