"""What one answer costs in work: the same figures on every machine, however busy it is.

Time would tell a slow page from a busy machine only by being wide, and what is wide lets a page become a third slower.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from types import FrameType
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.http import HttpResponseBase
from django.template import Template
from django.test import Client

EVERY = 100
"""The database calls us once in so many of its steps."""


@dataclass(frozen=True)
class Work:
    """What one answer costs.

    Attributes:
        queries: statements sent to the database.
        steps: instructions of SQLite's virtual machine, in hundreds: what the statements read, found or not.
        templates: templates rendered, those that are included among them.
        calls: functions called in Python, those written in C among them.
        memory: bytes held at the moment when most are.
        size: bytes of the answer's body, before it is compressed.
    """

    queries: int
    steps: int
    templates: int
    calls: int
    memory: int
    size: int

    def least(self, other: Work) -> Work:
        """Return the smaller of each figure: what two looks at the same page have in common is the page's own."""
        return Work(*map(min, astuple(self), astuple(other)))


FIGURES = tuple(field.name for field in fields(Work))


class _Counter:
    def __init__(self) -> None:
        self.number = 0

    def one(self, *_: object) -> None:
        self.number += 1


@contextmanager
def _statements(counter: _Counter) -> Iterator[None]:
    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        counter.one()
        return execute(*arguments)

    with connection.execute_wrapper(count):
        yield


@contextmanager
def _database_steps(counter: _Counter) -> Iterator[None]:
    connection.ensure_connection()
    connection.connection.set_progress_handler(counter.one, EVERY)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, EVERY)


@contextmanager
def _renderings(counter: _Counter) -> Iterator[None]:
    rendered = Template._render  # type: ignore[attr-defined]

    def render(self: Template, context: Any) -> Any:
        counter.one()
        return rendered(self, context)

    with patch.object(Template, "_render", render):
        yield


@contextmanager
def _function_calls(counter: _Counter) -> Iterator[None]:
    def see(frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            counter.number += 1

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        yield
    finally:
        sys.setprofile(before)


def _body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined,arg-type]


def _get(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return _body(response)


def _statements_and_size(client: Client, address: str) -> dict[str, int]:
    statements, renderings = _Counter(), _Counter()
    with _statements(statements), _renderings(renderings):
        size = len(_get(client, address))
    return {"queries": statements.number, "templates": renderings.number, "size": size}


def _steps(client: Client, address: str) -> dict[str, int]:
    counted = _Counter()
    with _database_steps(counted):
        _get(client, address)
    return {"steps": counted.number}


def _calls(client: Client, address: str) -> dict[str, int]:
    counted = _Counter()
    with _function_calls(counted):
        _get(client, address)
    return {"calls": counted.number}


def _memory(client: Client, address: str) -> dict[str, int]:
    tracemalloc.start()
    try:
        before, _peak = tracemalloc.get_traced_memory()
        _get(client, address)
        return {"memory": tracemalloc.get_traced_memory()[1] - before}
    finally:
        tracemalloc.stop()


LOOKS: dict[str, Callable[[Client, str], dict[str, int]]] = {
    "queries": _statements_and_size,
    "templates": _statements_and_size,
    "size": _statements_and_size,
    "steps": _steps,
    "calls": _calls,
    "memory": _memory,
}
"""How each figure is taken, alone, so that none counts the counting of others; counting statements or templates weighs
nothing on either or on the size."""


def look(client: Client, address: str) -> Work:
    """Return what it costs to answer with a page.

    Args:
        client: the browser that asks.
        address: path and query of a page that answers with 200 and writes nothing.
    """
    figures: dict[str, int] = {}
    for taken in dict.fromkeys(LOOKS.values()):
        figures |= taken(client, address)
    return Work(**figures)


def work_of(client: Client, address: str) -> Work:
    """Return what a page costs that was asked for before: what is learned once in a process is not the page's own."""
    _get(client, address)
    return look(client, address).least(look(client, address))


def figure_of(figure: str, client: Client, address: str) -> int:
    """Return one figure of a page as `work_of` takes it, without the others."""
    _get(client, address)
    return min(LOOKS[figure](client, address)[figure] for _ in range(2))
