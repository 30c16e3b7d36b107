"""A scanner for uploads, as a plug-in (ASVS 5.4.3).

`KLANG["SCANNER"]` names the class and its arguments, as `portal.files.scanning.Clamd 127.0.0.1 3310`; "" asks nobody, which is
how an installation begins: every file is taken apart and made anew before it is stored, and the scanner comes on top. It is
asked later, by the worker: whoever sends never waits for it. Until it has said "clean" nobody reads the file; a scanner
that does not answer says nothing, so the file waits on.
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
    """The scanner did not answer, or not in words that are understood."""


class Scanner(Protocol):
    """Judges the content of a file."""

    def is_clean(self, content: bytes) -> bool:
        """Say whether nothing bad was found.

        Raises:
            ScannerAwayError: it could not be asked.
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
            with socket.create_connection(self._address, self.TIMEOUT) as connection:
                connection.sendall(b"zINSTREAM\0")
                for at in range(0, len(content), self.CHUNK):
                    part = content[at : at + self.CHUNK]
                    connection.sendall(struct.pack(">I", len(part)) + part)
                connection.sendall(struct.pack(">I", 0))
                answer = b""
                while b"\0" not in answer and len(answer) < self.LONGEST_ANSWER:
                    received = connection.recv(self.LONGEST_ANSWER)
                    if not received:
                        break
                    answer += received
        except OSError as error:
            raise ScannerAwayError from error
        verdict = answer.rstrip(b"\0").strip()
        if verdict.endswith(b" OK"):
            return True
        if verdict.endswith(b" FOUND"):
            return False
        raise ScannerAwayError


def scanner() -> Scanner | None:
    """Return the scanner of this installation; None where nobody is asked."""
    name, *arguments = settings.KLANG["SCANNER"].split() or [""]
    return import_string(name)(*arguments) if name else None
