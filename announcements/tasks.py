"""Work that comes round by itself."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from announcements.models import AnnouncementPage
from announcements.public.search_source import key_of
from portal.queue.repeating import repeatable
from portal.search.sources import changes

DAY_KEY = "announcements:searched-on"
LOOK_BACK = dt.timedelta(days=31)


@task()
@repeatable
def follow_the_days() -> int:
    """Bring search in step with the calendar; return how many announcements were looked at again.

    An announcement appears on its first day and is over after its last, without anybody saving it. Done once a day for
    each worker; after a pause of up to a month nothing is missed, and longer ones end with a rebuild anyway.
    """
    today = timezone.localdate()
    if cache.get(DAY_KEY) == today.isoformat():
        return 0
    since = today - LOOK_BACK
    turned = AnnouncementPage.objects.live().filter(
        Q(shown_from__range=(since, today)) | Q(shown_until__range=(since, today - dt.timedelta(days=1)))
    )
    count = 0
    for page in turned.only("pk").iterator(chunk_size=200):
        changes.update(key_of(page))
        count += 1
    cache.set(DAY_KEY, today.isoformat(), 24 * 3600)
    return count
