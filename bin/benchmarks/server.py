"""A server of the portal that is measured: started, asked, weighed by what the kernel says of its processes."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.crowd import THREADS_OF_GRANIAN

START_SECONDS = 120.0
NANO = 1e-9


@dataclass(frozen=True)
class Answer:
    """What came over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Server:
    """Processes that answer at a port.

    Attributes:
        port: on 127.0.0.1.
        process: the first of them.
        seconds: from the start to the first answer.
    """

    port: int
    process: subprocess.Popen[bytes]
    seconds: float = 0.0

    def family(self) -> list[int]:
        """Return the numbers of all its processes."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting.extend(int(child) for child in task.read_text().split())
        return found

    def cpu(self) -> float:
        """Return the seconds of processor time that they took until now, user and system together."""
        total = 0
        for pid in self.family():
            for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                total += int(task.read_text().split()[0])
        return total * NANO

    def resident(self) -> dict[str, tuple[int, int]]:
        """Return for each process its bytes in memory: what several share divided among them, and counted in each."""
        sizes = {}
        for pid in self.family():
            try:
                name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
                rolled = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
            except (FileNotFoundError, ProcessLookupError):
                # It ended meanwhile.
                continue
            kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in rolled}
            sizes[f"{name} {pid}"] = (kilobytes["Pss"] * 1024, kilobytes["Rss"] * 1024)
        return sizes

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection that stays open."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


def ask(connection: http.client.HTTPConnection, address: str, headers: Mapping[str, str]) -> Answer:
    """Ask once.

    Raises:
        RuntimeError: the answer is not the page.
    """
    connection.request("GET", address, headers=dict(headers))
    response = connection.getresponse()
    body = response.read()
    if response.status not in (200, 304):
        raise RuntimeError(f"{address} answered {response.status}")
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, **environment: str) -> Iterator[Server]:
    """Run a server until the block ends, with everything that it starts.

    Raises:
        RuntimeError: it does not answer.
    """
    started = time.monotonic()
    process = subprocess.Popen(  # our own command, and no shell
        [sys.executable, *command],
        env={**os.environ, **environment},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    server = Server(port, process)
    try:
        while not _answers(server):
            if process.poll() is not None or time.monotonic() - started > START_SECONDS:
                raise RuntimeError(f"{' '.join(command)} does not answer")
            time.sleep(0.02)
        server.seconds = time.monotonic() - started
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(server: Server) -> bool:
    connection = server.connect()
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def granian(target: str, port: int, workers: int = 1) -> list[str]:
    """Return the command that serves a WSGI application as `manage.py serve` does, with so many processes."""
    return [
        *(
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            str(workers),
        ),
        *(*THREADS_OF_GRANIAN, "--no-ws", "--log-level", "error", target),
    ]
