"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from portal.organizations.domain import closing
from portal.queue.repeating import repeatable


@task()
@repeatable
def carry_out_planned_ends() -> int:
    """End the organizations whose day has come; returns how many."""
    return closing.carry_out_plans()
