"""A database of its own whose tables are as they were before a migration, for tests of what it does with rows.

Going back through every migration since takes minutes, and more with each one that is written. Here a copy of today's
migrated database gets the tables of then from the models of then; only what is tried runs forwards.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps
from django.db.models import Model

from tests.kept_database import KeptFile, kept_for, lay

Node = tuple[str, str]
"""A migration: the label of its app and its name."""


class StepByStep(MigrationLoader):
    """Knows our migrations as they were written, and not those that stand for many of them at once.

    These are what an empty database gets (docs/decisions/0020-squashed-migrations.md).
    """

    def load_disk(self) -> None:
        super().load_disk()
        self.disk_migrations = {
            node: one for node, one in self.disk_migrations.items() if not (one.replaces and is_ours(one))
        }


def is_ours(migration: Migration) -> bool:
    """Say whether a migration lies in this repository, not in a package."""
    return (settings.BASE_DIR / Path(*type(migration).__module__.split("."))).with_suffix(".py").exists()


@contextlib.contextmanager
def tables_before(
    connection: BaseDatabaseWrapper, kept: Path, scratch: Path, *migrations: Node
) -> Iterator[StateApps]:
    """Let a connection lead to another database, in which some migrations and all that stand on them have not run.

    Tables that these migrations change are there as they were, and empty, without their triggers.

    Args:
        connection: the test's connection; it leads to its own database again afterwards.
        kept: the folder of kept databases (`tests/kept_database.py`).
        scratch: an empty folder for SQLite's file.
        migrations: what has not run.

    Returns:
        The models as they were.
    """
    with _copy(connection, kept, scratch):
        loader = StepByStep(connection)
        later = {node for one in migrations for node in loader.graph.backwards_plan(one)}
        before = loader.project_state([node for node in loader.graph.nodes if node not in later]).apps
        _lay_tables_of(connection, before, now=loader.project_state(loader.graph.leaf_nodes()).apps)
        recorder = MigrationRecorder(connection)
        for node in later:
            recorder.record_unapplied(*node)
        yield before


def migrate(connection: BaseDatabaseWrapper, *migrations: Node) -> StateApps:
    """Run migrations forwards, all there are where none is named, and return the models as they are then.

    A room of which nothing has run gets its tables in one step, as an empty database does; one that stands half way goes
    on by the migrations as they were written: so Django does it too.
    """
    executor = MigrationExecutor(connection)
    loader = executor.loader
    wanted = list(migrations) or loader.graph.leaf_nodes()
    for target in wanted:
        # Room by room, with the models alone on which its migrations stand: Django makes every class anew that is
        # related to the one that changes, and in the whole house nearly all are.
        plan = executor.migration_plan([target])
        pending = {(one.app_label, one.name) for one, _backwards in plan}
        before = [node for node in loader.graph.forwards_plan(target) if node not in pending]
        if plan:
            executor.migrate([target], plan=plan, state=loader.project_state(before))
            loader.applied_migrations.update({(one.app_label, one.name): one for one, _backwards in plan})
    return loader.project_state(wanted).apps


def number_on(connection: BaseDatabaseWrapper) -> None:
    """Let new rows be numbered behind those that were laid with their numbers, as `tests/cases/factories.py` lays them.

    PostgreSQL counts apart from the rows, and this database has not counted with the one in which they were made.
    """
    there = set(connection.introspection.table_names())
    models = [model for model in apps.get_models() if model._meta.db_table in there]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@contextlib.contextmanager
def _copy(connection: BaseDatabaseWrapper, folder: Path, scratch: Path) -> Iterator[None]:
    """Let the connection lead to a copy of the kept database, which is thrown away."""
    kept = kept_for(connection, settings.BASE_DIR, folder)
    own = connection.settings_dict["NAME"]
    if isinstance(kept, KeptFile):
        path = scratch / "older.sqlite3"
        lay(connection, kept, path)
        with _leading_to(connection, str(path)):
            yield
        return
    name, template = f"{own}_older", connection.settings_dict["TEST"]["TEMPLATE"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        with _leading_to(connection, name):
            yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@contextlib.contextmanager
def _leading_to(connection: BaseDatabaseWrapper, name: str) -> Iterator[None]:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _lay_tables_of(connection: BaseDatabaseWrapper, before: StateApps, now: StateApps) -> None:
    """Replace the tables whose shape has changed; the rows of all others stay."""
    was, is_now = _shapes(connection, before), _shapes(connection, now)
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table, shape in is_now.items():
            if was.get(table) != shape:
                cursor.execute(f'DROP TABLE "{table}"{cascade}')
    with connection.schema_editor() as editor:
        for model in _models(before):
            if is_now.get(model._meta.db_table) != was[model._meta.db_table]:
                # Not `create_model`: tables between two models stand in the list themselves.
                statement, values = editor.table_sql(model)
                editor.execute(statement, values or None)
                editor.deferred_sql.extend(editor._model_indexes_sql(model))


def _models(apps: StateApps) -> list[type[Model]]:
    """All models that have a table, those between two others included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]


def _shapes(connection: BaseDatabaseWrapper, apps: StateApps) -> dict[str, object]:
    """Return what a table is made of, by its name: two that are alike need no work."""
    return {
        model._meta.db_table: (
            [
                (field.column, field.db_type(connection), field.null, field.unique, str(field.db_default))
                for field in model._meta.local_concrete_fields
            ],
            sorted(one.name for one in [*model._meta.constraints, *model._meta.indexes]),
            sorted(model._meta.unique_together),
        )
        for model in _models(apps)
    }
