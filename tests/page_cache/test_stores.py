"""Where pages lie: bounded in this process, shared in Redis, and never wrong when Redis is gone."""

from __future__ import annotations

import logging
import threading

import pytest
from django.conf import settings
from django.core.cache.backends.redis import RedisCache

from portal.page_cache import stores
from portal.page_cache.answers import OVERHEAD, keep
from portal.page_cache.rooms import Room
from portal.page_cache.stores import Debts, LocalStore, SharedStore
from portal.page_cache.versions import FileVersions
from tests.page_cache.redis_server import Plugged
from tests.page_cache.through import memory


def page(size=100, stamp=((0, 1),), text="x"):
    body = (text * size).encode()
    return keep([("Content-Type", "application/pdf")], body, stamp=stamp, made_at=0.0, ends_at=2e9)


def test_the_store_holds_no_more_bytes_than_it_may():
    pages = memory("bytes", max_bytes=1_000_000, max_entries=10_000)
    for number in range(500):
        pages.set(f"key-{number}", page(20_000))
        assert pages.bounds()[1] <= 1_000_000
    entries, size = pages.bounds()
    assert entries == 1_000_000 // (20_000 + OVERHEAD + len("key-499"))
    assert size > 900_000
    for number in range(500):
        pages.delete(f"key-{number}")
    assert pages.bounds() == (0, 0)


def test_the_store_holds_no_more_entries_than_it_may_and_the_least_used_go_first():
    pages = memory("entries", max_bytes=10_000_000, max_entries=3)
    for key in "abc":
        pages.set(key, page())
    pages.get("a")
    pages.set("d", page())
    assert [key for key in "abcd" if pages.get(key) is not None] == ["a", "c", "d"]


def test_one_page_cannot_drive_out_all_others():
    pages = memory("large", max_bytes=160_000)
    pages.set("small", page())
    pages.set("large", page(20_000))
    assert pages.get("large") is None
    assert pages.get("small") is not None


def test_a_page_that_is_put_again_counts_once():
    pages = memory("again")
    for _ in range(5):
        pages.set("a", page(1000))
    assert pages.bounds() == (1, 1000 + OVERHEAD + 1)


def test_an_entry_ends(time_machine):
    pages = memory("ends")
    time_machine.move_to("2026-11-26 10:00:00+07:00", tick=False)
    pages.set("a", page(), 60)
    time_machine.shift(59)
    assert pages.get("a") is not None
    time_machine.shift(1)
    assert pages.get("a") is None
    assert pages.bounds() == (0, 0)


def test_django_finds_one_store_for_all_threads():
    found = []
    threads = [threading.Thread(target=lambda: found.append(memory("threads")._shelf)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


def test_nothing_is_looked_up_while_versions_cannot_be_told(tmp_path):
    (tmp_path / "run").write_text("a file where a folder should be")
    store = LocalStore(memory("untold"), FileVersions(tmp_path / "run" / "page-versions"))
    store.put("a", page())
    assert store.look("a") == (None, None)


@pytest.fixture
def redis():
    server = Plugged()
    yield server
    server.pull()


def machine(port, folder):
    """Return the store of one machine as the settings make it."""
    options = {
        "serializer": "portal.page_cache.stores.PageSerializer",
        "socket_connect_timeout": 0.3,
        "socket_timeout": 0.3,
    }
    cache = RedisCache(f"redis://127.0.0.1:{port}/0", {"KEY_PREFIX": "klang-pages", "OPTIONS": options})
    return SharedStore(cache, Debts(folder / "owed"))


def settled(store):
    """Let a store find that each room has no version yet, and give it one."""
    assert store.now() is None
    assert store.now() is not None


@pytest.fixture
def two(redis, tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "PAUSE_SECONDS", 0.0)
    here, there = machine(redis.port, tmp_path / "here"), machine(redis.port, tmp_path / "there")
    settled(here)
    return here, there


def stamped(seen):
    return page(stamp=((0, seen[0]), (1, seen[1])))


def test_what_one_machine_keeps_another_has_with_one_question(two, redis):
    here, there = two
    kept = stamped(here.now())
    here.put("a", kept)
    redis.asked.clear()
    found, seen = there.look("a")
    assert found == kept
    assert found.is_right(seen, 1.0)
    assert [name for name in redis.asked if name not in ("HELLO", "CLIENT")] == ["MGET"]


def test_what_one_machine_changes_is_wrong_on_the_other_at_once(two):
    here, there = two
    here.put("a", stamped(here.now()))
    here.versions.rise([Room.LIBRARY])
    found, seen = there.look("a")
    assert not found.is_right(seen, 1.0)


def test_a_redis_that_forgot_everything_brings_no_old_version_back(two, redis):
    here, there = two
    before = here.now()
    redis.values.clear()
    settled(here)
    assert not set(before) & set(here.now())
    assert here.now() == there.now()


def test_nothing_in_redis_is_unpickled(two, redis):
    here, _there = two
    here.put("a", stamped(here.now()))
    assert not [value for value in redis.values.values() if value.startswith(b"\x80")]
    for key in [key for key in redis.values if b"room-" not in key]:
        redis.values[key] = b"cos\nsystem\n(S'true'\ntR."
    assert here.look("a")[0] is None


def test_while_redis_is_gone_nothing_is_given_out_and_what_changed_is_owed(two, redis, tmp_path, caplog):
    here, there = two
    here.put("a", stamped(here.now()))
    redis.pull()
    with caplog.at_level(logging.WARNING):
        assert here.look("a") == (None, None)
        here.put("b", page())
        here.versions.rise([Room.LIBRARY])
    assert "Redis does not answer" in caplog.text
    assert (tmp_path / "here" / "owed").exists()
    back = Plugged(redis.port, redis.values)
    try:
        # Another process of this machine pays before it gives out anything.
        sibling = machine(back.port, tmp_path / "here")
        found, seen = sibling.look("a")
        assert found is not None
        assert not found.is_right(seen, 1.0)
        assert not (tmp_path / "here" / "owed").exists()
        found, seen = there.look("a")
        assert not found.is_right(seen, 1.0)
    finally:
        back.pull()


def test_while_something_is_owed_this_machine_gives_out_nothing(two, monkeypatch, tmp_path):
    here, _there = two
    here.put("a", stamped(here.now()))
    Debts(tmp_path / "here" / "owed").add([Room.FRAME])
    monkeypatch.setattr(here, "_write", lambda rooms: (_ for _ in ()).throw(ConnectionError))
    assert here.look("a") == (None, None)
    assert (tmp_path / "here" / "owed").exists()


def test_a_debt_that_cannot_be_read_is_a_debt_of_every_room(tmp_path):
    (tmp_path / "owed").write_bytes(b"\xff\n2\n")
    paid = []
    Debts(tmp_path / "owed").pay(paid.append)
    assert paid == [frozenset(Room)]


def test_debts_add_up_and_are_paid_once(tmp_path):
    debts, paid = Debts(tmp_path / "owed"), []
    debts.add([Room.LIBRARY])
    debts.add([Room.LIBRARY, Room.SEARCH])
    debts.pay(paid.append)
    debts.pay(paid.append)
    assert paid == [{Room.LIBRARY, Room.SEARCH}]
    assert not debts.are_there()


def test_a_silent_redis_is_left_alone_for_a_moment(redis, tmp_path):
    here = machine(redis.port, tmp_path)
    here.now()
    redis.pull()
    assert here.now() is None
    back = Plugged(redis.port, redis.values)
    try:
        assert here.now() is None
        assert "MGET" not in back.asked
    finally:
        back.pull()


def test_another_version_of_the_code_has_its_own_pages_and_the_same_rooms(two, monkeypatch, tmp_path, redis):
    here, _there = two
    here.put("a", stamped(here.now()))
    monkeypatch.setattr(stores, "release", lambda: "newer")
    newer = machine(redis.port, tmp_path)
    found, seen = newer.look("a")
    assert found is None
    assert seen == here.now()


def test_the_settings_bound_the_store():
    options = settings.CACHES["pages"]["OPTIONS"]
    assert 0 < options["MAX_BYTES"] <= 64 * 1024 * 1024
    assert 0 < options["MAX_ENTRIES"] <= 10_000
