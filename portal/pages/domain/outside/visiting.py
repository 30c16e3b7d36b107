"""One visit to an address of another site: as little as tells whether a reader would get there.

Politely: HEAD first, and a few bytes by GET where that says nothing; one call for a host and second; with a name by which
the other side knows who calls. Each step of a redirect passes the guard (portal.web.reaching).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from portal.pages.domain.outside.gathering import uri
from portal.pages.models.links import LONGEST_LINK, LinkState
from portal.web import reaching
from portal.web.reaching import AddressError, Answer, Bounds, UnreachableError, Why

MOST_REDIRECTS = 5
FEW_BYTES = 1024
"""Of a page are read, where HEAD does not do."""
LONGEST_VISIT = 30.0
"""Seconds after which no further step of a visit begins."""
BOUNDS = Bounds(is_open=True, longest=LONGEST_LINK)
"""Pages lead to http and to other ports too; into our own network nothing does."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_GONE = frozenset({404, 410})
_TOO_MANY = 429
_NO_SUCH_PART = 416
"""A page of no bytes has no first kilobyte (RFC 9110, 15.5.17): it is there."""
_OF_WHY = {
    Why.NOBODY: LinkState.NOBODY,
    Why.LATE: LinkState.LATE,
    Why.NO_NAME: LinkState.NO_NAME,
    Why.INSIDE: LinkState.INSIDE,
    Why.CERTIFICATE: LinkState.CERTIFICATE,
    Why.GARBLED: LinkState.GARBLED,
}
_MAY_MIND_HEAD = frozenset({Why.NOBODY, Why.GARBLED})


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit ended.

    Attributes:
        state: what happened.
        status: of HTTP, of the last answer; None when none came.
        moved_to: where a page is now for good.
        heard: whether any machine outside said anything: then our own line is well.
    """

    state: LinkState
    status: int | None = None
    moved_to: str = ""
    heard: bool = False


@dataclass
class Pace:
    """One call for a host and second.

    Attributes:
        now, sleep: the clock, which tests replace.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str) -> None:
        """Wait until a host may be called again, and note that it is."""
        if host in self._last and (left := self._last[host] + 1.0 - self.now()) > 0:
            self.sleep(left)
        self._last[host] = self.now()


def visit(address: str, pace: Pace) -> Visit:
    """Look whether an address leads anywhere.

    Args:
        address: of `gathering.uri`.
        pace: shared by all visits of a worker.
    """
    ends = pace.now() + LONGEST_VISIT
    here, is_for_good, status, wants_cookie = address, True, None, False
    for _hop in range(MOST_REDIRECTS + 1):
        if pace.now() > ends:
            return Visit(LinkState.LATE, status, heard=status is not None)
        try:
            reaching.check(here, BOUNDS)
            answer = _asked(here, pace)
        except AddressError as error:
            state = LinkState.INSIDE if error.is_inside else LinkState.GARBLED
            return Visit(state, status, heard=status is not None)
        except UnreachableError as error:
            # Who shows a certificate is there.
            heard = status is not None or error.why == Why.CERTIFICATE
            return Visit(_OF_WHY[error.why], status, heard=heard)
        status = answer.status
        if status not in _REDIRECTS or not answer.location:
            moved = here if is_for_good and _is_elsewhere(address, here) else ""
            return _judged(status, moved)
        is_for_good = is_for_good and status in _PERMANENT
        wants_cookie = wants_cookie or answer.sets_cookie
        here = uri(urljoin(here, answer.location))
    # Whoever keeps the cookie may well be let in at the second step; we keep none, so that only a person can say.
    return Visit(LinkState.REFUSES if wants_cookie else LinkState.LOOP, status, heard=True)


def _asked(address: str, pace: Pace) -> Answer:
    """Return what a host says of an address.

    Raises:
        UnreachableError: nothing.
    """
    host = urlsplit(address).netloc
    headers = {"User-Agent": _name(), "Accept": "*/*"}
    pace.wait(host)
    try:
        answer = reaching.ask("HEAD", address, headers, BOUNDS)
        if answer.status < 400 or answer.status == _TOO_MANY:
            return answer
    except UnreachableError as error:
        if error.why not in _MAY_MIND_HEAD:
            raise
    # Many servers know HEAD badly; what GET says is what a reader sees.
    pace.wait(host)
    headers["Range"] = f"bytes=0-{FEW_BYTES - 1}"
    return reaching.ask("GET", address, headers, BOUNDS, most=FEW_BYTES)


def _name() -> str:
    return f"Klang-LinkCheck/1 (+{settings.WAGTAILADMIN_BASE_URL})"


def _judged(status: int, moved_to: str) -> Visit:
    if status < 400 or status == _NO_SUCH_PART:
        state = LinkState.MOVED if moved_to else LinkState.OK
        return Visit(state, status, moved_to, heard=True)
    if status in _GONE:
        return Visit(LinkState.GONE, status, heard=True)
    # What else is wrong with the request, 401, 403, 406, 429 and 451 above all, a browser would not hear.
    return Visit(LinkState.ERROR if status >= 500 else LinkState.REFUSES, status, heard=True)


def _is_elsewhere(old: str, new: str) -> bool:
    """Whether an address really is another one: not merely https instead of http, with www. or with a stroke at its end."""
    return _bare(old) != _bare(new)


def _bare(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query
