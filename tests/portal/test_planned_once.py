"""Statements of every page are planned once by PostgreSQL, and are watched and counted like any other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.composed import Composed
from portal.planned import Planning, cursor_of, with_constants

pytestmark = pytest.mark.django_db
only_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite plans in no time and keeps nothing"
)


def kept() -> list[str]:
    """Return the statements that this connection keeps under a name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements ORDER BY name")
        return [row[0] for row in cursor.fetchall()]


def test_it_answers_as_a_usual_cursor_does_and_is_counted_as_one() -> None:
    person = User.objects.create(username="o'neill 100%")
    sql = "SELECT username FROM accounts_user WHERE id = %s AND username LIKE '%%100%%'"
    for make in (lambda: cursor_of(connection), lambda: Planning(connection).cursor()):
        with CaptureQueriesContext(connection) as asked, make() as cursor:
            cursor.execute(sql, [person.pk])
            assert cursor.fetchall() == [("o'neill 100%",)]
        assert [one["sql"].replace('"', "") for one in asked.captured_queries] == [
            f"SELECT username FROM accounts_user WHERE id = {person.pk} AND username LIKE '%100%'"
        ]


@only_postgres
def test_a_statement_is_planned_once_whatever_the_values() -> None:
    sql = "SELECT id FROM accounts_user WHERE id = %s AND date_joined < %s"
    for number in (3, 4, 5):
        with cursor_of(connection) as cursor:
            cursor.execute(sql, [number, timezone.now()])
    found = [one for one in kept() if "date_joined <" in one]
    assert len(found) == 1 and "$1" in found[0]
    # What is composed anew each time is not kept.
    list(User.objects.filter(pk=3))
    assert not [one for one in kept() if "LIMIT 21" in one]


@only_postgres
def test_a_statement_that_fails_leaves_the_next_one_alone() -> None:
    sql = "SELECT 1 / (%s - id) FROM accounts_user WHERE id = %s"
    person = User.objects.create(username="zero")
    with pytest.raises(DataError), transaction.atomic(), cursor_of(connection) as cursor:
        cursor.execute(sql, [person.pk, person.pk])
    for _again in range(2):
        with cursor_of(connection) as cursor:
            cursor.execute(sql, [person.pk + 1, person.pk])
            assert cursor.fetchall() == [(1,)]


def everybody(name: str, since: dt.datetime) -> Any:
    return User.objects.filter(
        username=name, display_name="50 %s 100%", is_active=True, date_joined__gte=since
    )


def test_what_is_always_the_same_stands_in_the_words() -> None:
    """The plan is made for all values, so it has to know those that do not change: else it expects the average of everything."""
    person = User.objects.create(username="one", display_name="50 %s 100%")
    ask = Composed(everybody, name=str, since=dt.datetime)
    since = person.date_joined - dt.timedelta(hours=1)
    for name, expected in (("one", [person]), ("two", []), ("one", [person])):
        assert ask(name=name, since=since) == expected
    (words,) = ask._words.values()
    if connection.vendor == "postgresql":
        assert len(words.values) == 2


@only_postgres
def test_what_differs_too_much_between_readers_is_planned_for_each() -> None:
    ask = Composed(lambda name: User.objects.filter(username=name, phone="081-4 %"), name=str)
    User.objects.create(username="one", phone="081-4 %")
    for _again in range(2):
        assert len(ask.planned_each_time()(name="one")) == 1
    assert not [one for one in kept() if "081-4 %" in one]


@only_postgres
def test_constants_are_quoted_and_places_stay_in_order() -> None:
    sql, values = with_constants(
        connection,
        "a = %s AND b LIKE '%%x' AND c = %s AND d = %s",
        ["it's 5 %s", 7, "ก"],
        stands=lambda value: value == 7,
    )
    assert values == (7,)
    assert sql == "a = 'it''s 5 %%s' AND b LIKE '%%x' AND c = %s AND d = 'ก'"
