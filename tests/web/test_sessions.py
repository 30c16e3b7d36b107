"""Two requests that write one session each keep what they changed (issue 7: two uploads at once, two tabs)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.sessions import SessionStore
from tests.properties import WITH_FIXTURES


def begun(**values: Any) -> str:
    """Return the key of a stored session."""
    session = SessionStore()
    session.update(values)
    session.save()
    return session.session_key


def stored(key: str) -> dict[str, Any]:
    return dict(SessionStore(key).items())


def opened(key: str) -> SessionStore:
    """Return a session that was read, as a request does at its beginning."""
    session = SessionStore(key)
    session.get("anything")
    return session


def test_the_portal_uses_these_sessions(client: Any, db: None) -> None:
    assert type(client.session) is SessionStore


def test_each_of_two_keeps_its_own_key(db: None) -> None:
    key = begun(old=1)
    first, second = opened(key), opened(key)
    first["one"] = 1
    first.save()
    second["two"] = 2
    second.save()
    assert stored(key) == {"old": 1, "one": 1, "two": 2}
    assert second["one"] == 1


def test_what_one_deleted_is_not_brought_back_by_the_other(db: None) -> None:
    key = begun(draft="words", other=1)
    first, second = opened(key), opened(key)
    del first["draft"]
    first.save()
    second["other"] = 2
    second.save()
    assert stored(key) == {"other": 2}


def test_a_change_inside_of_a_value_is_a_change(db: None) -> None:
    key = begun(messages=["one"])
    session = opened(key)
    session["messages"].append("two")
    session.save()
    assert stored(key) == {"messages": ["one", "two"]}


def test_a_second_saving_writes_only_what_changed_since_the_first(db: None) -> None:
    """Django's middleware saves once more at the end of a request."""
    key = begun(draft=1)
    slow = opened(key)
    slow["draft"] = 2
    slow.save()
    quick = opened(key)
    quick["draft"] = 3
    quick.save()
    slow.save()
    assert stored(key) == {"draft": 3}


def test_a_session_that_is_gone_is_not_made_again(db: None) -> None:
    key = begun(draft="words")
    session = opened(key)
    SessionStore(key).delete()
    session["draft"] = "more words"
    with pytest.raises(UpdateError):
        session.save()
    with pytest.raises(UpdateError), session.locked():
        pytest.fail("it was entered")
    assert not SessionStore().exists(key)


def test_a_new_key_carries_everything_along(db: None) -> None:
    """Signing in changes the key of the session."""
    key = begun(draft="words")
    session = opened(key)
    session["more"] = 1
    session.cycle_key()
    session.save()
    assert not SessionStore().exists(key)
    assert stored(session.session_key) == {"draft": "words", "more": 1}


def test_flushing_leaves_nothing(db: None) -> None:
    session = opened(begun(draft="words"))
    session.flush()
    session["fresh"] = 1
    session.save()
    assert stored(session.session_key) == {"fresh": 1}


KEYS = st.sampled_from("abc")
CHANGES = st.dictionaries(KEYS, st.none() | st.integers(1, 3) | st.lists(st.integers(1, 3)))


@settings(suppress_health_check=WITH_FIXTURES, max_examples=40)
@given(start=st.dictionaries(KEYS, st.integers(1, 3)), first=CHANGES, second=CHANGES)
def test_two_sets_of_changes_both_hold_and_the_later_wins_where_they_meet(
    db: None, start, first, second
) -> None:
    key = begun(**start, kept=0)
    sessions = opened(key), opened(key)
    expected = {**start, "kept": 0}
    for session, changes in zip(sessions, (first, second), strict=True):
        for name, value in changes.items():
            if value == start.get(name):
                continue
            if value is None:
                session.pop(name, None)
                expected.pop(name, None)
            else:
                session[name] = value
                expected[name] = value
        session.save()
    assert stored(key) == expected


def at_once(*acts: Callable[[], None]) -> None:
    """Do everything in threads of its own, with connections of their own."""
    failures: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told by the assertion below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_lose_nothing() -> None:
    key = begun(count=0)
    together = threading.Barrier(6)

    def act(number: int) -> None:
        session = opened(key)
        together.wait(timeout=30)
        session[f"own-{number}"] = number
        session.save()
        with session.locked():
            session["count"] += 1
            session.save()

    at_once(*(lambda number=number: act(number) for number in range(6)))
    assert stored(key) == {"count": 6, **{f"own-{number}": number for number in range(6)}}


def test_what_a_view_stored_is_not_stored_again_at_the_end(db: None, django_assert_num_queries: Any) -> None:
    session = opened(begun(a=1))
    session["a"] = 2
    session.save()
    with django_assert_num_queries(1):
        session.save()
    session["a"] = 3
    session.save()
    assert stored(str(session.session_key))["a"] == 3


def test_holding_the_row_reads_it_once(db: None) -> None:
    session = opened(begun(a=1))
    said: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        said.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen), session.locked():
        session["a"] = 2
        session.save()
    assert len([sql for sql in said if sql.startswith("SELECT")]) == 1, "under the lock"
    assert len([sql for sql in said if sql.startswith("UPDATE")]) == 1


def test_what_was_stored_and_taken_back_is_stored_again(db: None) -> None:
    session = opened(begun(a=1))
    with pytest.raises(ZeroDivisionError), session.locked():
        session["a"] = 2
        session.save()
        raise ZeroDivisionError
    session.save()
    assert stored(str(session.session_key))["a"] == 2


def test_a_session_that_was_flushed_begins_anew(db: None) -> None:
    session = opened(begun(a=1))
    session["a"] = 2
    session.save()
    session.flush()
    session["a"] = 2
    session.save()
    assert session.session_key is not None
    assert stored(str(session.session_key)) == {"a": 2}


def test_what_a_view_stored_and_another_deleted_is_not_called_stored(db: None) -> None:
    session = opened(begun(a=1))
    session["a"] = 2
    session.save()
    opened(str(session.session_key)).flush()
    with pytest.raises(UpdateError):
        session.save()
