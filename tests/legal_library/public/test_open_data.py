"""The index as open data: every public document once, safe in a spreadsheet, under a license (Digital Government Act s.17)."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from types import GeneratorType
from typing import Any

import pytest
from django.test import Client

from legal_library.models import LibraryIndexPage
from legal_library.public import open_data
from tests.helpers import assert_same_queries
from tests.legal_library.factories import RESTRICTIONS, DocumentFactory, LetterFactory, TopicFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(library: LibraryIndexPage) -> LibraryIndexPage:
    page = LetterFactory(
        parent=library,
        slug="letter",
        title="แนวทาง",
        reference_as_written="มท ๐๘๙๑.๓/ว ๑๙๑๘",
        signed_on=date(2013, 9, 9),
    )
    page.topics.set([TopicFactory(name="เด็ก", slug="children"), TopicFactory(name="สตรี", slug="women")])
    page.save()
    DocumentFactory(parent=library, slug="draft", title="ร่างที่ยังไม่เผยแพร่", live=False)
    return library


def body(client: Client, name: str) -> Any:
    response = client.get(f"/library/{name}")
    assert response.status_code == 200
    assert response.streaming
    assert isinstance(response._iterator, (GeneratorType, map)), "nothing is made before it is sent"
    assert 'rel="license"' in response["Link"]
    assert not response.cookies
    return response.getvalue().decode("utf-8-sig")


def test_both_forms_say_the_same(shelf: LibraryIndexPage, client: Client) -> None:
    table = list(csv.DictReader(io.StringIO(body(client, "index.csv"))))
    told = json.loads(body(client, "index.json"))
    assert told["columns"] == list(table[0]) == list(open_data.COLUMNS)
    assert told["license_url"] == open_data.LICENSE_URL
    written = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in told["documents"]
    ]
    assert written == table
    (row,) = table
    assert row["permalink"] == "http://testserver/law/circular/2556/mth-0891-3-w1918/"
    assert (row["kind"], row["kind_th"], row["year_be"], row["signed_on"]) == (
        "circular",
        "หนังสือเวียน",
        "2556",
        "2013-09-09",
    )
    assert row["topics"] in ("เด็ก | สตรี", "สตรี | เด็ก")
    assert row["license"] == open_data.LICENSE


@pytest.mark.parametrize("way", RESTRICTIONS)
def test_what_is_hidden_is_not_among_it(shelf: LibraryIndexPage, client: Client, way: str) -> None:
    restrict(DocumentFactory(parent=shelf, slug="hidden", title="เอกสารปิด"), way)
    for name in ("index.csv", "index.json"):
        text = body(client, name)
        assert "เอกสารปิด" not in text
        assert "ร่างที่ยังไม่เผยแพร่" not in text


def test_a_cell_is_never_a_formula(library: LibraryIndexPage, client: Client) -> None:
    DocumentFactory(parent=library, slug="x", title='=HYPERLINK("http://evil")')
    (row,) = csv.DictReader(io.StringIO(body(client, "index.csv")))
    assert row["title"] == '\'=HYPERLINK("http://evil")'


def test_an_empty_library_is_still_valid(library: LibraryIndexPage, client: Client) -> None:
    assert json.loads(body(client, "index.json"))["documents"] == []
    assert list(csv.DictReader(io.StringIO(body(client, "index.csv")))) == []


def test_queries_do_not_grow_with_the_library(shelf: LibraryIndexPage) -> None:
    def read() -> None:
        assert list(open_data.rows(shelf))

    assert_same_queries(read, lambda: DocumentFactory.create_batch(3, parent=shelf))


def test_the_list_leads_to_both_and_names_the_license(shelf: LibraryIndexPage, client: Client) -> None:
    html = client.get("/library/").content.decode()
    for link in (
        'href="/library/index.csv"',
        'href="/library/index.json"',
        f'href="{open_data.LICENSE_URL}"',
    ):
        assert link in html
