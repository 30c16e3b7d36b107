"""Counting tries across processes (ASVS 2.4.1)."""

from __future__ import annotations

import threading

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory

from portal.throttle.limits import Try, address_of, allowed, hit, names_another, sweep
from portal.throttle.models import Tally

pytestmark = pytest.mark.django_db


def tries(number: int, key: str = "192.0.2.1", scope: str = "track") -> list[bool]:
    return [hit(scope, key, limit=3, window_seconds=60) for _ in range(number)]


def test_tries_up_to_the_limit_are_allowed_and_the_next_is_not():
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False):
        assert tries(5) == [True, True, True, False, False]


def test_the_next_window_starts_afresh():
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False) as clock:
        tries(4)
        clock.shift(60)
        assert tries(1) == [True]


def test_keys_and_scopes_are_counted_apart():
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False):
        tries(4)
        assert tries(1, key="192.0.2.2") == [True]
        assert tries(1, scope="submit") == [True]


def test_what_is_stored_tells_nobody_whose_tries_they_were():
    tries(1, key="192.0.2.77")
    assert not [row for row in Tally.objects.values_list("key", flat=True) if "192" in row]


def test_windows_that_are_over_are_swept():
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False) as clock:
        tries(2)
        assert sweep() == 0
        clock.shift(121)
        assert sweep() == 1
    assert not Tally.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_try_is_lost_when_many_come_at_once():
    allowed = []

    def work() -> None:
        try:
            allowed.append(hit("track", "together", limit=5, window_seconds=86_400))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(allowed) == [False] * 7 + [True] * 5


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.10"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.10"),
        (1, "", "192.0.2.10"),
    ],
    ids=["header not trusted", "one proxy", "two proxies", "header too short", "no header"],
)
def test_only_as_many_proxies_as_configured_are_believed(settings, proxies, forwarded, expected):
    settings.KLANG = {**settings.KLANG, "TRUSTED_PROXIES": proxies}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.10", HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == expected


@pytest.mark.parametrize(
    "forwarded", ["unknown", "somebody", "192.0.2.300", "\u0e51.2.3.4", "198.51.100.7\0", "a" * 5000]
)
def test_what_is_no_address_is_not_believed_even_from_a_proxy(settings, forwarded):
    settings.KLANG = {**settings.KLANG, "TRUSTED_PROXIES": 1}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.10", HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == "192.0.2.10"


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("198.51.100.7:61234", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::"),
        ("[2001:db8:1:3::1]:443", "2001:db8:1:3::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_one_network_has_one_address(settings, written, counted):
    """Whoever has an IPv6 network has 2^64 addresses: without this every limit could be walked around."""
    settings.KLANG = {**settings.KLANG, "TRUSTED_PROXIES": 1}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.10", HTTP_X_FORWARDED_FOR=written)
    assert address_of(request) == counted


def wide(limit: int = 5) -> Try:
    return Try("submit-address", "192.0.2.1", limit, 60)


def narrow(name: str, limit: int = 2) -> Try:
    return Try("submit-session", name, limit, 60)


def test_one_that_asks_without_end_uses_up_its_own_limit_only():
    """The address that hundreds of phones share keeps what is theirs."""
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False):
        assert [allowed(narrow("script"), wide()) for _ in range(50)] == [True] * 2 + [False] * 48
        assert [allowed(narrow(f"phone {number}"), wide()) for number in range(4)] == [True] * 3 + [False]


def test_where_asked_every_key_is_counted_whatever_the_others_say():
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False):
        for _ in range(4):
            allowed(narrow("one"), wide(), count_all=True)
        assert Tally.objects.count() == 2
        assert sorted(Tally.objects.values_list("count", flat=True)) == [4, 4]


def test_every_limit_must_hold():
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False):
        assert not allowed(narrow("one"), wide(0))
        assert not allowed(narrow("two", 0), wide(), count_all=True)
        assert allowed(narrow("three"))
        assert allowed()


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "127.0.0.1", "203.0.113.9", True),
        (0, "10.0.0.2", "203.0.113.9", True),
        (1, "10.0.0.2", "198.51.100.1, 203.0.113.9", True),
        (1, "10.0.0.2", "203.0.113.9", False),
        (0, "127.0.0.1", "", False),
        (0, "8.8.8.8", "203.0.113.9", False),
        (0, "", "203.0.113.9", False),
    ],
    ids=[
        "local proxy",
        "proxy in the house",
        "two, one told",
        "told",
        "none",
        "a visitor's own lie",
        "no address",
    ],
)
def test_a_proxy_that_nobody_told_us_of_is_noticed(settings, proxies, remote, forwarded, expected):
    settings.KLANG = {**settings.KLANG, "TRUSTED_PROXIES": proxies}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert names_another(request) is expected
