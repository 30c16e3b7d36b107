"""Every act locks the row of its case first; the statement that does is composed once."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.domain import act
from cases.models import Case
from portal.composed import Composed
from tests.cases import factories
from tests.cases.factories import World


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no rows that are locked")
def test_the_row_is_locked_where_the_database_locks_rows(world: World) -> None:
    case = factories.received_case(world)
    for _again in range(2):
        with CaptureQueriesContext(connection) as asked:
            act.lock_case(case)
        (one,) = asked.captured_queries
        assert one["sql"].endswith("FOR UPDATE")
        assert "JOIN" not in one["sql"]


@pytest.mark.django_db
def test_the_words_that_are_kept_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, also where the tests run on a database that locks no rows: its words are composed as if it did."""
    monkeypatch.setattr(connection.features, "has_select_for_update", True)
    composed: list[str] = []

    def words(_execute: object, sql: str, *_more: object) -> None:
        composed.append(sql)
        raise InterruptedError

    with connection.execute_wrapper(words), pytest.raises(InterruptedError):
        Composed(act._LOCKED._rows, case=int)(case=1)
    (sql,) = composed
    assert sql.endswith("FOR UPDATE")
    assert "JOIN" not in sql


def test_what_is_locked_is_as_the_database_has_it(world: World) -> None:
    case = factories.received_case(world)
    Case.objects.filter(pk=case.pk).update(version=case.version + 7)
    locked = act.lock_case(case)
    assert locked is not case
    assert locked.version == case.version + 7
    assert (locked._state.db, locked._state.adding) == (connection.alias, False)
    assert act.lock_case(case) is not locked
    case.pk = 0
    with pytest.raises(Case.DoesNotExist):
        act.lock_case(case)


@pytest.mark.django_db(transaction=True)
def test_a_case_is_locked_within_a_transaction_only() -> None:
    for _again in range(2):
        with pytest.raises(transaction.TransactionManagementError):
            act.lock_case(Case(pk=1))
