"""What was refused or went wrong is on record although its transaction was rolled back (ASVS 16.3).

A row in the transaction of an act falls with the act, which is right for what was done and wrong for what was tried. A
second connection could not write while the first one holds SQLite's lock. So what happens within a request waits, and is
written once the answer is there and every transaction is over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError

from portal.actors import System
from portal.audit.services import record
from portal.web.access import Rule

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)
_waiting: ContextVar[list[dict[str, Any]] | None] = ContextVar("audit_waiting", default=None)

DENIED = frozenset({403, 404})
GUARDED = frozenset({Rule.STAFF, Rule.CASE, Rule.CMS})
LONGEST_SUBJECT = 20


def record_apart(**entry: Any) -> None:
    """Record something that is not part of the caller's transaction; arguments as of `services.record`.

    Outside a request, where nobody waits for an answer, it is written at once.
    """
    waiting = _waiting.get()
    if waiting is None:
        record(**entry)
    else:
        waiting.append(entry)


class TrailMiddleware:
    """Write down what waited, and every answer that kept a signed-in person out of something (ASVS 16.3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer first; a database that does not answer now costs the rows, never the page, and the log says so."""
        token = _waiting.set([])
        try:
            response = self.get_response(request)
            entries = _waiting.get() or []
        finally:
            _waiting.reset(token)
        try:
            if (denied := _denied(request, response)) is not None:
                entries.append(denied)
            for entry in entries:
                record(**entry)
        except (DatabaseError, InterfaceError) as error:
            logger.error(
                "%d rows of the record could not be written (%s)", len(entries), type(error).__name__
            )
        return response


def _denied(request: HttpRequest, response: HttpResponse) -> dict[str, Any] | None:
    """Return the entry of a refusal; None where nobody known was kept out of anything guarded."""
    match = request.resolver_match
    if response.status_code not in DENIED or match is None or getattr(response, "is_csrf_failure", False):
        return None
    if getattr(match.func, "access_rule", None) not in GUARDED or not request.user.is_authenticated:
        return None
    actor = getattr(request, "actor", None)
    # An argument of the address, never the address itself: it is somebody's words.
    subject = str(match.kwargs.get("reference") or match.kwargs.get("pk") or "")[:LONGEST_SUBJECT]
    data = {"view": match.view_name, "status": response.status_code, "method": request.method}
    if actor is None:
        data["account"] = request.user.pk
    return {"actor": actor or System(), "action": "access.denied", "subject": subject, "data": data}
