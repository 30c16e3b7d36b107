"""Thin: the queue calls what the office does."""

from __future__ import annotations

from django_tasks import task

from legal_library.books.making import make_missing
from legal_library.circulating.sending import remind
from legal_library.proposing import running
from portal.queue.repeating import repeatable


@task()
@repeatable
def remind_of_circulars() -> int:
    """Remind organizations whose day to acknowledge a circular comes or has passed; returns how many."""
    return remind()


@task()
@repeatable
def make_books() -> int:
    """Draw the pages of manuals of which no book is made yet (S2.07); returns how many."""
    return make_missing()


@task()
@repeatable
def forget_old_readings() -> int:
    """Delete the files of letters that were read long ago, also where nobody hands in another; returns how many."""
    return running.forget_old()
