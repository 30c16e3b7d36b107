"""Asking a WSGI application as a server asks it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import brotli

from portal.page_cache.application import PageCache
from portal.page_cache.stores import BoundedMemoryCache, LocalStore
from portal.page_cache.versions import FileVersions

READ = {"br": brotli.decompress, "gzip": gzip.decompress, "": lambda body: body}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def text(self) -> str:
        """The body as its reader sees it."""
        return READ[self.headers.get("content-encoding", "")](self.raw).decode()


def environ(address: str, method: str = "GET", **extra: str) -> dict[str, Any]:
    """Return what a server hands over; `extra` holds further entries such as HTTP_COOKIE."""
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **extra,
    }


def ask(
    application: Callable[..., Iterable[bytes]], address: str, method: str = "GET", **extra: str
) -> Answer:
    """Ask once."""
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        said[:] = [status, headers]

    result = application(environ(address, method, **extra), start)
    try:
        body = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    status, headers = said
    return Answer(int(status.split()[0]), {name.lower(): value for name, value in headers}, body)


def memory(name: str, **options: int) -> BoundedMemoryCache:
    """Return an empty store of this process."""
    pages = BoundedMemoryCache(name, {"OPTIONS": {name.upper(): value for name, value in options.items()}})
    pages.clear()
    return pages


def kept_around(application: Callable[..., Iterable[bytes]], folder: Any, **options: int) -> PageCache:
    """Return an application with an empty page cache of its own around it."""
    store = LocalStore(memory(str(folder), **options), FileVersions(folder / "run" / "page-versions"))
    return PageCache(application, store)
