"""Noticing that all visitors count as one: a proxy stands in front that the settings do not know.

From the settings alone nobody can tell. Whoever passes on everything, though, shows: each request comes from one address
of the inner network, or names somebody else whom we do not believe. Said once in the log, and noted in `/readyz`; it
changes nothing, because believing a header that nobody vouched for would be worse (ASVS 4.1.3).
"""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.throttle.limits import names_another

log = logging.getLogger(__name__)

WINDOW = 200
"""Requests that must all look alike before anything is said."""
_WATCHERS = ("/healthz", "/readyz")


class ProxyWatch:
    """Counts requests by window in this process.

    Attributes:
        suspects: all requests of some window came through a proxy that the settings do not know.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew; for tests."""
        self.suspects = False
        self._begin()

    def _begin(self) -> None:
        self._seen = self._named = 0
        self._addresses: set[str] = set()

    def see(self, request: HttpRequest) -> None:
        """Take one request into account."""
        if self.suspects or request.path in _WATCHERS:
            return
        with self._lock:
            self._seen += 1
            self._named += names_another(request)
            if len(self._addresses) < 2:
                self._addresses.add(request.META.get("REMOTE_ADDR", ""))
            if self._seen < WINDOW:
                return
            all_named, one_address = self._named == self._seen, self._is_one_address_of_ours()
            self._begin()
            if not (all_named or one_address) or self.suspects:
                return
            self.suspects = True
        log.warning(
            "The last %d requests all came through a proxy that KLANG_TRUSTED_PROXIES (%d) does not count: "
            "all visitors are limited as if they were one. See docs/operator.md.",
            WINDOW,
            settings.KLANG["TRUSTED_PROXIES"],
        )

    def _is_one_address_of_ours(self) -> bool:
        """Say whether every request came from one private address, on an installation that is reached by https."""
        if settings.KLANG["TRUSTED_PROXIES"] or len(self._addresses) != 1:
            return False
        if not settings.WAGTAILADMIN_BASE_URL.startswith("https://"):
            # A portal that is tried out on one machine, or used within one office.
            return False
        try:
            return ipaddress.ip_address(next(iter(self._addresses))).is_private
        except ValueError:
            # A Unix socket names no address: whoever connects to it is a proxy on this machine.
            return True


WATCH = ProxyWatch()


class ProxyWatchMiddleware:
    """Shows every request to the watch."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as without it."""
        WATCH.see(request)
        return self.get_response(request)
