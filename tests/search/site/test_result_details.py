"""One result of the list: its excerpt, the provision it opens, its numbers, its status; and corrections of the query."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.search.engine import analysis
from portal.search.engine.spelling import corrected
from portal.search.query.correct import did_you_mean
from portal.search.query.understand import understand
from portal.search.site import knowledge, presentation
from portal.search.site.find import Found, Result, find
from portal.search.site.highlight import has_marks
from portal.search.sources import site_index
from tests.search.factories import Shelf, document

URL = reverse("search:results")
SECTIONS = ["บททั่วไปของกฎหมาย", "ให้เทศบาลจัดตลาดสด", "ผู้ใดลักลอบทิ้งขยะต้องระวางโทษปรับ", "ให้รัฐมนตรีรักษาการ"]


def asked(query: str) -> Found:
    params = QueryDict(mutable=True)
    params["q"] = query
    return find(params)


def first(query: str) -> Result:
    return asked(query).results[0]


def shown(result: Result) -> str:
    return "".join(piece.text for piece in result.excerpt)


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(
        document(
            "พระราชบัญญัติรักษาความสะอาด",
            SECTIONS,
            summary="ว่าด้วยความเป็นระเบียบเรียบร้อยของบ้านเมือง",
            own_references=("มท 0891.3/ว 1918", "กบ 0023.3/ว 44"),
            cited_references=("มท 0808.2/ว 5555",),
        ),
        document("ประกาศไม่มีเนื้อหา", "", status="", status_label="", path="/announcements/bare/"),
    )
    site_index.refresh()
    return shelf


@pytest.mark.parametrize(
    ("query", "place"), [("ตลาดสด", 2), ("ลักลอบทิ้งขยะ", 3), ("ระวางโทษปรับ", 3), ("รัฐมนตรีรักษาการ", 4)]
)
def test_the_excerpt_is_the_passage_that_answers_and_its_link_opens_it(
    stocked: Shelf, query: str, place: int
) -> None:
    result = first(query)
    assert result.heading == f"มาตรา {place}"
    assert result.url == f"{result.document.path}#section-{place}"
    assert shown(result) == SECTIONS[place - 1]
    assert has_marks(result.excerpt)


def test_the_link_stands_on_the_page(client: Client, stocked: Shelf) -> None:
    text = client.get(URL, {"q": "ลักลอบทิ้งขยะ"}).content.decode()
    result = first("ลักลอบทิ้งขยะ")
    assert f'href="{result.url}"' in text
    assert f'href="{result.document.path}"' in text
    assert result.opens_at_provision
    assert text.count("<mark>") >= 1


def test_words_of_the_summary_show_the_summary_without_a_provision(stocked: Shelf) -> None:
    result = first("ระเบียบเรียบร้อยของบ้านเมือง")
    assert shown(result).startswith("ว่าด้วย")
    assert (result.heading, result.url) == ("", result.document.path)
    assert not result.opens_at_provision


def test_a_document_without_text_has_no_excerpt_and_a_plain_link(client: Client, stocked: Shelf) -> None:
    result = first("ประกาศไม่มีเนื้อหา")
    assert result.excerpt == []
    assert result.url == "/announcements/bare/"
    assert 'href="/announcements/bare/"' in client.get(URL, {"q": "ประกาศไม่มีเนื้อหา"}).content.decode()


def test_own_numbers_are_shown_and_cited_ones_are_not(stocked: Shelf) -> None:
    assert set(first("ตลาดสด").numbers) == {"มท 0891.3/ว 1918", "กบ 0023.3/ว 44"}


def test_anchors_and_paths_are_escaped(client: Client, shelf: Shelf) -> None:
    item = document("ถนนสายใหม่", "ซ่อมถนน", path='/library/"><script>/')
    item.passages[:] = [type(item.passages[0])('มาตรา "1"<i>', '"onmouseover=x', "ซ่อมถนนสายใหม่")]
    shelf.put(item)
    site_index.refresh()
    text = client.get(URL, {"q": "ซ่อมถนน"}).content.decode()
    assert '"><script>' not in text
    assert '"onmouseover' not in text
    assert "<i>" not in text
    assert "&lt;i&gt;" in text


@pytest.mark.parametrize(
    ("path", "language", "address"),
    [
        ("/library/x/", "th", "/library/x/"),
        ("/library/x/#section-1", "en", "/en/library/x/#section-1"),
        ("https://example.com/x", "en", "https://example.com/x"),
        ("", "en", ""),
    ],
)
def test_addresses_in_the_readers_language(path: str, language: str, address: str) -> None:
    with override(language):
        assert presentation.in_language(path) == address
        template = Template("{% load search %}{{ path|in_language }}")
        assert template.render(Context({"path": path})) == address


@pytest.mark.parametrize(
    ("status", "tone"),
    [("in_force", "ok"), ("repealed", "off"), ("superseded", "warn"), ("nobody-knows", ""), ("", "")],
)
def test_tones_of_a_status(status: str, tone: str) -> None:
    assert presentation.tone(status) == tone


@pytest.mark.parametrize(
    ("total", "text"), [(0, "ไม่พบเอกสารที่ตรงกับคำค้น"), (1, "พบ 1 เรื่อง"), (12_345, "พบ 12,345 เรื่อง")]
)
def test_the_number_of_results_in_words(total: int, text: str) -> None:
    assert Template("{% load search %}{% result_count n %}").render(Context({"n": total})) == text


def test_the_click_counter_learns_the_query_and_the_rank_alone(client: Client, stocked: Shelf) -> None:
    text = client.get(URL, {"q": "ตลาดสด", "kind": "law"}, REMOTE_ADDR="192.0.2.5").content.decode()
    query = QueryDict(mutable=True)
    query["q"], query["rank"] = "ตลาดสด", "1"
    assert f'ping="{reverse("search:click")}?{query.urlencode().replace("&", "&amp;")}"' in text
    assert "192.0.2.5" not in text


def test_orders_name_one_as_chosen(stocked: Shelf) -> None:
    params = QueryDict("q=ตลาดสด&order=oldest&kind=law")
    orders = presentation.orders(find(params))
    assert [order.selected for order in orders] == [False, False, True]
    for order in orders:
        assert find(QueryDict(order.url.partition("?")[2])).chosen.groups == {"kind": ("law",)}


WORDS = ["เทศบาล", "โรคติดต่อ", "ประชาชน", "เจ้าหน้าที่", "พระราชบัญญัติ"]


@pytest.fixture
def wordy(shelf: Shelf) -> Shelf:
    shelf.put(*(document(f"เรื่องของ{word}", f"ว่าด้วย {word} ในท้องถิ่น") for word in WORDS))
    shelf.put(document("ทุเรียนทองลับ", "ทุเรียนทองลับ"))
    site_index.refresh()
    return shelf


@pytest.mark.parametrize(
    "text", [*WORDS, "", " ", "2560", "zzzz", "เรื่องของเทศบาล", "1918", "ก", "\u0e48", "🙂", "((("]
)
def test_what_is_right_or_hopeless_is_not_corrected(wordy: Shelf, text: str) -> None:
    assert corrected(analysis.fold(text), site_index.engine().state, thorough=True) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("เทศบาร", "เทศบาล"), ("โรคติดต้อ", "โรคติดต่อ"), ("ประชาชล", "ประชาชน"), ("เจ้าหนาที่", "เจ้าหน้าที่")],
)
def test_a_correction_is_a_word_of_the_documents_and_needs_none_itself(
    wordy: Shelf, typed: str, meant: str
) -> None:
    snapshot = site_index.engine().state
    assert corrected(analysis.fold(typed), snapshot, thorough=True) == meant
    assert corrected(meant, snapshot, thorough=True) == ""
    assert asked(typed).correction == meant


@pytest.mark.parametrize("typed", ['"เทศบาร"', "มท 0891.3/ว 1918 เทศบาร", "เทศบาร " * 30])
def test_quotes_numbers_and_long_texts_are_not_corrected(wordy: Shelf, typed: str) -> None:
    assert did_you_mean(understand(typed), site_index.now()) == ""


def test_the_corrected_address_keeps_the_filters(client: Client, wordy: Shelf) -> None:
    response: Any = client.get(URL, {"q": "เทศบาร", "kind": "law", "order": "newest"})
    followed = QueryDict(response.context["corrected_url"].partition("?")[2])
    assert followed.dict() == {"q": "เทศบาล", "kind": "law", "order": "newest"}
    assert "คุณหมายถึงคำนี้หรือไม่" in response.content.decode()


def test_a_word_of_a_withdrawn_document_is_not_offered(wordy: Shelf) -> None:
    assert asked("ทุเรยน").correction == "ทุเรียน"
    wordy.take(next(item for item in wordy.documents() if "ทุเรียน" in item.title))
    assert "ทุเรียน" not in asked("ทุเรยน").correction, "at once, though the index still knows it"
    site_index.refresh()
    assert "ทุเรียน" not in asked("ทุเรยน").correction


def test_an_empty_index_corrects_nothing(shelf: Shelf) -> None:
    site_index.rebuild()
    assert corrected("เทศบาร", site_index.engine().state, thorough=True) == ""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("เทศบาร", "เทศบาล"), ("ถนนเทศบาร", ""), ("หน้าทีดูแล", "หน้าที่ดูแล")],
)
def test_words_that_never_stand_together_are_no_correction(shelf: Shelf, typed: str, offered: str) -> None:
    shelf.put(document("เรื่องของเทศบาล", "เทศบาลมีหน้าที่ดูแลประชาชน"), document("เรื่องของถนน", "ปิดถนนชั่วคราว"))
    site_index.refresh()
    engine = site_index.now()
    assert did_you_mean(understand(typed, knowledge.of(engine)), engine) == offered


def test_dropping_letters_is_no_correction(shelf: Shelf) -> None:
    shelf.put(document("พระราชบัญญัติเทศบาล", "เทศบาลมีหน้าที่ดูแลประชาชน"))
    site_index.refresh()
    assert not corrected(analysis.fold("เทศบาลฟฟฟ"), site_index.engine().state, thorough=True)
