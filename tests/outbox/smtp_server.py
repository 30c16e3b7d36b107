"""A small SMTP server on loopback, in a thread, that refuses what a test tells it to refuse (RFC 5321)."""

from __future__ import annotations

import email
import email.header
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message

DROP = "DROP"
"""Instead of an answer: cut the connection."""
GREETING, HELLO, SENDER, RECIPIENT, DATA, TEXT, TAKEN = (
    "greeting",
    "hello",
    "sender",
    "recipient",
    "data",
    "text",
    "taken",
)
"""Stages at which an answer is given; TAKEN is after the message was kept."""
FINE = {
    GREETING: "220 ready",
    HELLO: "250 hello",
    SENDER: "250 ok",
    RECIPIENT: "250 ok",
    DATA: "354 go on",
    TEXT: "250 kept",
    TAKEN: "",
}
STAGES = {"EHLO": HELLO, "HELO": HELLO, "MAIL": SENDER, "RCPT": RECIPIENT, "DATA": DATA}
Answer = Callable[[str, str], str | None]


@dataclass
class Received:
    """One message that the server kept."""

    recipient: str
    message: Message

    @property
    def subject(self) -> str:
        """Its subject in words."""
        return str(email.header.make_header(email.header.decode_header(self.message["Subject"])))


@dataclass
class MailServer:
    """What the server does and what it has seen.

    Attributes:
        answer: asked with a stage and the recipient ("" before it is known); None lets it go on.
        most_refusals: after so many in one conversation it says 421 and hangs up, as Postfix does.
        received: kept messages in their order.
        connections: conversations so far.
        port: where it listens.
    """

    answer: Answer = lambda stage, recipient: None
    most_refusals: int = 20
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @property
    def recipients(self) -> list[str]:
        """To whom the kept messages went."""
        return [one.recipient for one in self.received]


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 10
    server: _Listener

    def handle(self) -> None:
        """Talk until the client quits or the script cuts the line."""
        self.server.mail.connections += 1
        self.refusals, self.recipient = 0, ""
        going = self._send(self._answer(GREETING, ""))
        while going and (line := self.rfile.readline().decode("utf-8", "replace").strip()):
            going = self._obey(line)

    def _obey(self, line: str) -> bool:
        verb = line[:4].upper()
        stage = STAGES.get(verb)
        if stage is None:
            self._write("221 bye" if verb == "QUIT" else "250 ok")
            return verb != "QUIT"
        if stage == RECIPIENT:
            self.recipient = line.partition("<")[2].partition(">")[0]
        answer = self._answer(stage, self.recipient)
        if answer[:1] in "45":
            self.refusals += 1
            if self.refusals > self.server.mail.most_refusals:
                answer = "421 4.7.0 too many errors"
        if not self._send(answer):
            return False
        return self._take(self.recipient) if answer.startswith("354") else True

    def _take(self, recipient: str) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        answer = self._answer(TEXT, recipient)
        if answer.startswith("250"):
            self.server.mail.received.append(Received(recipient, email.message_from_bytes(b"".join(lines))))
            answer = self._answer(TAKEN, recipient) or answer
        return self._send(answer)

    def _answer(self, stage: str, recipient: str) -> str:
        return self.server.mail.answer(stage, recipient) or FINE[stage]

    def _send(self, answer: str) -> bool:
        if answer == DROP:
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        self._write(answer)
        return not answer.startswith("421")

    def _write(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mail: MailServer


@contextmanager
def listening(mail: MailServer) -> Iterator[MailServer]:
    """Let the server listen; on the same port as before when it has listened already."""
    with _Listener(("127.0.0.1", mail.port), _Conversation) as listener:
        listener.mail = mail
        mail.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield mail
        finally:
            listener.shutdown()
            thread.join()
