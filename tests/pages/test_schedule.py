"""What is scheduled for midnight in Bangkok appears and goes without a hand, and search follows (issue 7; S1.23, R24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as project
from django.core.cache import cache
from django.db import DataError, IntegrityError
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published

from announcements.models import PostingRecord
from announcements.public.search_source import key_of as announcement_key
from legal_library.public.search_source import key_of as document_key
from portal.pages.domain.schedule import follow_schedule
from portal.pages.tasks import publish_and_take_down
from portal.periodic import enqueue_all
from portal.search.models import IndexedDocument
from tests.announcements.factories import announcement, home_page
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory

pytestmark = pytest.mark.django_db
EVENING = dt.datetime(2026, 11, 26, 10, 0, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2026, 11, 26, 17, 0, tzinfo=dt.UTC)
"""The day changes in Bangkok, seven hours before it does in UTC."""
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    cache.clear()
    with time_machine.travel(EVENING, tick=False) as moved:
        yield moved
    cache.clear()


@pytest.fixture
def document() -> Page:
    """A law that is not public yet."""
    return DocumentFactory(
        parent=LibraryIndexFactory(parent=home_page()), live=False, first_published_at=None
    )


def schedule(page: Page, begins: dt.datetime | None = None, ends: dt.datetime | None = None) -> Revision:
    """Do what an editor does: set the hours and publish."""
    page.go_live_at, page.expire_at = begins, ends
    revision = page.save_revision()
    revision.publish()
    page.refresh_from_db()
    return revision


def is_public(page: Page) -> bool:
    """Ask as a visitor would."""
    cache.clear()
    return Client().get(page.get_url().removeprefix("http://localhost")).status_code == 200


def is_found(key: str) -> bool:
    return IndexedDocument.objects.filter(key=key, removed=False).exists()


def test_it_comes_round_by_itself() -> None:
    tasks = [import_string(path) for path in project.KLANG["PERIODIC"]]
    assert publish_and_take_down in tasks


@pytest.mark.parametrize("make", ["law", "announcement"])
def test_it_appears_at_midnight_and_goes_at_midnight(clock: Any, document: Page, make: str) -> None:
    page = document if make == "law" else announcement(live=False, shown_from=dt.date(2026, 11, 27))
    key = document_key(page) if make == "law" else announcement_key(page)
    schedule(page, MIDNIGHT, MIDNIGHT + dt.timedelta(days=1))
    for moment, public in (
        (MIDNIGHT - MINUTE, False),
        (MIDNIGHT, True),
        (MIDNIGHT + dt.timedelta(days=1) - MINUTE, True),
        (MIDNIGHT + dt.timedelta(days=1), False),
        (MIDNIGHT + dt.timedelta(days=9), False),
    ):
        clock.move_to(moment)
        enqueue_all()
        assert is_public(page) is public, moment
        assert is_found(key) is public, moment
    page.refresh_from_db()
    assert page.expired


def test_a_new_version_of_a_public_page_appears_at_its_hour(clock: Any, document: Page) -> None:
    schedule(document)
    document.title = "ชื่อใหม่ของกฎหมาย"
    schedule(document, MIDNIGHT)
    follow_schedule()
    assert "ชื่อใหม่" not in Page.objects.get(pk=document.pk).title
    clock.move_to(MIDNIGHT)
    assert follow_schedule() == 1
    assert Page.objects.get(pk=document.pk).title == "ชื่อใหม่ของกฎหมาย"
    assert IndexedDocument.objects.get(key=document_key(document)).title == "ชื่อใหม่ของกฎหมาย"


def test_late_is_better_than_never(clock: Any, document: Page) -> None:
    """The worker was down for three days."""
    schedule(document, MIDNIGHT)
    clock.move_to(MIDNIGHT + dt.timedelta(days=3))
    assert follow_schedule() == 1
    assert is_public(document)


def test_what_came_and_went_meanwhile_is_not_published(clock: Any) -> None:
    """Nor is there evidence that it was posted: it never was."""
    page = announcement(live=False)
    PostingRecord.objects.all().delete()
    schedule(page, MIDNIGHT, MIDNIGHT + dt.timedelta(days=1))
    clock.move_to(MIDNIGHT + dt.timedelta(days=3))
    assert follow_schedule() == 0
    assert not Page.objects.get(pk=page.pk).live
    assert not PostingRecord.objects.exists()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_running_twice_does_it_once(clock: Any) -> None:
    page = announcement(live=False)
    PostingRecord.objects.all().delete()
    schedule(page, MIDNIGHT, MIDNIGHT + dt.timedelta(days=1))
    clock.move_to(MIDNIGHT)
    assert (follow_schedule(), follow_schedule()) == (1, 0)
    assert PostingRecord.objects.count() == 1
    clock.move_to(MIDNIGHT + dt.timedelta(days=1))
    assert (follow_schedule(), follow_schedule()) == (1, 0)


def test_the_history_says_that_it_was_the_schedule(clock: Any, document: Page) -> None:
    schedule(document, MIDNIGHT, MIDNIGHT + dt.timedelta(days=1))
    for moment in (MIDNIGHT, MIDNIGHT + dt.timedelta(days=1)):
        clock.move_to(moment)
        follow_schedule()
    actions = set(PageLogEntry.objects.filter(page=document.pk).values_list("action", flat=True))
    assert {"wagtail.publish.scheduled", "wagtail.unpublish.scheduled"} <= actions


@pytest.mark.parametrize("error", [RuntimeError, IntegrityError, DataError])
def test_a_page_that_cannot_be_published_keeps_no_other_waiting(
    clock: Any, document: Page, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    other = DocumentFactory(parent=document.get_parent(), live=False)
    third = DocumentFactory(parent=document.get_parent(), live=False)
    for page in (document, other, third):
        schedule(page, MIDNIGHT)

    def fail(sender: type, instance: Page, **kwargs: Any) -> None:
        if instance.pk == document.pk:
            raise error("a room's signal")

    clock.move_to(MIDNIGHT)
    page_published.connect(fail)
    try:
        for _minute in range(10):
            follow_schedule()
    finally:
        page_published.disconnect(fail)
    assert not Page.objects.get(pk=document.pk).live, "nothing half"
    assert Page.objects.get(pk=other.pk).live
    assert Page.objects.get(pk=third.pk).live
    assert caplog.text.count("the others go on") == 1, "told, and not every minute"
    assert follow_schedule() == 1, "and still due"


def test_an_editor_who_takes_the_hour_back_is_heard(clock: Any, document: Page) -> None:
    revision = schedule(document, MIDNIGHT)
    revision.refresh_from_db()
    revision.approved_go_live_at = None
    revision.save()
    clock.move_to(MIDNIGHT)
    assert follow_schedule(timezone.now()) == 0
    assert not Page.objects.get(pk=document.pk).live
