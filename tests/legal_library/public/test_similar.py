"""Documents with similar content at the foot of a document's page: chosen well, never leaking, never in the way."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from legal_library.models import DocumentPage, DocumentPassage, DocumentRelation, Enclosure, LibraryIndexPage
from legal_library.public.search_source import key_of
from legal_library.vocabulary import RelationKind, Secrecy
from portal.pages.models import HomePage
from portal.search.site import similar
from portal.search.sources import changes, site_index
from tests.helpers import assert_same_queries, count_queries
from tests.legal_library.factories import RESTRICTIONS, DocumentFactory, restrict
from tests.pages.factories import ContentPageFactory, GuideFactory, GuideIndexFactory

HEADING = "เอกสารที่เนื้อหาใกล้เคียง"
FLOOD = "ผู้ประสบอุทกภัยที่บ้านเรือนเสียหายจากน้ำท่วมขอรับถุงยังชีพและค่าซ่อมแซมบ้านเรือนได้"
STRANGERS = {
    "tax": "เจ้าของป้ายต้องยื่นแบบแสดงรายการและชำระภาษีป้ายต่อพนักงานเจ้าหน้าที่ภายในเดือนมีนาคม",
    "market": "ผู้ขายของในตลาดต้องรักษาความสะอาดของแผงค้าและทางเดิน",
    "school": "โรงเรียนจัดอาหารกลางวันและนมให้นักเรียนทุกวันเรียน",
    "road": "ห้ามจอดรถบนทางเท้าและในระยะสามเมตรจากหัวดับเพลิง",
    "dog": "เจ้าของสุนัขต้องนำสุนัขไปฉีดวัคซีนปีละหนึ่งครั้ง",
    "archive": "จดหมายเหตุเก็บรักษาไว้ในห้องที่ควบคุมความชื้นและแสง",
    "grave": "การฝังศพทำได้เฉพาะในสุสานที่ได้รับอนุญาต",
    "noise": "เครื่องขยายเสียงใช้ได้ไม่เกินเวลาสองทุ่ม",
}
"""Documents that have nothing to do with floods: rare words are rare only among others."""
ADDRESS = "/library/flood/"


@pytest.fixture
def index_dir(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for the index of one test."""
    settings.KLANG = {**settings.KLANG, "INDEX_DIR": tmp_path / "index"}
    # A search without an index would have it rebuilt at once, by the immediate task backend.
    monkeypatch.setattr(changes, "_rebuild_asked_at", time.monotonic())
    yield tmp_path / "index"
    site_index._engine_at.cache_clear()


def about(library: LibraryIndexPage, slug: str, text: str, **fields: Any) -> DocumentPage:
    """A live document with one passage."""
    title = fields.pop("title", f"หลักเกณฑ์ {slug}")
    page = DocumentFactory(parent=library, slug=slug, title=title, summary=title, **fields)
    DocumentPassage.objects.create(page=page, sort_order=0, label="ข้อ ๑", text=text, anchor="item-1")
    return page


@pytest.fixture
def flood(library: LibraryIndexPage, index_dir: Path) -> DocumentPage:
    """A document on floods, one more beside it, and others on something else; all of them indexed."""
    page = about(library, "flood", FLOOD, title="ระเบียบช่วยเหลือน้ำท่วม")
    about(library, "flood-too", f"{FLOOD} ตามอัตราที่กำหนด", title="คู่มือช่วยเหลือน้ำท่วม")
    for slug, text in STRANGERS.items():
        about(library, slug, text, title=f"เรื่อง {slug}")
    site_index.rebuild()
    return page


def offered(client: Client, address: str = ADDRESS) -> list[str]:
    """Return the titles that a page offers as similar; the section must be absent when there are none."""
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    rows = response.context["similar"]()
    assert (HEADING in html or "Documents with similar content" in html) == bool(rows)
    _, _, section = html.partition('id="similar"')
    for row in rows:
        assert row.title in section or row.title_en in section
    return [row.title for row in rows]


def test_a_similar_document_is_offered_with_its_kind_and_strangers_are_not(
    flood: DocumentPage, client: Client
) -> None:
    assert offered(client) == ["คู่มือช่วยเหลือน้ำท่วม"]
    section = client.get(ADDRESS).content.decode().partition('id="similar"')[2].partition("</section>")[0]
    assert 'href="/library/flood-too/"' in section
    assert "พระราชบัญญัติ" in section
    assert "ไม่ได้หมายความว่าเกี่ยวข้องกันตามกฎหมาย" in section


def test_a_document_like_no_other_has_no_section(flood: DocumentPage, client: Client) -> None:
    assert offered(client, "/library/market/") == []


def test_the_page_stays_public_and_free_of_cookies(flood: DocumentPage, client: Client) -> None:
    response = client.get(ADDRESS)
    assert response.context["similar"]()
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content


def test_readers_of_english_get_english_names_and_their_own_addresses(
    flood: DocumentPage, library: LibraryIndexPage, client: Client
) -> None:
    DocumentPage.objects.filter(slug="flood-too").update(title_en="Manual on floods")
    site_index.rebuild()
    section = client.get(f"/en{ADDRESS}").content.decode().partition('id="similar"')[2]
    assert (
        'href="/en/library/flood-too/">Manual on floods</a> <span class="small quiet">Act</span>' in section
    )
    about(library, "flood-three", FLOOD, title="ประกาศน้ำท่วม", kind="notification")
    site_index.rebuild()
    section = client.get(f"/en{ADDRESS}").content.decode().partition('id="similar"')[2]
    assert 'lang="th">ประกาศน้ำท่วม</a> <span class="small quiet">Notification</span>' in section


def test_a_guide_in_plain_words_is_offered_too_but_no_page_about_the_center(
    flood: DocumentPage, home: HomePage, client: Client
) -> None:
    guides = GuideIndexFactory(parent=home, slug="guide")
    guide = GuideFactory(parent=guides, slug="flood", title="น้ำท่วมบ้าน", intro=FLOOD)
    about_us = ContentPageFactory(parent=home, title="เกี่ยวกับเรา", search_description=FLOOD)
    site_index.rebuild()
    assert set(offered(client)) == {"คู่มือช่วยเหลือน้ำท่วม", "น้ำท่วมบ้าน"}
    every = {row.title for row in similar.similar_documents(key_of(flood))}
    assert about_us.title in every, "it is like the law, and left out on purpose"
    # A guide that was withdrawn is gone at once too.
    guide.unpublish()
    assert offered(client) == ["คู่มือช่วยเหลือน้ำท่วม"]


# What must not be offered


def _unpublished(page: DocumentPage) -> None:
    page.unpublish()


def _deleted(page: DocumentPage) -> None:
    page.delete()


def _secret(page: DocumentPage) -> None:
    # Past the editor's form and without any signal: the page asks the database itself.
    DocumentPage.objects.filter(pk=page.pk).update(secrecy=Secrecy.CONFIDENTIAL)


def _draft(page: DocumentPage) -> None:
    DocumentPage.objects.filter(pk=page.pk).update(live=False)


def _restricted(kind: str) -> Callable[[DocumentPage], None]:
    def hide(page: DocumentPage) -> None:
        restrict(page, kind)

    return hide


HIDING = {
    "unpublished": _unpublished,
    "deleted": _deleted,
    "secret": _secret,
    "draft": _draft,
    **{kind: _restricted(kind) for kind in RESTRICTIONS},
}


@pytest.mark.parametrize("hide", HIDING.values(), ids=HIDING)
def test_what_is_withdrawn_is_gone_before_the_index_follows(
    flood: DocumentPage, client: Client, hide: Callable[[DocumentPage], None]
) -> None:
    assert offered(client) == ["คู่มือช่วยเหลือน้ำท่วม"]
    hide(DocumentPage.objects.get(slug="flood-too"))
    # No commit in this test, so the index still holds the document, and the ranking is in memory.
    assert site_index.now().living == 2 + len(STRANGERS)
    assert offered(client) == []
    assert "คู่มือช่วยเหลือน้ำท่วม" not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("kind", [RelationKind.AMENDS, RelationKind.REPLACES, RelationKind.RELATED])
@pytest.mark.parametrize("is_ours", [True, False])
def test_a_relation_is_not_repeated(
    flood: DocumentPage, client: Client, kind: RelationKind, is_ours: bool
) -> None:
    other = DocumentPage.objects.get(slug="flood-too")
    page, target = (flood, other) if is_ours else (other, flood)
    DocumentRelation.objects.create(page=page, sort_order=0, kind=kind, target=target)
    html = client.get(ADDRESS).content.decode()
    assert html.count('href="/library/flood-too/"') == 1
    assert offered(client) == []


@pytest.mark.parametrize("is_ours", [True, False])
def test_an_enclosure_is_not_repeated(flood: DocumentPage, client: Client, is_ours: bool) -> None:
    other = DocumentPage.objects.get(slug="flood-too")
    page, document = (flood, other) if is_ours else (other, flood)
    Enclosure.objects.create(page=page, sort_order=0, title="สิ่งที่ส่งมาด้วย", document=document)
    assert offered(client) == []


def test_relations_leave_room_for_others(
    flood: DocumentPage, library: LibraryIndexPage, client: Client
) -> None:
    for number, (slug, text) in enumerate(STRANGERS.items()):
        about(library, f"{slug}-too", text)
        page = about(library, f"flood-{number}", FLOOD, title=f"ระเบียบช่วยเหลือน้ำท่วม ฉบับที่ {number}")
        if number < 6:
            DocumentRelation.objects.create(
                page=flood, sort_order=number, kind=RelationKind.CITES, target=page
            )
    site_index.rebuild()
    assert set(offered(client)) == {
        "คู่มือช่วยเหลือน้ำท่วม",
        "ระเบียบช่วยเหลือน้ำท่วม ฉบับที่ 6",
        "ระเบียบช่วยเหลือน้ำท่วม ฉบับที่ 7",
    }


# Never in the way


def test_without_an_index_the_page_is_whole(flood: DocumentPage, client: Client) -> None:
    (site_index.engine().root / "CURRENT").unlink()
    assert offered(client) == []
    assert "ระเบียบช่วยเหลือน้ำท่วม" in client.get(ADDRESS).content.decode()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a table open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("damage", ["pointer", "table"])
def test_with_a_damaged_index_the_page_is_whole_and_does_not_look_again_at_once(
    flood: DocumentPage, client: Client, index_dir: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    if damage == "pointer":
        (site_index.engine().root / "CURRENT").write_bytes(b"\x00garbage")
    else:
        for file in index_dir.rglob("_MAIN_*.toc"):
            file.write_bytes(b"garbage")
    site_index._engine_at.cache_clear()
    assert offered(client) == []
    looks: list[int] = []
    monkeypatch.setattr(site_index, "now", lambda: looks.append(1))
    assert offered(client) == []
    assert not looks
    gc.collect()


def test_it_comes_back_when_the_index_does(
    flood: DocumentPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site_index.engine().root / "CURRENT").unlink()
    assert offered(client) == []
    site_index.rebuild()
    monkeypatch.setattr(similar, "_resting", {})
    assert offered(client) == ["คู่มือช่วยเหลือน้ำท่วม"]


def test_a_document_that_the_index_has_not_got_yet_offers_nothing(
    flood: DocumentPage, library: LibraryIndexPage, client: Client
) -> None:
    about(library, "flood-new", FLOOD).save_revision().publish()
    assert offered(client, "/library/flood-new/") == []


def test_a_preview_asks_no_search(flood: DocumentPage, rf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_index, "now", lambda: pytest.fail("a preview asked for the index"))
    editor = get_user_model().objects.create_superuser("editor", "editor@example.org", "รหัสผ่านยาวพอสมควร")
    request = rf.get("/cms/")
    request.user = editor
    response = flood.make_preview_request(request, flood.default_preview_mode)
    response.render()
    assert response.context_data["similar"]() == []


def test_queries_are_as_many_for_three_as_for_one(
    flood: DocumentPage, library: LibraryIndexPage, client: Client
) -> None:
    def grow() -> None:
        for number in range(2):
            about(library, f"flood-{number}", FLOOD, title=f"คู่มือช่วยเหลือน้ำท่วม เล่ม {number}")
        site_index.rebuild()

    assert len(offered(client)) == 1
    assert_same_queries(lambda: client.get(ADDRESS), grow)
    assert len(offered(client)) == 3


def test_a_ranking_is_kept_while_the_index_is_the_same(flood: DocumentPage) -> None:
    key = key_of(flood)
    similar.similar_documents(key)
    assert count_queries(lambda: similar.similar_documents(key)) == 1


def test_rankings_in_memory_are_bounded(flood: DocumentPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "_KEPT", 2)
    for page in DocumentPage.objects.all():
        similar.similar_documents(key_of(page))
    from portal.search.site import knowledge

    assert len(knowledge.of(site_index.now()).alike) <= 2
    assert [row.key for row in similar.similar_documents(key_of(flood))] == [
        key_of(DocumentPage.objects.get(slug="flood-too"))
    ]
