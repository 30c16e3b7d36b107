"""Some are asked to come back when more people come than can be answered, so that nobody waits in vain.

Only who loses nothing by it: who has typed nothing, opened nothing and is not signed in. Readers come first, those who begin
to ask for help only when that was not enough; who is in the middle of it is never sent away. It costs a fraction of a
page, so that a queue of hundreds is gone within a second, and the portal recovers without anybody's help.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path

from portal.crowd import Crowd, crowd

logger = logging.getLogger(__name__)

READERS_AFTER, ASKERS_AFTER = 2.0, 5.0
"""Seconds without a free thread, after which readers are sent away, and those who begin to ask for help."""
SHORTEST_WAIT, LONGEST_WAIT = 10, 30
"""Seconds that somebody is asked to wait; each another number of them, or all would come back at once."""
TOLD_EVERY = 60.0
"""Seconds between two lines of the log."""
SAFE_METHODS = frozenset({"GET", "HEAD"})
ASKING = "/request/"
"""Where people ask for help."""
ALWAYS = ("/accounts/", "/healthz", "/readyz", "/metrics")
"""Where officers sign in, and what looks after the machine."""


class CrowdMiddleware:
    """Send visitors away before anything was done for them, while the portal is too full.

    Args:
        get_response: what answers everybody else.
        known: of whom is known since when no thread is free.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse], known: Crowd = crowd) -> None:
        self.get_response = get_response
        self._crowd = known
        self._lock = threading.Lock()
        self._sent_away = 0
        self._told_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 503 to those who can come back, as long as it is necessary."""
        full = self._crowd.full_for()
        if full < READERS_AFTER or not may_come_back(request, has_time=full < ASKERS_AFTER):
            return self.get_response(request)
        self._count()
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        response = HttpResponse(_page(language), status=503)
        response["Retry-After"] = SHORTEST_WAIT + secrets.randbelow(LONGEST_WAIT - SHORTEST_WAIT + 1)
        response["Cache-Control"] = "no-store"
        response["Content-Language"] = language
        # Django would write a line for each of thousands; `_count` tells it.
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    def _count(self) -> None:
        """Tell the log, once a minute and not for each."""
        with self._lock:
            self._sent_away += 1
            now = time.monotonic()
            if now - self._told_at < TOLD_EVERY:
                return
            number, self._sent_away, self._told_at = self._sent_away, 0, now
        logger.warning("more people come than can be answered: %d asked to come back", number)


def may_come_back(request: HttpRequest, *, has_time: bool) -> bool:
    """Say whether a visitor loses nothing when they ask again in half a minute.

    Args:
        request: of which nothing was read yet.
        has_time: those who begin to ask for help need not be sent away.
    """
    if request.method not in SAFE_METHODS or "Authorization" in request.headers:
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    path = request.path_info.removeprefix("/en")
    return not path.startswith(ALWAYS) and not (has_time and path.startswith(ASKING))


@cache
def _page(language: str) -> str:
    with translation.override(language):
        return render_to_string("crowded.html")
