"""Thin: the queue calls the service."""

from __future__ import annotations

from django_tasks import task

from portal.outbox.services import deliver


@task()
def deliver_due() -> int:
    """Send every message that is due; returns how many left."""
    return deliver()
