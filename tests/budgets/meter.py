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

IN_HUNDREDS = 100
"""Steps of the database are told in hundreds, and counted one by one: a count of every hundredth step falls into each of
fifty statements at another place each time, and one page would seem to cost now 63 and now 83 of them."""


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
    connection.connection.set_progress_handler(counter.one, 1)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 1)


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


@dataclass(frozen=True)
class Page:
    """A page with a budget, or what is sent from one.

    Attributes:
        name: under which its budget is kept.
        client: the browser of whoever asks.
        address: path and query.
        prepare: of what is sent: makes that it may be sent (again), and returns its fields. None for a page.
    """

    name: str
    client: Client
    address: str
    prepare: Callable[[], dict[str, Any]] | None = None

    def ready(self) -> Callable[[], bytes]:
        """Prepare what is not the page's own, and return what asks for it and reads the answer."""
        values = self.prepare() if self.prepare is not None else None

        def ask() -> bytes:
            sent = self.client.post(self.address, values) if values is not None else None
            response = sent or self.client.get(self.address)
            # What is sent and taken leads on; what is not taken comes back as a page.
            assert response.status_code == (302 if sent else 200), (self.name, response.status_code)
            return _body(response)

        return ask


def _statements_and_size(page: Page) -> dict[str, int]:
    statements, renderings, ask = _Counter(), _Counter(), page.ready()
    with _statements(statements), _renderings(renderings):
        size = len(ask())
    return {"queries": statements.number, "templates": renderings.number, "size": size}


def _steps(page: Page) -> dict[str, int]:
    counted, ask = _Counter(), page.ready()
    with _database_steps(counted):
        ask()
    return {"steps": round(counted.number / IN_HUNDREDS)}


def _calls(page: Page) -> dict[str, int]:
    counted, ask = _Counter(), page.ready()
    with _function_calls(counted):
        ask()
    return {"calls": counted.number}


def _memory(page: Page) -> dict[str, int]:
    ask = page.ready()
    tracemalloc.start()
    try:
        before, _peak = tracemalloc.get_traced_memory()
        ask()
        return {"memory": tracemalloc.get_traced_memory()[1] - before}
    finally:
        tracemalloc.stop()


LOOKS: dict[str, Callable[[Page], dict[str, int]]] = {
    "queries": _statements_and_size,
    "templates": _statements_and_size,
    "size": _statements_and_size,
    "steps": _steps,
    "calls": _calls,
    "memory": _memory,
}
"""How each figure is taken, alone, so that none counts the counting of others; counting statements or templates weighs
nothing on either or on the size."""


def look(page: Page) -> Work:
    """Return what one answer costs."""
    figures: dict[str, int] = {}
    for taken in dict.fromkeys(LOOKS.values()):
        figures |= taken(page)
    return Work(**figures)


def work_of(page: Page) -> Work:
    """Return what a page costs that was asked for before: what is learned once in a process is not the page's own."""
    page.ready()()
    return look(page).least(look(page))


def figure_of(figure: str, page: Page) -> int:
    """Return one figure of a page as `work_of` takes it, without the others."""
    page.ready()()
    return min(LOOKS[figure](page)[figure] for _ in range(2))
