"""Calling an address that somebody typed in, without being led into our own network (OWASP: server-side request forgery).

Only https, no redirects, and only addresses that the whole world may call: the name is looked up once, every address that it
has must be a public one, and that very address is called, so that a name cannot mean another machine a moment later. Hosts of
the inner network that the operator names in `KLANG_HOOK_HOSTS` are called as they are.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import ssl
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed

SECONDS = 8
"""For which the other side may keep us waiting at each step."""
LONGEST_CALL = 2 * SECONDS
"""Seconds that a whole call lasts at most, but for the looking up of its name, which the machine bounds: others wait."""
_NO_HOST = re.compile(r"[\x00-\x20\x7f]")
"""What the library refuses in the name of a host."""
LONGEST = 500
_HTTPS = 443


class UnreachableError(Exception):
    """Nobody answered, or nobody may be asked."""


def _parts(address: str) -> SplitResult:
    """Return the parts of an address that may be called.

    Raises:
        GuardFailed: it is none.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise GuardFailed(_("ที่อยู่นี้ใช้ไม่ได้"), field="address") from error
    if not _may_be_asked_for(parts.hostname or ""):
        raise GuardFailed(_("ที่อยู่นี้ใช้ไม่ได้"), field="address")
    inside = f"{parts.hostname}:{port}" in settings.KLANG["HOOK_HOSTS"]
    if not address.isascii() or len(address) > LONGEST or not parts.hostname or parts.username is not None:
        raise GuardFailed(_("ที่อยู่นี้ใช้ไม่ได้"), field="address")
    if not inside and (parts.scheme != "https" or port not in (None, _HTTPS)):
        raise GuardFailed(_("ที่อยู่ต้องขึ้นต้นด้วย https:// และไม่ระบุพอร์ตอื่น"), field="address")
    if inside and parts.scheme not in ("https", "http"):
        raise GuardFailed(_("ที่อยู่นี้ใช้ไม่ได้"), field="address")
    return parts


def _may_be_asked_for(host: str) -> bool:
    """Whether a name has the form of one: no label that is empty or longer than 63 letters (RFC 1035)."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return _NO_HOST.search(host) is None


def check(address: str) -> str:
    """Return an address that may be called, without its anchor.

    Raises:
        GuardFailed: it is none, or leads into a network of our own.
    """
    parts = _parts(address.strip())
    try:
        literal = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        literal = None
    if literal is not None and not _is_inside(parts) and not literal.is_global:
        raise GuardFailed(_("ที่อยู่นี้อยู่ในเครือข่ายภายใน ระบบไม่เรียก"), field="address")
    return parts._replace(fragment="").geturl()


def _is_inside(parts: SplitResult) -> bool:
    return f"{parts.hostname}:{parts.port}" in settings.KLANG["HOOK_HOSTS"]


def post(address: str, body: bytes, headers: dict[str, str]) -> int:
    """Send a message and return the status of the answer, whose words nobody reads.

    Args:
        address: of `check`.
        body: to be sent.
        headers: beside those of HTTP itself.

    Raises:
        UnreachableError: nobody answered in time, or the name now means a machine that may not be called.
    """
    try:
        parts = _parts(address)
    except GuardFailed as error:
        raise UnreachableError from error
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _Call() as call:
        try:
            connection = call.connected(parts)
            connection.request("POST", path, body=body, headers=headers)
            with connection.getresponse() as answer:
                status = answer.status
        except (OSError, HTTPException, ValueError) as error:
            # ValueError: names that cannot be asked for and certificates that cannot be compared; nothing of it is ours to mend.
            raise UnreachableError from error
        call.check()
    return status


class _Call:
    """One call with an end: who answers drop by drop gets no more time than who is silent.

    The bound of a socket is one of each reading. So a clock beside it shuts the socket once the whole has lasted `LONGEST_CALL`.
    """

    def __init__(self) -> None:
        self._ends = time.monotonic() + LONGEST_CALL
        self._is_over = threading.Event()
        self._sock: socket.socket | None = None
        self._connection: HTTPConnection | None = None
        self._clock = threading.Timer(LONGEST_CALL, self._cut)
        self._clock.daemon = True

    def __enter__(self) -> _Call:
        self._clock.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._clock.cancel()
        if self._sock is not None:
            self._sock.close()
        if self._connection is not None:
            self._connection.close()

    def _cut(self) -> None:
        self._is_over.set()
        if (sock := self._sock) is not None:
            # Of the socket itself: that of TLS would drop its state under the hands of whoever reads.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def check(self) -> None:
        """Go on only in time.

        Raises:
            UnreachableError: the time is over; an answer that was cut off is none.
        """
        if self._is_over.is_set():
            raise UnreachableError

    def _hold(self, sock: socket.socket) -> socket.socket:
        self._sock = sock
        # After it is known: either the clock sees the socket, or this sees that the clock was faster.
        self.check()
        return sock

    def connected(self, parts: SplitResult) -> HTTPConnection:
        """Return a connection to the very address that was looked at.

        Raises:
            UnreachableError, OSError, HTTPException, ValueError: there is none.
        """
        host, is_safe = parts.hostname or "", parts.scheme == "https"
        kind = HTTPSConnection if is_safe else HTTPConnection
        port = parts.port or kind.default_port
        connection = self._connection = kind(host, port)
        found = [host] if _is_inside(parts) else _public_addresses(host, port)
        sock = self._hold(self._first(found, port))
        if is_safe:
            context = ssl.create_default_context()
            safe = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
            self._hold(safe)
            safe.do_handshake()
            sock = safe
        connection.sock = sock
        return connection

    def _first(self, found: list[str], port: int) -> socket.socket:
        """Return a socket to the first address that answers."""
        for number, address in enumerate(found, start=1):
            left = self._ends - time.monotonic()
            try:
                return socket.create_connection((address, port), max(0.1, min(SECONDS, left)))
            except OSError:
                if number == len(found) or left <= 0:
                    raise
        raise OSError("no address")


def _public_addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host.

    Raises:
        OSError: it has none, or one that is not public.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found):
        raise OSError("not a public address")
    return found
