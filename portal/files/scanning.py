"""A scanner for uploads, as a plug-in (ASVS 5.4.3).

`KLANG["SCANNER"]` names the class and its arguments, as `portal.files.scanning.Clamd 127.0.0.1 3310`; "" asks nobody, which is
how an installation begins: every file is taken apart and made anew before it is stored, and the scanner comes on top.

About files of cases it is asked later, by the worker: whoever sends never waits for it. Until it has said "clean" nobody
reads the file; a scanner that does not answer says nothing, so the file waits on. What could not wait beside its row (what
editors publish, orders of appointment, pictures of readiness) is shown to it before it is kept (`portal.files.checking`).
"""

from __future__ import annotations

import socket
import struct
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""Every scanner knows these words; they harm nothing."""


class ScannerAwayError(Exception):
    """The scanner did not say what it thinks of a file: it does not answer at all."""


class UnjudgedError(ScannerAwayError):
    """It was reached and gave no verdict on this file: too long for it, or not in words that are understood."""


class Scanner(Protocol):
    """Judges the content of a file."""

    def is_clean(self, content: bytes) -> bool:
        """Say whether nothing bad was found.

        Raises:
            ScannerAwayError: it could not be asked.
            UnjudgedError: it was asked and gave no verdict; it may judge another file.
        """


class Trial:
    """Finds the test file of all scanners and nothing else: for trying quarantine out, never for production."""

    def is_clean(self, content: bytes) -> bool:
        """Look for the words of the test file."""
        return EICAR not in content


class Clamd:
    """ClamAV's daemon over TCP, by its INSTREAM command.

    Args:
        host: of the daemon.
        port: of the daemon.
    """

    TIMEOUT = 30.0
    CHUNK = 64 * 1024
    LONGEST_ANSWER = 4096

    def __init__(self, host: str = "127.0.0.1", port: str = "3310") -> None:
        self._address = (host, int(port))

    def is_clean(self, content: bytes) -> bool:
        """Send the file and read the verdict."""
        try:
            connection = socket.create_connection(self._address, self.TIMEOUT)
        except OSError as error:
            raise ScannerAwayError from error
        with connection:
            answer = self._answer(connection, content)
        verdict = answer.rstrip(b"\0").strip()
        if verdict.endswith(b" OK"):
            return True
        if verdict.endswith(b" FOUND"):
            return False
        raise UnjudgedError

    def _answer(self, connection: socket.socket, content: bytes) -> bytes:
        """Send a file and return what is said of it; nothing where the daemon hangs up in between.

        It does so, while it is still being sent, over what is longer than its StreamMaxLength allows.
        """
        answer = b""
        try:
            connection.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), self.CHUNK):
                part = content[at : at + self.CHUNK]
                connection.sendall(struct.pack(">I", len(part)) + part)
            connection.sendall(struct.pack(">I", 0))
            while b"\0" not in answer and len(answer) < self.LONGEST_ANSWER:
                received = connection.recv(self.LONGEST_ANSWER)
                if not received:
                    break
                answer += received
        except ConnectionError:
            return b""
        except OSError as error:
            raise ScannerAwayError from error
        return answer


def scanner() -> Scanner | None:
    """Return the scanner of this installation; None where nobody is asked."""
    name, *arguments = settings.KLANG["SCANNER"].split() or [""]
    return import_string(name)(*arguments) if name else None
