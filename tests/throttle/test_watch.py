"""A proxy that the settings do not count is noticed, and no header of a visitor is believed (issue 7; ASVS 4.1.3)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.checks import run_checks
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal import probes
from portal.health import READINESS
from portal.throttle.limits import address_of
from portal.throttle.watch import WATCH, WINDOW

VISITORS = [f"203.0.113.{number}" for number in range(1, 251)]


@pytest.fixture(autouse=True)
def _begin() -> Iterator[None]:
    WATCH.forget()
    yield
    WATCH.forget()


def see(count: int, *, remote: str = "10.0.0.2", path: str = "/", **headers: str) -> None:
    for number in range(count):
        forwarded = headers.get("forwarded", "").replace("{}", VISITORS[number % len(VISITORS)])
        extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        WATCH.see(RequestFactory().get(path, REMOTE_ADDR=remote, **extra))


def configured(settings: Any, proxies: int = 0, base: str = "https://klang.example") -> None:
    settings.KLANG = {**settings.KLANG, "TRUSTED_PROXIES": proxies}
    settings.WAGTAILADMIN_BASE_URL = base


@pytest.mark.parametrize("remote", ["10.0.0.2", "127.0.0.1", "192.168.1.1", "::1", "fd00::2", ""])
def test_a_proxy_that_nobody_counts_is_told_once(
    settings: Any, caplog: pytest.LogCaptureFixture, remote: str
) -> None:
    configured(settings)
    see(WINDOW - 1, remote=remote, forwarded="{}")
    assert not WATCH.suspects
    see(3 * WINDOW, remote=remote, forwarded="{}")
    assert WATCH.suspects
    assert caplog.text.count("KLANG_TRUSTED_PROXIES") == 1


def test_a_proxy_that_says_nothing_is_noticed_by_its_address(settings: Any) -> None:
    configured(settings)
    see(WINDOW, remote="10.0.0.2")
    assert WATCH.suspects


def test_a_second_proxy_that_is_not_counted_is_noticed(settings: Any) -> None:
    configured(settings, proxies=1)
    see(WINDOW, forwarded="{}, 10.0.0.9")
    assert WATCH.suspects


@pytest.mark.parametrize(
    ("proxies", "base", "remote", "forwarded"),
    [
        (1, "https://klang.example", "10.0.0.2", "{}"),
        (2, "https://klang.example", "10.0.0.2", "{}, 10.0.0.9"),
        (0, "http://127.0.0.1:8000", "127.0.0.1", ""),
        (0, "http://klang.office", "192.168.1.5", ""),
        (0, "https://klang.example", "8.8.8.8", ""),
        (0, "https://klang.example", "8.8.8.8", "198.51.100.1"),
    ],
    ids=["counted", "both counted", "tried out", "one office", "one public address", "a visitor's own lie"],
)
def test_what_is_in_order_is_not_told(
    settings: Any, proxies: int, base: str, remote: str, forwarded: str
) -> None:
    configured(settings, proxies, base)
    see(3 * WINDOW, remote=remote, forwarded=forwarded)
    assert not WATCH.suspects


def test_one_visitor_who_lies_does_not_raise_the_alarm(settings: Any) -> None:
    configured(settings, proxies=1)
    for _window in range(3):
        see(WINDOW - 1, forwarded="198.51.100.1, {}")
        see(1, forwarded="{}")
    assert not WATCH.suspects


def test_many_addresses_are_what_a_portal_should_see(settings: Any) -> None:
    configured(settings)
    for number in range(3 * WINDOW):
        see(1, remote=f"10.0.{number % 2}.7")
    assert not WATCH.suspects


def test_whoever_watches_the_machine_is_no_visitor(settings: Any) -> None:
    configured(settings)
    see(3 * WINDOW, path=reverse("readyz"))
    see(3 * WINDOW, path=reverse("healthz"))
    assert not WATCH.suspects


def test_readyz_carries_a_note_and_stays_ready(
    settings: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(settings)
    monkeypatch.setattr(probes, "PROBES", {"database": lambda: True})
    READINESS.forget()
    assert client.get(reverse("readyz")).json() == {"database": True}
    see(WINDOW)
    response = client.get(reverse("readyz"))
    assert (response.status_code, response.json()) == (200, {"database": True, "notes": ["proxy"]})
    READINESS.forget()


def test_every_request_is_seen(settings: Any) -> None:
    configured(settings)
    client = Client(REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": "203.0.113.9"})
    for _request in range(WINDOW):
        client.get(reverse("service_worker"), headers={"x-forwarded-for": "203.0.113.9"})
    assert WATCH.suspects


WRITTEN = st.text(alphabet="0123456789.abcdef:, \t[]\"'\\ก;=", max_size=60)


@given(WRITTEN, st.integers(min_value=1, max_value=4), st.integers(min_value=0, max_value=249))
def test_nothing_that_a_visitor_writes_changes_who_they_are(spoofed: str, proxies: int, visitor: int) -> None:
    """The outermost trusted proxy appends whom it saw, the others append proxies; what stood before is the visitor's."""
    appended = [VISITORS[visitor], *(f"10.0.0.{number}" for number in range(1, proxies))]
    header = ", ".join([spoofed, *appended] if spoofed.strip() else appended)
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.99", HTTP_X_FORWARDED_FOR=header)
    with override_settings(KLANG={**project.KLANG, "TRUSTED_PROXIES": proxies}):
        assert address_of(request) == VISITORS[visitor]


@given(WRITTEN)
def test_without_a_proxy_no_header_is_believed(spoofed: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=spoofed)
    with override_settings(KLANG={**project.KLANG, "TRUSTED_PROXIES": 0}):
        assert address_of(request) == "203.0.113.9"


def identifiers() -> set[str]:
    return {message.id for message in run_checks(include_deployment_checks=True)}


@pytest.mark.parametrize(
    ("proxies", "base", "tls", "warned"),
    [
        (0, "https://klang.example", "", True),
        (1, "https://klang.example", "", False),
        (3, "https://klang.example", "", False),
        (0, "http://127.0.0.1:8000", "", False),
        (0, "https://klang.example", "/etc/klang/cert.pem", False),
    ],
    ids=["forgotten", "counted", "three counted", "tried out", "TLS of its own"],
)
def test_the_deploy_check_warns_of_forgotten_proxies(
    settings: Any, monkeypatch: pytest.MonkeyPatch, proxies: int, base: str, tls: str, warned: bool
) -> None:
    configured(settings, proxies, base)
    monkeypatch.setenv("GRANIAN_SSL_CERTIFICATE", tls)
    assert ("portal.W003" in identifiers()) is warned


def test_a_negative_number_is_an_error(settings: Any) -> None:
    configured(settings, -1)
    assert "portal.E002" in identifiers()


@pytest.mark.parametrize(("proxies", "warned"), [("", True), ("0", True), ("1", False)])
def test_the_real_command_under_the_real_settings_says_so(tmp_path: Path, proxies: str, warned: bool) -> None:
    production = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "a-key-for-the-check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
        "DATABASE_URL": f"sqlite:///{tmp_path}/klang.sqlite3",
        "KLANG_ALLOWED_HOSTS": "klang.example",
        "KLANG_BASE_URL": "https://klang.example",
        "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
        "KLANG_VAR": str(tmp_path),
        "KLANG_KEYS": str(tmp_path / "keys"),
        "KLANG_FROM_EMAIL": "klang@klang.example",
        **({"KLANG_TRUSTED_PROXIES": proxies} if proxies else {}),
    }
    # Neither this machine's settings nor what the browser's tests need in this process.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("KLANG_") and name != "DJANGO_ALLOW_ASYNC_UNSAFE"
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=project.BASE_DIR,
        env={**environment, **production},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) is warned, done.stderr
    assert ("portal.W003" in done.stderr) is warned
