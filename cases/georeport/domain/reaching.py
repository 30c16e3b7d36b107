"""Calling an address that somebody typed in, without being led into our own network (OWASP: server-side request forgery).

Only https, no redirects, and only addresses that the whole world may call: the name is looked up once, every address that it
has must be a public one, and that very address is called, so that a name cannot mean another machine a moment later. Hosts of
the inner network that the operator names in `KLANG_HOOK_HOSTS` are called as they are.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed

SECONDS = 8
"""For which the other side may keep us waiting at each step."""
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
    inside = f"{parts.hostname}:{port}" in settings.KLANG["HOOK_HOSTS"]
    if not address.isascii() or len(address) > LONGEST or not parts.hostname or parts.username is not None:
        raise GuardFailed(_("ที่อยู่นี้ใช้ไม่ได้"), field="address")
    if not inside and (parts.scheme != "https" or port not in (None, _HTTPS)):
        raise GuardFailed(_("ที่อยู่ต้องขึ้นต้นด้วย https:// และไม่ระบุพอร์ตอื่น"), field="address")
    if inside and parts.scheme not in ("https", "http"):
        raise GuardFailed(_("ที่อยู่นี้ใช้ไม่ได้"), field="address")
    return parts


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
    connection = _connection(parts)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body=body, headers=headers)
        return connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise UnreachableError from error
    finally:
        connection.close()


def _connection(parts: SplitResult) -> HTTPConnection:
    """Return a connection that is not open yet."""
    host = parts.hostname or ""
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port or 80, timeout=SECONDS)
    kind = HTTPSConnection if _is_inside(parts) else _PublicOnly
    return kind(host, parts.port or _HTTPS, timeout=SECONDS, context=ssl.create_default_context())


class _PublicOnly(HTTPSConnection):
    """Connects to the very address that was looked at, and only where all addresses of the host are public."""

    def __init__(self, host: str, port: int, *, timeout: float, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=timeout, context=context)
        self._safe = context

    def connect(self) -> None:
        """Connect.

        Raises:
            OSError: an address of the host is not public, or nobody answered.
        """
        self.sock = self._safe.wrap_socket(_public_socket(self.host, self.port), server_hostname=self.host)


def _public_socket(host: str, port: int) -> socket.socket:
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found):
        raise OSError("not a public address")
    for number, address in enumerate(found, start=1):
        try:
            return socket.create_connection((address, port), SECONDS)
        except OSError:
            if number == len(found):
                raise
    raise OSError("no address")
