"""The processes that `serve` starts, and when one that died is started again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time

from django.conf import settings

FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
"""Seconds before a process that died is started again: doubled each time, up to this."""
STEADY = 60.0
"""Who lived for so many seconds died of something new, and is started again soon."""
PATIENCE = 10.0
"""Seconds in which a process may finish what it does before it is killed."""


class Child:
    """One process with everything that it starts itself, in a session of its own.

    Ctrl-C reaches `serve` alone, which then stops the others in order. When `serve` itself is killed, they end with it
    (`portal.lifeline`).

    Args:
        name: for messages.
        command: program and arguments.
    """

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self._command = [
            *(sys.executable, "-m", "portal.lifeline", str(os.getpid())),
            *command,
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._deaths = 0
        self._again_at: float | None = None

    @property
    def pid(self) -> int | None:
        """Number of the process, also after it ended."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it."""
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(self._command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603

    def ended(self) -> int | None:
        """Return how it ended, or None while it runs; what it left running ends with it."""
        if self._process is None:
            return None
        if self._process.returncode is None and self._has_exited():
            self._sweep()
        return self._process.poll()

    def _has_exited(self) -> bool:
        """Look without reaping: as long as the dead one is not buried, its number belongs to no other process."""
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None  # type: ignore[union-attr]

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
        if self._process is None or self.ended() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self.ended() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        if self._process.returncode is None:
            self._sweep()
            self._process.wait()

    def _sweep(self) -> None:
        """Kill whatever of its session is left."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)  # type: ignore[union-attr]


def wait_before(deaths: int) -> float:
    """Return the seconds to wait before a process is started again that died so many times in quick succession."""
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(deaths - 1, 10)))
