"""The starter library as readers and search see it."""

from __future__ import annotations

import pytest
from django.test import Client

from legal_library.models import DocumentPage
from legal_library.public.search_source import LibrarySource

DLA = "/library/circular-dla-0891-3-w1918-2556/"


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("starter")
def test_the_whole_starter_library_is_handed_over() -> None:
    documents = {document.path: document for document in LibrarySource().documents()}
    assert len(documents) == 56
    letter = documents["/library/circular-dla-0891-3-w1918-2556/"]
    assert letter.own_references == ("มท 0891.3/ว 1918",)
    assert letter.cited_references == ("มท 0891.3/ว 1550",)
    assert "/library/moi-regulation-helping-people-2566/" not in documents
    assert all(document.path.startswith("/library/") for document in documents.values())


@pytest.mark.usefixtures("starter")
def test_contradictions_of_the_sources_are_on_their_pages(client: Client) -> None:
    html = get(client, DLA)
    assert "2 กันยายน 2556" in html
    assert "9 กันยายน 2556" in html
    assert "ตั้งครมไม่พร้อม" in html
    html = get(client, "/library/mou-oscc-2556/")
    assert "๓๒ ฉบับ" in html
    assert "34 ราย" in html
    assert "Wong P. Lee" in html
    assert "જીવનચક્રબાહ્યગણના" in get(client, "/library/guideline-oscc-2556/")


@pytest.mark.usefixtures("starter")
def test_all_starter_documents_render_in_both_languages(client: Client) -> None:
    for page in DocumentPage.objects.published():
        for prefix in ("", "/en"):
            assert page.slug in get(client, f"{prefix}/library/{page.slug}/")
