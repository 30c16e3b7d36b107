"""Thin: the queue calls the service."""

from __future__ import annotations

from django_tasks import task

from portal.outbox.delivery import deliver
from portal.queue.repeating import repeatable


@task()
@repeatable
def deliver_due() -> int:
    """Send every message that is due; returns how many left. Idempotent: a message is claimed before it is sent."""
    return deliver()
