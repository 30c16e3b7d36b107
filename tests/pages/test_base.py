"""What every public page has in common: cache headers, no cookie, addresses, breadcrumbs."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.models import PageViewRestriction

from portal.pages.models import GuideIndexPage, HomePage
from portal.pages.models.base import patch_public_cache
from tests.pages.factories import ContentPageFactory, GuideFactory

PUBLIC = "public, max-age=60"


@pytest.mark.parametrize(
    ("method", "status", "public"), [("get", 200, True), ("head", 200, True), ("get", 404, False)]
)
def test_only_good_answers_to_reading_are_public(
    rf: RequestFactory, method: str, status: int, public: bool
) -> None:
    response = patch_public_cache(getattr(rf, method)("/"), HttpResponse(status=status), 60)
    assert (response.get("Cache-Control") == PUBLIC) is public


def test_a_post_is_never_public(rf: RequestFactory) -> None:
    assert "Cache-Control" not in patch_public_cache(rf.post("/"), HttpResponse(), 60)


def test_a_preview_is_private(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.is_preview = True
    assert patch_public_cache(request, HttpResponse(), 60)["Cache-Control"] == "private, no-cache"


def test_pages_are_public_and_set_no_cookie(
    home: HomePage, guide_index: GuideIndexPage, client: Client
) -> None:
    ContentPageFactory(parent=home, slug="about")
    GuideFactory(parent=guide_index, slug="disaster")
    for address in ("/", "/about/", "/guide/", "/guide/disaster/", "/en/guide/disaster/"):
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == PUBLIC, address
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address
        assert b"csrfmiddlewaretoken" not in response.content, address


def test_signed_in_staff_see_the_same_page_unkept(home: HomePage, client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("editor", password="x-long-password-x"))
    response = client.get("/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    "kind", [PageViewRestriction.LOGIN, PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD]
)
def test_restricted_pages_are_kept_by_nobody(home: HomePage, client: Client, kind: str) -> None:
    page = ContentPageFactory(parent=home, slug="about", title="เรื่องภายใน")
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    for user in (None, get_user_model().objects.create_superuser("chief", password="x-long-password-x")):
        if user:
            client.force_login(user)
        response = client.get("/about/")
        assert "public" not in response["Cache-Control"]
        assert "no-store" in response["Cache-Control"]


def test_drafts_do_not_exist(home: HomePage, client: Client) -> None:
    ContentPageFactory(parent=home, slug="about", live=False)
    response = client.get("/about/")
    assert response.status_code == 404
    assert "public" not in response.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("title", "title_en", "slug"),
    [
        ("คุกกี้ของเรา", "Our cookies", "our-cookies"),
        ("คุกกี้ของเรา", "", "khukki-khong-rao"),
        ("About us", "", "about-us"),
    ],
)
def test_addresses_are_latin_even_for_thai_titles(
    home: HomePage, title: str, title_en: str, slug: str
) -> None:
    assert ContentPageFactory(parent=home, slug="", title=title, title_en=title_en).slug == slug


def test_equal_addresses_are_told_apart(home: HomePage) -> None:
    slugs = [ContentPageFactory(parent=home, slug="", title="ก").slug for _ in range(2)]
    assert slugs == ["k", "k-2"]


@pytest.mark.parametrize("title", ["-", "***", "🙂", "ฯ", "—"])
@pytest.mark.parametrize("slug", ["", "-", "--", "---"])
def test_an_address_is_never_a_hyphen_and_never_empty(home: HomePage, title: str, slug: str) -> None:
    assert ContentPageFactory(parent=home, slug=slug, title=title).slug == "content"


def test_breadcrumbs_lead_from_below_home_to_the_parent(
    guide_index: GuideIndexPage, rf: RequestFactory
) -> None:
    guide = GuideFactory(parent=guide_index)
    request = rf.get("/")
    assert guide.breadcrumbs(request) == [{"title": "วิธีขอความช่วยเหลือ", "url": "/guide/"}]
    assert guide_index.breadcrumbs(request) == []


def test_one_tree_serves_two_languages(guide_index: GuideIndexPage, client: Client) -> None:
    GuideFactory(parent=guide_index, slug="disaster", title="ภัยพิบัติ", title_en="Disaster", intro_en="In short")
    thai, english = (client.get(f"{prefix}/guide/").content.decode() for prefix in ("", "/en"))
    assert 'href="/guide/disaster/">ภัยพิบัติ' in thai
    assert 'href="/en/guide/disaster/">Disaster' in english
    assert "In short" in english
    assert '<html lang="en"' in english


def test_the_thai_title_stands_beside_an_english_one_only(home: HomePage) -> None:
    both = ContentPageFactory(parent=home, title="ภัยพิบัติ", title_en="Disaster")
    thai = ContentPageFactory(parent=home, title="ภัยพิบัติ", title_en="")
    assert (both.original_title, thai.original_title) == ("", "")
    with translation.override("en"):
        assert (both.original_title, thai.original_title) == ("ภัยพิบัติ", "")


def test_a_description_without_english_is_left_out_in_english(
    guide_index: GuideIndexPage, client: Client
) -> None:
    GuideFactory(parent=guide_index, slug="disaster", search_description="คำอธิบายไทย", intro_en="In short")
    thai, english = (client.get(f"{prefix}/guide/disaster/").content.decode() for prefix in ("", "/en"))
    assert '<meta name="description" content="คำอธิบายไทย">' in thai
    assert "คำอธิบายไทย" not in english
    assert '<meta name="description" content="In short">' in english
