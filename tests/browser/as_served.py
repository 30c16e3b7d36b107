"""The server of the tests, giving pages and files as `manage.py serve` does: kept where they are public, and packed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from pytest_django.live_server_helper import LiveServer

from portal.page_cache.answers import SMALLEST, Variant, encoding_for, is_text, plain, variant_of
from portal.page_cache.application import Captured, Environ, PageCache, StartResponse
from portal.page_cache.stores import store


class PackedFiles:
    """Static files packed as WhiteNoise hands them out once they are collected; everything else passes through.

    Args:
        application: Django's, with its static files as they lie.
    """

    def __init__(self, application: Any) -> None:
        self._application = application
        self._packed: dict[tuple[str, str], Variant] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ["PATH_INFO"]
        if not path.startswith(settings.STATIC_URL):
            return self._application(environ, start_response)
        encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if (path, encoding) not in self._packed:
            captured = Captured()
            answer = self._application(environ, captured)
            body = b"".join(answer)
            answer.close()
            if not captured.status.startswith("200"):
                start_response(captured.status, captured.headers)
                return [body]
            is_worth_while = is_text(captured.headers) and len(body) >= SMALLEST
            headers = plain(captured.headers)
            self._packed[path, encoding] = variant_of(
                headers, body, encoding if is_worth_while else "identity"
            )
        packed = self._packed[path, encoding]
        start_response("200 OK", packed.headers)
        return [packed.body]


def as_served() -> LiveServer:
    """Start the server of the tests around the whole portal; whoever asks for it calls `stop` at the end."""

    def around(pages: Any) -> Any:
        kept: Any = PageCache(pages, store())
        return PackedFiles(StaticFilesHandler(kept))

    server = LiveServer("127.0.0.1", start=False)
    thread: Any = server.thread
    thread.static_handler = around
    server.start()
    return server
