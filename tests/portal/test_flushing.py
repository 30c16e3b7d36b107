"""Between two tests that commit every table is emptied, and every guard stands again (tests/flushing.py)."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cases.models import CaseEvent
from portal.audit.models import AuditEntry
from portal.audit.services import record
from tests.cases.factories import CaseFactory, world
from tests.restoring import MIGRATED

pytestmark = pytest.mark.django_db(transaction=True)
APPEND_ONLY = (CaseEvent, AuditEntry)


def rows() -> dict[str, int]:
    """How many rows each table of ours and Django's holds, without those that are empty."""
    counted = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counted[table] = cursor.fetchone()[0]
    return {table: count for table, count in counted.items() if count}


def contents() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that hold some."""
    held = {}
    with connection.cursor() as cursor:
        for table in rows():
            cursor.execute(f'SELECT * FROM "{table}"')
            held[table] = sorted(cursor.fetchall(), key=repr)
    return held


def fill() -> None:
    made = world()
    CaseFactory(actor=made.local.officer)
    record(actor=made.local.officer, action="case.read")


def flush() -> list[str]:
    """Flush as a test does that has ended; returns the statements."""
    with CaptureQueriesContext(connection) as said:
        call_command(
            "flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False
        )
    return [query["sql"] for query in said.captured_queries]


def test_every_table_is_emptied_and_the_guards_stand_again() -> None:
    for _again in range(2):
        fill()
        for model in APPEND_ONLY:
            assert rows()[model._meta.db_table]
        flush()
        assert rows() == {}
    fill()
    for model in APPEND_ONLY:
        for statement in (
            f"UPDATE {model._meta.db_table} SET id = id",
            f"DELETE FROM {model._meta.db_table}",
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(statement)


def test_on_postgresql_no_table_is_made_anew_and_empty_ones_are_left_alone() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    fill()
    filled = rows()
    statements = flush()
    assert not [sql for sql in statements if "TRUNCATE" in sql]
    assert len([sql for sql in statements if sql.startswith("DELETE")]) == len(filled)
    assert not [sql for sql in flush() if sql.startswith(("DELETE", "ALTER"))]


def test_what_the_migrations_made_is_put_back_row_for_row(request: pytest.FixtureRequest) -> None:
    before = contents()
    assert {"wagtailcore_page", "auth_permission", "django_content_type"} <= before.keys()
    fill()
    flush()
    for _again in range(2):
        # The second time as after a test that was skipped: its tables are as they were.
        request.config.stash[MIGRATED].restore()
        assert contents() == before
    Page.objects.get(depth=1).add_child(instance=Page(title="หน้าใหม่", slug="next"))
