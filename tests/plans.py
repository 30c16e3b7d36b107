"""How SQLite answers what was asked, and which of it grows with everything that ever happened."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from portal.audit.models import AuditEntry, Seal
from portal.letters.models import OutgoingLetter
from portal.outbox.models import OutboxMessage

GROWING = {
    model._meta.db_table
    for model in apps.get_models()
    if model in {Case, AuditEntry, Seal, OutgoingLetter, OutboxMessage}
    or any(one.related_model is Case and one.concrete for one in model._meta.get_fields())
}
"""Tables that grow with the cases, and those in which every act of the portal leaves a row."""
OF_FEW_VALUES = ("source", "kind", "verb", "action", "list", "mode", "visibility", "actor_kind")
"""Columns of which a value says nearly nothing: an index that is entered by one of them alone is read through. A state is none
of them: what is asked for waits, and what waits is little of what there is."""
_TABLES = "|".join(sorted(GROWING))
THROUGH = re.compile(
    rf"SCAN (?:{_TABLES})$"
    rf"|SEARCH (?:{_TABLES}) USING (?:COVERING )?INDEX \S+ \((?:{'|'.join(OF_FEW_VALUES)})=\?\)$"
)
"""A table is read from its first row to its last; `SCAN … USING INDEX` walks an index of few rows."""

of_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL reads small tables through, and rightly so"
)


def plan_of(sql: str) -> list[str]:
    """Return the steps by which SQLite answers a statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


def read_through(queries: CaptureQueriesContext) -> list[str]:
    """Return each step that reads a growing table through, with what was asked."""
    asked = [one["sql"] for one in queries.captured_queries]
    return [
        f"{step}: {sql[:300]}"
        for sql in asked
        if sql.startswith(("SELECT", "WITH"))
        for step in plan_of(sql)
        if THROUGH.match(step)
    ]
