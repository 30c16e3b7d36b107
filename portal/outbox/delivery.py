"""Sending what is due: fairly, once, and without one message standing in the way of another."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import smtplib
import time
import uuid
from typing import Any

from django.core.mail import get_connection
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.outbox import channel, ways
from portal.outbox.composing import compose
from portal.outbox.failures import (
    AddressError,
    CompositionError,
    HeldError,
    Kind,
    NeedlessError,
    RefusedError,
    Scope,
    Verdict,
    judge,
)
from portal.outbox.models import Channel, MessageState, OutboxMessage

log = logging.getLogger(__name__)

RETRIES = (
    *(dt.timedelta(minutes=5), dt.timedelta(minutes=30)),
    *(dt.timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 16)),
)
"""Waits after each refusal of one message; after the last it is given up, two days after the first."""
BATCH = 200
"""Messages of one run; the next minute brings the next run."""
FORGOTTEN_AT_ONCE = 500
"""Messages that one run forgets; it is called each minute of an hour of the night."""
RUN_SECONDS = 60
"""How long one run may keep the worker from other tasks, however slow the mail server is."""
WAY_SECONDS = 20
"""The same for each way other than mail."""
MOST_INTERRUPTIONS = 10
"""Conversations that broke off one after another, until it is taken for the server's fault and everything pauses."""
LEASE = dt.timedelta(minutes=10)
"""How long a worker has a message in hand. One conversation is bounded by a few times EMAIL_TIMEOUT."""


def deliver(*, limit: int = BATCH) -> int:
    """Send the mail that is due, and then what is due on every other way; returns how many were sent.

    Args:
        limit: messages that are taken up at most, on each way.
    """
    return _deliver_mail(limit) + sum(_deliver_on(name, limit) for name in ways.names())


def _deliver_on(way: str, limit: int) -> int:
    """Send what is due on a way other than mail: each message by itself, whatever became of the one before."""
    sent = taken = 0
    ends = time.monotonic() + WAY_SECONDS
    line: ways.Line | None = None
    while taken < limit and time.monotonic() < ends:
        message = claim_next(timezone.now(), way)
        if message is None:
            break
        taken += 1
        line = line or ways.line_of(way)
        try:
            line.send(message)
        except NeedlessError:
            OutboxMessage.objects.filter(pk=message.pk, claim=message.claim).delete()
        except HeldError as error:
            _put_back(message, judge(error), error, next_attempt_at=error.until)
        except (AddressError, CompositionError, RefusedError, OSError) as error:
            _put_back(message, judge(error), error)
        except Exception as error:
            # A room or a plug-in may raise anything. It is this message's trouble: it is put back, and the others go on.
            log.exception("The outbox message %s could not be sent.", message.pk)
            _put_back(message, judge(error), error)
        else:
            _mark_sent(message)
            sent += 1
    return sent


def _deliver_mail(limit: int) -> int:
    """Send the mail that is due.

    Errors of one message are its own: it is tried again by its own schedule or given up, and the next one follows at
    once. When the mail server cannot be reached nothing is tried for a while, and no message loses a try by that.

    Args:
        limit: messages that are taken up at most.
    """
    if channel.is_paused(timezone.now()):
        return 0
    run = _Run()
    ends = time.monotonic() + RUN_SECONDS
    try:
        while run.taken < limit and not run.is_over and time.monotonic() < ends:
            run.send_next()
    finally:
        run.hang_up()
    return run.sent


def forget_old(now: dt.datetime) -> int:
    """Forget messages that left long ago, so many in one run; returns how many."""
    old = list(OutboxMessage.objects.over(now).order_by().values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    return OutboxMessage.objects.filter(pk__in=old).delete()[0]


class _Run:
    """One worker's way through the due messages.

    Attributes:
        taken: messages taken up.
        sent: messages that left.
        is_over: nothing is due any more, or the server is gone.
    """

    def __init__(self) -> None:
        self.taken = self.sent = self._interruptions = 0
        self.is_over = self._has_answered = False
        self._line: Any = None

    def send_next(self) -> None:
        """Take up one message and settle what became of it."""
        if self._line is None:
            self.is_over = not OutboxMessage.objects.due(timezone.now()).exists() or not self._dial()
            if self.is_over:
                return
        message = claim_next(timezone.now())
        if message is None:
            self.is_over = True
            return
        self.taken += 1
        try:
            _send(message, self._line)
        except (AddressError, CompositionError, smtplib.SMTPException, OSError) as error:
            self._failed(message, error)
            return
        _mark_sent(message)
        self._interruptions = 0
        self._answered()
        self.sent += 1

    def _answered(self) -> None:
        """Note, once in a run, that the server said something of a message, be it no: it is not away."""
        if not self._has_answered:
            channel.resume()
        self._has_answered = True

    def _dial(self) -> bool:
        """Open a conversation before a message is taken up, so that a dead server is no message's fault."""
        line = get_connection(fail_silently=False)
        try:
            line.open()
        except (smtplib.SMTPException, OSError) as error:
            self._pause(error, answers=False)
            return False
        self._line = line
        return True

    def hang_up(self) -> None:
        """End the conversation; whatever the server says to that changes nothing any more."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                line.close()

    def _failed(self, message: OutboxMessage, error: Exception) -> None:
        verdict = judge(error)
        # Servers count the refusals of one conversation and hang up on the innocent message that comes next.
        self.hang_up()
        self._interruptions = self._interruptions + 1 if verdict.scope is Scope.INTERRUPTED else 0
        if isinstance(error, smtplib.SMTPException) and verdict.scope in (Scope.LATER, Scope.NEVER):
            self._answered()
        if verdict.scope is Scope.CHANNEL or self._interruptions >= MOST_INTERRUPTIONS:
            until = self._pause(error, answers=verdict.scope is Scope.INTERRUPTED)
            _put_back(message, verdict, error, next_attempt_at=until)
        else:
            _put_back(message, verdict, error)

    def _pause(self, error: Exception, *, answers: bool) -> dt.datetime:
        self.is_over = True
        until = channel.pause(error, timezone.now(), answers=answers)
        log.warning("The mail server cannot be used (%s); all messages wait.", type(error).__name__)
        return until


def claim_next(now: dt.datetime, way: str = Channel.EMAIL) -> OutboxMessage | None:
    """Take the next due message of a way into the hand of this worker; None when there is none.

    PostgreSQL skips rows that others are taking in this moment; SQLite lets one transaction write at a time. The claim
    of a worker that dies ends by itself, and the message is then sent with the same Message-ID. No transaction is held
    while the mail server is talked to: with SQLite that would stop every other writer.
    """
    with transaction.atomic():
        message = OutboxMessage.objects.due(now, way).select_for_update(skip_locked=True).first()
        if message is None:
            return None
        message.claim = uuid.uuid4()
        message.claimed_until = now + LEASE
        message.attempts += 1
        message.save(update_fields=["claim", "claimed_until", "attempts"])
    return message


def _send(message: OutboxMessage, line: Any) -> None:
    """Compose and hand over one message.

    Raises:
        AddressError, CompositionError, smtplib.SMTPException, OSError: see `failures.judge`.
    """
    try:
        # Nothing sent and no error is Django's answer to a message without a recipient.
        if not line.send_messages([compose(message)]):
            raise AddressError
    except (AddressError, DatabaseError, smtplib.SMTPException, OSError):
        raise
    except Exception as error:
        # A template and the writing of a mail may raise anything. It is this message's trouble: the others go on, and
        # the log says where it happened.
        log.exception("The outbox message %s could not be composed.", message.pk)
        raise CompositionError from error


_OUTCOME = ("last_error", "error_kind", "refusals", "interruptions", "state", "next_attempt_at")


def _mark_sent(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=MessageState.SENT,
        sent_at=timezone.now(),
        claim=None,
        claimed_until=None,
        error_kind=Kind.NONE,
        last_error="",
    )


def _put_back(
    message: OutboxMessage, verdict: Verdict, error: Exception, *, next_attempt_at: dt.datetime | None = None
) -> None:
    """Note a failure and decide when, or whether, to try again; only while the claim is still ours."""
    now = timezone.now()
    # Only the kind of error: the text of a mail server may quote the address.
    message.last_error = type(error).__name__
    message.error_kind = verdict.kind
    if verdict.scope in (Scope.LATER, Scope.NEVER):
        message.refusals += 1
        if verdict.scope is Scope.NEVER or message.refusals > len(RETRIES):
            message.state = MessageState.STUCK
        else:
            message.next_attempt_at = now + RETRIES[message.refusals - 1]
    else:
        message.interruptions += verdict.scope is Scope.INTERRUPTED
        message.next_attempt_at = next_attempt_at or now + channel.pause_after(message.attempts)
        if now - message.waiting_since > channel.GIVE_UP_AFTER:
            message.state = MessageState.STUCK
    kept = {name: getattr(message, name) for name in _OUTCOME}
    OutboxMessage.objects.filter(pk=message.pk, claim=message.claim).update(
        **kept, claim=None, claimed_until=None
    )
