"""Database triggers that make a table append-only, for both databases that Klang runs on.

A model's own guard stops mistakes in code; the trigger also stops a raw query or a console (ASVS 16.4.2).
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

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


def append_only(table: str) -> RunPython:
    """Return a migration operation that forbids UPDATE and DELETE on `table`."""

    def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        if postgres:
            # No parameters at all, or psycopg takes the function's own "%" for a placeholder.
            schema_editor.execute(_POSTGRES_FUNCTION, params=None)
        for verb in ("update", "delete"):
            template = _POSTGRES if postgres else _SQLITE
            schema_editor.execute(template.format(table=table, verb=verb, VERB=verb.upper()))

    def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")

    return RunPython(forwards, backwards)
