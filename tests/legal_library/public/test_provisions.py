"""Each provision has a page: its words, its standing, its citation, and asking for help about it (issue 11, 3)."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from legal_library.domain.texts import with_anchors
from legal_library.models import DocumentNote, DocumentPage, LibraryIndexPage
from legal_library.models.storing import rows_of
from legal_library.public import provisions
from legal_library.reading.cutting import cut
from legal_library.vocabulary import Secrecy
from tests.legal_library.factories import RESTRICTIONS, DocumentFactory, TopicFactory, restrict

TEXT = """มาตรา ๑ เรียกว่า
มาตรา ๒[๑] ให้ช่วยเหลือ ดังนี้ (๑) อาหาร (๒) ยา
บทเฉพาะกาล
มาตรา ๓ ในวาระเริ่มแรก
[๑] มาตรา ๒ แก้ไขเพิ่มเติมโดยฉบับที่ ๒
[๒] ไม่เกี่ยว"""


@pytest.fixture
def act(library: LibraryIndexPage) -> DocumentPage:
    page = DocumentFactory(parent=library, slug="act", title="พระราชบัญญัติทดสอบ พ.ศ. 2546", year_be=2546)
    page.passages = rows_of(page, with_anchors(cut(TEXT), []))
    page.notes = [
        DocumentNote(kind="standing", anchor="m2", text="มาตรานี้ถูกยกเลิกบางส่วน"),
        DocumentNote(kind="damage", text="ทั้งฉบับ"),
    ]
    page.save()
    return page


def words(client: Client, path: str) -> str:
    return BeautifulSoup(client.get(path).content, "html.parser").get_text(" ", strip=True)


def test_its_page_shows_words_citation_and_footnote_of_it_alone(act: DocumentPage, client: Client) -> None:
    found = words(client, act.get_url() + "p/m2/")
    assert "ให้ช่วยเหลือ" in found and "เรียกว่า" not in found
    assert "มาตรา ๒ แห่งพระราชบัญญัติทดสอบ พ.ศ. ๒๕๔๖" in found
    assert "แก้ไขเพิ่มเติมโดยฉบับที่ ๒" in found and "ไม่เกี่ยว" not in found


def test_a_note_of_its_own_standing_stands_at_it_and_not_on_top(act: DocumentPage, client: Client) -> None:
    assert "ถูกยกเลิกบางส่วน" in words(client, act.get_url() + "p/m2/")
    assert "ถูกยกเลิกบางส่วน" not in words(client, act.get_url() + "p/m1/")
    soup = BeautifulSoup(client.get(act.get_url()).content, "html.parser")
    assert "ถูกยกเลิกบางส่วน" in soup.select_one("#m2").get_text()
    top = soup.select_one(".source-notes").get_text()
    assert "ทั้งฉบับ" in top and "ถูกยกเลิกบางส่วน" not in top


def test_a_note_whose_passage_is_gone_is_not_lost(act: DocumentPage, client: Client) -> None:
    act.notes.filter(anchor="m2").update(anchor="m99")
    assert "ถูกยกเลิกบางส่วน" in words(client, act.get_url())


def test_it_leads_to_the_provisions_beside_it_and_into_the_text(act: DocumentPage, client: Client) -> None:
    soup = BeautifulSoup(client.get(act.get_url() + "p/m2/").content, "html.parser")
    base = act.get_url()
    assert [tag["href"] for tag in soup.select(".provision-steps a")][:2] == [f"{base}p/m1/", f"{base}#m2"]
    assert soup.select_one(".provision-steps a[rel=next]").get_text().startswith("บทเฉพาะกาล")


def test_the_text_leads_to_it_by_name(act: DocumentPage, client: Client) -> None:
    soup = BeautifulSoup(client.get(act.get_url()).content, "html.parser")
    link = soup.select_one("#m2 .passage-tools a")
    assert link["href"] == f"{act.get_url()}p/m2/"
    assert "มาตรา ๒" in link.get_text()


def test_asking_for_help_takes_the_provision_along(act: DocumentPage, client: Client) -> None:
    act.topics.add(TopicFactory(problem="disaster"))
    act.save()
    soup = BeautifulSoup(client.get(act.get_url() + "p/m2/").content, "html.parser")
    assert soup.select_one(".call a")["href"] == "/request/?kind=disaster&provision=act%2Fm2"


@pytest.mark.parametrize("anchor", ["m99", "M2", "x" * 200])
def test_an_anchor_that_is_none_is_not_found(act: DocumentPage, client: Client, anchor: str) -> None:
    assert client.get(f"{act.get_url()}p/{anchor}/").status_code == 404


@pytest.mark.parametrize("kind", RESTRICTIONS)
def test_provisions_of_a_hidden_document_are_hidden(act: DocumentPage, client: Client, kind: str) -> None:
    restrict(act, kind)
    assert "ให้ช่วยเหลือ" not in client.get(act.get_url() + "p/m2/").content.decode()
    assert provisions.find("act/m2") is None


def test_provisions_of_secret_drafted_and_withdrawn_documents_are_not_found(
    act: DocumentPage, client: Client
) -> None:
    DocumentPage.objects.filter(pk=act.pk).update(secrecy=Secrecy.CONFIDENTIAL)
    assert client.get(act.get_url() + "p/m2/").status_code == 404
    assert provisions.find("act/m2") is None
    DocumentPage.objects.filter(pk=act.pk).update(secrecy=Secrecy.NONE, live=False)
    assert client.get(act.get_url() + "p/m2/").status_code == 404
    assert provisions.find("act/m2") is None


@pytest.mark.parametrize("key", ["", "act", "act/", "act/m99", "../act/m2", "act/m2/x", "<script>", "ก/m2"])
def test_a_key_that_names_nothing_public_is_nothing(act: DocumentPage, key: str) -> None:
    assert provisions.find(key) is None


def test_a_key_is_known_by_its_words(act: DocumentPage) -> None:
    found: Any = provisions.find("act/m2")
    assert found.words == "มาตรา ๒ แห่งพระราชบัญญัติทดสอบ พ.ศ. ๒๕๔๖"


def test_pages_of_the_ground_floor_find_what_anybody_may_read(
    act: DocumentPage, library: LibraryIndexPage
) -> None:
    for name, values in {"draft": {"live": False}, "secret": {}, "restricted": {}}.items():
        DocumentFactory(parent=library, slug=name, **values)
    DocumentPage.objects.filter(slug="secret").update(secrecy=Secrecy.CONFIDENTIAL)
    restrict(DocumentPage.objects.get(slug="restricted"), RESTRICTIONS[0])
    asked = [("act", "m2"), ("act", "m99"), ("act", ""), ("nowhere", "m1")]
    hidden = [(name, "") for name in ("draft", "secret", "restricted")]
    found = provisions.held([*asked, *hidden])
    assert set(found) == {("act", "m2"), ("act", "m99"), ("act", "")}
    assert (found["act", "m2"].url, found["act", "m2"].key) == (f"{act.get_url()}p/m2/", "act/m2")
    # A provision that is not held leads to its document, and no request remembers it.
    for place in (("act", "m99"), ("act", "")):
        assert (found[place].url, found[place].key) == (act.get_url(), "")


def test_many_places_cost_three_questions(act: DocumentPage, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        provisions.held([("act", f"m{number}") for number in range(30)])
