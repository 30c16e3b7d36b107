"""The pause of the way to the mail server: once for all messages and all workers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from portal.outbox.failures import Kind
from portal.outbox.models import Channel, MessageState, OutboxMessage

# First after five minutes, then every half hour; after two days somebody has to look (FixMyStreet's schedule, R05).
FIRST_PAUSE = dt.timedelta(minutes=5)
LATER_PAUSE = dt.timedelta(minutes=30)
GIVE_UP_AFTER = dt.timedelta(hours=48)


def pause_after(failures: int) -> dt.timedelta:
    """Return how long to wait after so many failures in a row."""
    return FIRST_PAUSE if failures <= 1 else LATER_PAUSE


def is_paused(now: dt.datetime) -> bool:
    """Say whether the mail server was found dead a short while ago.

    No pause is longer than `LATER_PAUSE`: what ends later was begun by a clock that ran ahead, and would last until that day.
    """
    lasting = Q(paused_until__gt=now, paused_until__lte=now + LATER_PAUSE)
    return Channel.objects.filter(lasting, name=Channel.EMAIL).exists()


def pause(error: BaseException, now: dt.datetime, *, answers: bool = False) -> dt.datetime:
    """Let all messages wait; return until when.

    Args:
        error: what was met.
        now: the present.
        answers: the server can be reached, but conversations break off; it is asked again sooner.

    A pause that another worker began in the same moment is not made longer. Messages that have waited for two days by
    now are given up: what they say is old, and somebody must use the telephone.
    """
    with transaction.atomic():
        Channel.objects.get_or_create(name=Channel.EMAIL)
        row = Channel.objects.select_for_update().get(name=Channel.EMAIL)
        if row.paused_until is None or not now < row.paused_until <= now + LATER_PAUSE:
            row.failures += 1
            row.failing_since = min(row.failing_since or now, now)
            row.paused_until = now + (FIRST_PAUSE if answers else pause_after(row.failures))
            row.last_error = type(error).__name__
            row.save()
        old = OutboxMessage.objects.due(now).filter(waiting_since__lt=now - GIVE_UP_AFTER)
        old.order_by().update(state=MessageState.STUCK, error_kind=Kind.CONNECTION, last_error=row.last_error)
        return row.paused_until


def resume() -> None:
    """Say that the mail server answered; costs a write only when it had been dead."""
    Channel.objects.filter(name=Channel.EMAIL, failures__gt=0).update(
        paused_until=None, failures=0, failing_since=None, last_error=""
    )
