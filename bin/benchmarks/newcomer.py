"""A browser with nothing in it: opens pages and forms, and fetches what belongs to them, once each."""

from __future__ import annotations

import gzip
import html
import http.client
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

PATIENCE = 300
"""Seconds after which a browser gives a page up."""
_FETCHED = re.compile(r"""<(?:link\b[^>]*\brel="(?:stylesheet|preload|icon)"|script\b|img\b)[^>]*>""")
_ADDRESS = re.compile(r"""\b(?:href|src)="([^"]+)\"""")
_IN_STYLES = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
_STALE = re.compile(r"no-store|no-cache|max-age=0\b")


def fetched(page: str, base: str) -> list[str]:
    """Return the addresses of this host that a browser fetches for a page, in its order."""
    found = [_ADDRESS.search(tag) for tag in _FETCHED.findall(page)]
    return [
        urlsplit(urljoin(base, html.unescape(one.group(1)))).path
        for one in found
        if one is not None and not urlsplit(one.group(1)).netloc
    ]


@dataclass(frozen=True)
class Reply:
    """What came back.

    Attributes:
        status: its number.
        headers: as they came.
        content: unpacked.
    """

    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        """The content as words."""
        return self.content.decode("utf-8", "replace")


@dataclass
class Newcomer:
    """A browser with nothing in it.

    Attributes:
        port: at which it asks.
        kept: addresses that it has already → what it holds of them.
        asked: method and address of everything that went to the server.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self._is_used = False

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def open(self, path: str, values: dict[str, str] | None = None) -> tuple[str, str]:
        """Open a page or send a form, follow where it leads, fetch what belongs to it; returns its path and text.

        Raises:
            http.client.HTTPException: an answer is no page.
            OSError: the line broke.
        """
        for _hop in range(6):
            reply = self.ask(path) if values is None else self._send(path, values)
            if reply.status not in (301, 302, 303):
                break
            path, values = urljoin(path, reply.headers["Location"]), None
        _fine(path, reply)
        self.kept[path] = reply
        self.fetch(fetched(reply.text, path))
        return path, reply.text

    def fetch(self, addresses: Iterable[str]) -> None:
        """Fetch what was not fetched yet, or what no browser may keep without asking; style sheets with their typefaces.

        Raises:
            http.client.HTTPException: an answer is no file.
            OSError: the line broke.
        """
        for address in addresses:
            old = self.kept.get(address)
            if old is not None and not _STALE.search(old.headers.get("Cache-Control", "")):
                continue
            tag = old.headers.get("ETag") if old is not None else None
            reply = self.ask(address, headers={"If-None-Match": tag} if tag else None)
            if reply.status == http.HTTPStatus.NOT_MODIFIED:
                continue
            _fine(address, reply)
            self.kept[address] = reply
            if address.endswith(".css"):
                inside = (urljoin(address, one) for one in _IN_STYLES.findall(reply.text) if ":" not in one)
                self.fetch([one for one in inside if one.endswith(".woff2")])

    def _send(self, path: str, values: dict[str, str]) -> Reply:
        return self.ask(
            path,
            urlencode(values),
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}{path}",
            },
        )

    def ask(self, path: str, body: str | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask once; with a body, post it.

        Raises:
            http.client.HTTPException: what came back is no answer.
            OSError: the line broke.
        """
        method = "GET" if body is None else "POST"
        self.asked.append(f"{method} {urlsplit(path).path}")
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Accept": "text/html", "Accept-Encoding": "gzip", "Cookie": cookies, **(headers or {})}
        is_used, self._is_used = self._is_used, True
        try:
            response = self._on_the_line(method, path, body, sent)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            if not is_used:
                raise
            # It was idle for so long that the server hung up; every browser asks again then (RFC 9112 9.3.1).
            self._connection.close()
            response = self._on_the_line(method, path, body, sent)
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return Reply(response.status, response.headers, content)

    def _on_the_line(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        self._connection.request(method, path, None if body is None else body.encode(), dict(headers))
        return self._connection.getresponse()


def _fine(path: str, reply: Reply) -> None:
    if reply.status != http.HTTPStatus.OK:
        raise http.client.HTTPException(f"{urlsplit(path).path} answered {reply.status}")
