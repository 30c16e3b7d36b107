"""Pages for what went wrong, in plain Thai with the emergency numbers, and with everything that was typed.

One place for all rooms. A failure reaches it through Django's handlers of 400 to 500, through `GiveBackMiddleware` (a
view failed) or through `SessionMiddleware` (the view went well, its session could not be written).
"""

from __future__ import annotations

import errno
import logging
import sys
import traceback
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import (
    DatabaseError,
    DataError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
    connections,
)
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin

from portal import incidents
from portal.web import typed

logger = logging.getLogger(__name__)

RETRY_AFTER = "60"
"""Seconds that a refused browser is asked to wait."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_NO_ROOM = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
    }
)
_MISTAKES = (ProgrammingError, DataError, NotSupportedError)
"""Errors of a database that answers: trying again does not help."""


class BusyError(Exception):
    """What was asked for costs so much that others have to be let through first; it can be asked for again soon."""


def is_outage(error: BaseException | None) -> bool:
    """Say whether an error will pass: a database that is locked, full or gone, a full disk, a session that vanished.

    So will what is busy. Django raises `UpdateError` for a session whose row was deleted meanwhile, and `SessionInterrupted` in its
    middleware; neither is an error of the database.
    """
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    if isinstance(error, (BusyError, UpdateError, SessionInterrupted, InterfaceError)):
        return True
    return isinstance(error, DatabaseError) and not isinstance(error, _MISTAKES)


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """Answer a request that met an outage: 503, when to try again, and every field as it was typed.

    What is stored is confirmed instead. The page uses no database, no session and no context processor
    (reliability.md R06, R27, R28).

    Args:
        request: GET or POST.
        error: what failed; only its type and place are logged, for the database's own words may quote what was typed.
    """
    where = "".join(traceback.format_tb(error.__traceback__)) if error else ""
    logger.error("%s while a request was answered:\n%s", type(error).__name__, where)
    _write_no_session(request)
    if request.method in SAFE_METHODS:
        return _finish(
            HttpResponse(render_to_string("503.html", {"incident": incidents.current()}), status=503),
            wait=True,
        )
    is_known = True
    try:
        for connection in connections.all(initialized_only=True):
            if connection.connection and not connection.in_atomic_block and not connection.is_usable():
                connection.close()
        answer = typed.answer_of_stored(request)
    except Exception as second:  # noqa: BLE001 - the database is failing: this only decides between two sentences
        logger.error("%s, it is not known whether it was stored", type(second).__name__)
        answer, is_known = None, False
    if answer is not None:
        # Drawing the answer may have touched the session that cannot be written.
        _write_no_session(request)
        return answer
    context = {
        "typed": typed.read(request),
        "is_known": is_known,
        "csrf_token": get_token(request),
        "exit_url": typed.exit_of(request),
        "incident": incidents.current(),
    }
    return _finish(HttpResponse(render_to_string("not_saved.html", context), status=503), wait=True)


def _write_no_session(request: HttpRequest) -> None:
    """Do not try to write the session once more: on a locked database that only makes the person wait again."""
    if hasattr(request, "session"):
        request.session.modified = False


def _finish(response: HttpResponse, *, wait: bool = False) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    if wait:
        response["Retry-After"] = RETRY_AFTER
    return response


class GiveBackMiddleware(MiddlewareMixin):
    """Turn an outage within a view into the page that gives back what was typed."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer an outage; anything else is a mistake of ours and goes on to the handler of errors."""
        return unavailable(request, exception) if is_outage(exception) else None


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's sessions, with an answer to a session that cannot be written after its view has done its work."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Write the session; when that fails, say whether what was sent is stored.

        A page that was only read is given out as it is: nothing that somebody typed hangs on its session.
        """
        try:
            return super().process_response(request, response)
        except (DatabaseError, InterfaceError, SessionInterrupted, UpdateError, OSError) as error:
            if not is_outage(error):
                raise
            _write_no_session(request)
            if request.method not in SAFE_METHODS:
                response = unavailable(request, error)
            return super().process_response(request, response)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that can no longer be checked: an old tab, or cookies that are off.

    What was typed is shown (reliability.md R16), and nothing of the request is acted upon. If the form was our own it
    can be sent again from here; the form of another site cannot, lest somebody lets a person press its button.

    Args:
        request: the refused request.
        reason: Django's technical reason, deliberately not shown.
    """
    context = {"typed": typed.read(request), "may_resend": _is_from_here(request)}
    response = render(request, "403_csrf.html", context, status=403)
    response.is_csrf_failure = True  # type: ignore[attr-defined]
    return _finish(response)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a browser says that the form stood on this very host."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(source).netloc == request.get_host()


def too_many(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return a page with the status "too many requests"; what was typed stays on it."""
    response = render(request, template, context, status=429)
    response["Retry-After"] = RETRY_AFTER
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, without reading it again.

    Django's own handler looks for the form's token first; where the body itself is the trouble, that fails once more,
    and the server answers without any page.

    Args:
        request: what came; only its existence is used.
        exception: why, deliberately not shown.
    """
    return HttpResponse(render_to_string("400.html", {"incident": incidents.current()}), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what this person may not do; what was typed comes back."""
    return _refused(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist (for this person); what was typed comes back."""
    return _refused(request, "404.html", 404)


def _refused(request: HttpRequest, template: str, status: int) -> HttpResponse:
    sent = typed.read(request)
    response = render(request, template, {"typed": sent}, status=status)
    return _finish(response) if sent else response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a mistake of ours; what was typed comes back.

    Failures before a view is reached (an upload for which there is no room on the disk) arrive here as well.
    """
    error = sys.exc_info()[1]
    if is_outage(error):
        return unavailable(request, error)
    context = {"typed": typed.read(request), "incident": incidents.current()}
    return _finish(HttpResponse(render_to_string("500.html", context), status=500))
