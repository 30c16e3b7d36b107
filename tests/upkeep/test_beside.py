"""An old program beside new tables: what it lives with is known, and it really does (reliability.md R12)."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from portal.upkeep.beside import judged, reasons_to_stop
from tests.cases.factories import pending_referral, received_case, world

LIVES_WITH: tuple[Any, ...] = (
    migrations.CreateModel("Tomorrow", [("id", models.BigAutoField(primary_key=True))]),
    migrations.AddField("thing", "note", models.CharField(max_length=10, null=True)),
    migrations.AddField("thing", "note", models.CharField(max_length=10, db_default="")),
    migrations.AddField("thing", "others", models.ManyToManyField("upkeep.thing")),
    migrations.AddIndex("thing", models.Index(fields=["name"], name="thing_name")),
    migrations.AlterField("thing", "name", models.CharField("another label", max_length=10)),
    migrations.AlterModelOptions("thing", {"verbose_name": "thing"}),
    migrations.SeparateDatabaseAndState(
        state_operations=[migrations.RemoveField("thing", "name")], database_operations=[]
    ),
)
DOES_NOT: tuple[tuple[Any, str], ...] = (
    (migrations.AddField("thing", "note", models.CharField(max_length=10, default="")), "must not be"),
    (migrations.RemoveField("thing", "name"), "takes away a column"),
    (migrations.DeleteModel("thing"), "takes away a table"),
    (migrations.RenameField("thing", "name", "title"), "renames a column"),
    (migrations.RenameModel("thing", "item"), "renames a table"),
    (migrations.AlterModelTable("thing", "items"), "renames a table"),
    (migrations.AlterField("thing", "name", models.IntegerField()), "changes a column"),
    (
        migrations.AddConstraint("thing", models.UniqueConstraint(fields=["name"], name="one_name")),
        "refuses rows",
    ),
    (migrations.RunPython(migrations.RunPython.noop), "changes rows"),
    (migrations.RunSQL("SELECT 1"), "not known"),
    (migrations.SeparateDatabaseAndState([migrations.RunSQL("SELECT 1")]), "not known"),
)


def judge(operation: Any) -> list[str]:
    """Return what is said of one operation on a table that has a name."""
    first = migrations.CreateModel(
        "Thing", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=10))]
    )
    state = ProjectState()
    first.state_forwards("upkeep", state)
    migration = migrations.Migration("0002_of_tomorrow", "upkeep")
    migration.operations = [operation]
    return judged([migration], state)


@pytest.mark.django_db
@pytest.mark.parametrize("operation", LIVES_WITH, ids=lambda operation: operation.describe())
def test_what_is_only_added_and_may_stay_empty_stops_nobody(operation: Any) -> None:
    assert judge(operation) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("operation", "why"), DOES_NOT, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_is_gone_or_must_be_filled_in_is_told(operation: Any, why: str) -> None:
    (reason,) = judge(operation)
    assert reason.startswith("upkeep.0002_of_tomorrow: ")
    assert why in reason


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_needs_no_stop() -> None:
    out = StringIO()
    call_command("upgrade_plan", stdout=out)
    assert reasons_to_stop() == []
    assert out.getvalue().startswith("The old program can go on")


@pytest.mark.django_db
def test_pending_migrations_of_the_portal_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this version brought all of a room anew: whatever stands in our migrations can be judged."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app IN ('outbox', 'upkeep')")
    assert all(": " in reason and "(" in reason for reason in reasons_to_stop())
    monkeypatch.setattr(
        "portal.management.commands.upgrade_plan.reasons_to_stop", lambda: ["a.0002: renames a column (x)"]
    )
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("upgrade_plan", stdout=out)
    assert ended.value.code == 1
    assert "a.0002: renames a column" in out.getvalue()


TOMORROW = (
    "ALTER TABLE cases_case ADD COLUMN of_tomorrow varchar(10) NULL",
    "ALTER TABLE cases_duty ADD COLUMN of_tomorrow varchar(10) DEFAULT '' NOT NULL",
    "ALTER TABLE cases_caseevent ADD COLUMN of_tomorrow varchar(10) DEFAULT '' NOT NULL",
    "ALTER TABLE cases_referral ADD COLUMN of_tomorrow varchar(10) NULL",
    "ALTER TABLE audit_auditentry ADD COLUMN of_tomorrow varchar(10) NULL",
    "ALTER TABLE outbox_outboxmessage ADD COLUMN of_tomorrow varchar(10) DEFAULT '' NOT NULL",
    "CREATE TABLE cases_of_tomorrow (id bigint PRIMARY KEY, case_id bigint NOT NULL)",
    "CREATE INDEX cases_of_tomorrow_at ON cases_case (of_tomorrow)",
)


@pytest.mark.django_db
def test_requests_are_taken_and_referred_by_the_old_program_on_tables_of_tomorrow() -> None:
    """Everything that `LIVES_WITH` stands for, done to the tables that taking in and referring write."""
    where = world()
    with connection.cursor() as cursor:
        for statement in TOMORROW:
            cursor.execute(statement)
    case = received_case(where)
    referral = pending_referral(where)
    assert case.reference
    assert referral.pk
    case.refresh_from_db()
    assert case.narrative
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_tomorrow FROM cases_case")
        assert cursor.fetchall() == [(None,), (None,)]
