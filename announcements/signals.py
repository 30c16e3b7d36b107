"""What follows from publishing and withdrawing an announcement: search, and the evidence that it was posted."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from announcements.domain.offices import follow_page
from announcements.domain.postings import close_website_posting, record_website_posting
from announcements.models import AnnouncementPage
from announcements.public.search_source import key_of
from portal.search.sources import changes


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
    changes.update(key_of(instance))
    if instance.live:
        user = get_active_log_context().user or getattr(revision, "user", None)
        record_website_posting(instance, user=user)
        follow_page(instance)


def on_unpublished(sender: type, instance: AnnouncementPage, **kwargs: Any) -> None:
    """Take it out of search and close its record."""
    changes.update(key_of(instance))
    close_website_posting(instance)
    follow_page(instance)


def on_deleted(sender: type, instance: AnnouncementPage, **kwargs: Any) -> None:
    """Take it out of search. The evidence stays; its address is its own copy."""
    changes.update(key_of(instance))
