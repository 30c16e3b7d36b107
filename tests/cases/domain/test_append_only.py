"""History is added to, never rewritten: not by code, not by a raw query."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import Case, CaseEvent
from portal.audit.models import AppendOnlyError
from tests.cases import factories
from tests.cases.factories import World


def test_the_model_refuses(world: World):
    event = factories.received_case(world).events.get()
    event.reason = "changed"
    for attempt in (
        event.save,
        event.delete,
        lambda: CaseEvent.objects.update(reason="x"),
        lambda: CaseEvent.objects.all().delete(),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.parametrize(
    "statement", ["UPDATE cases_caseevent SET reason = 'x'", "DELETE FROM cases_caseevent"]
)
def test_the_database_refuses(world: World, statement):
    factories.received_case(world)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert CaseEvent.objects.get().reason == ""


def test_bulk_operations_do_not_get_past_either(world: World):
    event = factories.received_case(world).events.get()
    event.reason = "x"
    with pytest.raises((AppendOnlyError, DatabaseError)), transaction.atomic():
        CaseEvent.objects.bulk_update([event], ["reason"])


def test_a_case_with_a_history_cannot_be_deleted(world: World):
    case = factories.received_case(world)
    with pytest.raises(Exception, match="protected"):
        case.delete()
    assert Case.objects.filter(pk=case.pk).exists()


def test_one_event_per_version(world: World):
    case = factories.closed_case(world)
    assert [event.sequence for event in case.events.all()] == list(range(1, case.version + 1))
