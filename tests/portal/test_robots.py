"""What search engines are told."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

pytestmark = pytest.mark.django_db


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
