"""Thin: the queue calls what the office does."""

from __future__ import annotations

from django.core.cache import cache
from django_tasks import task

from legal_library.books.making import make_missing
from legal_library.circulating.sending import remind
from legal_library.proposing import running
from legal_library.public import search_source
from portal.queue.repeating import repeatable
from portal.thai.dates import bangkok_today

DAY_KEY = "library:followed-on"


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


@task()
@repeatable
def follow_the_days() -> int:
    """Tell search of the documents whose first day in force or out of force has come; returns how many.

    Done once a day for each store of the cache. After a pause, however long, nothing is missed.
    """
    today = bangkok_today()
    if cache.get(DAY_KEY) == today:
        return 0
    count = search_source.follow_status(today)
    cache.set(DAY_KEY, today, 24 * 3600)
    return count
