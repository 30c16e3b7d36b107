"""An index of several segments, as every day's small changes make it, ranks like one that was built at once."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.search.sources import site_index
from tests.search.factories import Shelf, document

LONG = [
    f"เทศบาลมีหน้าที่ช่วยเหลือประชาชนตามข้อ {number} " + "ว่าด้วยการป้องกันโรคและสาธารณภัย " * 40 for number in range(30)
]


def found(client: Client, query: str) -> list[str]:
    response = client.get(reverse("search:results"), {"q": query})
    assert response.status_code == 200
    return [
        link.get_text()
        for link in BeautifulSoup(response.content, "html.parser").select(".results h2, .results h3")
    ]


def test_a_long_document_in_one_segment_and_a_short_one_in_the_next(
    client: Client, shelf: Shelf, index_dir: Path
) -> None:
    """The windows of each segment are its own: mixing them up was an IndexError, seen only after an incremental update."""
    shelf.put(document("ระเบียบเทศบาลฉบับยาว", LONG))
    site_index.rebuild()
    shelf.put(document("ประกาศเทศบาลฉบับสั้น", "เทศบาลแจ้งเตือนน้ำท่วม"))
    site_index.refresh()
    in_pieces = found(client, "เทศบาล")
    assert len(in_pieces) == 2
    site_index.rebuild()
    assert found(client, "เทศบาล") == in_pieces
