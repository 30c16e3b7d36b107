"""A kind that publishers added is a kind everywhere: form, page, lists, search, permalink, import, open data, feeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from legal_library.books.making import files_to_read, is_read
from legal_library.domain import rules
from legal_library.importing.records import record_of
from legal_library.models import DocumentPage, LibraryIndexPage, Term
from legal_library.public import open_data
from legal_library.public.browse import browse
from legal_library.public.home import library_section
from legal_library.public.permalinks import path_of
from legal_library.public.search_source import LibrarySource, key_of, similar_to
from portal.page_cache.rooms import EVERY_ROOM
from portal.page_cache.stores import store
from portal.search.models import IndexedDocument
from portal.search.site.suggest import suggest
from portal.search.sources import changes, site_index
from portal.web.lists import Facet
from tests.helpers import count_queries
from tests.legal_library.editing.test_editing import PUBLISH, create, editor, errors
from tests.legal_library.factories import DocumentFactory, added_kind
from tests.search.conftest import index_dir

__all__ = ["editor", "index_dir"]
pytestmark = pytest.mark.django_db
LAW = {
    "kind": "municipal_ordinance",
    "title": "เทศบัญญัติเทศบาลเมืองกระบี่ เรื่อง ตลาด พ.ศ. 2560",
    "title_en": "Ordinance on markets",
    "reference_as_written": "",
    "year_be": "2560",
    "signed_on": "",
}


@pytest.fixture
def ordinance(library: LibraryIndexPage) -> DocumentPage:
    """A public by-law of a municipality, of a kind that is not built in."""
    added_kind()
    return DocumentFactory(
        parent=library,
        slug="markets",
        kind="municipal_ordinance",
        title="เทศบัญญัติเทศบาลเมืองกระบี่ เรื่อง ตลาด พ.ศ. 2560",
        title_en="Ordinance on markets",
        year_be=2560,
        gazette_volume="134",
        gazette_part="พิเศษ 10 ง",
        gazette_page="5",
    )


def rename(code: str, name: str, name_en: str) -> None:
    term = Term.objects.get(vocabulary="kind", code=code)
    term.name, term.name_en = name, name_en
    term.save()


def test_a_document_of_it_is_written_and_published_in_the_cms(
    editor: Client, library: LibraryIndexPage
) -> None:
    added_kind()
    added_kind("directive_letter", code="memo", name="บันทึกข้อความ", name_en="Memorandum")
    add = reverse("wagtailadmin_pages:add", args=("legal_library", "documentpage", library.pk))
    html = editor.get(add).content.decode()
    assert '<option value="municipal_ordinance">เทศบัญญัติ</option>' in html
    told = html.partition('<script id="kind-fields" type="application/json">')[2].partition("</script>")[0]
    fields = json.loads(told)
    assert fields["municipal_ordinance"] == fields["local_ordinance"]
    assert fields["memo"] == fields["directive_letter"] != fields["local_ordinance"]
    assert create(editor, library, **LAW, **PUBLISH).status_code == 302
    page = DocumentPage.objects.get()
    assert page.live and page.kind == "municipal_ordinance" and page.slug == "ordinance-on-markets-2560"


def test_the_rules_of_the_other_kind_hold(editor: Client, library: LibraryIndexPage) -> None:
    added_kind()
    added_kind("directive_letter", code="memo", name="บันทึกข้อความ", name_en="Memorandum")
    found = errors(create(editor, library, **{**LAW, "parties": "๑. กรม"}, **PUBLISH))
    assert found["parties"] == [str(rules.NOT_USED)]
    found = errors(create(editor, library, kind="memo", reference_as_written="", **PUBLISH))
    assert found["reference_as_written"] == [str(rules.REQUIRED)]
    assert not DocumentPage.objects.exists()


def test_its_page_and_its_paper_call_it_by_its_name(ordinance: DocumentPage, client: Client) -> None:
    html = client.get("/library/markets/").content.decode()
    assert '<p class="kicker">เทศบัญญัติ' in " ".join(html.split()).replace("> ", ">")
    english = client.get("/en/library/markets/").content.decode()
    assert "Municipal ordinance" in english.partition("<main")[2] and "เทศบัญญัติ </p>" not in english
    rename("municipal_ordinance", "เทศบัญญัติของเทศบาล", "Bylaw")
    assert "เทศบัญญัติของเทศบาล" in client.get("/library/markets/").content.decode()
    assert "Bylaw" in client.get("/en/library/markets/").content.decode()


def test_a_paper_that_was_drawn_before_a_renaming_is_drawn_again(
    ordinance: DocumentPage, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from legal_library.public import pdf

    drawn: list[str] = []

    def draw(page: DocumentPage, request: Any, around: Any) -> bytes:
        drawn.append(page.kind_label)
        return b"%PDF"

    monkeypatch.setattr(pdf, "_draw", draw)
    request = rf.get("/library/markets/document.pdf")
    for _time in range(2):
        pdf.pdf_bytes(ordinance, request)
    rename("municipal_ordinance", "เทศบัญญัติของเทศบาล", "Bylaw")
    pdf.pdf_bytes(ordinance, request)
    assert drawn == ["เทศบัญญัติ", "เทศบัญญัติของเทศบาล"]


def kinds_of(library: LibraryIndexPage, **params: str) -> Facet:
    """Return the filter by kind of a view of the library."""
    seen = browse(library.published_documents(), params, "/library/")
    return next(facet for facet in seen.facets if facet.name == "kind")


def test_lists_count_it_at_its_place(
    ordinance: DocumentPage, library: LibraryIndexPage, client: Client, rf: Any
) -> None:
    DocumentFactory(parent=ordinance.get_parent(), kind="local_ordinance")
    DocumentFactory(parent=ordinance.get_parent(), kind="notification")
    facet = kinds_of(library, kind="municipal_ordinance")
    assert [(option.label, option.count, option.selected) for option in facet.options] == [
        ("ข้อบัญญัติท้องถิ่น", 1, False),
        ("เทศบัญญัติ", 1, True),
        ("ประกาศ", 1, False),
    ]
    html = client.get("/library/?kind=municipal_ordinance").content.decode()
    assert "เรื่อง ตลาด" in html and "พระราชบัญญัติทดสอบ" not in html
    section = library_section(rf.get("/"))
    assert [kind["label"] for kind in section["kinds"]] == ["ข้อบัญญัติท้องถิ่น", "เทศบัญญัติ", "ประกาศ"]
    with override("en"):
        assert [kind["label"] for kind in library_section(rf.get("/en/"))["kinds"]][
            1
        ] == "Municipal ordinance"
    assert "<category" in (feed := client.get("/library/feed/?kind=municipal_ordinance").content.decode())
    assert "เทศบัญญัติ" in feed and "เรื่อง ตลาด" in feed


def test_a_kind_that_nobody_added_filters_nothing(ordinance: DocumentPage, library: LibraryIndexPage) -> None:
    assert [(option.label, option.selected) for option in kinds_of(library, kind="poem").options] == [
        ("เทศบัญญัติ", False)
    ]


def test_its_permalink_leads_to_it(ordinance: DocumentPage, client: Client) -> None:
    address = path_of(ordinance)
    assert address.startswith("/law/municipal-ordinance/2560/134-")
    assert client.get(address).url == "/library/markets/"
    assert client.get("/law/municipal_ordinance/2560/134/พิเศษ 10 ง/5/").url == "/library/markets/"
    assert client.get(address.replace("municipal-ordinance", "poem")).status_code == 404


def test_machines_are_told_what_it_behaves_as(
    ordinance: DocumentPage, client: Client, library: LibraryIndexPage
) -> None:
    told = json.loads(client.get("/library/markets/data.json").content)
    assert told["legislationType"] == "local_ordinance"
    (row,) = open_data.rows(library)
    assert (row["kind"], row["kind_th"], row["behaves_as"]) == (
        "municipal_ordinance",
        "เทศบัญญัติ",
        "local_ordinance",
    )
    assert row["permalink"].endswith(path_of(ordinance))


def test_imports_know_it_by_its_name_and_by_the_title(library: LibraryIndexPage) -> None:
    title = {"ชื่อ": "เรื่อง ตลาด"}
    assert record_of("บรรทัด 1", {**title, "ประเภท": "เทศบัญญัติ"}).kind == ""
    added_kind()
    assert record_of("บรรทัด 1", {**title, "ประเภท": "เทศบัญญัติ"}).kind == "municipal_ordinance"
    assert record_of("บรรทัด 1", {**title, "ประเภท": "municipal_ordinance"}).kind == "municipal_ordinance"
    assert record_of("บรรทัด 1", {"ชื่อ": "เทศบัญญัติเทศบาลเมืองกระบี่"}).kind == "municipal_ordinance"


def test_imports_know_a_renamed_kind_by_its_old_name_and_by_its_new_one() -> None:
    """Tables and titles of others go on saying what the law says."""
    rename("circular", "หนังสือซักซ้อม", "Instruction")
    for written in ("หนังสือเวียน", "หนังสือซักซ้อม", "circular"):
        assert record_of("บรรทัด 1", {"ชื่อ": "แนวทาง", "ประเภท": written}).kind == "circular"
    rename("act", "กฎหมายของสภา", "Statute")
    assert record_of("บรรทัด 1", {"ชื่อ": "พระราชบัญญัติเทศบาล พ.ศ. 2496"}).kind == "act"


def test_search_finds_it_and_says_its_name_in_both_languages(
    ordinance: DocumentPage, client: Client, index_dir: Path
) -> None:
    changes.update(key_of(ordinance))
    site_index.rebuild()

    def shown(address: str) -> dict[str, str]:
        answer = client.get(address, {"q": "ตลาด"})
        facets = {facet.name: facet.options for facet in answer.context["facets"]}
        (kind,) = facets["kind"]
        assert kind.label in answer.content.decode().partition('<ol class="results"')[2]
        narrowed = client.get(kind.url)
        assert [row.document.pk for row in narrowed.context["found"].results] == [row.pk]
        return {name: options[0].label for name, options in facets.items()}

    row = IndexedDocument.objects.get(key=key_of(ordinance))
    assert (row.kind_label, row.kind_en, row.status_en) == ("เทศบัญญัติ", "Municipal ordinance", "In force")
    assert shown("/search/")["kind"] == "เทศบัญญัติ"
    english = shown("/en/search/")
    assert (english["kind"], english["status"]) == ("Municipal ordinance", "In force")
    assert client.get("/search/", {"q": "ตลาด kind:เทศบัญญัติ"}).context["found"].total == 1
    assert suggest("ตลาด")[0].note == "เทศบัญญัติ"
    with override("en"):
        assert suggest("ตลาด")[0].note == "Municipal ordinance"


def test_search_says_a_new_name_as_soon_as_the_index_has_a_new_state(
    ordinance: DocumentPage, client: Client, index_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    DocumentFactory(parent=ordinance.get_parent(), title="พระราชบัญญัติตลาด")
    site_index.rebuild()
    client.get("/search/", {"q": "ตลาด"})
    with django_capture_on_commit_callbacks(execute=True):
        rename("municipal_ordinance", "กฎหมายเทศบาล", "Bylaw")
        status = Term.objects.get(vocabulary="status", code="in_force")
        status.name, status.name_en = "ยังใช้อยู่", "Still in force"
        status.save()
    assert not IndexedDocument.objects.waiting().exists()
    for address, kind, standing in (
        ("/search/", "กฎหมายเทศบาล", "ยังใช้อยู่"),
        ("/en/search/", "Bylaw", "Still in force"),
    ):
        answer = client.get(address, {"q": "ตลาด"})
        labels = {facet.name: [one.label for one in facet.options] for facet in answer.context["facets"]}
        assert kind in labels["kind"] and labels["status"] == [standing]
        html = answer.content.decode()
        assert kind in html and html.count(standing) >= 3
    with override("th"):
        assert suggest("ตลาด พ.ศ. 2560")[0].note == "กฎหมายเทศบาล"
    act = IndexedDocument.objects.get(title="พระราชบัญญัติตลาด")
    assert (act.kind_label, act.status_label) == ("พระราชบัญญัติ", "ยังใช้อยู่")


def test_a_renaming_touches_no_document_of_another_source(index_dir: Path) -> None:
    IndexedDocument.objects.create(
        key="announcement:1", title="ข่าว", kind="act", kind_label="ข่าว", path="/a/", folded="", pending=False
    )
    rename("act", "กฎหมายของสภา", "Statute")
    row = IndexedDocument.objects.get()
    assert (row.kind_label, row.kind_en, row.pending) == ("ข่าว", "", False)


def test_documents_with_similar_content_may_be_of_an_added_kind(
    ordinance: DocumentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from legal_library.public import search_source

    asked: list[Any] = []
    monkeypatch.setattr(search_source, "similar_documents", lambda key, **values: asked.append(values) or [])
    similar_to(ordinance, [])
    assert "municipal_ordinance" in asked[0]["kinds"] and "act" in asked[0]["kinds"]


def test_what_behaves_as_a_manual_is_read_page_by_page(library: LibraryIndexPage) -> None:
    assert not is_read("handbook")
    added_kind("manual", code="handbook", name="หนังสือคู่ใจ", name_en="Handbook")
    assert is_read("handbook") and is_read("manual") and is_read("guideline") and not is_read("circular")
    assert list(files_to_read()) == []


@pytest.mark.django_db(transaction=True)
def test_pages_ask_no_more_with_more_kinds(ordinance: DocumentPage, client: Client) -> None:
    def grow() -> None:
        for number in range(3):
            added_kind(code=f"kind_{number}", name=f"ประเภท {number}", name_en=f"Kind {number}")
            DocumentFactory(parent=ordinance.get_parent(), kind=f"kind_{number}")

    def anew() -> int:
        store().versions.rise(EVERY_ROOM)
        return count_queries(lambda: client.get("/library/"))

    client.get("/library/")
    before = anew()
    grow()
    assert anew() == before


def test_search_reads_the_words_once_for_all_documents(library: LibraryIndexPage) -> None:
    DocumentFactory.create_batch(5, parent=library)
    with CaptureQueriesContext(connection) as captured:
        labels = {document.kind_label for document in LibrarySource().documents()}
    assert labels == {"พระราชบัญญัติ"}
    assert sum("legal_library_term" in query["sql"] for query in captured) <= 1
