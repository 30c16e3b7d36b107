"""The record can be added to and read, never changed (ASVS 16.4.2)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from portal.actors import System
from portal.audit.models import AppendOnlyError, AuditEntry
from portal.audit.services import record
from tests.accounts.factories import officer

pytestmark = pytest.mark.django_db


def test_a_row_says_who_what_and_for_which_body():
    actor = officer()
    entry = record(
        actor=actor, action="case.read", subject="K7M2-9QXF", purpose="ติดตามเรื่อง", data={"page": "case"}
    )
    entry.refresh_from_db()
    assert (entry.user, entry.organization, entry.role) == (actor.person, actor.organization, actor.role)
    assert (entry.action, entry.subject, entry.purpose, entry.data) == (
        "case.read",
        "K7M2-9QXF",
        "ติดตามเรื่อง",
        {"page": "case"},
    )


def test_the_system_itself_leaves_rows_without_a_person():
    entry = record(actor=System(), action="clock.fired", subject="K7M2-9QXF")
    assert entry.user is None
    assert entry.organization is None
    assert entry.role == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(action="other"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
    ],
    ids=["save", "delete", "update", "bulk delete"],
)
def test_code_cannot_change_history(change):
    entry = record(actor=System(), action="case.read")
    with pytest.raises(AppendOnlyError):
        change(entry)
    assert AuditEntry.objects.get(pk=entry.pk).action == "case.read"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditentry SET action = 'other'", "DELETE FROM audit_auditentry"],
    ids=["update", "delete"],
)
def test_raw_sql_cannot_change_history(statement):
    record(actor=System(), action="case.read")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.get().action == "case.read"


def test_a_record_falls_with_the_act_it_belongs_to():
    with pytest.raises(RuntimeError), transaction.atomic():
        record(actor=System(), action="case.refer")
        raise RuntimeError
    assert not AuditEntry.objects.exists()
