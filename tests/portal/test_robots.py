"""What search engines are told."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from portal.robots import PublicPages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_roots() -> None:
    """Wagtail keeps the roots of sites in a cache of the process: those of a test before are another site's."""
    Site.clear_site_root_paths_cache()


def test_forms_and_back_offices_are_closed_to_crawlers(client):
    lines = client.get(reverse("robots")).content.decode().splitlines()
    for name in (
        "desk:worklist",
        "cases_intake:start",
        "cases_intake:track",
        "wagtailadmin_home",
        "accounts:login",
    ):
        assert f"Disallow: {reverse(name)}" in lines
    assert any(line.startswith("Sitemap: http") for line in lines)


def test_the_sitemap_lists_public_pages_and_no_draft(client):
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(instance=Page(title="เปิดเผย", slug="open-page"))
    root.add_child(instance=Page(title="ร่าง", slug="draft-page", live=False))
    body = client.get(reverse("sitemap")).content.decode()
    assert "/open-page/" in body
    assert "draft-page" not in body


def test_days_and_moments_stand_beside_each_other(client, monkeypatch):
    """Laws tell a day, results a moment; a map of only such pages failed once (S1.24)."""
    told = [dt.date(2026, 11, 1), dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC)]
    urls = [{"location": f"http://x/{number}/", "lastmod": day} for number, day in enumerate(told)]
    monkeypatch.setattr(Page, "get_sitemap_urls", lambda self, request=None: urls)
    answer = client.get(reverse("sitemap"))
    assert answer.status_code == 200
    assert "2026-11-01" in answer.content.decode()
    assert "2026-11-02" in answer.content.decode()


def test_many_pages_come_in_several_files(client, monkeypatch):
    monkeypatch.setattr(PublicPages, "limit", 2)
    root = Site.objects.get(is_default_site=True).root_page
    for number in range(3):
        root.add_child(instance=Page(title=f"หน้า {number}", slug=f"page-{number}"))
    index = client.get(reverse("sitemap")).content.decode()
    parts = re.findall(r"<loc>http://testserver(/sitemap-\d+\.xml)</loc>", index)
    assert len(parts) == 2
    bodies = [client.get(part).content.decode() for part in parts]
    for number in range(3):
        assert sum(f"/page-{number}/" in body for body in bodies) == 1
    assert client.get(reverse("sitemap_part", args=[3])).status_code == 404
    assert client.get(reverse("sitemap_part", args=[0])).status_code == 404
