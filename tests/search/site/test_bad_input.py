"""Whatever stands in the address: a friendly page, JSON, bounded work; never an error, never somebody else's words."""

from __future__ import annotations

import html
import time
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.models import SearchedQuery
from portal.search.sources import site_index
from tests.helpers import count_queries
from tests.properties import WITH_FIXTURES
from tests.search.factories import Shelf, document

RESULTS, SUGGEST, CLICK = (reverse(f"search:{name}") for name in ("results", "suggest", "click"))
MOST_QUERIES = 30
"""What a page may ask of the database, its menus and the counting of a new query included, with an index or without."""

WEIRD = {
    "ten thousand Latin letters": "x" * 10_000,
    "ten thousand Thai letters": "ก" * 10_000,
    "ten thousand words": "น้ำท่วม " * 10_000,
    "ten thousand marks": "\u0e48" * 10_000,
    "ten thousand brackets": "(" * 10_000,
    "ten thousand quotes": '"' * 10_000,
    "ten thousand digits": "1" * 10_000,
    "one vowel": "\u0e31",
    "one tone mark": "\u0e48",
    "sara am": "\u0e33",
    "operators": "AND OR NOT NEAR",
    "signs": "&|!-+~^*?<>:;,./\\'\"`",
    "brackets": "(((",
    "star": "*",
    "stars": "เทศ* *บาล",
    "field of Lucene": "title:เทศบาล^9 AND body:[* TO *]",
    "emoji": "🙂🏛️👨‍👩‍👧‍👦🇹🇭",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "null": "\x00",
    "null in a word": "เทศ\x00บาล",
    "zero width": "\u200b\u200c\u200d\ufeff",
    "right to left": "\u202eเทศบาล\u202c",
    "not a character": "\ufffe\uffff\U0010ffff",
    "private use": "\uf70a\uf710\ue000",
    "replacement": "\ufffd" * 20,
    "combining stack": "ก" + "\u0301" * 300,
    "full width": "（ＡＮＤ）＊",
    "old Thai signs": "๏ ๚ ๛ ฯลฯ ๆ ฿",
    "Lao": "ເທດສະບານ",
    "Chinese": "市政府救助洪水",
    "Turkish and German": "İstanbul STRASSE ß",
    "SQL": "'; DROP TABLE search_indexeddocument; --",
    "LIKE": "%_%",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "script": "<script>alert(1)</script>",
    "attribute": '" autofocus onfocus="alert(1)',
    "format": "%s %d {0} %(n)s",
    "path": "../../etc/passwd",
    "address": "http://user:secret@example.com/?q=1#x",
    "empty filter": "kind: year: :law",
    "many filters": "kind:law " * 200,
    "unpaired quotes": '"เทศบาล "" "',
    "reference without end": "มท /ว",
    "number of thirty digits": "123456789012345678901234567890",
    "ordinal year": "ปี:99999999999999999999",
    "newlines": "เทศ\r\nบาล\n\n",
}


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(
        document("พระราชบัญญัติเทศบาล", ["เทศบาลมีหน้าที่", "ช่วยเหลือน้ำท่วม"], topics=("ท้องถิ่น",)),
        document("หนังสือเวียน", "แจ้งเทศบาล", kind="circular", own_references=("มท 0891.3/ว 1918",)),
    )
    site_index.refresh()
    return shelf


def page(client: Client, query: str) -> str:
    response = client.get(RESULTS, {"q": query})
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def main_of(text: str) -> str:
    """Return the page without its head, menus and foot: their link to the English page repeats the address."""
    return text[text.index("<main") : text.index("</main>")]


@pytest.mark.parametrize("query", WEIRD.values(), ids=WEIRD)
def test_any_text_gives_a_page_with_a_box_a_heading_and_few_queries(
    client: Client, stocked: Shelf, query: str
) -> None:
    began = time.process_time()
    queries = count_queries(lambda: client.get(RESULTS, {"q": query}))
    assert time.process_time() - began < 3.0
    assert queries <= MOST_QUERIES
    text = page(client, query)
    assert "<h1" in text
    assert 'name="q"' in text
    # The link to the English page carries the whole address; servers cut that at some kilobytes.
    assert len(text) < 60_000 + len(quote(query))


@pytest.mark.parametrize("query", WEIRD.values(), ids=WEIRD)
def test_any_text_gives_suggestions_as_json(client: Client, stocked: Shelf, query: str) -> None:
    response = client.get(SUGGEST, {"q": query})
    assert response.status_code == 200
    assert len(response.json()["suggestions"]) <= 8
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("query", WEIRD.values(), ids=WEIRD)
def test_any_text_is_survived_without_an_index_too(client: Client, shelf: Shelf, query: str) -> None:
    shelf.put(document("พระราชบัญญัติเทศบาล", "เทศบาลมีหน้าที่"))
    queries = count_queries(lambda: client.get(RESULTS, {"q": query}))
    assert queries <= MOST_QUERIES
    assert client.get(RESULTS, {"q": query}).context["found"].degraded


@pytest.mark.parametrize("times", [1, 2])
def test_a_page_costs_the_same_whatever_ran_before_it(client: Client, shelf: Shelf, times: int) -> None:
    """What this process remembers of visitors is of one test: a query that one of them asked is new to the next."""
    shelf.put(document("พระราชบัญญัติเทศบาล", "เทศบาลมีหน้าที่"))
    client.get(RESULTS, {"q": "เทศบาล"})
    assert SearchedQuery.objects.get().times == 1


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'\"&<>"])
def test_what_was_typed_comes_back_escaped(client: Client, stocked: Shelf, query: str) -> None:
    text = page(client, f"เทศบาล {query}")
    assert query not in text
    assert html.escape(query).replace("&#x27;", "&#39;") in text.replace("&#x27;", "&#39;")


@pytest.mark.parametrize("query", WEIRD.values(), ids=WEIRD)
def test_no_text_makes_the_log_hold_control_characters(client: Client, stocked: Shelf, query: str) -> None:
    page(client, query)
    for row in SearchedQuery.objects.all():
        assert len(row.query) <= 120
        assert not any(ord(character) < 32 for character in row.query)


RAW = {
    "broken UTF-8": "%FF%FE%80",
    "half a Thai letter": "%E0%B8",
    "lone surrogate": "%ED%A0%80",
    "overlong": "%C0%AF",
    "broken escape": "%ZZ%",
    "null": "%00",
    "TIS-620": "%E0%B9%80%B7%C8",
    "UTF-16": "%FF%FE%01%0E",
    "double": "%25E0%25B9%2580",
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
@pytest.mark.parametrize("name", ["q", "kind", "agency", "topic", "status", "year", "order", "page"])
def test_broken_escapes_are_survived_in_every_parameter(
    client: Client, stocked: Shelf, raw: str, name: str
) -> None:
    for address in (RESULTS, SUGGEST):
        assert client.get(f"{address}?q=เทศบาล&{name}={raw}").status_code == 200
    assert client.post(f"{CLICK}?q={raw}&rank={raw}").status_code == 204


@pytest.mark.parametrize(
    "address",
    [
        "q=เทศบาล&q=ถนน",
        "kind=law&kind=law&kind=circular&kind=nonsense",
        "page=1&page=jam&page=2",
        "order=newest&order=sideways",
        "q",
        "q=",
        "=เทศบาล",
        "&&&",
        "q[]=1&q[a]=2",
        "colour=red&limit=100000&offset=-1",
        "year=2496&year=๒๔๙๖&year=1953&year=24960",
        "&".join(f"kind=k{n}" for n in range(500)),
        "&".join(f"x{n}=1" for n in range(900)),
        "q=เทศบาล;kind=law",
        "q=" + quote("เทศบาล") + "#fragment",
        "status=" + "x" * 5000,
        "topic=" + quote("ท้องถิ่น\x00"),
    ],
)
def test_parameters_may_repeat_be_unknown_or_empty(client: Client, stocked: Shelf, address: str) -> None:
    assert client.get(f"{RESULTS}?{address}").status_code == 200
    assert client.get(f"{SUGGEST}?{address}").status_code == 200


def test_the_last_of_repeated_texts_counts(client: Client, stocked: Shelf) -> None:
    found = client.get(f"{RESULTS}?q=ทุเรียน&q=เทศบาล").context["found"]
    assert (found.query, found.total) == ("เทศบาล", 2)


def test_a_thousand_and_one_parameters_are_refused_and_not_an_error(client: Client, stocked: Shelf) -> None:
    assert client.get(f"{RESULTS}?" + "&".join(f"x{n}=1" for n in range(1001))).status_code in (200, 400)


def test_an_unknown_filter_value_is_named_once_escaped_and_cut(client: Client, stocked: Shelf) -> None:
    evil = "<b>" + "x" * 500
    text = main_of(client.get(RESULTS, {"q": "เทศบาล", "kind": evil}).content.decode())
    assert "<b>x" not in text
    assert html.escape(evil[:60]) in text
    assert "x" * 61 not in text


def test_unknown_parameters_are_in_no_link_of_the_page(client: Client, stocked: Shelf) -> None:
    text = main_of(client.get(f"{RESULTS}?q=เทศบาล&utm_source=mail&colour=red").content.decode())
    assert "utm_source" not in text
    assert "colour" not in text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_page_is_only_read(client: Client, shelf: Shelf, method: str) -> None:
    assert getattr(client, method)(RESULTS).status_code == 405


def test_an_empty_page_shows_how_to_search_and_asks_nothing_of_the_index(
    client: Client, stocked: Shelf
) -> None:
    response = client.get(RESULTS)
    assert not response.context["searched"]
    assert response.context["found"].results == ()
    assert "ค้นได้อย่างไร" in response.content.decode()


def test_nothing_found_says_so_and_offers_a_way_on(client: Client, stocked: Shelf) -> None:
    text = client.get(RESULTS, {"q": "zzzzqqqq", "kind": "law"}).content.decode()
    for part in ("ไม่พบเอกสารที่ตรงกับคำค้น", "ลองแบบนี้", "เอาตัวกรองทั้งหมดออก"):
        assert part in text


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)


@settings(max_examples=40, suppress_health_check=WITH_FIXTURES)
@given(
    params=st.dictionaries(
        st.sampled_from(["q", "kind", "year", "topic", "status", "agency", "order", "page"]), TEXT
    )
)
def test_any_parameters_give_a_page(client: Client, stocked: Shelf, params: dict[str, Any]) -> None:
    response = client.get(RESULTS, params)
    assert response.status_code == 200
    found = response.context["found"]
    assert 1 <= found.page <= found.pages
    assert found.total >= len(found.results)
