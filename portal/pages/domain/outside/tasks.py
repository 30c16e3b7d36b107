"""Thin: the queue calls the rounds."""

from __future__ import annotations

from django_tasks import task

from portal.pages.domain.outside import rounds
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_links() -> int:
    """Visit some of the other sites that public pages lead to; returns how many."""
    return rounds.follow_links()


@task()
@repeatable
def visit_asked() -> int:
    """Visit what editors asked for; returns how many."""
    return rounds.visit_asked()
