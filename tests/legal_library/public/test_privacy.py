"""Nothing that is not public leaks: not in lists, counts, feed, PDF, data, relations, home page or search.

Every test holds a document that could leak, with a title that stands nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory

from legal_library.models import DocumentPage, DocumentRelation, Enclosure, LibraryIndexPage
from legal_library.public.home import library_section
from legal_library.public.search_source import LibrarySource, key_of
from legal_library.vocabulary import RelationKind, Secrecy
from tests.legal_library.factories import RESTRICTIONS, DocumentFactory, LetterFactory, restrict

HIDDEN = "ชื่อที่ห้ามหลุดออกไป"
Hide = Callable[[DocumentPage], None]


def _draft(page: DocumentPage) -> None:
    DocumentPage.objects.filter(pk=page.pk).update(live=False)


def _secret(page: DocumentPage) -> None:
    DocumentPage.objects.filter(pk=page.pk).update(secrecy=Secrecy.CONFIDENTIAL)


def _restricted(kind: str) -> Hide:
    def hide(page: DocumentPage) -> None:
        restrict(page, kind)

    return hide


HIDING = {"draft": _draft, "secret": _secret, **{kind: _restricted(kind) for kind in RESTRICTIONS}}


@pytest.fixture(params=HIDING)
def hidden(request: pytest.FixtureRequest, library: LibraryIndexPage) -> DocumentPage:
    """A document that nobody may see, for each way of hiding, and one beside it that everybody may."""
    shown = DocumentFactory(parent=library, title="เอกสารที่เห็นได้", slug="shown")
    page = LetterFactory(parent=library, title=HIDDEN, slug="hidden", summary=HIDDEN)
    DocumentRelation.objects.create(page=shown, kind=RelationKind.CITES, target=page, sort_order=0)
    DocumentRelation.objects.create(page=page, kind=RelationKind.AMENDS, target=shown, sort_order=0)
    Enclosure.objects.create(page=page, title=HIDDEN, document=shown, sort_order=0)
    HIDING[request.param](page)
    return DocumentPage.objects.get(pk=page.pk)


def test_it_is_not_published(hidden: DocumentPage) -> None:
    assert list(DocumentPage.objects.published()) == [DocumentPage.objects.get(slug="shown")]


@pytest.mark.parametrize(
    "address", ["", "feed/", "shown/", "shown/data.json", "?kind=circular", "?year=2556"]
)
def test_no_page_of_the_library_names_it(hidden: DocumentPage, client: Client, address: str) -> None:
    response = client.get(f"/library/{address}")
    assert response.status_code == 200
    assert HIDDEN not in response.content.decode()
    assert hidden.reference not in response.content.decode()


def test_the_paper_of_a_neighbor_does_not_name_it(hidden: DocumentPage, rf: RequestFactory) -> None:
    from legal_library.public import pdf

    shown = DocumentPage.objects.get(slug="shown")
    context = pdf.paper_context(shown, rf.get("/library/shown/document.pdf"))
    assert context["relations"] == []


@pytest.mark.parametrize("way", HIDING)
def test_a_paper_drawn_earlier_is_not_handed_out_when_a_neighbor_is_hidden(
    library: LibraryIndexPage, client: Client, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Papers are kept for hours; what they name may be withdrawn in the meantime."""
    monkeypatch.setattr(
        "legal_library.public.pdf.render_pdf",
        lambda template, context, **options: repr([row.title for row in context["relations"]]).encode(),
    )
    shown = DocumentFactory(parent=library, slug="shown")
    neighbor = LetterFactory(parent=library, title=HIDDEN)
    DocumentRelation.objects.create(page=shown, kind=RelationKind.CITES, target=neighbor, sort_order=0)
    assert HIDDEN in client.get("/library/shown/document.pdf").content.decode()
    HIDING[way](neighbor)
    assert HIDDEN not in client.get("/library/shown/document.pdf").content.decode()


@pytest.mark.parametrize("suffix", ["", "document.pdf", "data.json"])
def test_its_own_addresses_show_nothing(hidden: DocumentPage, client: Client, suffix: str) -> None:
    response = client.get(f"/library/hidden/{suffix}")
    assert response.status_code in (200, 302, 404)
    assert HIDDEN not in response.content.decode()
    assert "public" not in response.get("Cache-Control", "")
    if response.status_code == 200:
        assert "password" in response.content.decode()


def test_it_is_not_counted(hidden: DocumentPage, rf: RequestFactory, client: Client) -> None:
    values = library_section(rf.get("/"))
    assert values is not None
    assert values["total"] == 1
    assert [kind["count"] for kind in values["kinds"]] == [1]
    assert "พบ 1 รายการ" in client.get("/library/").content.decode()


def test_search_is_not_given_it(hidden: DocumentPage) -> None:
    source = LibrarySource()
    (document,) = source.documents()
    assert document.title == "เอกสารที่เห็นได้"
    assert document.cited_references == ()
    assert source.document(key_of(hidden)) is None


def test_a_signed_in_outsider_sees_no_more_in_lists(hidden: DocumentPage, client: Client) -> None:
    user = get_user_model().objects.create_user("outsider", password="x-long-password-x")
    client.force_login(user)
    assert HIDDEN not in client.get("/library/").content.decode()
    assert HIDDEN not in client.get("/library/feed/").content.decode()


@pytest.mark.parametrize("kind", RESTRICTIONS)
def test_a_restriction_of_the_whole_library_hides_everything(
    library: LibraryIndexPage, client: Client, rf: RequestFactory, kind: str
) -> None:
    DocumentFactory(parent=library, title=HIDDEN, slug="hidden")
    restrict(library, kind)
    assert library_section(rf.get("/")) is None
    assert list(LibrarySource().documents()) == []
    for address in ("/library/", "/library/feed/", "/library/hidden/", "/library/hidden/document.pdf"):
        response = client.get(address)
        assert HIDDEN not in response.content.decode()
        assert "public" not in response.get("Cache-Control", "")
