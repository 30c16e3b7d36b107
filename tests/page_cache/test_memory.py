"""What many pages need is asked once for every state of the database, and anew after each change."""

from __future__ import annotations

import sys
import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import transaction

from portal.page_cache import memory
from portal.page_cache.memory import (
    HELD_SECONDS,
    LARGEST_PART,
    MOST,
    MOST_BYTES,
    is_remembering,
    remembered,
    rendered,
)
from portal.page_cache.rooms import Room
from portal.page_cache.stores import store
from tests.legal_library.factories import AgencyFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked():
    """Count questions within a request; each returns its own number."""
    numbers = []

    def ask():
        numbers.append(len(numbers) + 1)
        return numbers[-1]

    request_started.send(sender=None, environ={})
    yield ask
    request_finished.send(sender=None)


def again():
    """Begin the next request."""
    request_finished.send(sender=None)
    request_started.send(sender=None, environ={})


def test_it_is_asked_once_for_many_requests(asked):
    first = remembered("test.a", asked)
    again()
    assert remembered("test.a", asked) == first
    assert remembered("test.b", asked) == first + 1


def test_after_any_change_it_is_asked_anew(asked):
    first = remembered("test.c", asked)
    store().versions.rise([Room.SEARCH])
    assert remembered("test.c", asked) == first, "this request has begun before"
    again()
    assert remembered("test.c", asked) == first + 1


def test_a_request_that_writes_holds_nothing_any_more(asked):
    first = remembered("test.d", asked)
    AgencyFactory()
    assert not is_remembering()
    assert remembered("test.d", asked) == first + 1


def test_within_a_transaction_answers_hold_until_it_writes(asked):
    with transaction.atomic():
        first = remembered("test.e", asked)
        assert remembered("test.e", asked) == first
        AgencyFactory()
        assert remembered("test.e", asked) == first + 1
        assert remembered("test.e", asked) == first + 2
    assert remembered("test.e", asked) == first + 3


def test_what_a_request_read_before_it_wrote_is_not_there_for_the_next(asked):
    first = remembered("test.i", asked)
    with transaction.atomic():
        AgencyFactory()
    again()
    assert remembered("test.i", asked) == first + 1


def test_what_is_taken_back_holds_for_nobody_who_wrote_it(asked):
    first = remembered("test.j", asked)
    with transaction.atomic():
        AgencyFactory()
        assert remembered("test.j", asked) == first + 1, "with what it wrote"
        transaction.set_rollback(True)
    assert remembered("test.j", asked) == first + 2, "without"
    again()
    assert remembered("test.j", asked) == first, "as it was for everybody else"


def test_a_request_within_a_transaction_holds_nothing(asked):
    request_finished.send(sender=None)
    with transaction.atomic():
        request_started.send(sender=None, environ={})
        first = remembered("test.k", asked)
        assert remembered("test.k", asked) == first + 1


def test_what_bypassed_django_is_asked_anew_after_a_while(asked, time_machine):
    time_machine.move_to("2026-11-23 12:00:00+07:00", tick=False)
    again()
    first = remembered("test.l", asked)
    time_machine.shift(HELD_SECONDS - 1)
    again()
    assert remembered("test.l", asked) == first
    time_machine.shift(1)
    again()
    assert remembered("test.l", asked) == first + 1


def test_a_clock_that_is_set_back_ends_what_is_held(asked, time_machine):
    time_machine.move_to("2026-11-23 12:00:00+07:00", tick=False)
    again()
    first = remembered("test.m", asked)
    time_machine.shift(-60)
    again()
    assert remembered("test.m", asked) == first + 1


def test_outside_of_requests_nothing_is_held(asked):
    request_finished.send(sender=None)
    first = remembered("test.f", asked)
    assert remembered("test.f", asked) == first + 1


def test_threads_share_what_is_held(asked):
    first, found = remembered("test.g", asked), []

    def other():
        request_started.send(sender=None, environ={})
        found.append(remembered("test.g", asked))
        request_finished.send(sender=None)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert found == [first]


def test_what_does_not_exist_takes_no_room_and_the_rest_is_bounded(asked):
    store().versions.rise([Room.SEARCH])
    again()
    for number in range(MOST + 50):
        assert remembered(("test.none", number), lambda: None) is None
        remembered(("test.many", number), asked)
    assert len(memory._held.answers) == MOST


def test_while_versions_cannot_be_told_nothing_is_held(asked, monkeypatch):
    monkeypatch.setattr(store().versions, "now", lambda: None, raising=False)
    again()
    first = remembered("test.h", asked)
    assert remembered("test.h", asked) == first + 1


def test_a_rendered_part_is_held_like_an_answer_and_never_in_its_place(asked):
    first = remembered("test.h", asked)
    rendered("test.part", lambda: "a part")
    again()
    assert remembered("test.h", asked) == first
    assert rendered("test.part", lambda: "another") == "a part"
    store().versions.rise([Room.SEARCH])
    again()
    assert rendered("test.part", lambda: "another") == "another"


def test_rendered_parts_are_bounded_by_their_bytes(asked):
    first = remembered("test.n", asked)
    large = "ก" * (LARGEST_PART // 4)
    for number in range(40):
        rendered(("test.large", number), lambda: large)
        assert memory._held.size <= MOST_BYTES
    assert memory._held.size == sum(map(sys.getsizeof, memory._held.parts.values()))
    assert rendered(("test.large", 39), lambda: "another") == large
    rendered("test.too large", lambda: "ก" * LARGEST_PART)
    assert rendered("test.too large", lambda: "another") == "another"
    assert remembered("test.n", asked) == first, "answers are not pushed out"
