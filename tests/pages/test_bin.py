"""The bin: what is deleted in /cms/ can be put back for thirty days, as a draft, by those who may add such a page (issue 11, 9)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from announcements.models import AnnouncementPage
from legal_library.models import DocumentPage, Enclosure
from portal.pages.domain import bin as paper_bin
from portal.pages.models import BinnedPage
from portal.pages.tasks import empty_the_bin
from tests.accounts.factories import UserFactory
from tests.announcements.factories import announcement
from tests.legal_library.factories import LetterFactory, LibraryIndexFactory
from tests.pages.test_moderation import member

pytestmark = pytest.mark.django_db


def delete(client: Client, page) -> None:
    assert client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302


@pytest.fixture
def draft(home) -> DocumentPage:
    """A letter that was never public, with a row and a newer version than the stored one."""
    page = LetterFactory(
        parent=LibraryIndexFactory(parent=home), live=False, first_published_at=None, slug="l"
    )
    Enclosure.objects.create(page=page, title="แบบรายงาน", sort_order=0)
    page = DocumentPage.objects.get(pk=page.pk)
    page.title = "ชื่อใหม่กว่า"
    page.save_revision()
    return page


def test_a_deleted_draft_comes_back_whole(admin_client: Client, draft: DocumentPage) -> None:
    delete(admin_client, draft)
    assert not DocumentPage.objects.exists()
    row = BinnedPage.objects.get()
    assert (row.title, row.deleted_by.username) == ("ชื่อใหม่กว่า", "admin")
    assert "ชื่อใหม่กว่า" in admin_client.get(reverse("pages_bin")).content.decode()
    response = admin_client.post(reverse("pages_bin_restore", args=[row.pk]))
    page = DocumentPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.title, page.live, page.slug) == ("ชื่อใหม่กว่า", False, "l")
    assert [one.title for one in page.get_latest_revision_as_object().enclosures.all()] == ["แบบรายงาน"]
    assert [one.title for one in page.enclosures.all()] == ["แบบรายงาน"]
    assert not BinnedPage.objects.exists()
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_an_address_that_was_taken_meanwhile_is_not_taken_twice(
    admin_client: Client, draft: DocumentPage
) -> None:
    parent = draft.get_parent()
    delete(admin_client, draft)
    LetterFactory(parent=parent, slug="l")
    admin_client.post(reverse("pages_bin_restore", args=[BinnedPage.objects.get().pk]))
    assert {page.slug for page in DocumentPage.objects.all()} == {"l", "l-2"}


def test_several_that_are_deleted_at_once_are_kept_as_well(admin_client: Client) -> None:
    pages = [announcement(title="ก"), announcement(title="ข")]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    query = "&".join(f"id={page.pk}" for page in pages)
    assert admin_client.post(f"{address}?{query}&next=/cms/").status_code == 302
    assert not AnnouncementPage.objects.exists()
    assert {row.title for row in BinnedPage.objects.all()} == {"ก", "ข"}


def test_it_is_given_back_only_to_those_who_may_add_it_and_forgotten_after_thirty_days(
    admin_client: Client, draft: DocumentPage
) -> None:
    delete(admin_client, draft)
    row = BinnedPage.objects.get()
    address = reverse("pages_bin_restore", args=[row.pk])
    for person, status in ((UserFactory(), (302, 403)), (member("Editors"), (302,))):
        client = Client()
        client.force_login(person)
        assert client.post(address).status_code in status
        if status == (302, 403):
            assert BinnedPage.objects.exists(), "who is no editor puts nothing back"
    assert not BinnedPage.objects.exists()
    old = paper_bin.keep(announcement(), None)[0]
    BinnedPage.objects.filter(pk=old.pk).update(
        deleted_at=timezone.now() - paper_bin.KEPT - dt.timedelta(minutes=1)
    )
    # It comes round by itself, also where nobody deletes another page.
    assert "portal.pages.tasks.empty_the_bin" in settings.KLANG["PERIODIC"]
    empty_the_bin.enqueue()
    assert not BinnedPage.objects.exists()
    assert admin_client.post(address).status_code == 404
