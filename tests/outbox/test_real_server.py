"""Delivery to a real SMTP server on loopback: what is one message's trouble, and what is the server's (R05, issue 7).

Nothing is mocked: the answers of RFC 5321 travel over a socket. Time is frozen, so that hours cost nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal.outbox.channel import GIVE_UP_AFTER
from portal.outbox.delivery import MOST_INTERRUPTIONS, RETRIES, deliver
from portal.outbox.failures import Kind
from portal.outbox.models import Channel, MessageState, OutboxMessage
from portal.outbox.services import enqueue
from tests.outbox.smtp_server import (
    DATA,
    DROP,
    GREETING,
    RECIPIENT,
    SENDER,
    TAKEN,
    TEXT,
    MailServer,
    listening,
)

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
MINUTE = 60


@pytest.fixture
def server(settings: Any) -> MailServer:
    """A mail server that is not listening yet, to which all mail goes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
    return MailServer(port=port)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Time that moves by hand only."""
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def put(to: str, number: int) -> OutboxMessage:
    context = {"reference": f"REF-{number:03}", "link": "https://klang.example/desk/"}
    return enqueue(template="case_news", to=to, context=context, dedup_key=f"k{number}")


def at(stage: str, answer: str, who: str = "bad") -> Any:
    """Give an answer at a stage to recipients whose address begins with `who`."""
    return lambda now, to: answer if now == stage and to.startswith(who) else None


def bad_then_good(number: int = 40) -> OutboxMessage:
    for index in range(number):
        put(f"bad{index}@example.org", index)
    return put("good@example.org", 999)


def run_for(clock: Any, minutes: int, *, step: int = 5) -> None:
    """Let the ticker call every few minutes."""
    for _minute in range(0, minutes, step):
        deliver()
        clock.shift(step * MINUTE)


REFUSALS = [
    (RECIPIENT, "550 5.1.1 no such user"),
    (RECIPIENT, "553 bad mailbox name"),
    (RECIPIENT, "501 5.1.3 bad address syntax"),
    (RECIPIENT, "554 5.7.1 relay access denied"),
    (RECIPIENT, "552 5.2.2 mailbox full"),
    (RECIPIENT, "450 4.2.0 greylisted"),
    (RECIPIENT, "451 4.3.0 try later"),
    (RECIPIENT, "452 4.2.2 mailbox full"),
    (DATA, "554 no valid recipients"),
    (TEXT, "550 5.7.1 looks like spam"),
    (TEXT, "554 5.6.0 content refused"),
    (TEXT, "451 4.7.1 greylisted"),
    (TEXT, "552 5.3.4 message too big"),
]
"""Answers that are about one message."""


@pytest.mark.parametrize(("stage", "answer"), REFUSALS, ids=lambda value: str(value)[:20])
def test_forty_refused_messages_do_not_make_a_good_one_wait(server, clock, stage, answer):
    good = bad_then_good()
    server.answer = at(stage, answer)
    with listening(server):
        assert deliver() == 1, "within the same run"
    good.refresh_from_db()
    assert (good.state, good.sent_at) == (MessageState.SENT, START)
    assert server.recipients == ["good@example.org"]
    refused = OutboxMessage.objects.exclude(pk=good.pk)
    assert {row.attempts for row in refused} == {1}
    assert not Channel.objects.filter(failures__gt=0).exists(), "the server was never at fault"


BREAKS = [
    (RECIPIENT, DROP),
    (RECIPIENT, "421 4.3.2 shutting down"),
    (DATA, DROP),
    (TEXT, DROP),
    (TEXT, "421 too busy"),
    (RECIPIENT, "nonsense"),
    (RECIPIENT, "299 what is this"),
]
"""Ways in which a conversation breaks off in the middle of a message."""


@pytest.mark.parametrize(("stage", "answer"), BREAKS, ids=lambda value: str(value)[:20])
def test_messages_that_break_the_conversation_delay_a_good_one_by_minutes_at_most(
    server, clock, stage, answer
):
    good = bad_then_good(40)
    server.answer = at(stage, answer)
    with listening(server):
        run_for(clock, 40, step=1)
    good.refresh_from_db()
    assert good.state == MessageState.SENT
    assert good.sent_at - START <= dt.timedelta(minutes=30)
    assert server.recipients == ["good@example.org"]


@pytest.mark.parametrize(("stage", "answer"), BREAKS, ids=lambda value: str(value)[:20])
def test_a_few_broken_conversations_delay_nothing(server, clock, stage, answer):
    good = bad_then_good(MOST_INTERRUPTIONS - 1)
    server.answer = at(stage, answer)
    with listening(server):
        assert deliver() == 1
    good.refresh_from_db()
    assert good.sent_at == START


UNSENDABLE = [
    "",
    "nobody",
    "@example.org",
    "a@",
    "two words@example.org",
    "a@b@c",
    "a@example.org\r\nBcc: thief@example.org",
    "a@example.org, b@example.org",
    "ก" * 70 + "@ตัวอย่าง..ไทย",
    "\x00@example.org",
    "a@" + "x" * 80 + ".org",
]


@pytest.mark.parametrize("address", UNSENDABLE, ids=ascii)
def test_an_address_that_is_none_is_its_own_trouble(server, clock, address):
    bad = put(address.replace("\x00", "\x01"), 1)
    good = put("good@example.org", 2)
    with listening(server):
        deliver()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert good.state == MessageState.SENT
    assert server.recipients == ["good@example.org"]
    assert bad.state == MessageState.STUCK or bad.refusals == 1
    assert bad.sent_at is None


@pytest.mark.parametrize("template", ["missing", "../../etc/passwd", "broken_here", ""])
def test_a_template_that_fails_is_its_messages_own_trouble(
    server, clock, settings, tmp_path, template, caplog
):
    folder = tmp_path / "outbox"
    folder.mkdir()
    (folder / "broken_here_subject.txt").write_text("{% nonsense %}", encoding="utf-8")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    bad, good = put("a@example.org", 1), put("good@example.org", 2)
    OutboxMessage.objects.filter(pk=bad.pk).update(template=template)
    with listening(server):
        assert deliver() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert good.state == MessageState.SENT
    assert (bad.state, bad.error_kind, bad.refusals) == (MessageState.WAITING, Kind.PROGRAM, 1)
    assert "could not be composed" in caplog.text


def test_a_server_that_hangs_up_after_many_refusals_loses_no_innocent_message(server, clock):
    """Postfix says 421 after twenty errors in one conversation; the next message would pay for them."""
    good = bad_then_good(45)
    server.most_refusals = 5
    server.answer = at(RECIPIENT, "550 5.1.1 no such user")
    with listening(server):
        assert deliver() == 1
    good.refresh_from_db()
    assert (good.state, good.attempts) == (MessageState.SENT, 1)


def dead_for(clock: Any, hours: int) -> None:
    for _minute in range(0, hours * 60, 5):
        assert deliver() == 0
        clock.shift(5 * MINUTE)


def test_a_server_dead_for_two_days_gets_every_message_once_and_in_order(server, clock):
    rows = [put(f"body{number}@example.org", number) for number in range(12)]
    identities = [str(row.message_id) for row in rows]
    dead_for(clock, 48)
    assert set(OutboxMessage.objects.values_list("state", "attempts", "refusals")) == {("waiting", 0, 0)}, (
        "no message paid for the server"
    )
    with listening(server):
        run_for(clock, 35)
        assert deliver() == 0
    assert [one.message["Message-ID"].partition("@")[0].strip("<") for one in server.received] == identities
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.SENT}
    assert not Channel.objects.get().failures


def test_a_dead_server_is_asked_at_growing_distance_and_not_by_every_message(server, clock, monkeypatch):
    for number in range(30):
        put(f"a{number}@example.org", number)
    asked: list[dt.datetime] = []

    def refuse(stage, _to):
        asked.append(timezone.now())
        return "554 5.3.2 closed for repairs" if stage == GREETING else None

    server.answer = refuse
    with listening(server):
        run_for(clock, 12 * 60)
    gaps = [after - before for before, after in zip(asked, asked[1:], strict=False)]
    assert gaps[0] == dt.timedelta(minutes=5)
    assert set(gaps[1:]) == {dt.timedelta(minutes=30)}
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {0}


CLOSED = [
    (GREETING, DROP),
    (GREETING, "421 not now"),
    (SENDER, "530 5.7.0 authentication required"),
    (SENDER, "550 5.7.1 sender not allowed"),
    (SENDER, "451 4.3.0 local error"),
    (RECIPIENT, "530 5.7.0 authentication required"),
    (RECIPIENT, "503 5.5.1 bad sequence"),
]
"""Answers that every message would get."""


@pytest.mark.parametrize(("stage", "answer"), CLOSED, ids=lambda value: str(value)[:20])
def test_a_server_that_takes_nobodys_mail_uses_up_no_tries(server, clock, stage, answer):
    for number in range(10):
        put(f"a{number}@example.org", number)
    server.answer = lambda now, to: answer if now == stage else None
    with listening(server):
        run_for(clock, 40 * 60)
        assert set(OutboxMessage.objects.values_list("refusals", "state")) == {(0, MessageState.WAITING)}
        assert server.connections < 100, "one look at a time"
        server.answer = lambda now, to: None
        run_for(clock, 35)
    assert server.recipients == [f"a{number}@example.org" for number in range(10)]


def test_what_waited_for_two_days_before_a_dead_server_is_given_up_and_listed(server, clock):
    put("a@example.org", 1)
    run_for(clock, int(GIVE_UP_AFTER.total_seconds() // MINUTE) + 60)
    message = OutboxMessage.objects.get()
    assert (message.state, message.error_kind) == (MessageState.STUCK, Kind.CONNECTION)
    assert list(OutboxMessage.objects.unsent(timezone.now())) == [message]


@pytest.mark.parametrize(
    ("stage", "answer"), [case for case in REFUSALS if case[1][0] == "4"], ids=lambda value: str(value)[:20]
)
def test_a_refusal_for_now_is_tried_by_a_schedule_that_ends(server, clock, stage, answer):
    put("bad@example.org", 1)
    server.answer = at(stage, answer)
    with listening(server):
        run_for(clock, 60 * 60)
        message = OutboxMessage.objects.get()
        assert message.attempts == len(RETRIES) + 1
        assert (message.state, message.error_kind) == (MessageState.STUCK, Kind.BUSY)
        before = server.connections
        run_for(clock, 60)
        assert server.connections == before, "given up is given up"


def test_a_greylisted_message_arrives_at_the_second_try(server, clock):
    put("bad@example.org", 1)
    seen: list[str] = []

    def once(stage, to):
        if stage == RECIPIENT:
            seen.append(to)
            return "450 4.2.0 greylisted" if len(seen) == 1 else None
        return None

    server.answer = once
    with listening(server):
        run_for(clock, 6)
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, message.error_kind) == (MessageState.SENT, 2, Kind.NONE)


def test_a_refusal_for_good_is_not_tried_again(server, clock):
    put("bad@example.org", 1)
    server.answer = at(RECIPIENT, "550 5.1.1 no such user")
    with listening(server):
        run_for(clock, 300)
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, message.error_kind) == (MessageState.STUCK, 1, Kind.ADDRESS)
    assert server.connections == 1


def test_the_answer_of_a_server_never_reaches_the_database(server, clock):
    put("bad@example.org", 1)
    server.answer = at(RECIPIENT, "550 5.1.1 <bad@example.org> somchai is unknown")
    with listening(server):
        deliver()
    kept = OutboxMessage.objects.values().get()
    assert "somchai" not in str(kept)
    assert not re.search("bad@example.org", str(kept | {"to": ""}))


def test_a_message_taken_by_a_server_that_dies_before_it_says_so_keeps_its_message_id(server, clock):
    put("a@example.org", 1)
    server.answer = lambda stage, to: DROP if stage == TAKEN and len(server.received) == 1 else None
    with listening(server):
        run_for(clock, 10)
    first, second = server.received
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert OutboxMessage.objects.get().state == MessageState.SENT


def test_many_messages_share_a_conversation(server, clock):
    for number in range(30):
        put(f"a{number}@example.org", number)
    with listening(server):
        assert deliver() == 30
    assert server.connections == 1


def test_messages_that_were_refused_before_never_fill_a_run(server, clock):
    """Two hundred old refused ones are due again; the newest message still leaves first."""
    server.answer = at(RECIPIENT, "450 later")
    for number in range(30):
        put(f"bad{number}@example.org", number)
    with listening(server):
        deliver()
        clock.shift(5 * MINUTE)
        put("good@example.org", 999)
        assert deliver(limit=1) == 1
    assert server.recipients == ["good@example.org"]
