"""The processes that `serve` starts, and when one that died is started again."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence

from django.conf import settings

from portal import lifeline

FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
"""Seconds before a process that died is started again: doubled each time, up to this."""
STEADY = 60.0
"""Who lived for so many seconds died of something new, and is started again soon."""
PATIENCE = 10.0
"""Seconds in which a process may finish what it does before it is killed."""
_PR_SET_NAME = 15


class Child:
    """One process with everything that it starts itself, in a session of its own.

    It is forked: what this process has loaded it has too, and the machine holds it once (docs/decisions/0019). Ctrl-C
    reaches `serve` alone, which then stops the others in order. When `serve` itself is killed, they end with it
    (`portal.lifeline`).

    Args:
        name: shown by `ps -o comm` and `top`, fifteen letters at most.
        work: what the process does, until it ends; `becoming` for a command.
    """

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self.name = name
        self._work = work
        self.pid: int | None = None
        self._code: int | None = None
        self._started_at = 0.0
        self._deaths = 0
        self._again_at: float | None = None

    def start(self) -> None:
        """Start it."""
        self._started_at = time.monotonic()
        self._code = None
        for stream in (sys.stdout, sys.stderr):
            # Or the child would say again what is not written yet.
            stream.flush()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _live(self.name, self._work, parent)

    def ended(self) -> int | None:
        """Return how it ended, or None while it runs; what it left running ends with it.

        Returns:
            its exit code, or minus the number of the signal that ended it.
        """
        if self.pid is None or self._code is not None:
            return self._code
        # Look without reaping: as long as the dead one is not buried, its number belongs to no other process.
        if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None:
            self._sweep()
            self._bury()
        return self._code

    def restart_when_due(self) -> float | None:
        """Start it again some time after it died.

        Returns:
            at the first look after a death, the seconds until it is started again; otherwise None.
        """
        if self.ended() is None:
            return None
        now = time.monotonic()
        if self._again_at is None:
            self._deaths = 1 if now - self._started_at >= STEADY else self._deaths + 1
            wait = wait_before(self._deaths)
            self._again_at = now + wait
            return wait
        if now >= self._again_at:
            self._again_at = None
            self.start()
        return None

    def stop(self) -> None:
        """Let it finish what it does, and kill what is left after that."""
        if self.pid is None or self.ended() is not None:
            return
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self.ended() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        if self._code is None:
            self._sweep()
            self._bury()

    def _bury(self) -> None:
        """Wait for its end and take its number away."""
        _pid, status = os.waitpid(self.pid, 0)  # type: ignore[arg-type]
        self._code = os.waitstatus_to_exitcode(status)

    def _sweep(self) -> None:
        """Kill whatever of its session is left."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)  # type: ignore[arg-type]


def becoming(command: Sequence[str]) -> Callable[[], object]:
    """Return the work of a child that becomes a program of its own, and shares nothing with this one.

    Args:
        command: the program, whole, and its arguments.
    """

    def become() -> None:
        os.chdir(settings.BASE_DIR)
        os.execv(command[0], list(command))  # noqa: S606 - our own command, and no shell

    return become


def _live(name: str, work: Callable[[], object], parent: int) -> None:
    """Be the child: do the work, and end. Never returns, whatever happens: there would be two that watch."""
    code = 1
    try:
        lifeline.end_with_parent(parent)
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        set_name(name)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - told, and the exit code says that it failed
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def set_name(name: str) -> None:
    """Name this process for `ps -o comm` and `top`, where the system can.

    Args:
        name: the kernel keeps fifteen letters.
    """
    lifeline.ask_kernel(_PR_SET_NAME, name.encode())


def wait_before(deaths: int) -> float:
    """Return the seconds to wait before a process is started again that died so many times in quick succession."""
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(deaths - 1, 10)))
