"""The page cache around the whole application (WSGI, PEP 3333).

A request for a public page that is kept is answered without Django: no middleware, no database, no template. Whatever is
not plainly such a request passes through untouched.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import QueryDict
from django.http.request import split_domain_port, validate_host

from portal.page_cache.answers import (
    SMALLEST,
    Headers,
    Kept,
    encoding_for,
    is_text,
    keep,
    plain,
    variant_of,
    varying,
)
from portal.page_cache.rooms import HEADER, Statement, read_statement
from portal.page_cache.stores import Store
from portal.page_cache.versions import Seen

log = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

FRESH_SECONDS = 30.0
"""After so long a page is made anew although nothing is known to have changed, by one request while the others get it as it
was. Its parts may be as old again (`portal.page_cache.memory.HELD_SECONDS`): what bypassed Django (SQL by hand, a process
killed right after its commit) shows after a minute."""
WAIT_SECONDS = 10.0
"""How long a request waits for the one that makes the same page."""
LONGEST_ADDRESS = 1000
"""Letters of path and query; what is longer is answered and not kept."""
MOST_UNKEPT = 2000
"""Addresses of which is remembered that they are not kept, so that nobody waits for another's answer."""
OF_ADVERTISERS = ("fbclid", "gclid", "openExternalBrowser", "utm_")
"""What social networks add to links, a new value for each reader: left out before anybody looks at the address. No view of
ours reads such a name (a test holds that)."""
_HARMLESS_VARY = frozenset({"accept-encoding"})
_FORBIDDEN = ("private", "no-store", "no-cache")


class Asked(NamedTuple):
    """A request that a kept page may answer.

    Attributes:
        key: scheme, host, path and query.
        encoding: what the browser takes.
        is_head: it wants the headers only.
        known: value of `If-None-Match`.
    """

    key: str
    encoding: str
    is_head: bool
    known: str


class Flights:
    """Who is making which page now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, threading.Event] = {}
        self._unkept: OrderedDict[str, None] = OrderedDict()

    def lead(self, key: str) -> bool:
        """Become the one who makes a page; False when another does already."""
        with self._lock:
            if key in self._open:
                return False
            self._open[key] = threading.Event()
        return True

    def wait(self, key: str) -> None:
        """Wait for whoever makes a page, unless its address is known for answers that are not kept."""
        with self._lock:
            flight = None if key in self._unkept else self._open.get(key)
        if flight is not None:
            flight.wait(WAIT_SECONDS)

    def land(self, key: str, *, is_kept: bool) -> None:
        """Say that a page is made, and whether the next one can have it."""
        with self._lock:
            flight = self._open.pop(key, None)
            self._unkept.pop(key, None)
            if not is_kept:
                self._unkept[key] = None
                if len(self._unkept) > MOST_UNKEPT:
                    self._unkept.popitem(last=False)
        if flight is not None:
            flight.set()


class Captured:
    """What an application says to `start_response`, for us to look at first."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []
        self.statement = ""

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
        """Take status and headers; our statement is taken out of them.

        Returns:
            a `write` that refuses: Django does not use it, and PEP 3333 discourages it.
        """
        self.status = status
        name = HEADER.lower()
        self.statement = next((value for key, value in headers if key.lower() == name), "")
        self.headers = [header for header in headers if header[0].lower() != name]
        return _refuse_write


def _refuse_write(data: bytes) -> None:
    raise NotImplementedError("answers are iterated, not written")


class PageCache:
    """The application with kept pages before it.

    Args:
        application: Django's.
        store: where pages and versions lie.
    """

    def __init__(self, application: Application, store: Store) -> None:
        self._application = application
        self._store = store
        self._flights = Flights()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        asked = asked_of(environ)
        if asked is None:
            return self._pass(environ, start_response)
        kept, seen = self._look(asked.key)
        if kept is not None:
            is_old = time.time() >= kept.made_at + FRESH_SECONDS and not asked.is_head
            if seen is not None and is_old and self._flights.lead(asked.key):
                return self._make(asked, seen, environ, start_response, old=kept)
            return self._give(asked, kept, start_response)
        if seen is None or asked.is_head:
            return self._pass(environ, start_response)
        return self._make_once(asked, environ, start_response)

    def _make_once(self, asked: Asked, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Make a page that is not there, or take it from whoever is making it."""
        is_leading = self._flights.lead(asked.key)
        if not is_leading:
            self._flights.wait(asked.key)
        # Also as the one who makes it: another may have been ready since we looked.
        kept, seen = self._look(asked.key)
        if is_leading and kept is None and seen is not None:
            return self._make(asked, seen, environ, start_response)
        if is_leading:
            self._flights.land(asked.key, is_kept=kept is not None)
        if kept is not None:
            return self._give(asked, kept, start_response)
        return self._pass(environ, start_response)

    def _look(self, key: str) -> tuple[Kept | None, Seen | None]:
        """Return the page under a key if it is right at this moment, and the versions."""
        kept, seen = self._store.look(key)
        if kept is None or seen is None or not kept.is_right(seen, time.time()):
            return None, seen
        return kept, seen

    def _give(self, asked: Asked, kept: Kept, start_response: StartResponse) -> Iterable[bytes]:
        if asked.known and kept.is_same(asked.known):
            start_response("304 Not Modified", kept.unchanged)
            return []
        packed = kept.having(asked.encoding)
        if packed is not kept:
            self._store.put(asked.key, packed)
        variant = packed.variants.get(asked.encoding) or packed.variants["identity"]
        start_response("200 OK", variant.headers)
        return [] if asked.is_head else [variant.body]

    def _make(
        self,
        asked: Asked,
        seen: Seen,
        environ: Environ,
        start_response: StartResponse,
        old: Kept | None = None,
    ) -> Iterable[bytes]:
        """Let Django answer, and keep the answer when it may be kept.

        Args:
            asked: the request.
            seen: versions from before anything was read.
            environ: of the request.
            start_response: of the server.
            old: the page as it was half a minute ago: given out once more when making it anew fails.
        """
        kept = old
        try:
            started = time.time()
            captured = Captured()
            try:
                result = self._application(environ, captured)
            except Exception:
                if old is None:
                    raise
                log.exception("A page could not be made anew; it is given out as it was.")
                return self._give(asked, old, start_response)
            if old is not None and captured.status[:1] == "5":
                _close(result)
                return self._give(asked, old, start_response)
            said = may_be_kept(captured, result, environ)
            if said is None:
                kept = None
                return self._hand_on(captured, result, environ, start_response)
            body = _read(result)
            kept = keep(
                captured.headers,
                body,
                stamp=tuple((int(room), seen[room]) for room in sorted(said.rooms)),
                made_at=started,
                ends_at=next_midnight(started),
            ).having(asked.encoding)
            self._store.put(asked.key, kept)
        finally:
            self._flights.land(asked.key, is_kept=kept is not None)
        return self._give(asked, kept, start_response)

    def _pass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        captured = Captured()
        result = self._application(environ, captured)
        return self._hand_on(captured, result, environ, start_response)

    @staticmethod
    def _hand_on(
        captured: Captured, result: Iterable[bytes], environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Give out an answer that is not kept: compressed when it is public and a text."""
        if _is_compressible(captured, result) and environ["REQUEST_METHOD"] == "GET":
            body = _read(result)
            headers = varying(plain(captured.headers))
            encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
            if len(body) < SMALLEST:
                encoding = "identity"
            variant = variant_of(headers, body, encoding)
            start_response(captured.status, variant.headers)
            return [variant.body]
        start_response(captured.status, captured.headers)
        return result


def asked_of(environ: Environ) -> Asked | None:
    """Return what a request asks for, or None when no kept page may answer it.

    Whoever brings a cookie or says who they are, asks for a part, sends a body, names a host that is not ours or an address
    of unusual length gets an answer of their own.
    """
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD") or environ.get("SCRIPT_NAME"):
        return None
    if "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
        return None
    if environ.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in environ:
        return None
    host = environ.get("HTTP_HOST", "")
    if not is_ours(host, environ.get("SERVER_PORT", ""), tuple(settings.ALLOWED_HOSTS)):
        return None
    query = environ.get("QUERY_STRING", "")
    path = environ.get("PATH_INFO", "")
    if path.startswith(settings.STATIC_URL) or len(path) + len(query) > LONGEST_ADDRESS:
        return None
    if query:
        query = environ["QUERY_STRING"] = without_advertisers(query)
    return Asked(
        key=f"{scheme_of(environ)}://{host}{path}?{query}",
        encoding=encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")),
        is_head=method == "HEAD",
        known=environ.get("HTTP_IF_NONE_MATCH", ""),
    )


@lru_cache(maxsize=256)
def is_ours(host: str, server_port: str, allowed: tuple[str, ...]) -> bool:
    """Say whether pages are kept for a header `Host`.

    Only for names that the settings spell out, as they spell them, and ports that lead here: a pattern (`*`, `.example.org`)
    lets anybody think up as many hosts as the store has room for, and each would have its own copy of every page. Others are
    answered as Django answers them.

    Args:
        host: as it came.
        server_port: where this server listens.
        allowed: `settings.ALLOWED_HOSTS`.
    """
    domain, port = split_domain_port(host)
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    names = {name for name in allowed if not name.startswith(("*", "."))}
    names |= {own.hostname} if own.hostname and validate_host(own.hostname, allowed) else set()
    return (
        host == host.lower()
        and domain in names
        and port in {"", "80", "443", server_port, str(own.port or "")}
    )


def scheme_of(environ: Environ) -> str:
    """Return "https" where Django would call the request secure: it answers others with a redirect."""
    secure = settings.SECURE_PROXY_SSL_HEADER
    if secure:
        name, value = secure
        written = environ.get(name)
        if written is not None:
            return "https" if written.split(",", 1)[0].strip() == value else "http"
    return environ.get("wsgi.url_scheme", "http")


def without_advertisers(query: str) -> str:
    """Return a query without what social networks add to links."""
    parts = query.split("&")
    return "&".join(part for part in parts if not part.startswith(OF_ADVERTISERS))


def may_be_kept(captured: Captured, result: object, environ: Environ) -> Statement | None:
    """Return what the view stated when its answer may be kept; None when not.

    A statement alone is not enough: an answer must also say `public` and nothing against it, set no cookie, vary on nothing
    but the encoding, carry no nonce, and its address must hold only parameters that the view reads.
    """
    if not captured.statement or not captured.status.startswith("200") or _is_streamed(result):
        return None
    names: dict[str, str] = {}
    for name, value in captured.headers:
        lower = name.lower()
        names[lower] = f"{names[lower]}, {value}" if lower in names else value
    control = names.get("cache-control", "").lower()
    if "public" not in control or any(word in control for word in _FORBIDDEN):
        return None
    if (
        "set-cookie" in names
        or "content-encoding" in names
        or "'nonce-" in names.get("content-security-policy", "")
    ):
        return None
    varies = {part.strip().lower() for part in names.get("vary", "").split(",") if part.strip()}
    said = read_statement(captured.statement)
    if said is None or not varies <= _HARMLESS_VARY:
        return None
    return said if _reads_all(environ.get("QUERY_STRING", ""), said) else None


def _reads_all(query: str, said: Statement) -> bool:
    try:
        return said.parameters.issuperset(QueryDict(query)) if query else True
    except Exception:  # noqa: BLE001 - whatever Django refuses in a query: such an address is not kept
        return False


def _is_streamed(result: object) -> bool:
    return not isinstance(result, (list, tuple)) and getattr(result, "streaming", True)


def _is_compressible(captured: Captured, result: object) -> bool:
    """Say whether an answer is a public text that is there as a whole.

    Only public ones: compressing a page with a secret and something that its reader chose gives the secret away by length
    (BREACH).
    """
    control = next((value for name, value in captured.headers if name.lower() == "cache-control"), "")
    return "public" in control and not _is_streamed(result) and is_text(captured.headers)


def _read(result: Iterable[bytes]) -> bytes:
    try:
        return b"".join(result)
    finally:
        _close(result)


def _close(result: object) -> None:
    close = getattr(result, "close", None)
    if close is not None:
        close()


def next_midnight(moment: float) -> float:
    """Return the next midnight of the portal's time zone after a moment, both in seconds since the epoch."""
    zone = ZoneInfo(settings.TIME_ZONE)
    tomorrow = dt.datetime.fromtimestamp(moment, zone).date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, dt.time(), zone).timestamp()
