"""Statements that PostgreSQL plans once for each connection: those whose words are the same every time.

Django puts the values into the words before it sends them, so PostgreSQL reads and plans each anew: a quarter of what a page
of the desk costs. Words that are composed once (`portal.composed`) are sent apart from their values, under a name that the
connection keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper


_PERCENT = "\ue001"
"""Stands for a percent sign meanwhile; a letter that belongs to nobody's words."""


def cursor_of(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """Return a cursor whose statements are planned once, watched and counted like any other; on SQLite a usual one.

    Args:
        connection: of Django, as the thread has it.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor: CursorWrapper = connection._prepare_cursor(_kind()(connection.connection))
        return cursor


@cache
def _kind() -> type[Any]:
    # Where SQLite is used nobody waits for psycopg to be loaded.
    from django.db.backends.postgresql.base import ServerBindingCursor
    from psycopg import ClientCursor

    class Sent:
        """What was sent, as Django lists statements: with the values in their places. Made when somebody looks."""

        def __init__(self, connection: Any, words: Any, values: Any) -> None:
            self._of = connection, words, values

        @property
        def query(self) -> bytes:
            connection, words, values = self._of
            return ClientCursor(connection).mogrify(words, values).encode()

    class PlannedCursor(ServerBindingCursor):
        """Sends a statement under its name; the connection keeps as many as psycopg lets it."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            """Do what every cursor does."""
            connection = self.connection
            # Django switches all of it off, for the sake of poolers between it and the server.
            connection.prepare_threshold = 0
            try:
                return super().execute(query, params, prepare=True, **options)
            finally:
                connection.prepare_threshold = None
                self._query = Sent(connection, query, params)

    return PlannedCursor


def with_constants(
    connection: BaseDatabaseWrapper, sql: str, values: Sequence[Any], *, stands: Callable[[Any], bool]
) -> tuple[str, tuple[Any, ...]]:
    """Put values that are always the same into the words, so that one plan for all readers is made with them in mind.

    Of a kind of organization that nobody has PostgreSQL would else expect as many as of any other.

    Args:
        connection: on SQLite, which plans anew anyway, nothing changes.
        sql: words with a place for each value.
        values: one for each place.
        stands: says of a value that another one comes in its place.

    Returns:
        The words, and the values that are left.
    """
    if connection.vendor != "postgresql":
        return sql, tuple(values)
    pieces = sql.replace("%%", _PERCENT).split("%s")
    words, left = [pieces[0]], []
    for value, piece in zip(values, pieces[1:], strict=True):
        if stands(value):
            words.append("%s")
            left.append(value)
        else:
            words.append(connection.ops.compose_sql("%s", [value]).replace("%", _PERCENT))
        words.append(piece)
    return "".join(words).replace(_PERCENT, "%%"), tuple(left)


class Planning:
    """A connection as the ORM's compilers use it, whose cursors are those of `cursor_of`."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def cursor(self) -> CursorWrapper:
        """Return a cursor for words that are the same every time."""
        return cursor_of(self._connection)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
