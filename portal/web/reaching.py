"""Calling an address that somebody typed in, without being led into our own network (OWASP: server-side request forgery).

Only addresses that the whole world may call: the name is looked up once, every address that it has must be a public one, and
that very address is called, so that a name cannot mean another machine a moment later. A redirect is an answer like any
other: whoever follows it asks here again. A whole call has an end, and no more of an answer is read than was asked for.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECONDS = 8
"""For which the other side may keep us waiting at each step."""
LONGEST_CALL = 2 * SECONDS
"""Seconds that a whole call lasts at most, but for the looking up of its name, which the machine bounds: others wait."""
_NO_HOST = re.compile(r"[\x00-\x20\x7f]")
"""What the library refuses in the name of a host."""
LONGEST = 500
"""Characters of an address of a program that is told something."""
_HTTPS = 443
_WEB = (_HTTPS, 80)
_FIRST_FREE_PORT = 1024
"""Below it machines listen for other things than web pages: nobody is asked by us there."""


class AddressError(Exception):
    """An address that may not be called.

    Attributes:
        message: what to tell the person who typed it.
        is_inside: it leads into a network of our own.
    """

    def __init__(self, message: str | Promise, *, is_inside: bool = False) -> None:
        self.message = message
        self.is_inside = is_inside
        super().__init__(message)


class Why(Enum):
    """Why nobody answered."""

    NOBODY = "nobody"
    """Refused, or broken off."""
    LATE = "late"
    """Not in time."""
    NO_NAME = "no_name"
    """No machine has that name."""
    INSIDE = "inside"
    """It may not be asked: a machine of our own network, or no address at all."""
    CERTIFICATE = "certificate"
    """The certificate is none that this machine trusts."""
    GARBLED = "garbled"
    """What came was no answer of the web."""


class UnreachableError(Exception):
    """Nobody answered, or nobody may be asked.

    Attributes:
        why: in one word.
    """

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Who may be called.

    Attributes:
        inside: hosts of the inner network (`name:port`) that are called as they are, by http too.
        is_open: http and other ports are called as well, as a browser would; otherwise https at its own port only.
        longest: characters of an address.
    """

    inside: Collection[str] = frozenset()
    is_open: bool = False
    longest: int = LONGEST


STRICT = Bounds()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: of HTTP.
        location: where a redirect leads, as it was written; "" without one.
        sets_cookie: whether the other side wanted us to keep something, which nobody does here.
    """

    status: int
    location: str = ""
    sets_cookie: bool = False


def _parts(address: str, bounds: Bounds) -> SplitResult:
    """Return the parts of an address that may be called.

    Raises:
        AddressError: it is none.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise AddressError(_("ที่อยู่นี้ใช้ไม่ได้")) from error
    if not _may_be_asked_for(parts.hostname or ""):
        raise AddressError(_("ที่อยู่นี้ใช้ไม่ได้"))
    if (
        not address.isascii()
        or len(address) > bounds.longest
        or not parts.hostname
        or parts.username is not None
    ):
        raise AddressError(_("ที่อยู่นี้ใช้ไม่ได้"))
    if bounds.is_open or _is_inside(parts, bounds):
        is_of_the_web = _is_inside(parts, bounds) or port is None or port in _WEB or port >= _FIRST_FREE_PORT
        if parts.scheme not in ("https", "http") or not is_of_the_web:
            raise AddressError(_("ที่อยู่นี้ใช้ไม่ได้"))
    elif parts.scheme != "https" or port not in (None, _HTTPS):
        raise AddressError(_("ที่อยู่ต้องขึ้นต้นด้วย https:// และไม่ระบุพอร์ตอื่น"))
    return parts


def _may_be_asked_for(host: str) -> bool:
    """Whether a name has the form of one: no label that is empty or longer than 63 letters (RFC 1035)."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return _NO_HOST.search(host) is None


def check(address: str, bounds: Bounds = STRICT) -> str:
    """Return an address that may be called, without its anchor.

    Args:
        address: as somebody typed it.
        bounds: who may be called.

    Raises:
        AddressError: it is none, or leads into a network of our own.
    """
    parts = _parts(address.strip(), bounds)
    try:
        literal = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        literal = None
    if literal is not None and not _is_inside(parts, bounds) and not literal.is_global:
        raise AddressError(_("ที่อยู่นี้อยู่ในเครือข่ายภายใน ระบบไม่เรียก"), is_inside=True)
    return parts._replace(fragment="").geturl()


def _is_inside(parts: SplitResult, bounds: Bounds) -> bool:
    return f"{parts.hostname}:{parts.port}" in bounds.inside


def post(address: str, body: bytes, headers: Mapping[str, str], bounds: Bounds = STRICT) -> int:
    """Send a message and return the status of the answer, whose words nobody reads.

    Args:
        address: of `check`.
        body: to be sent.
        headers: beside those of HTTP itself.
        bounds: who may be called.

    Raises:
        UnreachableError: nobody answered in time, or the name now means a machine that may not be called.
    """
    return ask("POST", address, headers, bounds, body=body).status


def ask(
    method: str,
    address: str,
    headers: Mapping[str, str],
    bounds: Bounds = STRICT,
    *,
    body: bytes | None = None,
    most: int = 0,
) -> Answer:
    """Ask for one answer; a redirect is not followed.

    Args:
        method: of HTTP.
        address: of `check`.
        headers: beside those of HTTP itself.
        bounds: who may be called.
        body: to be sent.
        most: bytes of the answer's content that are read, and thrown away, before the line is cut.

    Raises:
        UnreachableError: nobody answered in time, or the name now means a machine that may not be called.
    """
    try:
        parts = _parts(address, bounds)
    except AddressError as error:
        raise UnreachableError(Why.INSIDE) from error
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _Call(bounds) as call:
        try:
            connection = call.connected(parts)
            connection.request(method, path, body=body, headers=dict(headers))
            with connection.getresponse() as answer:
                found = Answer(answer.status, _location(answer), "Set-Cookie" in answer.headers)
                if most:
                    answer.read(most)
        except (OSError, HTTPException, ValueError) as error:
            # ValueError: names that cannot be asked for and certificates that cannot be compared; nothing of it is ours to mend.
            raise UnreachableError(call.why(error)) from error
        call.check()
    return found


def _location(answer: HTTPResponse) -> str:
    """Return where an answer leads; servers write Thai there as it is, which arrives as Latin-1."""
    raw = answer.headers.get("Location", "")
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return raw


class _InsideError(OSError):
    """A name that means a machine that may not be called."""


_WHY = (
    (_InsideError, Why.INSIDE),
    (socket.gaierror, Why.NO_NAME),
    (ssl.SSLCertVerificationError, Why.CERTIFICATE),
    (TimeoutError, Why.LATE),
    (OSError, Why.NOBODY),
)
"""Kinds of errors, the more special ones first."""


class _Call:
    """One call with an end: who answers drop by drop gets no more time than who is silent.

    The bound of a socket is one of each reading. So a clock beside it shuts the socket once the whole has lasted `LONGEST_CALL`.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
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

    def why(self, error: Exception) -> Why:
        """Say what an error means."""
        if self._is_over.is_set():
            return Why.LATE
        return next((why for kind, why in _WHY if isinstance(error, kind)), Why.GARBLED)

    def check(self) -> None:
        """Go on only in time.

        Raises:
            UnreachableError: the time is over; an answer that was cut off is none.
        """
        if self._is_over.is_set():
            raise UnreachableError(Why.LATE)

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
        found = [host] if _is_inside(parts, self._bounds) else _public_addresses(host, port)
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
        raise _InsideError("not a public address")
    return found
