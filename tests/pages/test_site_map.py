"""Every part of the site is one click away (S2.23), and what others show of a page is true."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.urls import reverse

from portal.pages.models import GuideIndexPage, HomePage
from tests.helpers import assert_same_queries
from tests.pages.factories import ContentPageFactory, GuideFactory

HOST = settings.WAGTAILADMIN_BASE_URL


def soup(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_the_foot_leads_to_what_every_office_owes_its_readers(client: Client, home: HomePage) -> None:
    for slug in ("about", "privacy", "accessibility", "cookies", "guide", "library"):
        ContentPageFactory(parent=home, slug=slug)
    links = {a["href"] for a in soup(client, "/contact/").find("footer").find_all("a")}
    assert {
        *("/about/", "/privacy/", "/accessibility/", "/cookies/", "/guide/", "/library/"),
        *("/contact/", "/site-map/", "/text-size/"),
    } <= links


def test_the_map_leads_to_every_other_language(client: Client, home: HomePage) -> None:
    """WCAG 2.2, 2.4.5: beside the links on the first screens."""
    links = {a["href"] for a in soup(client, "/site-map/").main.find_all("a")}
    assert {f"/languages/{code}/" for code in ("my", "km", "lo", "ms")} <= links


def test_the_map_lists_parts_and_guides_and_no_draft(client: Client, guide_index: GuideIndexPage) -> None:
    GuideFactory(parent=guide_index, slug="flood", title="น้ำท่วม")
    GuideFactory(parent=guide_index, slug="draft", title="ร่างที่ไม่มีใครเห็น", live=False)
    text = soup(client, "/site-map/").main.get_text(" ", strip=True)
    assert "น้ำท่วม" in text
    assert "ร่างที่ไม่มีใครเห็น" not in text


def test_the_map_costs_the_same_with_more_guides(client: Client, guide_index: GuideIndexPage) -> None:
    GuideFactory(parent=guide_index, slug="one")
    assert_same_queries(
        lambda: client.get("/site-map/"),
        lambda: [GuideFactory(parent=guide_index, slug=slug) for slug in ("two", "three")],
    )


def test_a_public_page_says_its_one_address_and_a_page_of_one_visitor_none(
    client: Client, home: HomePage
) -> None:
    ContentPageFactory(parent=home, slug="about", title="เกี่ยวกับ <เรา>")
    found = soup(client, "/about/?from=somewhere")
    assert found.find("link", rel="canonical")["href"] == f"{HOST}/about/"
    assert found.find("meta", property="og:title")["content"].startswith("เกี่ยวกับ <เรา> · ")
    assert found.find("meta", property="og:image")["content"].startswith(HOST)
    assert soup(client, "/contact/").find("link", rel="canonical")["href"] == f"{HOST}/contact/"
    for private in (reverse("cases_intake:track"), reverse("accounts:login"), "/nowhere/"):
        assert soup(client, private).find("link", rel="canonical") is None, private
        assert soup(client, private).find("meta", property="og:url") is None, private


def test_a_foreign_host_is_not_believed(client: Client, home: HomePage, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    response = client.get("/contact/", HTTP_HOST="evil.example")
    assert b"evil.example" not in response.content


def test_browsers_learn_our_search(client: Client, home: HomePage) -> None:
    response = client.get(soup(client, "/contact/").find("link", rel="search")["href"])
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    body = response.content.decode()
    assert body.startswith("<?xml"), "a byte before the declaration and no browser reads it"
    assert f'template="{HOST}/search/?q={{searchTerms}}"' in body


def test_who_finds_a_hole_knows_whom_to_tell(client: Client, home: HomePage, settings: object) -> None:
    """RFC 9116."""
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert f"Contact: {HOST}/contact/" in lines
    assert f"Canonical: {HOST}/.well-known/security.txt" in lines
    settings.KLANG = settings.KLANG | {"SECURITY_CONTACT": "hole@example.org"}
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert "Contact: mailto:hole@example.org" in lines


@pytest.mark.parametrize("now", ["2026-11-27T03:00:00+07:00", "2026-12-31T23:59:00+07:00"])
def test_what_it_says_is_always_for_less_than_a_year(
    client: Client, home: HomePage, time_machine, now
) -> None:
    """RFC 9116, 2.5.5."""
    time_machine.move_to(now, tick=False)
    line = client.get("/.well-known/security.txt").content.decode().splitlines()[1]
    assert line in ("Expires: 2027-05-26T00:00:00Z", "Expires: 2027-06-29T00:00:00Z")


def test_larger_letters_are_explained_without_keeping_anything(client: Client, home: HomePage) -> None:
    response = client.get("/text-size/")
    assert "Ctrl" in response.content.decode()
    assert not response.cookies


def test_a_part_of_a_template_is_said_twice(db: None) -> None:
    shown = Template('{% load look %}{% kept_as "a" %}<b>{{ x }}</b>{% endkept_as %}|{{ a|striptags }}')
    assert shown.render(Context({"x": "<กลาง>"})) == "<b>&lt;กลาง&gt;</b>|&lt;กลาง&gt;"
    with pytest.raises(TemplateSyntaxError):
        Template("{% load look %}{% kept_as %}{% endkept_as %}")
