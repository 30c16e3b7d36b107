"""A guide that rests on a withdrawn law says so, to its reader and to its editor."""

from __future__ import annotations

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from legal_library.editing.withdrawing import withdraw
from legal_library.models import DocumentPage, DocumentRelation, LibraryIndexPage
from legal_library.vocabulary import RelationKind, Secrecy
from portal.accounts.models import User
from portal.pages.models import GuideLegalBasis, GuidePage, HomePage
from tests.helpers import assert_same_queries
from tests.legal_library.factories import DocumentFactory, restrict
from tests.pages.factories import GuideFactory, GuideIndexFactory

REASON = "มีฉบับใหม่แทน"


@pytest.fixture
def law(library: LibraryIndexPage) -> DocumentPage:
    return DocumentFactory(parent=library, slug="law", title="ระเบียบเก่าที่ถอน")


@pytest.fixture
def guide(library: LibraryIndexPage, law: DocumentPage) -> GuidePage:
    home = HomePage.objects.get()
    page = GuideFactory(parent=GuideIndexFactory(parent=home), slug="flood")
    GuideLegalBasis.objects.create(page=page, document=law, provision="ข้อ 5 วรรคสอง")
    return page


def gone(page: DocumentPage) -> None:
    with time_machine.travel("2026-11-26 05:00Z", tick=False):
        withdraw(page=DocumentPage.objects.get(pk=page.pk), reason=REASON, reason_en="There is a new one")


def replaced(library: LibraryIndexPage, law: DocumentPage, title: str, **values: object) -> DocumentPage:
    newer = DocumentFactory(parent=library, title=title, **values)
    DocumentRelation.objects.create(page=newer, kind=RelationKind.REPLACES, target=law, sort_order=0)
    return newer


def told(client: Client, guide: GuidePage, prefix: str = "") -> BeautifulSoup:
    page = BeautifulSoup(client.get(prefix + "/guide/flood/").content, "html.parser")
    return page.select_one("section[aria-labelledby=law]")


def words(part: BeautifulSoup) -> str:
    return " ".join(part.get_text(" ").split())


def test_a_reader_is_told_of_the_withdrawal_in_plain_words(
    client: Client, guide: GuidePage, law: DocumentPage
) -> None:
    assert "ไม่ใช้เอกสารนี้แล้ว" not in words(told(client, guide))
    gone(law)
    text = words(told(client, guide))
    assert "ระเบียบเก่าที่ถอน ข้อ 5 วรรคสอง ไม่ใช้เอกสารนี้แล้ว" in text
    assert f"26 พ.ย. 2569 : {REASON}" in text
    assert "เจ้าหน้าที่จะบอกว่าตอนนี้ใช้กฎหมายใด" in text
    english = words(told(client, guide, "/en"))
    assert "no longer used" in english and "26 Nov 2026" in english and "There is a new one" in english


def test_a_reader_is_led_to_what_stands_in_its_place(
    client: Client, guide: GuidePage, law: DocumentPage, library: LibraryIndexPage
) -> None:
    newer = replaced(library, law, "ระเบียบใหม่")
    replaced(library, law, "ร่างที่ห้ามเห็น", live=False)
    gone(law)
    part = told(client, guide)
    assert newer.get_url() in [link["href"] for link in part.select("a")]
    assert "ใช้เอกสารนี้แทน ระเบียบใหม่" in words(part)
    assert "ร่างที่ห้ามเห็น" not in words(part)
    assert "เจ้าหน้าที่จะบอกว่าตอนนี้ใช้กฎหมายใด" not in words(part)


def test_the_link_to_the_withdrawn_law_tells_of_it_too(
    client: Client, guide: GuidePage, law: DocumentPage
) -> None:
    gone(law)
    link = told(client, guide).select_one("a")
    assert client.get(link["href"]).status_code == 410


@pytest.mark.parametrize("hide", ["draft", "secret", "restricted"])
def test_what_was_never_public_or_is_secret_is_not_named(
    client: Client, guide: GuidePage, law: DocumentPage, hide: str
) -> None:
    if hide == "draft":
        DocumentPage.objects.filter(pk=law.pk).update(live=False)
    else:
        gone(law)
    if hide == "secret":
        DocumentPage.objects.filter(pk=law.pk).update(secrecy=Secrecy.CONFIDENTIAL)
    if hide == "restricted":
        restrict(law, "login")
    assert told(client, guide) is None


def test_a_law_that_is_public_again_is_a_law_as_before(
    client: Client, guide: GuidePage, law: DocumentPage
) -> None:
    gone(law)
    DocumentPage.objects.get(pk=law.pk).save_revision().publish()
    assert words(told(client, guide)) == "กฎหมายและหนังสือที่เกี่ยวข้อง ระเบียบเก่าที่ถอน ข้อ 5 วรรคสอง"


def editor_sees(guide: GuidePage) -> str:
    client = Client()
    client.force_login(User.objects.create_superuser(f"editor{User.objects.count()}", password="x" * 20))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[guide.pk]))
    assert page.status_code == 200
    notes = BeautifulSoup(page.content, "html.parser").select(".help-block.help-warning")
    return " ".join(" ".join(note.get_text(" ").split()) for note in notes)


def test_an_editor_is_told_of_the_withdrawal_and_the_successor(
    guide: GuidePage, law: DocumentPage, library: LibraryIndexPage
) -> None:
    assert "ถูกถอน" not in editor_sees(guide)
    gone(law)
    alone = editor_sees(guide)
    assert "ถูกถอนออกจากคลังแล้ว" in alone and "ระเบียบเก่าที่ถอน" in alone
    assert REASON in alone and "26 พ.ย. 2569" in alone
    assert "คลังยังไม่มีเอกสารที่ใช้แทน" in alone
    replaced(library, law, "ระเบียบใหม่")
    assert "ใช้เอกสารนี้แทน: ระเบียบใหม่" in editor_sees(guide)


def test_queries_do_not_grow_with_the_laws_that_are_public(
    client: Client, guide: GuidePage, library: LibraryIndexPage
) -> None:
    def grow() -> None:
        for order in range(3):
            document = DocumentFactory(parent=library)
            GuideLegalBasis.objects.create(page=guide, document=document, sort_order=order + 1)

    assert_same_queries(lambda: client.get("/guide/flood/"), grow)
