"""Redis is gone, refuses or is full: the portal works on, slower, says nothing wrong and says so once (issue 15, point 3).

With the real Redis on loopback where it is installed; a refused port needs none.
"""

from __future__ import annotations

import logging
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache

from portal.page_cache import changes, memory, stores
from portal.page_cache.application import PageCache
from portal.page_cache.stores import Debts, SharedStore
from tests.page_cache.through import ask

pytestmark = pytest.mark.django_db(transaction=True)
real_redis = pytest.mark.skipif(shutil.which("redis-server") is None, reason="this machine has no Redis")

ADDRESSES = (
    *(
        "/",
        "/en/",
        "/library/",
        "/library/open/",
        "/guide/flood/",
        "/announcements/",
        "/announcements/shelter/",
    ),
    *("/results/", "/sitemap.xml", "/request/", "/track/", "/library/feed/"),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Redis:
    """A real Redis with the shipped configuration, which can be killed and started again."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.port = free_port()
        self._folder, self._more = folder, more
        self.start()

    def start(self) -> None:
        shipped = Path(__file__).parents[2] / "deploy" / "redis.conf"
        self._process = subprocess.Popen(
            ["redis-server", str(shipped), "--port", str(self.port), "--supervised", "no", *self._more],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )
        for _attempt in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("Redis did not start")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    server = Redis(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, django_application: Callable[..., Any]
) -> Callable[[str], PageCache]:
    """Return the portal of a machine whose pages lie behind an address, as the settings make it."""
    monkeypatch.setattr(stores, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(stores, "release", lambda: "one")

    def made(address: str) -> PageCache:
        options = {
            "serializer": "portal.page_cache.stores.PageSerializer",
            "socket_connect_timeout": 0.3,
            "socket_timeout": 0.3,
        }
        cache = RedisCache(address, {"KEY_PREFIX": "klang-pages", "OPTIONS": options})
        store = SharedStore(cache, Debts(tmp_path / "owed"))
        for module in (changes, memory):
            monkeypatch.setattr(module, "store", lambda: store)
        return PageCache(django_application, store)

    return made


def renamed(scene: Any, title: str) -> None:
    scene.announcement.title = title
    scene.announcement.save_revision().publish()


def all_right(portal: PageCache) -> None:
    assert {address: ask(portal, address).status for address in ADDRESSES} == dict.fromkeys(ADDRESSES, 200)


def shows(portal: PageCache, title: str) -> None:
    for address in ("/announcements/shelter/", "/announcements/"):
        assert title in ask(portal, address).text, address


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the store said; a test that finds no search index hears of that too."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name == stores.log.name and record.levelno >= logging.WARNING
    ]


def test_a_refused_port_costs_no_page_and_one_line(
    scene: Any, behind: Callable[[str], PageCache], caplog: pytest.LogCaptureFixture
) -> None:
    portal = behind(f"redis://127.0.0.1:{free_port()}/0")
    for _each in range(3):
        all_right(portal)
    for title in ("ชื่อที่หนึ่ง", "ชื่อที่สอง"):
        renamed(scene, title)
        shows(portal, title)
    assert lines(caplog) == ["Redis does not answer (ConnectionError); pages are made anew."]


@real_redis
def test_it_is_killed_and_comes_back_while_people_read_and_editors_write(
    scene: Any, behind: Callable[[str], PageCache], redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    portal = behind(f"redis://127.0.0.1:{redis.port}/0")
    for _each in range(2):
        all_right(portal)
    renamed(scene, "ก่อนดับ")
    shows(portal, "ก่อนดับ")
    redis.kill()
    all_right(portal)
    renamed(scene, "ระหว่างดับ")
    shows(portal, "ระหว่างดับ")
    redis.start()
    shows(portal, "ระหว่างดับ")
    all_right(portal)
    renamed(scene, "หลังกลับมา")
    shows(portal, "หลังกลับมา")
    assert lines(caplog) == [
        "Redis does not answer (ConnectionError); pages are made anew.",
        "Redis answers again.",
    ]


@real_redis
def test_a_redis_that_comes_and_goes_is_told_of_seldom(
    scene: Any, behind: Callable[[str], PageCache], redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    portal = behind(f"redis://127.0.0.1:{redis.port}/0")
    for _each in range(3):
        ask(portal, "/about/")
        redis.kill()
        assert ask(portal, "/about/").status == 200
        redis.start()
        assert ask(portal, "/about/").status == 200
    assert len(lines(caplog)) == 2


@real_redis
@pytest.mark.parametrize(
    "more",
    [
        ("--requirepass", "another-password"),
        ("--maxmemory", "1", "--maxmemory-policy", "noeviction"),
        ("--rename-command", "MGET", ""),
    ],
    ids=("does not let us in", "is full and forgets nothing", "refuses the question"),
)
def test_a_redis_that_refuses_costs_no_page_either(
    scene: Any,
    behind: Callable[[str], PageCache],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    more: tuple[str, ...],
) -> None:
    server = Redis(tmp_path, *more)
    try:
        portal = behind(f"redis://127.0.0.1:{server.port}/0")
        for _each in range(2):
            all_right(portal)
        renamed(scene, "ชื่อใหม่")
        shows(portal, "ชื่อใหม่")
    finally:
        server.kill()
    assert len(lines(caplog)) <= 2


@real_redis
def test_a_redis_that_hangs_is_waited_for_once_and_then_left_alone(
    scene: Any, behind: Callable[[str], PageCache], monkeypatch: pytest.MonkeyPatch, redis: Redis
) -> None:
    """It takes the connection and says nothing: a stopped process, a broken network."""
    portal = behind(f"redis://127.0.0.1:{redis.port}/0")
    all_right(portal)
    monkeypatch.setattr(stores, "PAUSE_SECONDS", 60.0)
    asked = 0
    question = portal._store._redis.get_many

    def counted(*names: Any) -> Any:
        nonlocal asked
        asked += 1
        return question(*names)

    monkeypatch.setattr(portal._store._redis, "get_many", counted)
    subprocess.run(["kill", "-STOP", str(redis._process.pid)], check=True)
    all_right(portal)
    all_right(portal)
    assert asked == 1
