"""A small Redis for tests: the commands that Django's cache sends, and a plug to pull (RESP, redis.io/docs/reference)."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from typing import Any

NULL = b"_\r\n"
"""Nothing, in the third version of the protocol, which the client asks for."""


class Plugged(socketserver.ThreadingTCPServer):
    """The server; `values` is what it holds, `asked` the names of the commands that came."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0, values: dict[bytes, bytes] | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.values: dict[bytes, bytes] = values if values is not None else {}
        self.asked: list[str] = []
        self.open: list[Any] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server_address[1]

    def pull(self) -> None:
        """Stop answering, and drop every connection."""
        self.shutdown()
        self.server_close()
        for connection in self.open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Conversation(socketserver.StreamRequestHandler):
    server: Plugged

    def handle(self) -> None:
        self.server.open.append(self.connection)
        queued: list[list[bytes]] | None = None
        try:
            while words := self._read():
                name = words[0].upper().decode()
                self.server.asked.append(name)
                if name == "MULTI":
                    queued, answer = [], b"+OK\r\n"
                elif name == "EXEC":
                    answers = [self._do(each) for each in queued or []]
                    queued, answer = None, b"*%d\r\n%s" % (len(answers), b"".join(answers))
                elif queued is not None:
                    queued.append(words)
                    answer = b"+QUEUED\r\n"
                else:
                    answer = self._do(words)
                self.wfile.write(answer)
        except (OSError, ValueError):
            return

    def _read(self) -> list[bytes]:
        line = self.rfile.readline()
        if not line:
            return []
        words = []
        for _ in range(int(line[1:])):
            length = int(self.rfile.readline()[1:])
            words.append(self.rfile.read(length + 2)[:-2])
        return words

    def _do(self, words: list[bytes]) -> bytes:
        values, name = self.server.values, words[0].upper()
        if name == b"HELLO":
            return b"%1\r\n$5\r\nproto\r\n:3\r\n"
        if name == b"MGET":
            return b"*%d\r\n%s" % (len(words) - 1, b"".join(_bulk(values.get(key)) for key in words[1:]))
        if name == b"MSET":
            values.update(zip(words[1::2], words[2::2], strict=True))
        elif name == b"SET":
            if b"NX" in [word.upper() for word in words[3:]] and words[1] in values:
                return NULL
            values[words[1]] = words[2]
        elif name == b"GET":
            return _bulk(values.get(words[1]))
        return b"+OK\r\n"


def _bulk(value: bytes | None) -> bytes:
    return NULL if value is None else b"$%d\r\n%s\r\n" % (len(value), value)
