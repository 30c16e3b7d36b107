"""What the migrations put into the tables, put back after a test that committed: Wagtail's first pages, groups, rights.

Django offers the same (`serialized_rollback`) by making an object of every row, twice for each test; that was two thirds
of the time of such a test. Here the database copies the rows itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

SCHEMA = "kept_rows"


class MigratedRows:
    """The rows of a database as it was when the first test began."""

    def __init__(self, connection: BaseDatabaseWrapper, beside: Path) -> None:
        """Keep a copy of all rows.

        Args:
            connection: to the test database, in which nothing but the migrations wrote.
            beside: where SQLite's copy may lie.
        """
        self.connection = connection
        self.beside = beside
        with connection.cursor() as cursor:
            names = connection.introspection.django_table_names(only_existing=True, include_views=False)
            self.tables = [name for name in sorted(names) if _has_rows(cursor, name)]
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM INTO %s", [str(beside)])
                return
            cursor.execute(f"CREATE SCHEMA {SCHEMA}")
            for name in self.tables:
                cursor.execute(f'CREATE TABLE {SCHEMA}."{name}" AS TABLE public."{name}"')

    def restore(self) -> None:
        """Fill the tables that were emptied; of a test that was skipped nothing was."""
        with self.connection.cursor() as cursor:
            if _has_rows(cursor, self.tables[0]):
                return
        if self.connection.vendor == "sqlite":
            # A file cannot be attached within a transaction.
            with self.connection.cursor() as cursor:
                cursor.execute(f"ATTACH DATABASE %s AS {SCHEMA}", [str(self.beside)])
        # Foreign keys are deferred in both databases: they are looked at when everything is there. Without a condition
        # SQLite would copy whole pages of a table, and not count the keys that they answer.
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            for name in self.tables:
                cursor.execute(f'INSERT INTO "{name}" SELECT * FROM {SCHEMA}."{name}" WHERE true')
        self.connection.close()


def _has_rows(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    return bool(cursor.fetchone()[0])


MIGRATED = pytest.StashKey[MigratedRows]()
"""Where a run holds them."""
