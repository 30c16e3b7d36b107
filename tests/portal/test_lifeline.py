"""No process outlives the one that started it (issue 7, Operation). Real processes, real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from portal import lifeline
from portal.management import children
from portal.management.children import FIRST_WAIT, LONGEST_WAIT, STEADY, Child, becoming, wait_before

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STARTS_ANOTHER = """
import subprocess, sys, time
from portal import lifeline
print(subprocess.Popen([sys.executable, "-c", "from portal import lifeline; lifeline.hold(); import time; print(1, flush=True); time.sleep(600)"]).pid, flush=True)
time.sleep(600)
"""


def wait(condition: Callable[[], object]) -> None:
    for _attempt in range(2400):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def gone(pid: int) -> bool:
    """Say whether a process has ended; a zombie has."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def command_of(pid: int | None) -> str:
    """Return the command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")


def name_of(pid: int | None) -> str:
    """Return the name that `ps -o comm` shows."""
    return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()


def parent_of(command: list[str]) -> subprocess.Popen[str]:
    """Start a process that has a command as its child and prints its number."""
    script = (
        "import time\n"
        "from portal.management.children import Child, becoming\n"
        f"child = Child('child', becoming({command!r}))\n"
        "child.start()\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        # A run without a terminal hands down that SIGHUP is ignored; here it ends the process, or is waited for in vain.
        preexec_fn=partial(signal.signal, signal.SIGHUP, signal.SIG_DFL),
    )


def became(pid: int | None, word: str) -> bool:
    """Say whether a forked child has become its command."""
    return word in command_of(pid)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV])
def test_a_child_ends_with_its_parent_however_that_ends(how: signal.Signals) -> None:
    parent = parent_of(SLEEP)
    child = int(parent.stdout.readline())
    wait(lambda: became(child, "sleep"))
    assert not gone(child)
    parent.send_signal(how)
    parent.communicate()
    wait(lambda: gone(child))


def test_grandchildren_end_too() -> None:
    """The kernel's promise reaches one generation; the watching thread reaches the next."""
    parent = parent_of([sys.executable, "-c", STARTS_ANOTHER])
    child = int(parent.stdout.readline())
    grandchild = int(parent.stdout.readline())
    assert parent.stdout.readline().strip() == "1"
    os.kill(child, signal.SIGKILL)
    wait(lambda: gone(grandchild))
    parent.kill()
    parent.communicate()


def test_a_parent_that_ended_before_one_looked_is_noticed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from portal import lifeline; lifeline.end_with_parent(1); print('lives')"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    held = subprocess.run(
        [sys.executable, "-c", "from portal import lifeline; lifeline.hold(); import time; time.sleep(600)"],
        cwd=settings.BASE_DIR,
        env={**os.environ, lifeline.STARTER: str(ended.pid)},
        timeout=60,
        check=False,
    )
    assert held.returncode == -signal.SIGKILL


@pytest.mark.parametrize("value", ["", "nobody", "-1", "1 2"])
def test_without_a_starter_nothing_is_watched(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(lifeline.STARTER, value)
    assert lifeline.hold() is None


def test_the_process_itself_is_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(lifeline.STARTER, str(os.getpid()))
    assert lifeline.hold() is None


# --- children of `serve` -------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Monotonic time in a list of one, moved by hand."""
    now = [1000.0]
    monkeypatch.setattr(children.time, "monotonic", lambda: now[0])
    return now


def die(child: Child) -> None:
    child.start()
    wait(lambda: child.ended() is not None)


def test_who_keeps_dying_is_started_again_ever_later() -> None:
    waits = [wait_before(deaths) for deaths in range(1, 100)]
    assert waits[0] == FIRST_WAIT
    assert waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT
    assert waits[1] == 2 * waits[0]


def test_a_process_that_dies_at_once_is_no_hot_loop(clock: list[float]) -> None:
    """An hour of a worker that cannot start: some sixty starts, not fourteen thousand."""
    child = Child("worker", partial(sys.exit, 3))
    starts: list[float] = []
    original = child.start

    def start() -> None:
        starts.append(clock[0])
        original()
        wait(lambda: child.ended() is not None)

    child.start = start  # type: ignore[method-assign]
    child.start()
    told = []
    for _look in range(600):
        told.append(child.restart_when_due())
        clock[0] += 1
    assert len(starts) < 20
    assert [wait for wait in told if wait is not None][:7] == [1, 2, 4, 8, 16, 32, 60]


def test_who_lived_for_long_is_started_again_soon(clock: list[float]) -> None:
    child = Child("worker", lambda: None)
    for _death in range(5):
        die(child)
        child.restart_when_due()
        child._again_at = None
    child.start()
    clock[0] += STEADY
    wait(lambda: child.ended() is not None)
    assert child.restart_when_due() == FIRST_WAIT


def test_what_a_dead_child_left_running_ends_with_it(tmp_path: Path) -> None:
    number = tmp_path / "number"
    child = Child("web", lambda: number.write_text(str(subprocess.Popen(SLEEP).pid), encoding="ascii"))
    child.start()
    wait(lambda: child.ended() is not None)
    assert child.ended() == 0
    left = int(number.read_text(encoding="ascii"))
    wait(lambda: gone(left))


def test_a_child_is_named_and_tells_how_it_failed(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        sys.stdout.write(f"{name_of(os.getpid())}\n")
        raise RuntimeError("this went wrong")

    child = Child("klang worker", fail)
    child.start()
    wait(lambda: child.ended() is not None)
    said = capfd.readouterr()
    assert (child.ended(), said.out) == (1, "klang worker\n")
    assert "RuntimeError: this went wrong" in said.err


def test_stopping_asks_first_and_then_makes_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PATIENCE", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    for script, code in ((deaf, -signal.SIGKILL), ("import time; time.sleep(600)", -signal.SIGTERM)):
        child = Child("worker", becoming([sys.executable, "-c", script]))
        child.start()
        wait(lambda child=child: became(child.pid, "sleep"))
        time.sleep(0.5)
        child.stop()
        assert child.ended() == code
        child.stop()
