"""Queries that are composed once: the same rows as from the query itself, for whatever values, and composed once."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from django.db import connection, connections
from django.db.models import Count, F
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from portal.accounts.actors import officers_for
from portal.accounts.models import Appointment, User
from portal.accounts.roles import Role
from portal.composed import FIRST_DAY, Composed, Keys, _Asked, _Words
from portal.organizations.models import Organization
from tests.accounts.factories import OrganizationFactory, officer

pytestmark = pytest.mark.django_db


def rows(organization: int, day: dt.date):
    return (
        Appointment.objects.filter(organization=organization, valid_from__lte=day)
        .select_related("user")
        .annotate(given=Count("functions"), kind=F("organization__type"))
        .order_by("pk")
    )


def composed() -> Composed[Appointment]:
    return Composed(rows, organization=int, day=dt.date)


@pytest.fixture
def offices() -> list[Organization]:
    made = OrganizationFactory.create_batch(2)
    for one in made:
        for _ in range(3):
            officer(one, Role.LAO_OFFICER)
    return made


def test_it_brings_what_the_query_brings_for_each_reader(offices: list[Organization]):
    ask = composed()
    today = timezone.localdate()
    for one in offices:
        found = ask(organization=one.pk, day=today)
        plain = list(rows(one.pk, today))
        assert found == plain
        assert len(found) == 3
        assert [(row.given, row.kind) for row in found] == [(row.given, row.kind) for row in plain]
    assert ask(organization=offices[0].pk, day=today - dt.timedelta(days=40_000)) == []


def test_the_first_row_or_none(offices: list[Organization]):
    ask, today = composed(), timezone.localdate()
    assert ask.first(organization=offices[1].pk, day=today) == rows(offices[1].pk, today).first()
    assert ask.first(organization=offices[1].pk, day=today - dt.timedelta(days=40_000)) is None


def test_related_objects_come_with_it(offices: list[Organization], django_assert_num_queries):
    with django_assert_num_queries(1):
        found = composed()(organization=offices[0].pk, day=timezone.localdate())
        assert all(row.user.username for row in found)


def test_what_a_query_prefetches_comes_with_it(offices: list[Organization], django_assert_num_queries):
    ask = Composed(
        lambda office: Appointment.objects.filter(organization=office).prefetch_related("functions"),
        office=int,
    )
    with django_assert_num_queries(2):
        found = ask(office=offices[0].pk)
        assert all(list(row.functions.all()) for row in found)


def test_it_is_composed_once(offices: list[Organization]):
    ask, today = composed(), timezone.localdate()
    ask(organization=offices[0].pk, day=today)
    with patch.object(SQLCompiler, "as_sql", side_effect=AssertionError("composed again")):
        assert len(ask(organization=offices[1].pk, day=today)) == 3


def test_a_row_can_be_saved_like_any_other(offices: list[Organization]):
    row = composed()(organization=offices[0].pk, day=timezone.localdate())[0]
    row.order_no = "12/2569"
    row.save()
    row.refresh_from_db()
    assert row.order_no == "12/2569"


def test_keys_are_as_many_as_there_are_and_no_more_than_was_said(offices: list[Organization]):
    ask = Composed(
        lambda keys: Organization.objects.filter(pk__in=keys).exclude(pk__in=keys[:0]).order_by("pk"),
        keys=Keys(3),
    )
    first, second = offices
    assert ask(keys=[first.pk]) == [first]
    assert ask(keys=[second.pk, first.pk]) == [first, second]
    assert ask(keys=[0]) == []
    with pytest.raises(ValueError, match="from 1 to 3"):
        ask(keys=[1, 2, 3, 4])
    with pytest.raises(ValueError, match="from 1 to 3"):
        ask(keys=[])


def test_two_values_of_a_kind_are_not_mixed_up(offices: list[Organization]):
    person = User.objects.create(username="both")
    Appointment.objects.create(
        user=person, organization=offices[0], role=Role.LAO_OFFICER, valid_from=dt.date(2020, 1, 1)
    )
    ask = Composed(
        lambda user, organization, early, late: Appointment.objects.filter(
            user=user, organization=organization, valid_from__gte=early, valid_from__lte=late
        ),
        user=int,
        organization=int,
        early=dt.date,
        late=dt.date,
    )
    values = {"early": dt.date(2019, 1, 1), "late": dt.date(2021, 1, 1)}
    assert len(ask(user=person.pk, organization=offices[0].pk, **values)) == 1
    assert ask(user=offices[0].pk, organization=person.pk + 1_000, **values) == []
    assert ask(user=person.pk, organization=offices[0].pk, early=values["late"], late=values["early"]) == []


def test_rows_of_values_come_as_the_query_brings_them(offices: list[Organization]):
    def plain(organization: int):
        return Appointment.objects.filter(organization=organization).order_by("pk")

    for shape in (
        lambda rows: rows.values_list("user__username", "role"),
        lambda rows: rows.values_list("user__username", flat=True),
        lambda rows: rows.values("user__username", "role"),
    ):
        ask = Composed(lambda organization, shape=shape: shape(plain(organization)), organization=int)
        for one in offices:
            assert ask(organization=one.pk) == list(shape(plain(one.pk)))


def test_words_are_values_too_and_never_part_of_the_statement(offices: list[Organization]):
    ask = Composed(
        lambda name, other: User.objects.filter(username=name).exclude(display_name=other),
        name=str,
        other=str,
    )
    for name in ("สมชาย", "o'neill", '"; DROP TABLE accounts_user; --', "%s", "\ue000other"):
        person = User.objects.create(username=name, display_name="ผู้อื่น")
        assert ask(name=name, other="") == [person]
        assert ask(name=name, other="ผู้อื่น") == []


def test_times_are_taken_to_the_microsecond(offices: list[Organization]):
    person = User.objects.create(
        username="late", date_joined=dt.datetime(2026, 1, 1, 1, 2, 3, 4, tzinfo=dt.UTC)
    )
    ask = Composed(
        lambda since: User.objects.filter(date_joined__gte=since, username="late"), since=dt.datetime
    )
    assert ask(since=person.date_joined) == [person]
    assert ask(since=person.date_joined + dt.timedelta(microseconds=1)) == []


def test_what_can_find_nothing_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Composed(lambda key: User.objects.filter(pk=key).none(), key=int)(key=1) == []


def test_a_value_too_few_or_too_many_is_a_mistake_of_ours():
    ask = composed()
    for values in ({"organization": 1}, {"organization": 1, "day": FIRST_DAY, "more": 2}):
        with pytest.raises(TypeError, match="day"):
            ask(**values)


def test_a_query_that_looks_at_the_clock_by_itself_is_refused():
    ask = Composed(lambda key: User.objects.filter(pk=key, date_joined__lte=timezone.now()), key=int)
    with pytest.raises(RuntimeError, match="reckons with the time by itself"):
        ask(key=1)


def test_a_query_that_asks_the_database_while_it_is_composed_is_refused():
    ask = Composed(lambda key: User.objects.filter(pk__in=list(User.objects.values_list("pk"))), key=int)
    with pytest.raises(RuntimeError, match="without asking the database"):
        ask(key=1)


@pytest.mark.django_db(transaction=True)
def test_words_belong_to_no_thread(offices: list[Organization]):
    ask, today = composed(), timezone.localdate()
    ask(organization=offices[0].pk, day=today)
    found: list[int] = []

    def elsewhere() -> None:
        try:
            found.extend(row.pk for row in ask(organization=offices[1].pk, day=today))
        finally:
            connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == list(
        Appointment.objects.filter(organization=offices[1]).order_by("pk").values_list("pk", flat=True)
    )


def test_whoever_asks_meanwhile_changes_nothing_for_another(offices: list[Organization]):
    """Two threads ask at the same moment: what one of them asks for is never answered to the other."""
    ask, today = composed(), timezone.localdate()
    first, second = offices
    ask(organization=first.pk, day=today)
    inside: list[Appointment] = []
    as_composed = _Words.with_values

    def with_another_in_between(words, alias, values):
        mine = as_composed(words, alias, values)
        query = _Asked(words.query, mine)
        if not inside:
            inside.append(None)
            inside[:] = ask(organization=second.pk, day=today)
            assert query.get_compiler() is mine
        return mine

    with patch.object(_Words, "with_values", with_another_in_between):
        found = ask(organization=first.pk, day=today)
    assert {row.organization_id for row in found} == {first.pk}
    assert {row.organization_id for row in inside} == {second.pk}


def test_who_one_is_ends_at_midnight_and_not_with_the_process(time_machine):
    """The words of `officers_for` are kept; the day in them is today's."""
    time_machine.move_to(dt.datetime(2026, 11, 28, 5, tzinfo=dt.UTC), tick=False)
    actor = officer(OrganizationFactory(), Role.LAO_OFFICER)
    Appointment.objects.filter(pk=actor.appointment.pk).update(valid_until=dt.date(2026, 11, 28))
    assert [one.appointment.pk for one in officers_for(actor.person)] == [actor.appointment.pk]
    time_machine.move_to(dt.datetime(2026, 11, 28, 17, 0, 1, tzinfo=dt.UTC), tick=False)
    assert officers_for(actor.person) == ()


@pytest.fixture
def often_interrupted():
    """Threads take turns after every few steps, as they do by chance on a busy server."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("often_interrupted")
def test_all_who_ask_first_at_the_same_moment_compose_the_same_words():
    """A server that has just begun is asked the same by many at once; words of which each wrote a part would be wrong for ever."""
    many = 8
    expected = composed()
    expected._words_for("default", expected._composed())

    def compose(query: Composed[Appointment], all_there: threading.Barrier) -> str:
        all_there.wait()
        try:
            return query._words_for("default", query._composed()).sql
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(many) as pool:
        for is_there_already in [True, False] * 10:
            query, all_there = composed(), threading.Barrier(many)
            if is_there_already:
                query._composed()
            found = set(pool.map(compose, [query] * many, [all_there] * many))
            assert found == {expected._words["default"].sql}
