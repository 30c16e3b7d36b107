"""A page made heavier by a share, in one figure at a time: what the budgets must tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template

from tests.budgets.meter import IN_HUNDREDS, Work


def _queries(more: int) -> None:
    for _ in range(more):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")


def _steps(more: int) -> None:
    # Counting to a number takes SQLite some ten steps for each; this asks for as many as are wanted, in one statement.
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT count(*) FROM n",
            [more * IN_HUNDREDS // 10],
        )


def _templates(more: int) -> None:
    template = Template("")
    for _ in range(more):
        template.render(Context())


def _calls(more: int) -> None:
    for _ in range(more):
        abs(1)


PLANTS: dict[str, Callable[[int], None]] = {
    "queries": _queries,
    "steps": _steps,
    "templates": _templates,
    "calls": _calls,
}


@contextmanager
def heavier(figure: str, work: Work, share: float) -> Iterator[None]:
    """Let every answer cost more in one figure.

    Args:
        figure: a name out of `meter.FIGURES`.
        work: what the page costs without it.
        share: by how much more, 0.3 for three tenths.
    """
    more = round(getattr(work, figure) * share)
    answer = BaseHandler.get_response

    def get_response(self: BaseHandler, request: HttpRequest) -> HttpResponse:
        held = bytearray(more if figure == "memory" else 0)
        response = answer(self, request)
        if figure == "size":
            response.content += b" " * more
        if figure in PLANTS:
            PLANTS[figure](more)
        del held
        return response

    with patch.object(BaseHandler, "get_response", get_response):
        yield
