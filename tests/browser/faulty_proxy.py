"""A proxy between a browser and the server of the tests that fails as bad lines and tired machines do, at seeded places.

Every connection carries one request. What the server does with a request is over before the browser is told anything, so that a
test which sees the browser's state can look at the tables.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from random import Random

PIECES, PAUSE = 12, 0.05
"""In how many pieces a slow answer comes, and seconds between two of them."""
BLANK = b"\r\n\r\n"


class Fault(Enum):
    """One way to fail."""

    REFUSED = "closed before the first byte; the server never heard of it"
    SILENT = "taken and never answered; the server never heard of it"
    BAD_GATEWAY = "502; the server never heard of it"
    REQUEST_CUT = "the request is cut in the middle of its body"
    ANSWER_LOST = "the server has done it; closed before the first byte"
    ANSWER_CUT = "the server has done it; its answer is cut in the middle of its body"
    DONE_AND_502 = "the server has done it; 502"
    SLOW = "everything comes, late and in pieces"
    TWICE = "the server gets it twice; the second answer comes, late and in pieces"

    @property
    def arrives(self) -> bool:
        """Whether the browser gets a whole answer."""
        return self in (Fault.SLOW, Fault.TWICE)


BROKEN = tuple(one for one in Fault if not one.arrives)


@dataclass(frozen=True)
class Request:
    """A request as it came: its first line and headers, and its body."""

    head: bytes
    body: bytes

    @property
    def line(self) -> str:
        """Method and path."""
        method, path, *_rest = self.head.split(b"\r\n", 1)[0].decode("ascii").split(" ")
        return f"{method} {path.partition('?')[0]}"


class FaultyProxy:
    """A port before the server; whatever is not told to fail passes.

    Args:
        behind: port of the server.
        seed: the same seed cuts at the same places.

    Attributes:
        port: its own.
        asked: method and path of every request, in the order in which they came.
        failed: fault and path → how often it happened.
        cuts: fault → at which bytes of how many a body was cut.
        widest: bytes of a request's body that come through; a longer one is lost on the way. None for any.
        bodies: bytes of each body that came through, or was lost, in their order.
    """

    def __init__(self, behind: int, seed: int) -> None:
        self._behind, self._random = behind, Random(seed)  # noqa: S311 - no secret
        self._planned: dict[str, deque[Fault]] = {}
        self._lock = threading.Lock()
        self._silent: list[socket.socket] = []
        self.widest: int | None = None
        self.asked: list[str] = []
        self.bodies: list[int] = []
        self.failed: Counter[tuple[Fault, str]] = Counter()
        self.cuts: dict[Fault, list[tuple[int, int]]] = {}
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._open, daemon=True).start()

    @property
    def url(self) -> str:
        """Where a browser finds the portal; a worker may be kept of it."""
        return f"http://localhost:{self.port}"

    def close(self) -> None:
        """Let nobody in any more, and hang up on whoever waits."""
        self._socket.close()
        for one in self._silent:
            one.close()

    def plan(self, line: str, faults: Iterable[Fault]) -> None:
        """Let the next requests of a method and path fail, each in one way."""
        with self._lock:
            self._planned.setdefault(line, deque()).extend(faults)

    def left(self, line: str) -> int:
        """Return how many planned faults of a method and path have not happened."""
        with self._lock:
            return len(self._planned.get(line, ()))

    def _open(self) -> None:
        while True:
            try:
                outside, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(outside,), daemon=True).start()

    def _serve(self, outside: socket.socket) -> None:
        try:
            request = _read(outside)
            if request is None:
                outside.close()
                return
            with self._lock:
                self.asked.append(request.line)
                self.bodies.append(len(request.body))
                planned = self._planned.get(request.line)
                fault = planned.popleft() if planned else None
                if self.widest is not None and len(request.body) > self.widest:
                    fault = Fault.REFUSED
                if fault is not None:
                    self.failed[fault, request.line] += 1
            if fault is Fault.SILENT:
                # Held, because a socket that nobody holds is closed.
                self._silent.append(outside)
                return
            with outside:
                self._answer(outside, request, fault)
        except OSError:
            # The browser has given up.
            outside.close()

    def _answer(self, outside: socket.socket, request: Request, fault: Fault | None) -> None:
        if fault is Fault.REFUSED:
            return
        if fault is Fault.BAD_GATEWAY:
            outside.sendall(_bad_gateway())
            return
        if fault is Fault.REQUEST_CUT:
            self._forward(request, self._somewhere(fault, len(request.body)))
            return
        answer = self._forward(request)
        if fault is Fault.TWICE:
            answer = self._forward(request)
        if fault is None:
            outside.sendall(answer)
        elif fault is Fault.DONE_AND_502:
            outside.sendall(_bad_gateway())
        elif fault is Fault.ANSWER_CUT:
            head, blank, body = answer.partition(BLANK)
            outside.sendall(head + blank + body[: self._somewhere(fault, len(body))])
        elif fault.arrives:
            size = len(answer) // PIECES + 1
            for at in range(0, len(answer), size):
                time.sleep(PAUSE)
                outside.sendall(answer[at : at + size])

    def _somewhere(self, fault: Fault, length: int) -> int:
        with self._lock:
            at = self._random.randrange(1, length) if length > 1 else 0
            self.cuts.setdefault(fault, []).append((at, length))
        return at

    def _forward(self, request: Request, most: int | None = None) -> bytes:
        """Give a request to the server, or the first bytes of its body; return what it answers, when it is over."""
        with socket.create_connection(("127.0.0.1", self._behind)) as inside:
            inside.sendall(request.head + BLANK + request.body[:most])
            if most is not None:
                inside.shutdown(socket.SHUT_WR)
            found = b""
            while block := inside.recv(65536):
                found += block
            return found


def _read(outside: socket.socket) -> Request | None:
    """Read one request; its answer is to be the last on its connection."""
    came = b""
    while BLANK not in came:
        block = outside.recv(65536)
        if not block:
            return None
        came += block
    head, _blank, body = came.partition(BLANK)
    first, *lines = head.split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith((b"connection:", b"keep-alive:"))]
    length = next(
        (int(line.split(b":")[1]) for line in kept if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        block = outside.recv(65536)
        if not block:
            return None
        body += block
    return Request(b"\r\n".join([first, *kept, b"Connection: close"]), body)


def _bad_gateway() -> bytes:
    body = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
    return (
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    )
