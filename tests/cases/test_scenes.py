"""A scene that is laid is the one that was acted out, and nothing is laid where acting it out might do anything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from cases.models import Case
from portal.actors import Officer
from portal.organizations.models import Organization, RoutingRule
from portal.outbox import services as outbox
from portal.vocabulary import ProblemType
from tests.cases import factories, rows, scenes
from tests.cases.factories import World
from tests.cases.scenes import Stage, stage, staged

SCENES: tuple[Callable[[World], Any], ...] = (
    factories.received_case,
    factories.crisis_case,
    factories.screened_case,
    factories.pending_referral,
    factories.working_case,
    factories.accepted_crisis_case,
    factories.working_crisis_case,
    factories.followed_case,
    factories.closing_case,
    factories.closed_case,
)
Acted = list[Any]
Found = dict[str, dict[rows.Key, rows.Row]]
T = TypeVar("T")


def everything() -> Found:
    """Every row of every table, but what only the database itself reads."""
    tables = connection.introspection.django_table_names(include_views=False)
    found = {table: rows.contents(table) for table in sorted(tables)}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in found))
        assert {table: len(of) for table, of in found.items()} == dict(cursor.fetchall())
    return found


@contextmanager
def noting(look: Callable[[Any], T]) -> Iterator[list[T]]:
    """Forget all scenes, and note how it looks after each one that is acted out to be remembered."""
    seen: list[T] = []
    act_out = Stage._acted_out

    def watched(self: Stage, act: Callable[[], Any], now: dt.datetime) -> scenes.Remembered:
        def noted() -> Any:
            result = act()
            seen.append(look(result))
            return result

        return act_out(self, noted, now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stage, "_acted_out", watched)
        patch.setattr(scenes, "_remembered", {})
        yield seen


@pytest.fixture
def acted(world: World) -> Iterator[Acted]:
    """What each scene returned that was acted out."""
    with noting(lambda result: result) as seen:
        yield seen


@pytest.fixture
def acted_and_found(world: World) -> Iterator[list[tuple[Found, Any]]]:
    """What stood in the database then, and what the scene returned; reading it all takes a while on PostgreSQL."""
    with noting(lambda result: (everything(), result)) as seen:
        yield seen


def begin_anew(world: World) -> None:
    """Let the district stand as at the beginning, as in a next test."""
    assert factories._made is not None
    stage().stand_on(factories._made, factories._things(world))


def as_in_tests_to_come(world: World, act: Callable[[], Any]) -> Any:
    """Act, and take back what it wrote."""
    begun, waiting = transaction.savepoint(), len(connection.run_on_commit)
    result = act()
    transaction.savepoint_rollback(begun)
    del connection.run_on_commit[waiting:]
    begin_anew(world)
    return result


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_what_is_laid_is_what_was_acted_out(
    world: World, acted_and_found: list[tuple[Found, Any]], scene: Callable[[World], Any]
) -> None:
    empty = everything()
    first = as_in_tests_to_come(world, lambda: (scene(world), everything()))
    assert everything() == empty
    second = scene(world), everything()

    ((there, returned),) = acted_and_found
    assert there != empty
    for result, found in (first, second):
        assert found == there
        assert type(result) is type(returned)
        values = {one.attname: getattr(returned, one.attname) for one in returned._meta.concrete_fields}
        assert {name: getattr(result, name) for name in values} == values
        assert result._state.db == returned._state.db
        assert result._state.fields_cache.keys() == returned._state.fields_cache.keys()
    assert second[0] is not first[0]


def test_scenes_follow_each_other(world: World, acted_and_found: list[tuple[Found, Any]]) -> None:
    def two() -> tuple[Case, Case, Any]:
        working = factories.working_case(world)
        closed = factories.closed_case(
            world, case=factories.closing_case(world, case=factories.followed_case(world, case=working))
        )
        return closed, factories.received_case(world), everything()

    first = as_in_tests_to_come(world, two)
    assert len(acted_and_found) == 5
    second = two()
    assert len(acted_and_found) == 5
    assert first == second
    assert second[2] == acted_and_found[-1][0]


def test_the_people_of_a_scene_are_those_of_the_district(world: World, acted: Acted) -> None:
    @scenes.scene
    def people(district: World, officer: Officer) -> tuple[object, ...]:
        return district, officer, officer.organization, officer.person, [district.local.supervisor]

    seen = [people(world, world.lead.officer) for _ in range(2)]
    assert len(acted) == 2, "the second stands behind the first"
    as_in_tests_to_come(world, lambda: people(world, world.lead.officer))
    officer = world.lead.officer
    for result in seen:
        assert result[:4] == (world, officer, officer.organization, officer.person)
        assert all(
            one is other
            for one, other in zip(
                result, (world, officer, officer.organization, officer.person), strict=False
            )
        )
        assert result[4][0] is world.local.supervisor


def test_a_case_goes_on_from_where_it_was_laid(world: World, acted: Acted) -> None:
    as_in_tests_to_come(world, lambda: factories.working_case(world))
    case = factories.closed_case(
        world,
        case=factories.closing_case(
            world, case=factories.followed_case(world, case=factories.working_case(world))
        ),
    )
    assert case.stage == "closed"
    assert [event.sequence for event in case.events.order_by("sequence")] == list(range(1, case.version + 1))


def test_new_rows_stand_beside_laid_ones(world: World, acted: Acted) -> None:
    as_in_tests_to_come(world, lambda: factories.working_case(world))
    laid = factories.working_case(world)
    other = factories.CaseFactory()
    assert other.pk != laid.pk
    assert Case.objects.count() == 2


@pytest.mark.parametrize("execute", [True, False])
def test_what_waits_for_the_commit_waits_again(
    world: World, acted: Acted, django_capture_on_commit_callbacks: Any, execute: bool
) -> None:
    as_in_tests_to_come(world, lambda: factories.received_case(world))
    with django_capture_on_commit_callbacks(execute=execute) as callbacks:
        factories.received_case(world)
    assert outbox._start_delivery in callbacks
    assert len(acted) == 1
    assert bool(mail.outbox) is execute


DIFFERENCES: dict[str, Callable[[World], dict[str, Any]]] = {
    "another problem": lambda world: {"problem": ProblemType.DISASTER},
    "other words": lambda world: {"narrative": "ฝนตกหนัก"},
}


@pytest.mark.parametrize("values", DIFFERENCES.values(), ids=DIFFERENCES)
def test_other_values_are_another_scene(
    world: World, acted: Acted, values: Callable[[World], dict[str, Any]]
) -> None:
    plain = as_in_tests_to_come(world, lambda: factories.received_case(world))
    other = factories.received_case(world, **values(world))
    assert len(acted) == 2
    assert other.reference != plain.reference


def test_another_language_is_another_scene(world: World, acted: Acted) -> None:
    as_in_tests_to_come(world, lambda: factories.received_case(world))
    with override("en"):
        factories.received_case(world)
    assert len(acted) == 2


NOON = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("first", "then", "is_laid"),
    [
        (NOON, NOON, True),
        (NOON, NOON + dt.timedelta(seconds=30), True),
        (NOON, NOON + dt.timedelta(seconds=31), False),
        (NOON, NOON - dt.timedelta(seconds=1), False),
        (NOON - dt.timedelta(seconds=1), NOON, False),
        (NOON, NOON + dt.timedelta(days=1), False),
    ],
)
def test_a_scene_is_laid_while_it_is_fresh(
    world: World, acted: Acted, first: dt.datetime, then: dt.datetime, is_laid: bool
) -> None:
    with time_machine.travel(first, tick=False):
        as_in_tests_to_come(world, lambda: factories.received_case(world))
    with time_machine.travel(then, tick=False):
        case = factories.received_case(world)
    assert len(acted) == (1 if is_laid else 2)
    assert case.received_at == (first if is_laid else then)


def _write_a_row(world: World) -> AbstractContextManager[object]:
    Organization.objects.filter(pk=world.local.organization.pk).update(short_name="อบต.")
    return nullcontext()


def _write_in_other_words(world: World) -> AbstractContextManager[object]:
    with connection.cursor() as cursor:
        cursor.execute("WITH no AS (SELECT 1) SELECT * FROM no")
    return nullcontext()


def _case_of_another_way(world: World) -> AbstractContextManager[object]:
    factories.CaseFactory()
    return nullcontext()


CLOSED: dict[str, Callable[[World], AbstractContextManager[object]]] = {
    "a row was written": _write_a_row,
    "a statement was not understood": _write_in_other_words,
    "a case was made in another way": _case_of_another_way,
    "a transaction has begun": lambda world: transaction.atomic(),
    "statements are counted": lambda world: CaptureQueriesContext(connection),
    "statements are listened to": lambda world: connection.execute_wrapper(
        lambda execute, *rest: execute(*rest)
    ),
    "a setting is another": lambda world: override_settings(ALLOWED_HOSTS=["testserver"]),
}


@pytest.mark.parametrize("change", CLOSED.values(), ids=CLOSED)
def test_nothing_is_laid_on_changed_ground(
    world: World, change: Callable[[World], AbstractContextManager[object]]
) -> None:
    assert stage().carries(world)
    with change(world):
        assert not stage().carries(world)


def test_nothing_is_laid_where_the_program_is_changed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stage().carries(world)
    monkeypatch.setattr(timezone, "now", timezone.now)
    assert not stage().carries(world)


def test_nothing_is_laid_where_logs_are_read(world: World, caplog: pytest.LogCaptureFixture) -> None:
    assert not stage().carries(world)


def test_nothing_is_laid_on_a_district_of_ones_own(world: World) -> None:
    assert stage().carries(world)
    assert not stage().carries(replace(world))


def test_whoever_signed_in_before_changes_nothing(world: World) -> None:
    Client().force_login(world.center.officer.person)
    assert stage().carries(world)


def test_a_scene_that_leaves_more_than_rows_is_acted_out_each_time(world: World) -> None:
    def mail_is_sent(district: World) -> Case:
        mail.send_mail("subject", "text", None, ["somebody@example.org"])
        return factories.received_case(district)

    def file_is_kept(district: World) -> Case:
        settings.PRIVATE_ROOT.mkdir(parents=True, exist_ok=True)
        Path(settings.PRIVATE_ROOT / "kept").touch()
        return factories.received_case(district)

    def nothing_that_can_be_pickled(district: World) -> Callable[[], None]:
        return lambda: None

    for act in (mail_is_sent, file_is_kept, nothing_that_can_be_pickled):
        remembered = dict(scenes._remembered)
        with staged(Stage(is_program_itself=lambda: True)):
            begin_anew(world)
            scenes.scene(act)(world)
            assert scenes._remembered == remembered
            assert not stage().carries(world)
    assert Case.objects.count() == 2
    assert len(mail.outbox) == 1


def test_a_scene_changes_and_deletes_rows_that_were_there(world: World, acted: Acted) -> None:
    @scenes.scene
    def other_rules(district: World) -> None:
        RoutingRule.objects.get(pk=district.rules[0].pk).delete()
        RoutingRule.objects.filter(pk=district.rules[1].pk).update(organization=district.local.organization)

    as_in_tests_to_come(world, lambda: other_rules(world))
    other_rules(world)
    assert len(acted) == 1
    rules = {rule.pk: rule.organization for rule in RoutingRule.objects.all()}
    assert rules == {
        rule.pk: world.local.organization if number == 1 else world.lead.organization
        for number, rule in enumerate(world.rules)
        if number
    }


def test_a_scene_that_fails_leaves_what_it_did(world: World) -> None:
    def half(district: World) -> None:
        factories.CaseFactory()
        raise InterruptedError

    with pytest.raises(InterruptedError):
        scenes.scene(half)(world)
    assert Case.objects.count() == 1
    assert not stage().carries(world)


def test_not_all_scenes_are_remembered_for_ever(world: World, acted: Acted) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenes, "MOST", 2)
        for words in ("หนึ่ง", "สอง", "สาม"):
            factories.received_case(world, narrative=words)
            assert len(scenes._remembered) <= 2


def test_many_scenes_of_one_test_are_not_all_remembered(world: World, acted: Acted) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenes, "MOST_IN_A_TEST", 2)
        made = {factories.received_case(world).pk for _ in range(4)}
    assert len(acted) == 2
    assert Case.objects.filter(pk__in=made).count() == 4
