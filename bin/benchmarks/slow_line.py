"""A line that carries so many bytes a second, and a door at its end through which everybody goes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

BLOCK = 4096


class Line:
    """A line that carries so many bytes a second, whoever sends them.

    Args:
        rate: bytes a second.
        clock, sleep: for tests.
    """

    def __init__(
        self,
        rate: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.rate = rate
        self.carried = 0
        self._free_at = 0.0
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()

    def carry(self, size: int) -> None:
        """Wait until so many bytes are through."""
        with self._lock:
            now = self._clock()
            self._free_at = max(self._free_at, now) + size / self.rate
            self.carried += size
            wait = self._free_at - now
        self._sleep(wait)


class SlowDoor:
    """A port behind which the portal stands, at the end of the line.

    Args:
        behind: port of the portal.
        line: what everything that comes back goes through.
        up: what everything that is sent goes through; None for a line that lets it pass.
        away: seconds there and back, waited once for a connection and once for each block that is sent: a request.
    """

    def __init__(self, behind: int, line: Line, *, up: Line | None = None, away: float = 0.0) -> None:
        self._behind, self._line, self._up, self._away = behind, line, up, away
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._open, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._socket.close()

    def _open(self) -> None:
        while True:
            try:
                outside, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(outside,), daemon=True).start()

    def _serve(self, outside: socket.socket) -> None:
        time.sleep(self._away)
        with outside, socket.create_connection(("127.0.0.1", self._behind)) as inside:
            # Small, so that what the line has not carried waits at the server and not here.
            inside.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * BLOCK)
            back = threading.Thread(target=_pass_on, args=(inside, outside, self._line), daemon=True)
            back.start()
            _pass_on(outside, inside, self._up, self._away)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket, line: Line | None, away: float = 0.0) -> None:
    try:
        while block := source.recv(BLOCK):
            if away:
                time.sleep(away)
            if line is not None:
                line.carry(len(block))
            target.sendall(block)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return
