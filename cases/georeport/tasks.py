"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.georeport.domain import hooks
from portal.queue.repeating import repeatable


@task()
@repeatable
def tell_partners() -> int:
    """Write to partners' programs about reports that stand otherwise; returns how many messages."""
    return hooks.notice()
