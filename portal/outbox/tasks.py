"""Thin: the queue calls the service."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from portal.outbox.delivery import deliver, forget_old
from portal.queue.repeating import repeatable
from portal.thai.dates import to_bangkok

NIGHT = 3
"""The hour in Bangkok in which old messages are looked for; by day nobody needs the answer."""


@task()
@repeatable
def deliver_due() -> int:
    """Send every message that is due; returns how many left. Idempotent: a message is claimed before it is sent."""
    return deliver()


@task()
@repeatable
def forget_old_messages() -> int:
    """Forget messages that left three months ago and that nothing else takes along; returns how many."""
    now = timezone.now()
    return forget_old(now) if to_bangkok(now).hour == NIGHT else 0
