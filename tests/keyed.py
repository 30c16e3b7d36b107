"""What every list that pages by key promises, asked of any of them."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

_WALKS = re.compile(r"\bOFFSET\b", re.IGNORECASE)
_COUNTS = re.compile(r"\bCOUNT\(", re.IGNORECASE)
_TOTAL = re.compile(r'^SELECT COUNT\(\*\) AS "__count"', re.IGNORECASE)


def unbounded(queries: CaptureQueriesContext, model: type[Model], *, figures: bool = False) -> list[str]:
    """Return the statements that walk over rows, or count all rows of a table.

    Args:
        queries: that a page asked.
        model: of the table.
        figures: the page tells figures of all rows, so that only their sum as the length of a list is refused.
    """
    counts, table = _TOTAL if figures else _COUNTS, f'"{model._meta.db_table}"'
    asked = [one["sql"] for one in queries.captured_queries]
    return [
        sql
        for sql in asked
        if _WALKS.search(sql) or (counts.search(sql) and table in sql and "LIMIT" not in sql)
    ]


def assert_pages_by_key(
    client: Client, address: str, model: type[Model], *, rows: str = "main tbody tr", figures: bool = False
) -> list[str]:
    """Walk through a list of three rows whose pages hold one, there and back, by the links on its pages.

    Args:
        client: of a reader.
        address: of the first page.
        model: of the rows.
        rows: what a row is on the page.
        figures: as for `unbounded`.

    Returns:
        What the rows say, in their order.
    """

    def shown(at: str) -> tuple[BeautifulSoup, str]:
        response = client.get(at)
        assert response.status_code == 200, at
        page = BeautifulSoup(response.content, "html.parser")
        (row,) = page.select(rows)
        return page, row.get_text(" ", strip=True)

    seen: list[str] = []
    at = address
    while at:
        with CaptureQueriesContext(connection) as queries:
            page, row = shown(at)
        assert unbounded(queries, model, figures=figures) == []
        seen.append(row)
        following = page.select_one("main .pagination a[rel=next]")
        at = str(following["href"]) if following else ""
    assert len(seen) == len(set(seen)) == 3, seen
    back, row = shown(str(page.select_one("main .pagination a[rel=prev]")["href"]))
    assert row == seen[1]
    ends = [str(link["href"]) for link in back.select("main .pagination a:not([rel])")]
    assert [shown(end)[1] for end in ends] == [seen[0], seen[2]]
    joint = "&" if "?" in address else "?"
    assert shown(f"{address}{joint}after=jam&before=%00")[1] == seen[0]
    return seen
