"""`/healthz` and `/readyz`, for whoever watches the machine."""

from __future__ import annotations

import threading
import time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from portal import probes
from portal.throttle.watch import WATCH
from portal.web.access import public_page

KEPT_SECONDS = 5.0
"""How long an answer of `/readyz` serves everybody who asks: asking often makes no work."""
LONGEST_LOOK = 20.0
"""Seconds after which a look that has not ended counts as one at something broken: a disk or a database that hangs says no word."""


@public_page()
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is looked at, so that a slow database does not get it killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public_page()
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part, `true` or `false`; 503 when one is not that visitors cannot do without (no details, ASVS 13.4)."""
    parts = READINESS.parts()
    is_ready = all(works for name, works in parts.items() if name not in probes.SPARED)
    # No part is broken by it, so the status stays; whoever watches the machine reads the note.
    notes = {"notes": ["proxy"]} if WATCH.suspects else {}
    return JsonResponse({**parts, **notes}, status=200 if is_ready else 503)


class Readiness:
    """The last answer of all probes, taken anew when it is old; one thread looks while the others get the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: dict[str, bool] = {}
        self._until = 0.0
        self._began: float | None = None

    def parts(self) -> dict[str, bool]:
        """Return name → whether it works."""
        if time.monotonic() < self._until:
            return self._parts
        # The first answer is waited for; later ones are given from before while one thread looks.
        if self._lock.acquire(blocking=not self._parts):
            self._began = time.monotonic()
            try:
                if self._began >= self._until:
                    self._parts = {name: probe() for name, probe in probes.PROBES.items()}
                    self._until = time.monotonic() + KEPT_SECONDS
            finally:
                self._began = None
                self._lock.release()
        began = self._began
        if began is not None and time.monotonic() - began > LONGEST_LOOK:
            return dict.fromkeys(probes.PROBES, False)
        return self._parts

    def forget(self) -> None:
        """Look anew at the next question; for tests and after a repair."""
        self._until = 0.0
        self._parts = {}


READINESS = Readiness()
