"""Which addresses of other sites readers of public pages are led to, each in one spelling."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from portal.pages.domain.outside.gathering import addresses_of, gathered, uri
from portal.pages.models import ContentPage, FooterLink, HomePage, OutsideLink, SiteSettings
from portal.thai.dates import bangkok_today
from tests.announcements.factories import announcement
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://A.example", "https://a.example/"),
        ("HTTPS://a.example/x#part", "https://a.example/x"),
        ("https://a.example:8443/x y", "https://a.example:8443/x%20y"),
        (
            "https://a.example/หน้า?ปี=2569",
            "https://a.example/%E0%B8%AB%E0%B8%99%E0%B9%89%E0%B8%B2?%E0%B8%9B%E0%B8%B5=2569",
        ),
        ("https://a.example/%E0%B8%AB", "https://a.example/%E0%B8%AB"),
        ("https://คลัง.ไทย/", "https://xn--42cg3g1b.xn--o3cw4h/"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("mailto:a@example.org", ""),
        ("https://", ""),
        ("https://user:secret@a.example/", ""),
        ("https://a..example/", ""),
        ("https://a.example:x/", ""),
        ("https://a.example/" + "x" * 2000, ""),
    ],
)
def test_an_address_has_one_spelling(written: str, meant: str) -> None:
    assert uri(written) == meant
    assert uri(uri(written)) == meant


def content(home: HomePage, body: Any, **values: Any) -> ContentPage:
    page = ContentPage(**{"title": "หน้าเปล่า", "slug": "plain", "body": body, **values})
    home.add_child(instance=page)
    return page


@pytest.mark.django_db
def test_every_kind_of_public_page_is_read(home: HomePage) -> None:
    law = DocumentFactory(parent=LibraryIndexFactory(parent=home), source_url="https://law.example/a#m5")
    news = announcement(
        body='<p><a href="https://news.example/?a=1&amp;b=2">ก</a> <a href="/search/">ข</a></p>',
        body_en='<p><a href="https://news.example/en/">a</a></p>',
    )
    plain = content(
        home,
        [
            ("text", '<p><a href="https://plain.example/">ก</a> <a href="https://law.example/a">ข</a></p>'),
            ("note", '<a href="https://note.example/">ค</a>'),
        ],
    )
    settings = SiteSettings.for_site(home.get_site())
    settings.map_url = "https://map.example/"
    settings.save()
    FooterLink.objects.create(settings=settings, url="https://foot.example/", label="จังหวัด")
    center = OutsideLink.CENTER
    found = gathered()
    assert {address: sorted(pages) for address, pages in found.items()} == {
        "https://law.example/a": [law.pk, plain.pk],
        "https://news.example/?a=1&b=2": [news.pk],
        "https://news.example/en/": [news.pk],
        "https://plain.example/": [plain.pk],
        "https://note.example/": [plain.pk],
        "https://map.example/": [center],
        "https://foot.example/": [center],
    }


@pytest.mark.django_db
def test_what_readers_cannot_open_is_not_asked_for(home: HomePage) -> None:
    """What a page that is not public leads to would tell other sites of it."""
    link = '<p><a href="https://secret.example/">ก</a></p>'
    announcement(title="ร่าง", body=link, live=False)
    announcement(title="พรุ่งนี้", body=link, shown_from=bangkok_today() + dt.timedelta(days=1))
    closed = announcement(title="ภายใน", body=link)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert gathered() == {}


@pytest.mark.django_db
def test_our_own_address_is_no_other_site(home: HomePage, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://oscc.example"
    page = announcement(
        body='<p><a href="https://OSCC.example/library/">ก</a> <a href="https://b.example">ข</a></p>'
    )
    assert addresses_of(page) == ["https://b.example/"]
