"""A publisher makes a collection in the back-office, as docs/editor.md tells it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from legal_library.models import CollectionPage, DocumentPage, LibraryIndexPage
from portal.pages.models import HomePage
from tests.legal_library.editing.test_withdrawing import publisher
from tests.legal_library.factories import LetterFactory, TopicFactory

pytestmark = pytest.mark.django_db


def create(home: HomePage, document: DocumentPage, **values: Any) -> Any:
    data = {
        "title": "น้ำท่วม อ่านอะไรก่อน",
        "title_en": "Floods",
        "slug": "",
        "search_description": "",
        "intro": "สำหรับเจ้าหน้าที่ตำบล",
        "intro_en": "",
        "kind": "",
        "topic": "",
        "agency": "",
        "status": "",
        "year_be": "",
        "chosen": inline_formset([{"document": str(document.pk), "note": "อ่านก่อน", "note_en": ""}]),
        "comments": inline_formset([]),
        "action-publish": "action-publish",
        **values,
    }
    url = reverse("wagtailadmin_pages:add", args=("legal_library", "collectionpage", home.pk))
    return publisher().post(url, nested_form_data(data))


@pytest.fixture
def letter(library: LibraryIndexPage) -> DocumentPage:
    return LetterFactory(parent=library, title="เอกสาร ค")


def test_a_publisher_publishes_one_and_readers_find_it(
    client: Client, home: HomePage, letter: DocumentPage
) -> None:
    topic = TopicFactory(name="สาธารณภัย", slug="disaster")
    response = create(home, letter, topic=str(topic.pk), year_be="๒๕๕๖")
    assert response.status_code == 302, response.content.decode()[:2000]
    page = CollectionPage.objects.get()
    assert page.conditions == {"topic": "disaster", "year": "2556"}
    html = client.get("/floods/").content.decode()
    assert "เอกสาร ค" in html
    assert "อ่านก่อน" in html
    assert 'href="/floods/"' in client.get("/library/").content.decode()


def test_a_year_of_the_common_era_is_refused_at_its_field(home: HomePage, letter: DocumentPage) -> None:
    response = create(home, letter, year_be="2017")
    assert response.status_code == 200
    assert response.context["form"].errors["year_be"] == ["พิมพ์เป็นปี พ.ศ. เช่น 2569"]
    assert not CollectionPage.objects.exists()
