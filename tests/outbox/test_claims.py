"""Several workers at once never send a message twice, and a killed one leaves nothing behind (R05, R10; issue 7)."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone

from portal.outbox.delivery import LEASE, claim_next, deliver
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.services import enqueue
from tests.outbox.smtp_server import TEXT, MailServer, listening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server to which all mail goes."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 20
    with listening(MailServer()) as made:
        settings.EMAIL_PORT = made.port
        yield made


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not deliver at once: the tests say when."""
    monkeypatch.setattr("portal.outbox.services._start_delivery", lambda: None)


def put(number: int) -> OutboxMessage:
    return enqueue(
        template="case_news",
        to=f"a{number}@example.org",
        context={"reference": f"REF-{number}", "link": "https://klang.example/"},
        dedup_key=f"k{number}",
    )


def in_threads(count: int, work: Any) -> list[Any]:
    """Run the same work in several threads that begin together."""
    results: list[Any] = []
    ready = threading.Barrier(count)

    def run() -> None:
        ready.wait()
        try:
            results.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_five_workers_send_each_message_once(server, quiet):
    for number in range(40):
        put(number)
    sent = in_threads(5, deliver)
    assert sum(sent) == 40
    assert Counter(server.recipients) == Counter(f"a{number}@example.org" for number in range(40))
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(MessageState.SENT, 1)}


def test_five_workers_claim_one_message_once(quiet):
    put(1)
    claimed = in_threads(5, lambda: claim_next(timezone.now()))
    assert len([one for one in claimed if one is not None]) == 1
    assert OutboxMessage.objects.get().attempts == 1


def test_workers_that_meet_a_dead_server_pause_it_once(settings, quiet):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    from portal.outbox.models import Channel

    put(1)
    in_threads(5, deliver)
    channel = Channel.objects.get()
    assert channel.failures == 1
    assert OutboxMessage.objects.get().attempts == 0


def killed_while_sending(server: MailServer) -> None:
    """Let a worker process hand over a message, and kill it before the server has answered."""
    reached = threading.Event()

    def hold(stage: str, _to: str) -> str | None:
        if stage == TEXT and not reached.is_set():
            reached.set()
            time.sleep(1)
            return "451 nobody reads this any more"
        return None

    server.answer = hold
    pid = os.fork()
    if pid == 0:
        # The child must not use, nor close, the connection of its parent.
        connection.connection = None
        try:
            deliver()
        finally:
            os._exit(0)
    assert reached.wait(20)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def test_the_message_of_a_killed_worker_is_sent_by_the_next_one(server, quiet):
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=True) as clock:
        put(1)
        killed_while_sending(server)
        assert deliver() == 0, "the dead worker may still be at it, as far as anybody knows"
        put(2)
        assert deliver() == 1, "and nothing else waits for it"
        clock.shift(LEASE.total_seconds() + 1)
        assert deliver() == 1
    assert server.recipients == ["a2@example.org", "a1@example.org"]
    assert OutboxMessage.objects.get(dedup_key="k1").attempts == 2


def test_a_worker_that_was_too_slow_does_not_undo_what_another_did(quiet, settings):
    """Its claim has passed on: what it finds out about the message is no longer its to write."""
    from portal.outbox.delivery import _put_back
    from portal.outbox.failures import judge

    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False) as clock:
        put(1)
        slow = claim_next(timezone.now())
        clock.shift(LEASE.total_seconds() + 1)
        assert deliver() == 1
        error = TimeoutError()
        _put_back(slow, judge(error), error)
    assert OutboxMessage.objects.get().state == MessageState.SENT
