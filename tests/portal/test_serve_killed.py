"""`serve` killed hard leaves no orphans and can start again; each part's death has its answer (issue 7, Operation).

One real installation, real processes, kill -9.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import requests
from django.conf import settings

from portal.file_modes import is_open
from tests.portal.test_lifeline import gone, name_of, wait

pytestmark = pytest.mark.slow


class Installation:
    """A prepared folder on which `serve` is started again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in ("DATABASE_URL", "KLANG_LIFELINE")
            },
            "KLANG_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        self.family: set[int] = set()

    @property
    def log(self) -> str:
        """What the running `serve` has said."""
        return (self.folder / "log").read_text("utf-8", errors="replace")

    def manage(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of the installation; its words go to the log."""
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                # Tests that run under `nohup` ignore what a closed terminal sends, and all that they start too.
                preexec_fn=partial(signal.signal, signal.SIGHUP, signal.SIG_DFL),
                # As careless as an operator's shell may be.
                umask=0,
            )

    def start(self) -> int:
        """Serve; returns the number of the process."""
        self.process = self.manage("serve", "--port", str(self.port), "--workers", "2")
        wait(lambda: "Ctrl-C stops everything" in self.log or self.process.poll() is not None)
        assert self.process.poll() is None, self.log
        self.family = descendants(self.process.pid)
        assert len(self.family) >= 4, "web server, two web processes, worker"
        return self.process.pid

    def is_running(self) -> bool:
        """Say whether `serve` was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Say whether the portal serves."""
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/healthz", timeout=60).ok
        except requests.RequestException:
            return False

    def one(self, words: str) -> int:
        """Return the number of a direct child of `serve`, by its name."""
        return next(pid for pid in children_of(self.process.pid) if words in name_of(pid))

    def end(self) -> None:
        """Leave nothing behind, whatever a test did."""
        if self.is_running():
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)
        for pid in self.family:
            if not gone(pid):
                os.kill(pid, signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found if not gone(int(child))]


def descendants(pid: int) -> set[int]:
    """Return the numbers of all processes below one."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for child in children_of(waiting.pop()):
            found.add(child)
            waiting.append(child)
    return found


def _rolled_up(pid: int, *names: str) -> int:
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:])
    return sum(int(line[1]) * 1024 for line in lines if line[0].rstrip(":") in names)


def proportional(pid: int) -> int:
    """Return the bytes of memory of a process; what several share is divided among them."""
    return _rolled_up(pid, "Pss")


def unshared(pid: int) -> int:
    """Return the bytes that only this process holds."""
    return _rolled_up(pid, "Private_Clean", "Private_Dirty")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, lay_migrated: Callable[[Path], None]) -> Installation:
    made = Installation(tmp_path_factory.mktemp("installation"))
    # What is tried here begins after the migrations, which alone take a minute of computing.
    lay_migrated(made.folder / "klang.sqlite3")
    process = made.manage("prepare")
    process.wait(timeout=300)
    assert process.returncode == 0, made.log
    return made


@pytest.fixture(scope="module")
def tended(prepared: Installation) -> Iterator[Installation]:
    """The installation, stopped when the last test is through."""
    yield prepared
    prepared.end()


@pytest.fixture
def serving(tended: Installation) -> Installation:
    """Serve, unless what the test before left behind still does: a start costs four processes' seconds."""
    if not tended.is_running():
        tended.end()
        tended.start()
    return tended


def nobody_is_left(installation: Installation) -> None:
    wait(lambda: all(gone(pid) for pid in installation.family))
    assert not installation.answers()


def test_what_it_writes_is_its_own_accounts_alone(serving):
    """Database, its log, index, files, keys: as real commands write them under an open umask."""
    assert serving.answers()
    requests.post(f"http://127.0.0.1:{serving.port}/accounts/login/", data={"username": "x"}, timeout=20)
    written = [path for path in serving.folder.rglob("*") if path.name != "log"]
    names = {path.name for path in written}
    assert {"klang.sqlite3", "klang.sqlite3-wal", "secret_key", "index", "CURRENT"} <= names
    assert [str(path) for path in (serving.folder, *written) if is_open(path)] == []


def test_killed_hard_it_leaves_nobody_and_starts_again(serving):
    assert serving.answers()
    os.kill(serving.process.pid, signal.SIGKILL)
    serving.process.wait()
    nobody_is_left(serving)
    serving.start()
    assert serving.answers()


def test_a_web_server_that_dies_ends_the_command_and_all_the_others(serving):
    web = serving.one("klang web")
    os.kill(web, signal.SIGKILL)
    assert serving.process.wait(timeout=60) != 0
    assert "The web server ended" in serving.log
    nobody_is_left(serving)


def test_a_web_process_that_dies_is_replaced(serving):
    web = serving.one("klang web")
    for process in children_of(web):
        os.kill(process, signal.SIGKILL)
    wait(lambda: serving.answers() and len(children_of(web)) >= 2)
    serving.family |= descendants(serving.process.pid)
    assert serving.process.poll() is None


def test_a_worker_that_dies_is_replaced_later_each_time(serving):
    for _time in range(2):
        worker = serving.one("klang worker")
        os.kill(worker, signal.SIGKILL)
        wait(
            lambda worker=worker: [
                pid
                for pid in children_of(serving.process.pid)
                if pid != worker and name_of(pid) == "klang worker"
            ]
        )
    assert "started again in 1 s" in serving.log
    assert "started again in 2 s" in serving.log
    serving.family |= descendants(serving.process.pid)
    assert serving.answers(), "visitors notice nothing"


def test_a_second_one_on_the_same_port_says_so_and_harms_nobody(serving):
    port = serving.port
    said = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env=serving.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert said.returncode != 0
    assert f"Port {port} on 127.0.0.1 cannot be used" in said.stderr
    assert f"PORT={port + 1} bin/run" in said.stderr
    assert serving.answers()


@pytest.mark.django_db
def test_a_database_that_does_not_answer_for_a_minute_does_not_end_it(caplog, monkeypatch):
    """The ticker runs beside the work; an error there must end neither."""
    from django.db import OperationalError

    from portal.periodic import tick

    def locked() -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("portal.periodic.enqueue_all", locked)
    assert not tick()
    assert "could not be put into the queue (OperationalError)" in caplog.text


def test_what_all_need_is_in_memory_once(serving):
    """Issue 8: the whole set with two web processes stays within 600 MB, before the first search and after it."""
    searched = f"http://127.0.0.1:{serving.port}/search/?q=น้ำท่วม"
    for _time in range(8):
        assert requests.get(searched, headers={"Cookie": "made=anew"}, timeout=60).ok
    family = [serving.process.pid, *descendants(serving.process.pid)]
    assert len(family) >= 5
    assert sum(proportional(pid) for pid in family) < 600_000_000
    assert unshared(serving.process.pid) < 80_000_000, "whoever watches over the others adds little to them"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_stops_in_order_when_asked(serving, number):
    serving.process.send_signal(number)
    assert serving.process.wait(timeout=60) == 0
    nobody_is_left(serving)


def test_killed_while_it_prepares_it_leaves_nobody(prepared, tmp_path):
    other = Installation(tmp_path)
    other.process = other.manage("serve", "--prepare", "--port", str(other.port))
    wait(lambda: other.process.poll() is not None or "database tables" in other.log)
    other.family = descendants(other.process.pid)
    assert other.family, other.log
    os.kill(other.process.pid, signal.SIGKILL)
    other.process.wait()
    wait(lambda: all(gone(pid) for pid in other.family))


def test_a_preparation_that_fails_is_told_and_nothing_is_served(tmp_path):
    other = Installation(tmp_path)
    (tmp_path / "klang.sqlite3").write_bytes(b"this is no database" * 100)
    other.process = other.manage("serve", "--prepare", "--port", str(other.port))
    assert other.process.wait(timeout=120) != 0
    assert "The portal could not be prepared" in other.log
    assert not other.answers()
