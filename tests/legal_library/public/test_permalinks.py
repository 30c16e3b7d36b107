"""A permalink leads to its document whatever that is called by now, and to nothing hidden (library.md, identifiers)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from legal_library.domain import permalinks
from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.models.withdrawal import Withdrawal
from legal_library.public.permalinks import path_of
from tests.legal_library.factories import RESTRICTIONS, DocumentFactory, LetterFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(library: LibraryIndexPage) -> DocumentPage:
    return LetterFactory(
        parent=library, slug="letter", reference_as_written="มท ๐๘๙๑.๓/ว ๑๙๑๘", signed_on=date(2013, 9, 9)
    )


@pytest.fixture
def law(library: LibraryIndexPage) -> DocumentPage:
    return DocumentFactory(
        parent=library,
        slug="law",
        title="พระราชบัญญัติคุ้มครองเด็ก พ.ศ. 2546",
        other_names="กฎหมายคุ้มครองเด็ก",
        year_be=2546,
        gazette_volume="120",
        gazette_part="95 ก",
        gazette_page="1",
    )


def leads(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 301, path
    assert "public" in response["Cache-Control"]
    return response["Location"]


@pytest.mark.parametrize(
    "number",
    ["mth-0891-3-w1918", "MTH-0891-3-W1918", "มท 0891.3/ว 1918", "มท๐๘๙๑.๓/ว๑๙๑๘", "ที่ มท 0891.3 / ว 1918"],
)
@pytest.mark.parametrize("year", ["2556", "๒๕๕๖", "2013"])
def test_a_letter_is_its_number_in_any_spelling(
    client: Client, letter: DocumentPage, number: str, year: str
) -> None:
    assert leads(client, f"/law/circular/{year}/{number}/") == "/library/letter/"


@pytest.mark.parametrize(
    "number",
    [
        "120-95-k-1",
        "120/95 ก/1",
        "๑๒๐/๙๕ ก/๑",
        "พระราชบัญญัติคุ้มครองเด็ก พ.ศ. 2546",
        "พ.ร.บ.คุ้มครองเด็ก พ.ศ. ๒๕๔๖",
        "กฎหมายคุ้มครองเด็ก",
    ],
)
def test_a_law_is_its_place_in_the_gazette_or_its_name(
    client: Client, law: DocumentPage, number: str
) -> None:
    assert leads(client, f"/law/act/2546/{number}/") == "/library/law/"


def test_it_survives_another_title_and_another_address(
    client: Client, letter: DocumentPage, law: DocumentPage
) -> None:
    old = [path_of(letter), path_of(law)]
    for page in (letter, law):
        page.title, page.slug = f"ชื่อใหม่ {page.pk}", f"renamed-{page.pk}"
        page.save_revision().publish()
    assert [leads(client, path) for path in old] == [f"/library/renamed-{page.pk}/" for page in (letter, law)]


def test_a_document_without_any_number_has_one_all_the_same(
    client: Client, library: LibraryIndexPage
) -> None:
    page = DocumentFactory(parent=library, slug="plain", kind="manual", year_be=2560)
    assert path_of(page) == f"/law/manual/2560/d{page.pk}/"
    assert leads(client, path_of(page)) == "/library/plain/"


def test_readers_of_english_stay_in_english(client: Client, letter: DocumentPage) -> None:
    assert leads(client, "/en/law/circular/2556/mth-0891-3-w1918/") == "/en/library/letter/"


@pytest.mark.parametrize(
    "path",
    [
        "/law/poem/2556/mth-0891-3-w1918/",
        "/law/circular/2557/mth-0891-3-w1918/",
        "/law/circular/jam/mth-0891-3-w1918/",
        "/law/circular/2556/%00/",
        "/law/circular/2556/1918/",
        "/law/circular/2556/d999999999/",
        "/law/circular/2556/" + "ก" * 400 + "/",
    ],
)
def test_what_names_nothing_is_not_found(client: Client, letter: DocumentPage, path: str) -> None:
    assert client.get(path).status_code == 404


def test_two_that_look_the_same_lead_to_a_search(
    client: Client, letter: DocumentPage, library: LibraryIndexPage
) -> None:
    LetterFactory(
        parent=library, slug="copy", reference_as_written="มท 0891.3/ว 1918", signed_on=date(2013, 9, 2)
    )
    response = client.get("/law/circular/2556/mth-0891-3-w1918/")
    assert response.status_code == 302
    assert response["Location"].startswith("/search/?q=mth")


@pytest.mark.parametrize("way", RESTRICTIONS)
def test_what_is_hidden_does_not_exist(client: Client, letter: DocumentPage, way: str) -> None:
    restrict(letter, way)
    assert client.get(path_of(letter)).status_code == 404
    assert client.get(f"/law/circular/2556/d{letter.pk}/").status_code == 404


def test_a_draft_does_not_exist_and_what_was_withdrawn_tells_of_it(
    client: Client, letter: DocumentPage
) -> None:
    DocumentPage.objects.filter(pk=letter.pk).update(live=False)
    assert client.get(path_of(letter)).status_code == 404
    Withdrawal.objects.create(document=letter, withdrawn_on=timezone.localdate(), reason="ออกซ้ำ")
    assert client.get(leads(client, path_of(letter))).status_code == 410


def test_the_page_shows_it_and_tells_machines(client: Client, letter: DocumentPage) -> None:
    html = client.get("/library/letter/").content.decode()
    assert "http://testserver/law/circular/2556/mth-0891-3-w1918/" in html
    script = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    told = json.loads(script)
    assert told == json.loads(client.get("/library/letter/data.json").content)
    assert told["@type"] == "Legislation"
    assert told["@id"] == "http://testserver/law/circular/2556/mth-0891-3-w1918/"
    assert told["url"] == "http://testserver/library/letter/"


def test_no_title_ends_the_script(client: Client, library: LibraryIndexPage) -> None:
    DocumentFactory(parent=library, slug="hostile", title="</script><script>alert(1)</script> &amp; 'ชื่อ'")
    html = client.get("/library/hostile/").content.decode()
    assert "<script>alert(1)" not in html
    script = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(script)["name"] == "</script><script>alert(1)</script> &amp; 'ชื่อ'"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"reference": "มท 0891.3/ว 1918", "gazette_volume": "1"}, "mth-0891-3-w1918"),
        ({"reference": "ว 1918"}, ""),
        ({"reference": "ที่ 12/2556"}, ""),
        ({"gazette_volume": "120", "gazette_part": "พิเศษ 254 ง"}, ""),
        ({"gazette_volume": "๑๓๔", "gazette_part": "พิเศษ ๒๕๔ ง", "gazette_page": "๙"}, "134-phiset-254-ng-9"),
    ],
)
def test_only_what_names_one_document_is_an_identifier(parts: dict[str, str], expected: str) -> None:
    assert permalinks.identifier(**parts) == expected


def test_the_address_of_every_kind_can_be_written(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library, slug="rule", kind="local_ordinance", year_be=2560)
    assert path_of(page) == reverse("law:permalink", args=["local-ordinance", "2560", f"d{page.pk}"])


def test_what_was_printed_still_leads_there_when_the_kind_was_corrected(
    client: Client, library: LibraryIndexPage, letter: DocumentPage, law: DocumentPage
) -> None:
    plain = DocumentFactory(parent=library, slug="plain", kind="manual", year_be=2560)
    printed = [path_of(page) for page in (letter, law, plain)]
    for page, kind in ((letter, "directive_letter"), (law, "emergency_decree"), (plain, "guideline")):
        page.kind = kind
        page.save_revision().publish()
        assert path_of(page) not in printed
    assert [leads(client, path) for path in printed] == [
        "/library/letter/",
        "/library/law/",
        "/library/plain/",
    ]


def test_of_two_with_one_number_that_of_the_kind_is_meant(
    client: Client, letter: DocumentPage, library: LibraryIndexPage
) -> None:
    other = LetterFactory(
        parent=library,
        slug="reply",
        kind="consultation_reply",
        reference_as_written="มท 0891.3/ว 1918",
        signed_on=date(2013, 9, 9),
    )
    assert [leads(client, path_of(page)) for page in (letter, other)] == [
        "/library/letter/",
        "/library/reply/",
    ]
    # Of a third kind: both are looked for, whatever they are.
    response = client.get("/law/directive-letter/2556/mth-0891-3-w1918/")
    assert response.status_code == 302
    assert "kind=" not in response["Location"]


def test_a_name_is_one_of_its_kind(client: Client, law: DocumentPage) -> None:
    assert client.get("/law/code/2546/กฎหมายคุ้มครองเด็ก/").status_code == 404
