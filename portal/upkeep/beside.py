"""Whether the old program can go on with the tables of a new version until it is started anew (reliability.md R12).

Two web servers are restarted one after the other, so for a minute the old program reads and writes what the new one has
changed. It lives with what is only added and may be left empty; it does not with what is gone, renamed or must be filled in.
What cannot be judged counts against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_HARMLESS = (
    operations.CreateModel,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
)
_WHY = {
    operations.RemoveField: "takes away a column that the old program reads",
    operations.DeleteModel: "takes away a table that the old program reads",
    operations.RenameField: "renames a column",
    operations.RenameModel: "renames a table",
    operations.AlterModelTable: "renames a table",
    operations.AddField: "adds a column that the old program leaves empty and that must not be",
    operations.AlterField: "changes a column",
    operations.AddConstraint: "refuses rows that the old program may write",
    operations.RunPython: "changes rows",
    operations.RunSQL: "runs SQL that is not known",
}


def reasons_to_stop() -> list[str]:
    """Return why the old program must be stopped before the pending migrations are applied; none when it may go on."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state = executor._create_project_state(with_applied_migrations=True)  # noqa: SLF001 - Django offers no other way
    return judged([migration for migration, _backwards in plan], state)


def judged(migrations: Sequence[Migration], state: ProjectState) -> list[str]:
    """Return what of some migrations the old program does not live with.

    Args:
        migrations: in their order.
        state: of the tables before; it is changed.
    """
    reasons = []
    for migration in migrations:
        for operation in migration.operations:
            for one in _of_the_database(operation):
                if not _is_harmless(one, migration.app_label, state):
                    reasons.append(f"{migration.app_label}.{migration.name}: {_why(one)} ({one.describe()})")
            operation.state_forwards(migration.app_label, state)
    return reasons


def _of_the_database(operation: Operation) -> Iterator[Operation]:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        for one in operation.database_operations:
            yield from _of_the_database(one)
        return
    yield operation


def _is_harmless(operation: Operation, app_label: str, state: ProjectState) -> bool:
    if isinstance(operation, operations.AddField):
        return _may_be_left_empty(operation.field)
    if isinstance(operation, operations.AlterField):
        return _changes_no_column(operation, app_label, state)
    return isinstance(operation, _HARMLESS)


def _may_be_left_empty(field: models.Field) -> bool:
    # A default of Python's is not the database's: the old program does not know it.
    return field.many_to_many or field.null or field.has_db_default()


def _changes_no_column(operation: operations.AlterField, app_label: str, state: ProjectState) -> bool:
    model = state.apps.get_model(app_label, operation.model_name)
    old = model._meta.get_field(operation.name)
    later = state.clone()
    operation.state_forwards(app_label, later)
    new = later.apps.get_model(app_label, operation.model_name)._meta.get_field(operation.name)
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    return not editor._field_should_be_altered(old, new)  # noqa: SLF001 - what a migration itself asks


def _why(operation: Operation) -> str:
    return next(
        (why for kind, why in _WHY.items() if isinstance(operation, kind)), "does what is not known here"
    )
