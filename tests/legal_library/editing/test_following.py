"""Slug and year follow title, number and date until first publication, and then stay; old addresses lead on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from legal_library.models import DocumentPage, LibraryIndexPage
from portal.pages.editing.addresses import free_slug
from portal.pages.models import ContentPage, HomePage
from tests.legal_library.editing.test_editing import PUBLISH, create, editor, form
from tests.legal_library.factories import DocumentFactory

__all__ = ["editor"]

EMPTY = {"reference_as_written": "", "signed_on": ""}


def draft(client: Client, library: LibraryIndexPage, **values: Any) -> DocumentPage:
    assert create(client, library, **values).status_code == 302
    return DocumentPage.objects.get()


def again(client: Client, page: DocumentPage, **values: Any) -> DocumentPage:
    """Save the form as the browser does, with the address that stands in it; returns the newest version."""
    data = form(**{"title": page.title, "slug": page.slug, **values})
    response = client.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), data)
    assert response.status_code == 302, response.context["form"].errors
    return DocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_half_a_title_is_no_address(editor: Client, library: LibraryIndexPage) -> None:
    page = draft(editor, library, title="แนว", **EMPTY)
    page = again(editor, page, **{"title": "แนวทางช่วยเหลือประชาชน", **EMPTY})
    assert page.slug == "naeothang-chuailuea-prachachon"
    page = again(editor, page, **{"title": "แนวทางช่วยเหลือประชาชน", **EMPTY, "signed_on": "9/9/2556"})
    assert (page.slug, page.year_be) == ("naeothang-chuailuea-prachachon-2556", 2556)
    page = again(editor, page, year_be="2556", signed_on="9/9/2557")
    assert (page.slug, page.year_be) == ("circular-mth-0891-3-w1918-2557", 2557)


@pytest.mark.parametrize("typed", ["-", "--", ""])
def test_what_a_browser_makes_of_a_thai_title_is_no_address(
    editor: Client, library: LibraryIndexPage, typed: str
) -> None:
    assert draft(editor, library, slug=typed, **EMPTY).slug == "nangsue-thotsop"


def test_an_address_at_which_something_else_answers_is_refused(
    editor: Client, library: LibraryIndexPage
) -> None:
    """The list has its feed at /library/feed/; a document there could never be read."""
    refused = create(editor, library, slug="feed", **EMPTY)
    assert refused.status_code == 200
    assert "slug" in refused.context["form"].errors
    assert draft(editor, library, slug="feeds", **EMPTY).slug == "feeds"


@pytest.mark.parametrize(
    ("title", "slug"), [("Search", "search-2"), ("Desk", "desk-2"), ("Searching", "searching")]
)
def test_a_title_never_suggests_an_address_of_the_portal_itself(
    home: HomePage, title: str, slug: str
) -> None:
    page = ContentPage(title=title)
    assert free_slug(page.suggested_slug(), home, page) == slug


def test_what_an_editor_chose_stays(editor: Client, library: LibraryIndexPage) -> None:
    page = draft(editor, library, slug="my-letter", year_be="2550")
    page = again(editor, page, title="ชื่ออื่น", year_be="2550", signed_on="9/9/2557")
    assert (page.slug, page.year_be) == ("my-letter", 2550)


def test_an_address_that_is_taken_gets_a_number_and_goes_on_following(
    editor: Client, library: LibraryIndexPage
) -> None:
    DocumentFactory(parent=library, slug="nangsue-thotsop")
    create(editor, library, **EMPTY)
    page = DocumentPage.objects.get(slug="nangsue-thotsop-2")
    again(editor, page, **{"title": "คู่มือ", **EMPTY})
    assert DocumentPage.objects.filter(slug="khumue").exists()


def test_after_publication_both_stay(editor: Client, library: LibraryIndexPage) -> None:
    page = draft(editor, library, **PUBLISH)
    assert (page.slug, page.year_be) == ("circular-mth-0891-3-w1918-2556", 2556)
    page = again(
        editor,
        page,
        title="ชื่อใหม่",
        reference_as_written="มท ๐๘๙๑.๓/ว ๒",
        year_be="2556",
        signed_on="9/9/2557",
        minor_change="on",
        **PUBLISH,
    )
    assert (page.slug, page.year_be, page.reference) == (
        "circular-mth-0891-3-w1918-2556",
        2556,
        "มท 0891.3/ว 2",
    )


def test_a_law_takes_the_year_of_its_name(editor: Client, library: LibraryIndexPage) -> None:
    page = draft(
        editor,
        library,
        kind="act",
        title="พระราชบัญญัติคุ้มครองเด็ก พ.ศ. ๒๕๔๖",
        gazette_published_on="2/10/2547",
        **EMPTY,
    )
    assert page.year_be == 2546
    assert page.slug == "phraratchabanyat-khumkhrong-dek-2546"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("suffix", ["", "document.pdf", "data.json"])
def test_an_old_address_leads_to_the_new_one(
    editor: Client,
    library: LibraryIndexPage,
    django_capture_on_commit_callbacks: Any,
    prefix: str,
    suffix: str,
) -> None:
    page = draft(editor, library, **PUBLISH)
    old = page.slug
    with django_capture_on_commit_callbacks(execute=True):
        again(editor, page, slug="new-place", minor_change="on", **PUBLISH)
    visitor = Client()
    answer = visitor.get(f"{prefix}/library/{old}/{suffix}")
    assert answer.status_code == 301
    assert answer["Location"] == f"{prefix}/library/new-place/{suffix}"
    assert visitor.get(answer["Location"]).status_code == 200
