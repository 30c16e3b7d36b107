"""A law comes into force and goes out of it on its days: in the list, in collections, in search and for who follows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from legal_library.domain.standing import status_on
from legal_library.models import CollectionPage, DocumentPage, LibraryIndexPage
from legal_library.models.standing import status_column
from legal_library.public.browse import browse
from legal_library.public.collections import matching
from legal_library.public.search_source import key_of
from legal_library.tasks import follow_the_days
from legal_library.vocabulary import DocumentStatus
from portal.search.models import IndexedDocument
from portal.thai.dates import bangkok_today
from tests.legal_library.factories import DocumentFactory

DAY = timedelta(days=1)
TODAY = date(2026, 11, 30)
DAYS = (None, TODAY - DAY, TODAY, TODAY + DAY)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Noon in Thailand of `TODAY`."""
    with time_machine.travel("2026-11-30T05:00:00Z", tick=False) as traveller:
        yield traveller


def to_tomorrow(clock: Any, days: int = 1) -> None:
    clock.move_to(timezone.now() + days * DAY)


def published(library: LibraryIndexPage, **values: Any) -> DocumentPage:
    page = DocumentFactory(parent=library, **values)
    page.save_revision().publish()
    return page


def in_search(page: DocumentPage) -> tuple[str, datetime]:
    return IndexedDocument.objects.values_list("status", "news_at").get(key=key_of(page))


def listed(library: LibraryIndexPage, status: str) -> list[str]:
    found = browse(library.published_documents(), {"status": status}, "./")
    pages = list(found.page.object_list)
    assert found.total == len(pages) and all(page.standing.status == status for page in pages)
    return [page.title for page in pages]


def test_the_column_says_what_the_rule_says(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library)
    mine = DocumentPage.objects.filter(pk=page.pk)
    for status, effective, repealed in itertools.product(DocumentStatus, DAYS, DAYS):
        values = {"status": status, "effective_on": effective, "repealed_on": repealed}
        mine.update(**values)
        assert mine.values_list(status_column(TODAY)).get() == (status_on(TODAY, **values).value,), values


def test_a_law_is_repealed_on_its_day_in_search_and_that_is_news(
    library: LibraryIndexPage, clock: Any
) -> None:
    page = published(library, repealed_on=bangkok_today() + DAY)
    follow_the_days.call()
    status, before = in_search(page)
    assert status == DocumentStatus.IN_FORCE
    to_tomorrow(clock)
    assert follow_the_days.call() == 1
    status, after = in_search(page)
    assert status == DocumentStatus.REPEALED
    assert IndexedDocument.objects.get(key=key_of(page)).superseded
    assert after == timezone.now() > before


def test_a_law_comes_into_force_on_its_day(library: LibraryIndexPage, clock: Any) -> None:
    waits = published(library, effective_on=bangkok_today() + DAY, status=DocumentStatus.NOT_YET_IN_FORCE)
    hasty = published(library, effective_on=bangkok_today() + DAY, status=DocumentStatus.IN_FORCE)
    assert [in_search(page)[0] for page in (waits, hasty)] == [DocumentStatus.NOT_YET_IN_FORCE] * 2
    to_tomorrow(clock)
    assert follow_the_days.call() == 2
    assert [in_search(page)[0] for page in (waits, hasty)] == [DocumentStatus.IN_FORCE] * 2


def test_it_is_done_once_a_day_and_tells_no_news_of_what_stands_as_it_stood(
    library: LibraryIndexPage, clock: Any, django_assert_num_queries: Any
) -> None:
    page = published(library, effective_on=bangkok_today() - DAY)
    before = in_search(page)
    assert follow_the_days.call() == 0
    with django_assert_num_queries(0):
        assert follow_the_days.call() == 0
    to_tomorrow(clock)
    assert follow_the_days.call() == 0
    assert in_search(page) == before


def test_a_pause_of_months_is_made_up_for_and_drafts_stay_out(library: LibraryIndexPage, clock: Any) -> None:
    page = published(library, repealed_on=bangkok_today() + DAY)
    draft = DocumentFactory(parent=library, live=False, repealed_on=bangkok_today() + DAY)
    to_tomorrow(clock, days=200)
    assert follow_the_days.call() == 1
    assert in_search(page)[0] == DocumentStatus.REPEALED
    assert not IndexedDocument.objects.filter(key=key_of(draft)).exists()


def test_it_comes_round_by_itself() -> None:
    assert "legal_library.tasks.follow_the_days" in settings.KLANG["PERIODIC"]


def test_the_list_and_its_counts_say_what_the_labels_say(
    library: LibraryIndexPage, clock: Any, client: Client
) -> None:
    published(library, title="พระราชบัญญัติ ก", repealed_on=bangkok_today() + DAY)
    published(library, title="พระราชบัญญัติ ข")
    assert len(listed(library, "in_force")) == 2 and not listed(library, "repealed")
    to_tomorrow(clock)
    assert listed(library, "in_force") == ["พระราชบัญญัติ ข"]
    assert listed(library, "repealed") == ["พระราชบัญญัติ ก"]
    facets = browse(library.published_documents(), {}, "./").facets
    (facet,) = [one for one in facets if one.name == "status"]
    assert [option.count for option in facet.options] == [1, 1]
    feed = client.get("/library/feed/", {"status": "in_force"}).content.decode()
    assert "พระราชบัญญัติ ข" in feed and "พระราชบัญญัติ ก" not in feed


def test_a_collection_by_status_follows_the_day(library: LibraryIndexPage, clock: Any) -> None:
    page = published(library, repealed_on=bangkok_today() + DAY)
    collection = CollectionPage(status=DocumentStatus.IN_FORCE)
    assert list(matching(collection)) == [page]
    to_tomorrow(clock)
    assert list(matching(collection)) == []
