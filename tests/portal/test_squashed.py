"""Migrations that stand for many: an empty database gets the same tables by one step per room as by all that led there.

docs/decisions/0020-squashed-migrations.md
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from portal.together import CreateTogether
from tests.older_tables import StepByStep, is_ours

Shape = dict[str, Any]


def shape(model: ModelState) -> Shape:
    """Return what a model is made of, in an order of its own."""
    options = dict(model.options)
    named = {
        kind: {one.name: one.deconstruct() for one in options.pop(kind, [])}
        for kind in ("indexes", "constraints")
    }
    return {
        "fields": {name: field.deconstruct()[1:] for name, field in model.fields.items()},
        "bases": model.bases,
        "managers": [(name, type(manager)) for name, manager in model.managers],
        "options": {name: value for name, value in options.items() if value},
        **named,
    }


def test_both_ways_lead_to_the_same_models() -> None:
    short, long = MigrationLoader(None).project_state(), StepByStep(None).project_state()
    assert short.models.keys() == long.models.keys()
    differ = {
        node: (shape(short.models[node]), shape(model))
        for node, model in long.models.items()
        if shape(short.models[node]) != shape(model)
    }
    assert differ == {}


def protected(loader: MigrationLoader) -> dict[str, Any]:
    """Return which tables the migrations of a loader make append-only in the end, and by which columns."""
    found: dict[str, Any] = {}
    for node in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):  # noqa: SLF001
        for operation in loader.graph.nodes[node].operations:
            code = getattr(operation, "code", None)
            if isinstance(code, partial):
                found[code.keywords["table"]] = tuple(map(tuple, code.keywords.get("unique", (("id",),))))
    return found


def test_both_ways_protect_the_same_tables_against_change() -> None:
    tables = protected(StepByStep(None))
    assert len(tables) >= 15
    assert protected(MigrationLoader(None)) == tables


def test_what_stands_for_many_waits_for_nothing_that_these_did_not_wait_for() -> None:
    """Or an installation that has run all of a room's migrations, and not the newest of another, could not be upgraded."""
    loader = MigrationLoader(None)
    for node, one in loader.disk_migrations.items():
        if not (one.replaces and is_ours(one)):
            continue
        before = {
            dependency
            for replaced in one.replaces
            for dependency in loader.disk_migrations[replaced].dependencies
            if dependency[0] != node[0]
        }
        assert set(one.dependencies) <= before, node


def test_an_empty_database_gets_every_room_in_one_step() -> None:
    """A room of which one table is made after the other costs every new installation and every run of the tests."""
    graph = MigrationLoader(None).graph
    first = [one for one in graph.nodes.values() if is_ours(one) and one.initial]
    assert len(first) >= 30
    for one in first:
        made = [operation for operation in one.operations if not isinstance(operation, migrations.RunPython)]
        assert [type(operation) for operation in made] == [CreateTogether], str(one)


# The operation itself


def two_models() -> CreateTogether:
    """Return two models that point at each other, with an index and a constraint."""
    key = models.BigAutoField(primary_key=True)
    return CreateTogether(
        migrations.CreateModel("Hen", [("id", key), ("name", models.CharField(max_length=9))]),
        migrations.CreateModel(
            "Egg",
            [("id", key.clone()), ("of", models.ForeignKey("upkeep.Hen", models.CASCADE, db_index=False))],
        ),
        migrations.AddField("hen", "first", models.ForeignKey("upkeep.Egg", models.SET_NULL, null=True)),
        migrations.AddIndex("egg", models.Index(fields=["of"], name="egg_of")),
        migrations.AddConstraint("hen", models.UniqueConstraint(fields=["name"], name="one_hen")),
    )


def run(operation: Operation, state: ProjectState, *, back: bool = False) -> ProjectState:
    """Run an operation as a migration does."""
    later = state.clone()
    operation.state_forwards("upkeep", later)
    with connection.schema_editor(atomic=True) as editor:
        if back:
            operation.database_backwards("upkeep", editor, later, state)
        else:
            operation.database_forwards("upkeep", editor, state, later)
    return later


@pytest.mark.django_db(transaction=True)
def test_tables_are_created_with_all_that_was_added_later_and_go_again() -> None:
    state, operation = ProjectState(), two_models()
    later = run(operation, state)
    try:
        hen, egg = later.apps.get_model("upkeep", "Hen"), later.apps.get_model("upkeep", "Egg")
        kept = hen.objects.create(name="กาบ")
        kept.first = egg.objects.create(of=kept)
        kept.save()
        with connection.cursor() as cursor:
            held = connection.introspection.get_constraints(cursor, "upkeep_hen")
            assert held["one_hen"]["unique"]
            assert "egg_of" in connection.introspection.get_constraints(cursor, "upkeep_egg")
        hen.objects.update(first=None)
        egg.objects.all().delete()
        hen.objects.all().delete()
    finally:
        run(operation, state, back=True)
    assert not {"upkeep_hen", "upkeep_egg"} & set(connection.introspection.table_names())


def test_no_class_of_a_model_is_made_before_all_are_known() -> None:
    state = ProjectState()
    assert state.apps
    two_models().state_forwards("upkeep", state)
    assert "apps" not in vars(state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Hen", "Egg"}


def test_it_says_what_it_creates() -> None:
    assert two_models().describe() == "Create the tables of Hen, Egg"
