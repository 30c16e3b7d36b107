"""What comes round every minute is the same, whoever calls: the thread beside a worker, or a timer."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from portal.periodic import Ticker

DONE: list[str] = []
BROKEN: list[Exception] = []


def queued() -> None:
    DONE.append("queue")


def of_this_machine() -> None:
    DONE.append("machine")
    for error in BROKEN:
        raise error


def also_of_this_machine() -> None:
    DONE.append("also")


@pytest.fixture(autouse=True)
def _only_these(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    DONE.clear()
    BROKEN.clear()
    monkeypatch.setattr("portal.periodic.enqueue_all", queued)
    each = [f"{__name__}.of_this_machine", f"{__name__}.also_of_this_machine"]
    settings.KLANG = {**settings.KLANG, "ON_EACH_MACHINE": each}


def test_a_timer_does_what_is_of_its_machine_too() -> None:
    call_command("tick")
    assert DONE == ["queue", "machine", "also"]


@pytest.mark.django_db(transaction=True)
def test_the_thread_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(f"{__name__}.also_of_this_machine", lambda: (DONE.append("also"), done.set()))
    ticker = Ticker(every=3600)
    ticker.start()
    assert done.wait(30)
    ticker.stop()
    assert DONE == ["queue", "machine", "also"]


@pytest.mark.parametrize("error", [OperationalError("password=secret"), OSError("full")])
def test_one_that_fails_keeps_nothing_else_and_the_timer_hears_of_it(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    BROKEN.append(error)
    with pytest.raises(CommandError):
        call_command("tick")
    assert DONE == ["queue", "machine", "also"]
    assert f"({type(error).__name__})" in caplog.text
    assert "secret" not in caplog.text


def test_a_queue_that_cannot_be_reached_keeps_no_machine_from_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("portal.periodic.enqueue_all", gone)
    with pytest.raises(CommandError):
        call_command("tick")
    assert DONE == ["machine", "also"]
