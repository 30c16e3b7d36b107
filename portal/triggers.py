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


_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
_POSTGRES_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION klang_append_only();
"""
Unique = tuple[tuple[str, ...], ...]


def _protect(
    apps: Apps, schema_editor: BaseDatabaseSchemaEditor, table: str, unique: Unique = (("id",),)
) -> None:
    postgres = schema_editor.connection.vendor == "postgresql"
    _release(apps, schema_editor, table)
    if postgres:
        # No parameters at all, or psycopg takes the function's own "%" for a placeholder.
        schema_editor.execute(_POSTGRES_FUNCTION, params=None)
    for verb in ("update", "delete"):
        template = _POSTGRES if postgres else _SQLITE
        schema_editor.execute(template.format(table=table, verb=verb, VERB=verb.upper()))
    if postgres:
        schema_editor.execute(_POSTGRES_TRUNCATE.format(table=table))
        return
    # REPLACE takes the row that is in its way without asking the trigger of DELETE.
    same = " OR ".join(
        "(" + " AND ".join(f"{one} = NEW.{one}" for one in columns) + ")" for columns in unique
    )
    schema_editor.execute(_SQLITE_REPLACE.format(table=table, same=same))


def _release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete", "truncate", "replace"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def append_only(table: str, *, unique: Unique = (("id",),)) -> RunPython:
    """Return a migration operation that forbids every change of what is there; a second time changes nothing.

    UPDATE, DELETE and TRUNCATE (PostgreSQL) or REPLACE (SQLite) fail, whoever sends them.

    Args:
        table: of the database.
        unique: columns by which a row may be in the way of another, all of them: by each of them REPLACE could delete.
    """
    return RunPython(partial(_protect, table=table, unique=unique), partial(_release, table=table))


def changing_history(table: str, *operations: Operation, unique: Unique = (("id",),)) -> list[Operation]:
    """Return the operations of a migration that has to touch rows of an append-only table, or its columns.

    The table is open to changes within the migration's transaction only. SQLite builds a table anew for most changes of
    columns and loses its triggers by that, so every migration of such a table goes through here.

    Args:
        table: of the database.
        operations: what is to be done to it. Never to what is sealed (`portal.audit.sources`): its seals would be broken.
        unique: as in `append_only`.
    """
    opened = RunPython(partial(_release, table=table), partial(_protect, table=table, unique=unique))
    return [opened, *operations, append_only(table, unique=unique)]
