"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.phones.domain import judging, resolving
from portal.queue.repeating import repeatable


@task()
@repeatable
def judge_what_phones_sent() -> int:
    """Judge what a request left, or a process that died, and empty what was dismissed or left incomplete long ago. Twice or late is fine.

    Returns:
        Of how many phones something was judged.
    """
    resolving.forget_dismissed()
    resolving.forget_parts()
    return judging.judge_all()
