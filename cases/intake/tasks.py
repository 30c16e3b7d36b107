"""Thin: what is done for forgotten drafts and lost codes, every now and then."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django_tasks import task

from cases.domain.lost_code import judge_waiting
from cases.intake.draft_folder import remove_abandoned
from portal.queue.repeating import repeatable


@task()
@repeatable
def sweep_drafts() -> None:
    """Delete files of drafts that nobody can reach any more, and sessions that have ended with what was typed in them."""
    remove_abandoned()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@task()
@repeatable
def send_lost_codes() -> int:
    """Write to those whose reference and address belong together; returns how many mails. Running it twice or late is fine."""
    return judge_waiting()
