"""`site` in every template: the center's details, addresses of index pages, always the same two queries."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Site

from portal.pages.models import HomePage, SiteSettings
from portal.pages.public.context import SiteContext, site
from tests.helpers import count_queries
from tests.pages.factories import ContentPageFactory


@pytest.fixture
def context(home: HomePage, rf: RequestFactory) -> SiteContext:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.center_name, settings.center_name_en = "ศูนย์ ก", "Center A"
    settings.address, settings.address_en = "ถนน ข", ""
    settings.phone, settings.hours = "๐-๗๕๖๑-๑๘๙๙ ต่อ ๑๒", "08.30–16.30 น."
    settings.email, settings.map_url = "center@example.org", "https://maps.example.org/"
    settings.save()
    return site(rf.get("/"))["site"]


def test_details_are_those_of_the_settings(context: SiteContext) -> None:
    assert context.center_name == "ศูนย์ ก"
    assert context.hours == "08.30–16.30 น."
    assert context.email == "center@example.org"
    assert context.map_url == "https://maps.example.org/"


def test_in_english_what_is_there_in_english(context: SiteContext) -> None:
    with override("en"):
        assert context.center_name == "Center A"
        assert context.address == "ถนน ข"


@pytest.mark.parametrize(
    ("phone", "href"),
    [
        ("๐-๗๕๖๑-๑๘๙๙ ต่อ ๑๒", "tel:075611899"),
        ("0 7561 1899, 0 7562 2437", "tel:075611899"),
        ("+66 75 611 899", "tel:+6675611899"),
        ("1300", "tel:1300"),
        ("", ""),
        ("ไม่มี", ""),
    ],
)
def test_phones_can_be_tapped(context: SiteContext, phone: str, href: str) -> None:
    context._settings.phone = phone
    assert context.phone_href == href


def test_only_live_pages_have_an_address(home: HomePage, context: SiteContext) -> None:
    ContentPageFactory(parent=home, slug="about")
    ContentPageFactory(parent=home, slug="privacy", live=False)
    assert context.urls == {"about": "/about/"}


def test_addresses_follow_the_language(home: HomePage, context: SiteContext) -> None:
    ContentPageFactory(parent=home, slug="about")
    with override("en"):
        assert context.urls == {"about": "/en/about/"}
        assert context.home_url == "/en/"


def test_nothing_is_asked_until_a_template_asks_and_then_once(home: HomePage, rf: RequestFactory) -> None:
    SiteSettings.for_site(Site.objects.get(is_default_site=True))
    context = site(rf.get("/"))["site"]

    def use() -> None:
        for _ in range(3):
            assert context.center_name
            assert context.urls == {}

    assert count_queries(lambda: site(rf.get("/"))) == 0
    assert count_queries(use) == 3


def test_without_a_site_there_are_no_addresses(db: None, rf: RequestFactory) -> None:
    Site.objects.all().delete()
    assert site(rf.get("/"))["site"].urls == {}
