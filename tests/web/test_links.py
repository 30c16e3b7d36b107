"""Addresses that leave the page are the configured one's, whatever host a request names (issue 7, Operation; ASVS 4.1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, Site

from legal_library.models import DocumentRelation
from legal_library.vocabulary import RelationKind
from portal.outbox.delivery import deliver
from portal.outbox.models import OutboxMessage
from portal.web.links import absolute
from tests.announcements.factories import announcement, home_page, results_page
from tests.cases import factories
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory

BASE = "https://klang.krabi.example"
FOREIGN = ("evil.example", "evil.example:8443", "10.0.0.7", "localhost", "KLANG.krabi.example.evil.example")
ADDRESS = re.compile(r"https?://[^\s\"'<>)\]}]+")
OTHERS = (
    "http://www.w3.org",
    "http://www.sitemaps.org",
    "https://schema.org",
    "http://www.google.com/schemas",
    "https://www.google.co.th",
)
"""Names of vocabularies, and where the exit leads: no addresses of ours."""


@pytest.fixture(autouse=True)
def _configured(settings: Any) -> Iterator[None]:
    settings.WAGTAILADMIN_BASE_URL = BASE
    settings.ALLOWED_HOSTS = ["*"]
    cache.clear()
    yield
    # Wagtail keeps the paths of its sites there, past the end of a test.
    cache.clear()


def own_addresses(text: str) -> list[str]:
    return [found for found in ADDRESS.findall(text) if not found.startswith(OTHERS)]


def body_of(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def published(db: None) -> dict[str, str]:
    """One page of each kind that tells its own address; returns path by what it is."""
    library = LibraryIndexFactory(parent=home_page())
    law, other = DocumentFactory(parent=library), DocumentFactory(parent=library)
    DocumentRelation.objects.create(page=law, target=other, kind=next(iter(RelationKind)))
    page = announcement()
    results_page()
    # The row of Wagtail names a host too; it is as good as any guess.
    Site.objects.update(hostname="wagtail-row.example", port=8080)
    Site.clear_site_root_paths_cache()
    paths = {
        name: urlsplit(one.get_url()).path
        for name, one in (("library", library), ("law", law), ("one", page))
    }
    return {
        "sitemap": reverse("sitemap"),
        "robots": reverse("robots"),
        "library feed": f"{paths['library']}feed/",
        "announcements feed": urlsplit(page.get_parent().get_url()).path + "feed/",
        "linked data": f"{paths['law']}data.json",
        "law": paths["law"],
        "announcement": paths["one"],
        "home": "/",
        "law as PDF": f"{paths['law']}document.pdf",
        "notice": f"{paths['one']}notice.pdf",
    }


@pytest.mark.parametrize("host", FOREIGN)
def test_no_answer_repeats_the_host_of_its_request(published: dict[str, str], host: str) -> None:
    told = 0
    for name, path in published.items():
        response = Client().get(path, headers={"host": host})
        assert response.status_code == 200, (name, path, response.status_code)
        content = body_of(response)
        is_pdf = response["Content-Type"] == "application/pdf"
        text = words_of_pdf(content) if is_pdf else content.decode()
        for address in own_addresses(text):
            told += 1
            assert address.startswith(BASE), (name, address)
    assert told >= 8


def words_of_pdf(content: bytes) -> str:
    """Return the links of a PDF and what its metadata say."""
    with pikepdf.open(BytesIO(content)) as pdf:
        links = [
            str(note.A.URI)
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        ]
        return " ".join([*links, str(pdf.docinfo)])


@pytest.mark.parametrize("path", ["sitemap", "library feed", "announcements feed", "robots"])
def test_what_others_keep_names_the_configured_host(published: dict[str, str], path: str) -> None:
    text = Client().get(published[path], headers={"host": "evil.example"}).content.decode()
    assert own_addresses(text)
    assert f"{BASE}/" in text
    assert "wagtail-row.example" not in text
    assert "evil.example" not in text


def test_a_paper_drawn_for_one_host_is_right_for_all(published: dict[str, str]) -> None:
    """It is kept; a foreign host must not have put its address into what the next reader gets."""
    first = body_of(Client().get(published["law as PDF"], headers={"host": "evil.example"}))
    second = body_of(Client().get(published["law as PDF"], headers={"host": "klang.krabi.example"}))
    assert words_of_pdf(first) == words_of_pdf(second)
    assert b"evil.example" not in first


@pytest.mark.django_db
def test_mail_leads_to_the_configured_host() -> None:
    factories.working_case(factories.world())
    assert OutboxMessage.objects.exists()
    for message in OutboxMessage.objects.all():
        assert message.context["link"].startswith(BASE)
    deliver()
    assert mail.outbox
    for sent in mail.outbox:
        assert own_addresses(sent.body)
        assert all(address.startswith(BASE) for address in own_addresses(sent.body))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/library/", f"{BASE}/library/"),
        ("library/", f"{BASE}/library/"),
        ("", f"{BASE}/"),
        (None, f"{BASE}/"),
        ("/search/?q=น้ำ#a", f"{BASE}/search/?q=น้ำ#a"),
        ("http://evil.example/library/?x=1", f"{BASE}/library/?x=1"),
        ("//evil.example/library/", f"{BASE}/library/"),
    ],
)
def test_path_query_and_anchor_stay_and_the_host_does_not(address: str | None, expected: str) -> None:
    assert absolute(address) == expected


@pytest.mark.parametrize("base", [BASE, f"{BASE}/"])
def test_a_slash_too_many_in_the_settings_does_no_harm(settings: Any, base: str) -> None:
    settings.WAGTAILADMIN_BASE_URL = base
    assert absolute("/x/") == f"{BASE}/x/"


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=0xE7F), max_size=40))
def test_no_path_becomes_another_host(path: str) -> None:
    try:
        made = absolute("/" + path)
    except ValueError:
        return
    assert urlsplit(made).netloc == urlsplit(BASE).netloc


def test_there_are_pages_to_look_at(published: dict[str, str]) -> None:
    assert Page.objects.live().count() > 5
    assert len(published) == 10
