"""Small tables are read once for each state of the database, outside of requests too, and never half written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from legal_library.models import Agency
from portal.page_cache import known, memory
from portal.page_cache.rooms import Room
from portal.page_cache.stores import store
from tests.holding import holding
from tests.legal_library.factories import AgencyFactory

__all__ = ["holding"]


@pytest.fixture(autouse=True)
def _nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_held", {})


def names() -> list[str]:
    """Return the names of all agencies, as a room would ask for them."""
    return known.known("tests.agencies", Agency, lambda: list(Agency.objects.values_list("name", flat=True)))


def asked() -> int:
    """Return how many questions one call costs."""
    with CaptureQueriesContext(connection) as captured:
        names()
    return len(captured)


@pytest.mark.django_db(transaction=True)
def test_a_table_is_read_once_until_it_changes() -> None:
    AgencyFactory(name="กรม ก")
    assert names() == ["กรม ก"]
    assert asked() == 0
    AgencyFactory(name="กรม ข")
    assert asked() == 1
    assert sorted(names()) == ["กรม ก", "กรม ข"]
    Agency.objects.filter(name="กรม ข").update(name="กรม ค")
    assert "กรม ค" in names()


@pytest.mark.django_db(transaction=True)
def test_another_process_that_changed_something_is_noticed() -> None:
    names()
    assert asked() == 0
    store().versions.rise({Room.ANNOUNCEMENTS})
    assert asked() == 0
    store().versions.rise({Room.LIBRARY})
    assert asked() == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_wrote_is_seen_by_it_and_kept_by_nobody() -> None:
    AgencyFactory(name="กรม ก")
    names()
    with pytest.raises(RuntimeError), transaction.atomic():
        Agency.objects.update(name="กรม ข")
        assert names() == ["กรม ข"]
        assert asked() == 1
        raise RuntimeError
    assert names() == ["กรม ก"]


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_its_words_along() -> None:
    AgencyFactory(name="กรม ก")
    names()
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            Agency.objects.update(name="กรม ข")
            assert names() == ["กรม ข"]
            raise RuntimeError
        assert names() == ["กรม ก"]
    assert names() == ["กรม ก"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_writes_something_else_reads_no_table_again() -> None:
    from legal_library.models import Topic
    from tests.legal_library.factories import TopicFactory

    topic = TopicFactory()
    names()
    with transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(name="อื่น")
        assert asked() == 0
    # Of one room with the agencies: from here on the table is read once more.
    assert [asked(), asked()] == [1, 0]


@pytest.mark.django_db
def test_while_nobody_can_tell_the_state_everything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def now(self) -> None:
            return None

    class Store:
        versions = Silent()

    monkeypatch.setattr(known, "store", Store)
    assert [asked(), asked()] == [1, 1]


@pytest.mark.django_db
def test_no_more_than_so_many_tables_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST", 1)
    known.known("tests.first", Agency, lambda: ["x"])
    assert [asked(), asked()] == [1, 1]
    assert known._held.keys() == {"tests.first"}


@pytest.fixture
def in_request(holding: Any) -> Iterator[None]:
    """A request that only reads, as a portal in service holds it."""
    memory._begin()
    yield
    memory._end()


@pytest.mark.django_db
def test_a_request_that_reads_asks_once_for_the_state_that_it_has_seen(in_request: None) -> None:
    assert [asked(), asked()] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_what_bypassed_the_portal_shows_after_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "HELD_SECONDS", 0.0)
    assert [asked(), asked()] == [1, 1]
