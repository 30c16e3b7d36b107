"""The blocks of a plain page: hostile words stay words, tables can be read on a phone, files say what they are."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from portal.pages.models import ContentPage, HomePage
from tests.pages.factories import ContentPageFactory

HOSTILE = '<script>alert("x")</script><b onclick="x">'


def page_with(home: HomePage, *blocks: tuple[str, Any], **values: Any) -> ContentPage:
    """Return a published plain page with these blocks, saved as the editor's form saves them."""
    body = [{"type": kind, "value": value} for kind, value in blocks]
    field = ContentPage._meta.get_field("body")
    return ContentPageFactory(parent=home, slug="plain", body=field.stream_block.to_python(body), **values)


def text_of(client: Client, address: str = "/plain/") -> str:
    """Return the page's main part as HTML."""
    html = client.get(address).content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("heading", HOSTILE),
        ("steps", [HOSTILE]),
        (
            "table",
            {"caption": HOSTILE, "rows": [{"first": HOSTILE, "second": HOSTILE, "third": HOSTILE}] * 2},
        ),
    ],
)
def test_words_of_a_block_are_never_markup(home: HomePage, client: Client, kind: str, value: Any) -> None:
    page_with(home, (kind, value))
    html = text_of(client)
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<b onclick" not in html


def test_each_cell_of_a_table_knows_its_column(home: HomePage, client: Client) -> None:
    """On a phone the head of the table is gone and the label of the cell speaks for it (look.md)."""
    rows = [
        {"first": "คุกกี้", "second": "ใช้ทำอะไร", "third": "อยู่นานเท่าไร"},
        {"first": "sessionid", "second": "จำคำตอบ\nระหว่างกรอก", "third": "8 ชั่วโมง"},
    ]
    page_with(home, ("table", {"caption": "คุกกี้ที่ใช้", "rows": rows}))
    html = text_of(client)
    assert "<caption>คุกกี้ที่ใช้</caption>" in html
    assert re.findall(r'<th scope="col">([^<]*)</th>', html) == ["คุกกี้", "ใช้ทำอะไร", "อยู่นานเท่าไร"]
    assert '<th scope="row">sessionid</th>' in html
    assert '<td data-label="ใช้ทำอะไร">จำคำตอบ<br>ระหว่างกรอก</td>' in html
    assert '<td data-label="อยู่นานเท่าไร">8 ชั่วโมง</td>' in html


def test_a_table_of_two_columns_has_no_third(home: HomePage, client: Client) -> None:
    rows = [{"first": "ก", "second": "ข", "third": ""}, {"first": "ค", "second": "ง", "third": "หลงมา"}]
    page_with(home, ("table", {"caption": "สองช่อง", "rows": rows}))
    html = text_of(client)
    assert html.count('<th scope="col">') == 2
    assert "หลงมา" not in html


def test_a_download_says_its_kind_and_size(home: HomePage, client: Client) -> None:
    document = Document.objects.create(
        title="x", file=ContentFile(b"%PDF-1.7" + b" " * 2040, name="form.pdf")
    )
    page_with(home, ("download", {"title": "แบบฟอร์มคำขอ", "document": document.pk}))
    html = text_of(client)
    assert f'href="{document.url}"' in html
    assert "แบบฟอร์มคำขอ" in html
    assert re.search(r"PDF 2\.0\sKB", html)


def test_a_deleted_file_does_not_break_its_page(home: HomePage, client: Client) -> None:
    document = Document.objects.create(title="x", file=ContentFile(b"%PDF-1.7", name="gone.pdf"))
    page_with(home, ("heading", "ก่อน"), ("download", {"title": "หายไป", "document": document.pk}))
    document.delete()
    response = client.get("/plain/")
    assert response.status_code == 200
    assert "<h2>ก่อน</h2>" in response.content.decode()


def test_steps_keep_their_order_and_lines(home: HomePage, client: Client) -> None:
    page_with(home, ("steps", ["โทร 1300\nตลอด 24 ชั่วโมง", "เล่าเรื่อง", "รอรับเลขเรื่อง"]))
    assert re.findall(r"<li>(.*?)</li>", text_of(client)) == [
        "โทร 1300<br>ตลอด 24 ชั่วโมง",
        "เล่าเรื่อง",
        "รอรับเลขเรื่อง",
    ]


def test_without_an_english_body_readers_of_english_get_the_thai_one(home: HomePage, client: Client) -> None:
    page = page_with(home, ("heading", "หัวข้อไทย"))
    assert "หัวข้อไทย" in text_of(client, "/en/plain/")
    page.body_en = page.body.stream_block.to_python([{"type": "heading", "value": "English heading"}])
    page.save()
    english = text_of(client, "/en/plain/")
    assert "English heading" in english
    assert "หัวข้อไทย" not in english
    assert "หัวข้อไทย" in text_of(client)
