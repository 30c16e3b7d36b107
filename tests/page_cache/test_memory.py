"""What many pages need is asked once for every state of the database, and anew after each change."""

from __future__ import annotations

import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import transaction

from portal.page_cache import memory
from portal.page_cache.memory import MOST, MOST_PARTS, is_remembering, remembered, rendered
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


def test_within_a_transaction_nothing_is_held(asked):
    with transaction.atomic():
        first = remembered("test.e", asked)
        assert remembered("test.e", asked) == first + 1
    assert remembered("test.e", asked) == first + 2


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
    for number in range(MOST_PARTS + 10):
        rendered(("test.part", number), lambda: "a part")
    assert 0 < len(memory._held.parts) <= MOST_PARTS
    again()
    assert remembered("test.h", asked) == first
    assert rendered(("test.part", MOST_PARTS + 9), lambda: "another") == "a part"
    store().versions.rise([Room.SEARCH])
    again()
    assert rendered(("test.part", MOST_PARTS + 9), lambda: "another") == "another"
