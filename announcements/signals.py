"""What follows from publishing and withdrawing an announcement: search, and the evidence that it was posted."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from announcements.enums import PostingMedium
from announcements.models import AnnouncementPage, PostingRecord
from announcements.search import key_of
from portal.search import index


def connect() -> None:
    """Listen; called once when the app is ready."""
    page_published.connect(on_published, sender=AnnouncementPage)
    page_unpublished.connect(on_unpublished, sender=AnnouncementPage)
    post_delete.connect(on_deleted, sender=AnnouncementPage)


def on_published(sender: type, instance: AnnouncementPage, revision: Any = None, **kwargs: Any) -> None:
    """Bring search in step and put the posting on the website on record (S1.23).

    Wagtail also sends this for a page that is only scheduled: that one is not posted yet. Who publishes is the person
    at the screen, who need not be the writer of the revision.
    """
    index.update(key_of(instance))
    if instance.live:
        user = get_active_log_context().user or getattr(revision, "user", None)
        record_website_posting(instance, user=user)


def on_unpublished(sender: type, instance: AnnouncementPage, **kwargs: Any) -> None:
    """Take it out of search and close its record."""
    index.update(key_of(instance))
    _close(instance)


def on_deleted(sender: type, instance: AnnouncementPage, **kwargs: Any) -> None:
    """Take it out of search. The evidence stays; its address is its own copy."""
    index.update(key_of(instance))


def record_website_posting(page: AnnouncementPage, *, user: Any = None) -> PostingRecord:
    """Return the record of the present posting on the website; make it when there is none with this period.

    Publishing again with the same last day is the same posting. Another last day ends the old record and begins a new
    one, so that the evidence shows what was promised when.
    """
    present = _present(page).filter(posted_until=page.shown_until).first()
    if present is not None:
        return present
    _close(page)
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
        announcement=page, medium=PostingMedium.WEBSITE, taken_down_on__isnull=True
    )


def _close(page: AnnouncementPage) -> None:
    today = timezone.localdate()
    # What had not begun was never posted: there is nothing to prove.
    _present(page).filter(posted_from__gt=today).delete()
    _present(page).update(taken_down_on=today)
