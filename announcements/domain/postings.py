"""The posting of an announcement on the website, put on record by itself (S1.23)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from announcements.models import AnnouncementPage, PostingRecord
from announcements.vocabulary import PostingMedium


def record_website_posting(page: AnnouncementPage, *, user: Any = None) -> PostingRecord:
    """Return the record of the present posting on the website; make it when there is none with this period.

    Publishing again with the same last day is the same posting. Another last day ends the old record and begins a new
    one, so that the evidence shows what was promised when.
    """
    present = _present(page).filter(posted_until=page.shown_until).first()
    if present is not None:
        return present
    close_website_posting(page)
    begin = max(page.shown_from, timezone.localdate())
    until = page.shown_until
    return PostingRecord.objects.create(
        announcement=page,
        medium=PostingMedium.WEBSITE,
        posted_from=min(begin, until) if until else begin,
        posted_until=until,
        recorded_by=user,
    )


def _present(page: AnnouncementPage) -> Any:
    return PostingRecord.objects.filter(
        announcement=page, medium=PostingMedium.WEBSITE, taken_down_on__isnull=True, corrected_by=None
    )


def close_website_posting(page: AnnouncementPage) -> None:
    """End the present posting today; one that had not begun was never posted and leaves no record."""
    today = timezone.localdate()
    _present(page).filter(posted_from__gt=today).delete()
    _present(page).update(taken_down_on=today)


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
    if record.announcement is None:
        record.title, record.path = wrong.title, wrong.path
    if record.taken_down_on and record.taken_down_on < record.posted_from:
        record.taken_down_on = None
    record.save()
    return record
