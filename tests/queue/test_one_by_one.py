"""What comes round every minute: the trouble of one object is not that of the others."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError

from portal.queue.models import WorkerBeat
from portal.queue.one_by_one import each_apart, next_in_turn

pytestmark = pytest.mark.django_db

OWN = [RuntimeError, ValueError, KeyError, IntegrityError, DataError, ProgrammingError]


@pytest.fixture(autouse=True)
def _nothing_told_yet() -> Any:
    cache.clear()
    yield
    cache.clear()


def beat(key: str) -> int:
    now = "2026-11-26T03:00:00+00:00"
    WorkerBeat.objects.create(worker_id=key, started_at=now, seen_at=now)
    return 1


def written() -> set[str]:
    return set(WorkerBeat.objects.values_list("worker_id", flat=True))


@pytest.mark.parametrize("error", OWN)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_others_are_done_and_nothing_half(
    error: type[Exception], place: int, caplog: pytest.LogCaptureFixture
) -> None:
    keys = ["a", "b", "c"]

    def change(key: str) -> int:
        done = beat(key)
        if key == keys[place]:
            raise error("its own")
        return done

    assert each_apart(keys, change, what="a try") == 2
    assert written() == {key for key in keys if key != keys[place]}
    assert "the others go on" in caplog.text


def test_a_constraint_that_one_object_breaks_is_its_own_trouble() -> None:
    beat("a")
    assert each_apart(["a", "b"], beat, what="a try") == 1
    assert written() == {"a", "b"}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_is_everybodys_trouble(error: type[Exception]) -> None:
    def change(key: str) -> int:
        raise error("locked")

    with pytest.raises(error):
        each_apart(["a", "b"], change, what="a try")


def test_a_failure_that_comes_again_every_minute_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    def change(key: str) -> int:
        raise RuntimeError(key)

    for _minute in range(5):
        each_apart(["a", "b"], change, what="a try")
    assert caplog.text.count("the others go on") == 2


def test_rows_that_stay_where_they_are_keep_nothing_behind_them() -> None:
    for key in "abcde":
        beat(key)
    rows = WorkerBeat.objects.all()
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    turns = [next_in_turn(rows, 2, what="a try") for _each in range(3)]
    assert turns == [keys[:2], keys[2:4], [keys[4], keys[0]]]
    assert sorted(next_in_turn(rows, 9, what="a try")) == keys, "each once in a round"
    assert next_in_turn(rows.none(), 2, what="a try") == []
