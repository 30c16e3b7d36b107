"""A migration operation that creates all tables of a room in one step.

Before and after every operation Django makes the classes of all models anew that are related to the changed one, which in
Klang are nearly all: 220 tables, created one by one, take minutes of processor time on an empty database. Created together
they cost one making per room (docs/decisions/0020-squashed-migrations.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model


class CreateTogether(SeparateDatabaseAndState):
    """Create the tables of some models with their indexes and constraints.

    Args:
        operations: what `makemigrations` writes for models that are new: `CreateModel`, and `AddField`, `AddIndex`,
            `AddConstraint` on the same models. Nothing else: only the tables as they are after all of them are made.
    """

    def __init__(self, *operations: Operation) -> None:
        super().__init__(state_operations=list(operations))

    def deconstruct(self) -> tuple[str, list[Operation], dict[str, Any]]:
        """Return how this is written down."""
        return type(self).__name__, self.state_operations, {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Let the state know the models, without a class of any."""
        # Django makes the classes again when somebody asks for them: once, when all models are known.
        vars(state).pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the tables."""
        for model in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the tables away again, the last one first."""
        for model in reversed(list(self._models(app_label, schema_editor, from_state))):
            schema_editor.delete_model(model)

    def describe(self) -> str:
        """Return what this does, in a line."""
        return f"Create the tables of {', '.join(self._names())}"

    def _names(self) -> list[str]:
        return [one.name for one in self.state_operations if isinstance(one, CreateModel)]

    def _models(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Iterator[type[Model]]:
        for name in self._names():
            model = state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                yield model
