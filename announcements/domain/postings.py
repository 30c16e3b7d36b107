"""The posting of an announcement on the website, put on record by itself (S1.23)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from announcements.models import AnnouncementPage, PostingRecord
from announcements.vocabulary import PostingMedium


def record_website_posting(page: AnnouncementPage, *, user: Any = None) -> PostingRecord:
    """Return the record of the present posting on the website; make it when there is none with this period.

    Publishing again with the same days is the same posting, and a first day that is behind us stays the one on which it
    began. Other days end the old record and begin a new one, so that the evidence shows what was promised when.
    """
    today, until = timezone.localdate(), page.shown_until
    begin = max(page.shown_from, today)
    for present in _present(page).filter(posted_until=until):
        if max(present.posted_from, today) == begin:
            return present
    close_website_posting(page)
    return PostingRecord.objects.create(
        announcement=page,
        medium=PostingMedium.WEBSITE,
        posted_from=min(begin, until) if until else begin,
        posted_until=until,
        recorded_by=user,
    )


def _present(page: AnnouncementPage) -> QuerySet[PostingRecord]:
    return PostingRecord.objects.filter(
        announcement=page, medium=PostingMedium.WEBSITE, taken_down_on__isnull=True, corrected_by=None
    )


def close_website_posting(page: AnnouncementPage) -> None:
    """End the present posting; one that had not begun was never posted and leaves no record."""
    today = timezone.localdate()
    _present(page).filter(posted_from__gt=today).delete()
    take_down(_present(page), today)


def take_down(records: QuerySet[PostingRecord], day: dt.date) -> int:
    """Write down on which day postings ended; return how many there were.

    A paper hangs until somebody takes it from the board. On the website an announcement is over after its last day by
    itself: there the earlier of the two days is the one.

    Args:
        records: of which none has ended and all had begun by then.
        day: on which somebody takes them down.
    """
    by_themselves = records.filter(medium=PostingMedium.WEBSITE, posted_until__lt=day)
    ended = by_themselves.update(taken_down_on=F("posted_until"))
    return ended + records.update(taken_down_on=day)


@transaction.atomic
def correct(record: PostingRecord, wrong: PostingRecord, user: Any) -> PostingRecord:
    """Keep a second record in the place of a wrong one, which stays as it was.

    Args:
        record: the right one, not stored; says in its note what was wrong.
        wrong: the record that it corrects.
        user: who corrects it.
    """
    record.corrects, record.recorded_by = wrong, user
    record.taken_down_on = wrong.taken_down_on
    if record.medium == PostingMedium.WEBSITE and record.taken_down_on and record.posted_until:
        record.taken_down_on = min(record.taken_down_on, record.posted_until)
    if record.announcement is None:
        record.title, record.path = wrong.title, wrong.path
    if record.taken_down_on and record.taken_down_on < record.posted_from:
        record.taken_down_on = None
    record.save()
    return record
