"""Database triggers that make a table append-only, for both databases that Klang runs on.

A model's own guard stops mistakes in code; the trigger also stops a raw query or a console (ASVS 16.4.2).
"""

from __future__ import annotations

from functools import partial

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION klang_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END; $$ LANGUAGE plpgsql;
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW EXECUTE FUNCTION klang_append_only();
"""


def _protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    postgres = schema_editor.connection.vendor == "postgresql"
    _release(apps, schema_editor, table)
    if postgres:
        # No parameters at all, or psycopg takes the function's own "%" for a placeholder.
        schema_editor.execute(_POSTGRES_FUNCTION, params=None)
    for verb in ("update", "delete"):
        template = _POSTGRES if postgres else _SQLITE
        schema_editor.execute(template.format(table=table, verb=verb, VERB=verb.upper()))


def _release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def append_only(table: str) -> RunPython:
    """Return a migration operation that forbids UPDATE and DELETE on `table`; a second time changes nothing."""
    return RunPython(partial(_protect, table=table), partial(_release, table=table))


def changing_history(table: str, *operations: Operation) -> list[Operation]:
    """Return the operations of a migration that has to touch rows of an append-only table, or its columns.

    The table is open to changes within the migration's transaction only. SQLite builds a table anew for most changes of
    columns and loses its triggers by that, so every migration of such a table goes through here.

    Args:
        table: of the database.
        operations: what is to be done to it.
    """
    opened = RunPython(partial(_release, table=table), partial(_protect, table=table))
    return [opened, *operations, append_only(table)]
