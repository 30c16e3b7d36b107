"""How long a process had no free thread is known, whoever comes and goes meanwhile."""

from __future__ import annotations

import threading

import pytest

from portal.crowd import Crowd, Watched
from portal.crowd import crowd as of_this_process


class Clock:
    """Stands until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_as_long_as_a_thread_is_free_nobody_waits(clock: Clock):
    crowd = Crowd(3, clock)
    assert crowd.full_for() == 0
    for _each in range(2):
        crowd.enter()
    clock.now += 60
    assert crowd.full_for() == 0


def test_from_the_first_who_took_the_last_thread_until_one_is_found_free(clock: Clock):
    crowd = Crowd(2, clock)
    crowd.enter()
    crowd.enter()
    for _each in range(50):
        # One goes and the next, who had waited, comes: the queue stands.
        clock.now += 0.1
        crowd.leave()
        crowd.enter()
    assert crowd.full_for() == pytest.approx(5)
    crowd.leave()
    crowd.leave()
    # Nobody had waited: whoever comes next finds a thread free.
    crowd.enter()
    assert crowd.full_for() == 0


def test_a_thread_that_is_free_for_a_moment_between_two_who_waited_is_no_end(clock: Clock):
    """As it was measured behind sixteen threads: 14 to 16 of them are busy as long as anybody waits."""
    crowd = Crowd(16, clock)
    for _each in range(16):
        crowd.enter()
    for _each in range(30):
        clock.now += 0.1
        crowd.leave()
        crowd.leave()
        crowd.enter()
        crowd.enter()
    assert crowd.full_for() == pytest.approx(3)
    for _each in range(6):
        crowd.leave()
    crowd.enter()
    assert crowd.full_for() == 0


def test_a_long_silence_is_no_crowd(clock: Clock):
    crowd = Crowd(2, clock)
    for _each in range(2):
        crowd.enter()
    for _each in range(2):
        crowd.leave()
    clock.now += 3600
    crowd.enter()
    assert crowd.full_for() == 0


def test_an_answer_that_failed_has_left_too(clock: Clock):
    crowd = Crowd(1, clock)

    def fails(environ: object, start_response: object) -> list[bytes]:
        raise ValueError("broken")

    for _each in range(3):
        with pytest.raises(ValueError, match="broken"):
            Watched(fails, crowd)({}, lambda *said: None)
        clock.now += 10
    crowd.enter()
    # Alone with one thread it is full from now on, and not since the first of them.
    assert crowd.full_for() < 31
    crowd.leave()
    assert crowd._inside == 0


def test_threads_that_answer_at_once_are_all_counted():
    together, seen = threading.Barrier(4), []
    crowd = Crowd(4)

    def waits(environ: object, start_response: object) -> list[bytes]:
        together.wait(10)
        seen.append(crowd._inside)
        together.wait(10)
        return []

    application = Watched(waits, crowd)
    threads = [threading.Thread(target=application, args=({}, None)) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert seen == [4, 4, 4, 4]
    assert crowd._inside == 0


@pytest.mark.django_db
def test_the_portal_is_watched_with_the_pages_that_are_kept():
    # It looks at its keys in the database when it is loaded.
    from portal.wsgi import application

    assert isinstance(application, Watched)
    assert application._crowd is of_this_process
