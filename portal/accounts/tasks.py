"""Thin: the queue calls the function."""

from __future__ import annotations

from django_tasks import task

from portal.accounts import groups, guessing, kept, sessions
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_appointments() -> int:
    """Keep entry to /cms/ equal to the appointments in force, and end the sessions of those who have none any more.

    Whoever looked after the machine is released first: as long as they are let in by hand, their sessions stay.
    """
    changed = groups.follow_appointments() + groups.release_administrators()
    return changed + sessions.end_sessions_of_leavers()


@task()
@repeatable
def sweep_kept_forms() -> int:
    """Forget forms that nobody came back for, old sign-ins, and sessions that ended by themselves."""
    return kept.sweep() + sessions.sweep()


@task()
@repeatable
def sweep_sign_ins() -> int:
    """Forget from where people signed in or failed to, long ago."""
    return guessing.sweep()
