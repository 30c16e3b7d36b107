"""Editors at work in Wagtail: write, preview, publish, schedule; and what the editor refuses."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from announcements.models import AnnouncementIndexPage, AnnouncementPage, PostingRecord, ResultsIndexPage
from portal.pages.models import HomePage
from tests.accounts.factories import UserFactory
from tests.announcements.factories import announcement, index_page, results_page

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def publisher(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(user)
    return user


def form(**changes: object) -> dict:
    values = {
        "title": "เปิดศูนย์พักพิง",
        "title_en": "",
        "slug": "shelter",
        "search_description": "",
        "kind": "notice",
        "number": "3/2569",
        "issued_on": "2026-11-22",
        "shown_from": "2026-11-22",
        "shown_until": "2026-12-05",
        "organization": "",
        "summary": "เข้าพักได้ตั้งแต่วันนี้",
        "summary_en": "",
        "body": rich_text("<p>ที่โรงเรียนทดสอบ</p>"),
        "body_en": rich_text(""),
        "place": "",
        "place_en": "",
        "starts_at": "",
        "ends_at": "",
        "pictures": inline_formset([]),
        "attachments": inline_formset([]),
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    return nested_form_data({**values, **changes})


def add_address() -> str:
    return reverse("wagtailadmin_pages:add", args=["announcements", "announcementpage", index_page().pk])


def test_an_announcement_is_written_and_published(client, publisher) -> None:
    response = client.post(add_address(), form())
    assert response.status_code == 302
    page = AnnouncementPage.objects.get()
    assert page.live
    assert (page.shown_from, page.shown_until) == (TODAY, dt.date(2026, 12, 5))
    assert "ที่โรงเรียนทดสอบ" in client.get("/announcements/shelter/").content.decode()
    assert PostingRecord.objects.get().recorded_by == publisher


def test_a_draft_is_kept_and_shown_to_nobody(client, publisher) -> None:
    data = form()
    del data["action-publish"]
    client.post(add_address(), data)
    assert not AnnouncementPage.objects.get().live
    assert client.get("/announcements/shelter/").status_code == 404
    assert not PostingRecord.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"shown_until": "2026-11-21"}, "shown_until"),
        ({"title": ""}, "title"),
        ({"summary": ""}, "summary"),
        ({"summary": "ย" * 401}, "summary"),
        ({"kind": "gossip"}, "kind"),
        ({"issued_on": "31/02/2569"}, "issued_on"),
        ({"shown_from": ""}, "shown_from"),
        ({"slug": "มี ช่องว่าง/"}, "slug"),
    ],
)
def test_what_cannot_be_published_is_told_at_its_field(client, publisher, change: dict, field: str) -> None:
    response = client.post(add_address(), form(**change))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not AnnouncementPage.objects.exists()


def test_an_announcement_may_be_its_attachment_alone(client, publisher) -> None:
    client.post(add_address(), form(body=rich_text("")))
    assert client.get("/announcements/shelter/").status_code == 200
    assert client.get("/announcements/shelter/notice.pdf").status_code == 200


@pytest.mark.parametrize(
    "hostile", ["<script>x()</script>", '<img src="x" onerror="y()">', '<a href="javascript:z()">ก</a>']
)
def test_rich_text_lets_no_script_through(client, publisher, hostile: str) -> None:
    """The editor's own format knows no script; what arrives is text or nothing."""
    client.post(add_address(), form(body=rich_text(f"<p>ก่อน</p>{hostile}<p>หลัง</p>")))
    body = client.get("/announcements/shelter/").content.decode()
    assert "<script>x" not in body
    assert "onerror" not in body
    assert "javascript:" not in body


def test_a_preview_shows_what_is_not_public_yet(publisher) -> None:
    page = announcement(live=False, shown_from=TODAY + dt.timedelta(days=9), number="7/2569")
    preview = page.make_preview_request()
    preview.render() if hasattr(preview, "render") and not preview.is_rendered else None
    assert preview.status_code == 200
    assert "7/2569" in preview.content.decode()
    assert "public" not in preview.get("Cache-Control", "")


@pytest.mark.parametrize("make", [index_page, results_page])
def test_the_lists_can_be_previewed(publisher, make) -> None:
    preview = make().make_preview_request()
    assert preview.status_code == 200


def test_each_kind_of_page_stands_where_it_belongs() -> None:
    assert AnnouncementPage.allowed_parent_page_models() == [AnnouncementIndexPage]
    assert AnnouncementIndexPage.allowed_parent_page_models() == [HomePage]
    assert ResultsIndexPage.allowed_parent_page_models() == [HomePage]
    assert AnnouncementPage.allowed_subpage_models() == ResultsIndexPage.allowed_subpage_models() == []
    index_page()
    results_page()
    assert not AnnouncementIndexPage.can_create_at(HomePage.objects.get())
    assert not ResultsIndexPage.can_create_at(HomePage.objects.get())
    assert not AnnouncementPage.can_create_at(Page.get_first_root_node())


def test_results_have_no_form_but_their_own_screen(client, publisher) -> None:
    """Published figures are no snippet and no page: Wagtail's generic screens cannot edit or delete them."""
    from wagtail.snippets.models import get_snippet_models

    assert not {"AnnualResults", "PostingRecord"} & {model.__name__ for model in get_snippet_models()}
