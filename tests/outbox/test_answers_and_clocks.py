"""A server that says no is not away, and a clock that ran ahead stops no mail (R05, R10)."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from portal.metrics import figures
from portal.outbox import channel
from portal.outbox.delivery import deliver
from portal.outbox.models import Channel, MessageState, OutboxMessage
from portal.outbox.services import enqueue
from portal.upkeep.checks.mail import mail_server_away
from portal.upkeep.registry import Look

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


class SaysNo(EmailBackend):
    """A mail server that refuses every recipient for now."""

    answer: Exception = smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"4.3.0 try later")})

    def send_messages(self, messages: Any) -> int:
        raise self.answer


class Away(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self) -> None:
        raise ConnectionRefusedError


def put(key: str = "k1") -> OutboxMessage:
    return enqueue(
        template="case_news",
        to="a@example.org",
        context={"reference": "K7M2-9QXF", "link": "https://klang.example/"},
        dedup_key=key,
    )


def failing_seconds() -> float:
    return next(one for one in figures.mail() if one.name == "klang_mail_failing_seconds").samples[0].value


@pytest.fixture
def away_for_an_hour(settings: Any, clock: Any) -> None:
    put()
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    for _minute in range(60):
        deliver()
        clock.shift(dt.timedelta(minutes=1))
    assert failing_seconds() >= 3_000


@pytest.mark.parametrize(
    "answer",
    [
        smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"4.3.0 try later")}),
        smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"5.1.1 no such user")}),
        smtplib.SMTPDataError(451, b"4.7.1 greylisted"),
    ],
)
def test_an_answer_about_a_message_is_an_answer_of_the_server(
    away_for_an_hour: None, settings: Any, clock: Any, monkeypatch: pytest.MonkeyPatch, answer: Exception
) -> None:
    """The alarm says that it has not answered for half an hour; it must end when it answers, whatever it answers."""
    monkeypatch.setattr(SaysNo, "answer", answer)
    settings.EMAIL_BACKEND = f"{__name__}.SaysNo"
    clock.shift(dt.timedelta(hours=1))
    assert deliver() == 0
    assert not Channel.objects.filter(failures__gt=0).exists()
    assert failing_seconds() == 0
    assert mail_server_away(Look(NOW + dt.timedelta(hours=3))).count == 0


def test_a_message_that_could_not_be_written_says_nothing_of_the_server(
    away_for_an_hour: None, settings: Any, clock: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMessage.objects.update(template="there_is_none")
    clock.shift(dt.timedelta(hours=1))
    assert deliver() == 0
    assert Channel.objects.filter(failures__gt=0).exists()


def test_conversations_that_break_off_are_no_answer(
    away_for_an_hour: None, settings: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SaysNo, "answer", smtplib.SMTPServerDisconnected("gone"))
    settings.EMAIL_BACKEND = f"{__name__}.SaysNo"
    clock.shift(dt.timedelta(hours=1))
    assert deliver() == 0
    assert Channel.objects.filter(failures__gt=0).exists()


# --- clocks --------------------------------------------------------------------------------------------------------


def test_a_pause_that_a_clock_ahead_began_does_not_last_until_that_day(clock: Any) -> None:
    put()
    Channel.objects.create(name=Channel.EMAIL, paused_until=NOW + YEAR, failures=1, failing_since=NOW + YEAR)
    assert failing_seconds() == 0, "no less than nothing"
    assert deliver() == 1
    assert not Channel.objects.get().failures


def test_a_server_that_is_away_pauses_anew_from_the_right_time(settings: Any) -> None:
    put()
    Channel.objects.create(name=Channel.EMAIL, paused_until=NOW + YEAR, failures=3, failing_since=NOW + YEAR)
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    deliver()
    row = Channel.objects.get()
    assert row.paused_until == NOW + channel.LATER_PAUSE
    assert row.failing_since == NOW
    assert channel.is_paused(NOW)


def test_a_message_that_was_written_or_taken_up_by_a_clock_ahead_is_sent(clock: Any) -> None:
    clock.move_to(NOW + YEAR)
    put("written")
    taken = put("taken")
    OutboxMessage.objects.filter(pk=taken.pk).update(
        claimed_until=NOW + YEAR, claim="7d9f2c52-2f0a-4d7e-9d58-2f5f0f2a7c11", next_attempt_at=NOW
    )
    clock.move_to(NOW)
    assert deliver() == 2
    assert len(mail.outbox) == 2


def test_waits_of_a_refused_message_are_waited_for() -> None:
    message = put()
    for ahead in (dt.timedelta(minutes=5), dt.timedelta(hours=16)):
        OutboxMessage.objects.filter(pk=message.pk).update(next_attempt_at=NOW + ahead)
        assert deliver() == 0
    assert OutboxMessage.objects.get().state == MessageState.WAITING
