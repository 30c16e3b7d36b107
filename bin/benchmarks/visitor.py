"""Somebody who loads the portal: a light client that walks through forms as they come, without a browser's work.

It takes the machine's own processors, so it must cost little: no tree of the page is built, only hidden fields are read.
"""

from __future__ import annotations

import gzip
import html
import http.client
import re
import secrets
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from tests.reliability.citizen import REFERENCE, Citizen

_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_TEXT = re.compile(r">\s*([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4})+)\s*<")
SECONDS = 30


@dataclass
class Reply:
    """What came back, redirects followed."""

    status: int
    path: str
    text: str
    retry_after: str = ""


@dataclass
class Visitor:
    """One visitor with cookies and an address of their own.

    Attributes:
        port: of the server on 127.0.0.1.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # As the proxy in front would say it: limits count addresses, and a province has many.
        self._address = ".".join(str(1 + secrets.randbelow(254)) for _part in range(4))
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, values: dict[str, str], referer: str) -> Reply:
        """Send a form and follow where it leads."""
        return self._ask("POST", path, values, referer)

    def _ask(self, method: str, path: str, values: dict[str, str] | None, referer: str = "") -> Reply:
        for _hop in range(6):
            headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "X-Forwarded-For": self._address}
            if self.cookies:
                headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            body = None
            if values is not None:
                body = urlencode(values)
                headers |= {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Referer": f"http://127.0.0.1:{self.port}{referer or path}",
                }
            try:
                # As a browser does: letters of other scripts go as their bytes.
                self._connection.request(method, quote(path, safe="/?&=%+"), body, headers)
                response = self._connection.getresponse()
                data = response.read()
            except (OSError, http.client.HTTPException):
                self._connection.close()
                raise
            for line in response.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            if response.status not in (301, 302, 303):
                packed = response.headers.get("Content-Encoding") == "gzip"
                text = (gzip.decompress(data) if packed else data).decode("utf-8", "replace")
                return Reply(response.status, path, text, response.headers.get("Retry-After", ""))
            parts = urlsplit(response.headers["Location"])
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            method, values = "GET", None
        raise http.client.HTTPException("redirects have no end")


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page: tokens, and what a form carries along."""
    found = {}
    for tag in _INPUT.findall(page):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return found


@dataclass(frozen=True)
class Step:
    """One page of the form: its address, and what a person fills in."""

    path: str
    values: dict[str, str]


def record(base: str) -> list[Step]:
    """Walk through the form once as a careful citizen does, and return what was filled in on each page.

    Args:
        base: address of the server.
    """
    steps: list[Step] = []
    citizen = Citizen(base)

    def note(response: object, *args: object, **kwargs: object) -> None:
        request = response.request  # type: ignore[attr-defined]
        if request.method == "POST":
            given = dict(parse_qsl(str(request.body), keep_blank_values=True))
            carried = hidden(str(citizen.page))
            steps.append(
                Step(
                    urlsplit(request.url).path,
                    {name: one for name, one in given.items() if name not in carried},
                )
            )

    citizen.session.hooks["response"].append(note)
    citizen.fill_until_check()
    return steps


def shown(page: str) -> tuple[str, str] | None:
    """Return reference and secret when a page shows them."""
    # Between the groups of a code a line may break (`code_groups`).
    codes = list(dict.fromkeys(_TEXT.findall(page.replace("<wbr>", ""))))
    references = [code for code in codes if REFERENCE.fullmatch(code)]
    secrets = [code for code in codes if not REFERENCE.fullmatch(code)]
    return (references[0], secrets[0]) if references and secrets else None
