"""The results page finds what people look for, in every spelling, and never breaks."""

from __future__ import annotations

import datetime
import gc
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.search.sources import site_index
from tests.helpers import assert_same_queries
from tests.search.factories import Shelf, document

URL = "/search/"


@pytest.fixture
def stocked(shelf: Shelf, django_capture_on_commit_callbacks: Any) -> Shelf:
    """Six documents that stand for the starter library."""
    documents = [
        document(
            "หนังสือกรมส่งเสริมการปกครองท้องถิ่น ด่วนที่สุด ที่ มท 0891.3/ว 1918",
            ["ขอให้องค์กรปกครองส่วนท้องถิ่นสนับสนุนศูนย์ช่วยเหลือสังคม", "ประชาชนแจ้งเหตุได้ที่สายด่วน 1300 ตลอด 24 ชั่วโมง"],
            kind="circular",
            kind_label="หนังสือเวียน",
            agency="กรมส่งเสริมการปกครองท้องถิ่น",
            topics=("ค้ามนุษย์", "เด็ก"),
            own_references=("มท 0891.3/ว 1918",),
            cited_references=("มท 0891.3/ว 1550",),
            date=datetime.date(2013, 9, 2),
            year_be=2556,
        ),
        document(
            "หนังสือจังหวัดกระบี่ ด่วนที่สุด ที่ กบ 0023.3/ว 3332",
            "ส่งสำเนาหนังสือกรมส่งเสริมการปกครองท้องถิ่น ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘ มาเพื่อถือปฏิบัติ",
            kind="circular",
            kind_label="หนังสือเวียน",
            agency="จังหวัดกระบี่",
            own_references=("กบ 0023.3/ว 3332",),
            cited_references=("มท 0891.3/ว 1918",),
            date=datetime.date(2013, 9, 16),
            year_be=2556,
        ),
        document("พระราชบัญญัติเทศบาล พ.ศ. 2496", "ให้เทศบาลมีหน้าที่รักษาความสงบเรียบร้อยของประชาชน"),
        document(
            "พระราชบัญญัติป้องกันและปราบปรามการค้ามนุษย์ พ.ศ. 2551",
            "ผู้ใดกระทำการค้ามนุษย์ต้องระวางโทษ",
            date=datetime.date(2008, 2, 6),
            year_be=2551,
            agency="กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
            topics=("ค้ามนุษย์",),
        ),
        document("ระเบียบว่าด้วยค่าใช้จ่ายเพื่อช่วยเหลือประชาชน พ.ศ. 2560", "ช่วยเหลือผู้ประสบสาธารณภัย", year_be=2560),
        document("พระราชบัญญัติโรคติดต่อ พ.ศ. 2558", "ควบคุมโรคติดต่ออันตราย", year_be=2558),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(*documents)
    return shelf


def _found(client: Client, **params: Any) -> Any:
    response = client.get(URL, params)
    assert response.status_code == 200
    return response.context["found"]


def _titles(client: Client, query: str, **params: Any) -> list[str]:
    return [result.document.title for result in _found(client, q=query, **params).results]


@pytest.mark.parametrize("query", ["เทศบาล", "ค้ามนุษย์", "แจ้งเหตุ", "โรคติดต่อ", "ช่วยเหลือประชาชน"])
def test_a_word_inside_of_thai_text_is_found(client: Client, stocked: Shelf, query: str) -> None:
    found = _found(client, q=query)
    text = f"{found.results[0].document.title} {found.results[0].document.folded}"
    assert query in text


@pytest.mark.parametrize(
    "query",
    [
        "มท ๐๘๙๑.๓/ว ๑๙๑๘",
        "ว1918",
        "1918",
        "๑๙๑๘",
        "ว ๑๙๑๘",
        "ว.1918",
        "ด่วนที่สุด ที่ มท 0891.3/ว1918",
        "มท0891.3 ว 1918",
        "หนังสือ ว 1918",
    ],
)
def test_a_reference_number_finds_its_own_document_first_in_every_spelling(
    client: Client, stocked: Shelf, query: str
) -> None:
    found = _found(client, q=query)
    assert found.results[0].document.title.endswith("มท 0891.3/ว 1918")
    assert [row.title for row in found.pinned[0].exact] == [found.results[0].document.title]
    assert found.total >= 2, "the document that cites it is there too"


def test_a_number_that_nobody_bears_names_who_cites_it(client: Client, stocked: Shelf) -> None:
    response = client.get(URL, {"q": "มท 0891.3/ว 1550"})
    pin = response.context["found"].pinned[0]
    assert (pin.exact, pin.citing) == ((), 1)
    assert "ไม่พบเอกสารเลขที่ มท 0891.3/ว 1550" in response.content.decode()


def test_a_number_of_another_agency_is_offered_as_a_near_miss(client: Client, stocked: Shelf) -> None:
    pin = _found(client, q="มท 0808.2/ว 1918").pinned[0]
    assert pin.exact == ()
    assert [row.title[-16:] for row in pin.near] == ["มท 0891.3/ว 1918"]


def test_found_words_are_marked_and_the_provision_is_linked(client: Client, stocked: Shelf) -> None:
    page = client.get(URL, {"q": "แจ้งเหตุ"}).content.decode()
    assert "<mark>แจ้งเหตุ</mark>" in page
    assert "#section-2" in page
    assert "มาตรา 2" in page


def test_text_of_documents_is_escaped(
    client: Client, shelf: Shelf, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(document("เทศบาล <script>alert(1)</script>", "เทศบาล <img src=x onerror=alert(1)>"))
    page = client.get(URL, {"q": "เทศบาล <b>"}).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_filters_narrow_the_list_and_counts_agree_with_it(client: Client, stocked: Shelf) -> None:
    everything = _found(client, q="ค้ามนุษย์ เทศบาล หนังสือ")
    narrowed = _found(client, q="ค้ามนุษย์ เทศบาล หนังสือ", kind="circular")
    assert everything.facets["kind"]["circular"] == narrowed.total == len(narrowed.results)
    assert {result.document.kind for result in narrowed.results} == {"circular"}
    assert narrowed.facets["kind"] == everything.facets["kind"], "a facet ignores its own filter"


def test_filters_may_be_typed_into_the_box(client: Client, stocked: Shelf) -> None:
    assert _found(client, q="ประเภท:หนังสือเวียน ศูนย์").chosen.groups == {"kind": ("circular",)}
    assert _found(client, q="kind:law year:๒๕๕๑ มนุษย์").chosen.groups == {"kind": ("law",), "year": ("2551",)}


def test_an_unknown_filter_is_named_and_not_used(client: Client, stocked: Shelf) -> None:
    response = client.get(URL, {"q": "เทศบาล", "kind": "nonsense", "colour": "red"})
    assert response.context["found"].total >= 1
    assert "nonsense" in response.content.decode()


def test_a_filter_alone_lists_its_documents(client: Client, stocked: Shelf) -> None:
    found = _found(client, kind="circular")
    assert found.total == 2
    assert [result.document.year_be for result in found.results] == [2556, 2556]


def test_results_can_be_sorted_by_date(client: Client, stocked: Shelf) -> None:
    newest = [row.document.date for row in _found(client, q="พ.ศ. หนังสือ ประชาชน", order="newest").results]
    assert newest == sorted(newest, reverse=True)
    oldest = [row.document.date for row in _found(client, q="พ.ศ. หนังสือ ประชาชน", order="oldest").results]
    assert oldest == sorted(oldest)


BAD_QUERIES = [
    "x" * 10_000, "ก" * 10_000, "\u0e31", "\u0e48", "(((", "*", "AND OR NOT", "&|!-+", "🙂🙂", "\x00\x01\x02\x1f", "\u200b",
    "'; DROP TABLE search; --", '"', '"""', "kind:", ":", "ว", "123456789012345678901234567890", "%_%", "\\", "มท /ว",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD_QUERIES)
def test_no_query_breaks_the_page(client: Client, stocked: Shelf, query: str) -> None:
    assert client.get(URL, {"q": query}).status_code == 200
    assert client.get(reverse("search:suggest"), {"q": query}).status_code == 200


@pytest.mark.parametrize(
    ("page", "number"), [("999999", 1), ("jam", 1), ("-1", 1), ("0", 1), ("", 1), ("๑", 1), ("9" * 400, 1)]
)
def test_no_page_number_breaks_the_page(client: Client, stocked: Shelf, page: str, number: int) -> None:
    assert _found(client, q="เทศบาล", page=page).page == number


@pytest.mark.parametrize(
    "params",
    [{"order": "sideways"}, {"year": "jam"}, {"year": "99999"}, {"kind": ""}, {"status": "x" * 5000}],
)
def test_no_parameter_breaks_the_page(client: Client, stocked: Shelf, params: dict[str, str]) -> None:
    assert client.get(URL, {"q": "เทศบาล", **params}).status_code == 200


def test_the_page_is_free_of_cookies_and_may_be_cached(client: Client, stocked: Shelf) -> None:
    response = client.get(URL, {"q": "เทศบาล"})
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content


def test_nothing_found_helps_on(client: Client, stocked: Shelf) -> None:
    page = client.get(URL, {"q": "qqqqzzzz"}).content.decode()
    assert "ไม่พบเอกสารที่ตรงกับคำค้น" in page
    assert "ลองแบบนี้" in page


def test_the_number_of_queries_does_not_grow_with_the_results(
    client: Client, stocked: Shelf, django_capture_on_commit_callbacks: Any
) -> None:
    def grow() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            stocked.put(*(document(f"เทศบาลนครที่ {n}", "งานของเทศบาล") for n in range(5)))

    assert_same_queries(lambda: client.get(URL, {"q": "เทศบาล"}), grow)


def test_without_an_index_the_database_answers_with_a_notice(
    client: Client, stocked: Shelf, index_dir: Path
) -> None:
    (site_index.engine().root / "CURRENT").unlink()
    response = client.get(URL, {"q": "แจ้งเหตุ"})
    assert response.context["found"].degraded
    assert response.context["found"].total == 1
    assert "ดัชนีค้นหากำลังสร้างใหม่" in response.content.decode()


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh leaves a broken table open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("damage", ["pointer", "table", "postings", "emptied table"])
def test_a_damaged_index_never_breaks_the_page(
    client: Client, stocked: Shelf, index_dir: Path, damage: str
) -> None:
    store = site_index.engine().store
    pointer = store._pointer()
    assert pointer is not None
    folder = store.root / pointer.folder
    if damage == "pointer":
        (store.root / "CURRENT").write_bytes(b"\x00garbage")
    else:
        pattern = "*.scalars.npz" if damage == "postings" else "_MAIN_*.toc"
        for path in folder.glob(pattern):
            path.write_bytes(b"" if damage == "emptied table" else b"garbage")
        store._point(pointer)
    response = client.get(URL, {"q": "แจ้งเหตุ"})
    assert response.status_code == 200
    assert response.context["found"].degraded
    gc.collect()


def test_english_pages_work_too(client: Client, stocked: Shelf) -> None:
    response = client.get("/en/search/", {"q": "เทศบาล"})
    assert 'href="/en/library/document-' in response.content.decode()
    assert 'href="/library/' not in response.content.decode()
    suggested = client.get("/en/search/suggest/", {"q": "เทศบาล"}).json()["suggestions"]
    assert all(item["url"].startswith("/en/") for item in suggested)
