"""How the tables are emptied between tests that commit: past the append-only triggers, and only where rows are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.postgresql.operations import DatabaseOperations as Postgres
from django.db.backends.sqlite3.base import DatabaseOperations as SQLite

_django_on_sqlite = SQLite.sql_flush
_django_on_postgres = Postgres.sql_flush


@contextmanager
def flushing_past_append_only_tables() -> Iterator[None]:
    """Let Django empty tables in our way for as long as this lasts."""
    SQLite.sql_flush, Postgres.sql_flush = _on_sqlite, _on_postgres
    try:
        yield
    finally:
        SQLite.sql_flush, Postgres.sql_flush = _django_on_sqlite, _django_on_postgres


def _on_sqlite(
    self: BaseDatabaseOperations, style: object, tables: list[str], **options: object
) -> list[str]:
    """Take the triggers off, which refuse DELETE as they should, and put them back from their own text."""
    with self.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_no\\_%' ESCAPE '\\'"
        )
        triggers = cursor.fetchall()
    return [
        *(f"DROP TRIGGER {name}" for name, _ in triggers),
        *_django_on_sqlite(self, style, tables, **options),
        *(sql for _, sql in triggers),
    ]


def _on_postgres(
    self: BaseDatabaseOperations,
    style: object,
    tables: list[str],
    *,
    reset_sequences: bool = False,
    allow_cascade: bool = False,
) -> list[str]:
    """Delete where rows are: TRUNCATE of all tables makes some six hundred files anew on the disk each time.

    Our own triggers rest meanwhile. Foreign keys are deferred, so the order does not matter; they are settled before
    the triggers come back, because a table with open questions cannot be altered.
    """
    if reset_sequences or not tables:
        return _django_on_postgres(
            self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )
    with self.connection.cursor() as cursor:
        questions = (
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {self.quote_name(table)})" for table in tables
        )
        cursor.execute(" UNION ALL ".join(questions))
        filled = [self.quote_name(table) for (table,) in cursor.fetchall()]
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        guarded = [self.quote_name(table) for (table,) in cursor.fetchall()]
    guarded = [table for table in guarded if table in filled]
    return [
        *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
        *(f"DELETE FROM {table}" for table in filled),
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded),
    ]
