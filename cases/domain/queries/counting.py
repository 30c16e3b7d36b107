"""How many rows each of several queries finds: one statement.

Composing a statement costs the ORM more than the database needs to answer it, and every page of the desk counts a dozen
lists that differ from the last page's in four values only: who reads, for which organization, at what time. What is always
asked the same way is therefore composed once, with stand-ins where these values belong (`composed`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from cases.models import ListedCase
from portal.planned import cursor_of, with_constants

MOST_COUNTED = 2_000
"""What is counted one by one: whoever has more to do needs no exact number, and no page waits for it."""

ORGANIZATION, PERSON = 2_147_483_629, 2_147_483_587
"""Stand-ins for two keys: primes at the end of what a key can be."""
NOW, MIDNIGHT = dt.datetime(1911, 11, 11, 11, tzinfo=dt.UTC), dt.datetime(1912, 12, 12, 12, tzinfo=dt.UTC)
"""Stand-ins for two times, long before the first case."""


@dataclass(frozen=True, slots=True)
class Count:
    """One of the numbers of a statement.

    Attributes:
        sql: a query that finds the rows, no more than one above `MOST_COUNTED`.
        values: its parameters, stand-ins among them.
    """

    sql: str
    values: tuple[Any, ...]

    def filled(self, values: Mapping[Any, Any]) -> Count:
        """Return the same with what belongs where the stand-ins are.

        Args:
            values: by stand-in, as `adapted` gives them.
        """
        return replace(self, values=tuple(values.get(value, value) for value in self.values))


def adapted(
    keys: Mapping[int, int],
    times: Mapping[dt.datetime, dt.datetime],
    days: Mapping[dt.date, dt.date] | None = None,
) -> dict[Any, Any]:
    """Return values by stand-in, both as the database takes them."""
    database = connections[ListedCase.objects.db].ops
    moment, day = database.adapt_datetimefield_value, database.adapt_datefield_value
    return {
        **keys,
        **{moment(standin): moment(value) for standin, value in times.items()},
        **{day(standin): day(value) for standin, value in (days or {}).items()},
    }


def composed(rows: QuerySet[Any]) -> Count | None:
    """Return how a query is counted; None for one that can find nothing."""
    few = rows.order_by().values("pk")[: MOST_COUNTED + 1]
    try:
        sql, values = few.query.get_compiler(few.db).as_sql()
    except EmptyResultSet:
        return None
    sql, values = with_constants(connections[few.db], sql, values, stands=_stands)
    return Count(f"(SELECT COUNT(*) FROM ({sql}) AS counted)", values)  # noqa: S608 - what the ORM wrote


def _stands(value: Any) -> bool:
    """Say whether another value comes in the place of this one: keys of the reader, and every time (`refuse_times`)."""
    return value in (ORGANIZATION, PERSON) or isinstance(value, dt.date)


def bounded_count(rows: QuerySet[Any]) -> int:
    """Return how many rows there are, counting no further than one more than `MOST_COUNTED`."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def counted(counts: Mapping[str, Count | None]) -> dict[str, int]:
    """Return the number of each, by name: one statement, none where nothing can be found."""
    found = dict.fromkeys(counts, 0)
    asked = {name: count for name, count in counts.items() if count is not None}
    if asked:
        selects = ", ".join(count.sql for count in asked.values())
        values = [value for count in asked.values() for value in count.values]
        with cursor_of(connections[ListedCase.objects.db]) as cursor:
            cursor.execute(f"SELECT {selects}", values)  # noqa: S608 - what the ORM wrote, with its parameters apart
            found |= dict(zip(asked, cursor.fetchone(), strict=True))
    return found
