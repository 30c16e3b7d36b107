"""Akoma Ntoso where a text numbers itself: every word of the source, in its place, and nothing guessed (library.md)."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from legal_library.models import DocumentPage, DocumentPassage, LibraryIndexPage
from tests.legal_library.factories import AgencyFactory, DocumentFactory

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
URL = "/library/law/akn.xml"
PASSAGES = (
    ("ส่วนต้น", "", "โดยที่เป็นการสมควรมีกฎหมาย\nจึงทรงพระกรุณาโปรดเกล้าฯ", 1),
    ("มาตรา ๑", "", "มาตรา ๑ พระราชบัญญัตินี้เรียกว่า “ทดสอบ & <กฎหมาย>”", 1),
    ("หมวด ๑ บททั่วไป", "หมวด ๑ บททั่วไป", "", 1),
    ("ส่วนที่ ๑ คน", "ส่วนที่ ๑ คน", "", 2),
    ("มาตรา ๕ ทวิ", "", "มาตรา ๕ ทวิ[๑] ให้\n(๑) ก\n(๒) ข", 2),
    ("ส่วนที่ ๒ ของ", "ส่วนที่ ๒ ของ", "ว่าด้วยของ", 2),
    ("มาตรา ๖", "", "มาตรา ๖ ให้", 2),
    ("บทเฉพาะกาล", "บทเฉพาะกาล", "", 1),
    ("มาตรา ๗", "", "มาตรา ๗ ในวาระแรก", 2),
    ("หมายเหตุ", "", "หมายเหตุ:- เหตุผลในการประกาศใช้", 2),
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def law(library: LibraryIndexPage) -> DocumentPage:
    page = DocumentFactory(
        parent=library,
        slug="law",
        title="พระราชบัญญัติทดสอบ พ.ศ. 2546",
        agency=AgencyFactory(name="กระทรวงทดสอบ", slug="ministry"),
        year_be=2546,
        signed_on=date(2003, 9, 24),
        text_as_of=date(2021, 6, 30),
        gazette_volume="120",
        gazette_part="95 ก",
        gazette_page="1",
        gazette_published_on=date(2003, 10, 2),
    )
    page.passages = [
        DocumentPassage(label=label, heading=heading, text=text, level=level, sort_order=place)
        for place, (label, heading, text, level) in enumerate(PASSAGES)
    ]
    page.save()
    return page


def read(client: Client) -> ElementTree.Element:
    response = client.get(URL)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/akn+xml"
    return ElementTree.fromstring(response.content)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_word_of_the_source_stands_there_once_and_in_order(client: Client, law: DocumentPage) -> None:
    act = read(client).find(f"{AKN}act")
    written = "".join(act.find(f"{AKN}preface").itertext()) + "".join(act.find(f"{AKN}body").itertext())
    source = law.title + "".join(heading + text for _label, heading, text, _level in PASSAGES)
    assert bare(written) == bare(source)


def test_sections_stand_in_their_chapters(client: Client, law: DocumentPage) -> None:
    body = read(client).find(f"{AKN}act/{AKN}body")

    def tree(element: ElementTree.Element) -> list[object]:
        inner = [one for one in element if one.get("eId")]
        return [[one.get("eId"), *tree(one)] for one in inner]

    assert tree(body) == [
        ["sec_1"],
        ["chp_1", ["dvs_1", ["sec_5-thawi"]], ["dvs_2", ["sec_6"]]],
        ["hcontainer_botchaphokan", ["sec_7"], ["hcontainer_maihetu"]],
    ]


def test_identifiers_are_unique_and_names_are_of_the_common_era(client: Client, law: DocumentPage) -> None:
    root = read(client)
    keys = [element.get("eId") for element in root.iter() if element.get("eId")]
    assert len(keys) == len(set(keys))
    work = root.find(f".//{AKN}FRBRWork")
    assert work.find(f"{AKN}FRBRuri").get("value") == "/akn/th/act/act/2003/120-95-k-1"
    expression = root.find(f".//{AKN}FRBRExpression/{AKN}FRBRuri").get("value")
    assert expression == "/akn/th/act/act/2003/120-95-k-1/tha@2021-06-30"
    assert work.find(f"{AKN}FRBRdate").get("date") == "2003-09-24"
    hrefs = {element.get("href") for element in root.iter() if (element.get("href") or "").startswith("#")}
    assert {href.lstrip("#") for href in hrefs} <= set(keys)


def test_a_text_that_does_not_number_itself_has_none(client: Client, law: DocumentPage) -> None:
    assert f'href="{URL}"' in client.get("/library/law/").content.decode()
    law.passages = [DocumentPassage(label="บทนำ", text="ข้อความ", sort_order=0)]
    law.save()
    assert client.get(URL).status_code == 404
    assert URL not in client.get("/library/law/").content.decode()


def test_what_is_hidden_has_none(client: Client, law: DocumentPage) -> None:
    DocumentPage.objects.filter(pk=law.pk).update(live=False)
    assert client.get(URL).status_code == 404
