"""Earlier texts stay readable, a day has an answer, and two texts are compared (S2.28)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from legal_library.domain.texts import with_anchors
from legal_library.editing.texts import store_text
from legal_library.editing.withdrawing import withdraw
from legal_library.importing.records import record_of
from legal_library.importing.writing import Choices, take_over
from legal_library.models import DocumentPage, LibraryIndexPage, PublicText, TextVersion
from legal_library.models.storing import passages_of
from legal_library.reading.cutting import cut
from tests.legal_library.factories import RESTRICTIONS, DocumentFactory, restrict

TITLE = "พระราชบัญญัติทดสอบ พ.ศ. 2546"


def text(words: str, as_of: str, **choices: Any) -> None:
    """Give the act another text by import, as an operator does."""
    record = record_of("1", {"title": TITLE, "text": words, "as_of": as_of})
    list(take_over([record], Choices(publish=True, **choices)))


@pytest.fixture
def act(library: LibraryIndexPage) -> DocumentPage:
    """An act whose text was replaced in 2567 and again in 2568."""
    with time_machine.travel("2023-01-10T05:00:00Z"):
        DocumentFactory(parent=library, slug="act", title=TITLE, year_be=2546, effective_on=date(2004, 1, 1))
        text("มาตรา ๑ ชื่อ\nมาตรา ๒ ให้จ่าย ๑๐๐ บาท", "1/1/2566")
    with time_machine.travel("2024-02-01T05:00:00Z"):
        text("มาตรา ๑ ชื่อ\nมาตรา ๒ ให้จ่าย ๒๐๐ บาท", "1/1/2567")
    with time_machine.travel("2025-03-01T05:00:00Z"):
        text("มาตรา 1 ชื่อ\nมาตรา ๒ ให้จ่าย ๓๐๐ บาท\nมาตรา ๓ เพิ่ม", "1/1/2568")
    return DocumentPage.objects.get()


def page(client: Client, path: str) -> str:
    return BeautifulSoup(client.get(path).content, "html.parser").select_one("main").get_text(" ", strip=True)


def test_each_text_that_was_public_is_kept_with_its_days(act: DocumentPage) -> None:
    rows = list(TextVersion.objects.values_list("number", "public_from", "public_until", "text_as_of"))
    assert rows == [
        (1, date(2023, 1, 10), date(2024, 2, 1), date(2023, 1, 1)),
        (2, date(2024, 2, 1), date(2025, 3, 1), date(2024, 1, 1)),
    ]


def test_the_first_text_of_a_document_replaces_none(library: LibraryIndexPage) -> None:
    DocumentFactory(parent=library, title=TITLE, year_be=2546)
    text("มาตรา ๑ ก", "1/1/2566")
    assert not TextVersion.objects.exists()


def test_what_differs_in_digits_only_is_no_other_text(act: DocumentPage) -> None:
    text("มาตรา ๑ ชื่อ\nมาตรา 2 ให้จ่าย 300 บาท\nมาตรา 3 เพิ่ม", "1/6/2568")
    assert TextVersion.objects.count() == 2


def test_a_draft_keeps_nothing(act: DocumentPage) -> None:
    record = record_of("1", {"title": TITLE, "text": "มาตรา ๑ ร่าง", "as_of": "1/1/2569"})
    list(take_over([record], Choices()))
    assert TextVersion.objects.count() == 2


def test_an_earlier_text_is_readable_says_that_it_is_replaced_and_is_not_indexed(
    act: DocumentPage, client: Client
) -> None:
    response = client.get(act.get_url() + "versions/1/")
    assert response["X-Robots-Tag"] == "noindex"
    found = page(client, act.get_url() + "versions/1/")
    assert "๑๐๐ บาท" in found and "๓๐๐" not in found
    assert "ถูกแทนแล้ว" in found


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("๑ มิ.ย. ๒๕๖๖", "versions/1/"),
        ("1/6/2567", "versions/2/"),
        ("1/6/2568", "#text"),
        ("1/6/2560", "ยังไม่มีข้อความ"),
    ],
)
def test_a_day_in_any_spelling_has_its_text(
    act: DocumentPage, client: Client, typed: str, words: str
) -> None:
    soup = BeautifulSoup(client.get(act.get_url() + "versions/", {"as_of": typed}).content, "html.parser")
    assert words in str(soup.select_one(".standing"))


def test_a_day_before_it_was_in_force_says_so(act: DocumentPage, client: Client) -> None:
    assert "ยังใช้ไม่ได้" in page(client, act.get_url() + "versions/?as_of=1/1/2540")


@pytest.mark.parametrize("typed", ["31/2/2566", "<script>", "๙" * 100])
def test_a_day_that_cannot_be_read_is_said_at_the_field(
    act: DocumentPage, client: Client, typed: str
) -> None:
    response = client.get(act.get_url() + "versions/", {"as_of": typed})
    soup = BeautifulSoup(response.content, "html.parser")
    assert "อ่านวันที่ไม่ได้" in soup.select_one("#as-of-error").get_text()
    assert "<script>" not in str(soup.select_one("form.as-of"))


def test_two_texts_are_compared_word_by_word(act: DocumentPage, client: Client) -> None:
    soup = BeautifulSoup(client.get(act.get_url() + "versions/1/3/").content, "html.parser")
    assert [tag.get_text(strip=True) for tag in soup.select("del")] == ["๑๐๐"]
    assert [tag.get_text(strip=True) for tag in soup.select("ins")][0] == "๓๐๐"
    assert "มาตรา ๓ เพิ่ม" in soup.get_text() and "มาตรา ๑" not in soup.select_one("main").get_text()


@pytest.mark.parametrize(
    "path", ["versions/3/", "versions/9/", "versions/2/1/", "versions/1/9/", "versions/1/1/"]
)
def test_texts_that_are_none_are_not_found(act: DocumentPage, client: Client, path: str) -> None:
    assert client.get(act.get_url() + path).status_code == 404


@pytest.mark.parametrize("path", ["versions/", "versions/1/", "versions/1/2/"])
def test_earlier_texts_of_hidden_and_withdrawn_documents_are_hidden(
    act: DocumentPage, client: Client, path: str
) -> None:
    for kind in RESTRICTIONS:
        row = restrict(act, kind)
        assert "๑๐๐" not in client.get(act.get_url() + path).content.decode()
        row.delete()
    DocumentPage.objects.filter(pk=act.pk).update(live=False)
    assert client.get(act.get_url() + path).status_code == 404


# Since when, and until when


def answer(client: Client, typed: str) -> str:
    soup = BeautifulSoup(client.get("/library/act/versions/", {"as_of": typed}).content, "html.parser")
    link = soup.select_one(".standing a")
    return str(link["href"]).removeprefix("/library/act/") if link else ""


def draft_of(words: str) -> DocumentPage:
    """Store a text as an editor does."""
    page = DocumentPage.objects.get().get_latest_revision_as_object()
    store_text(page=page, passages=with_anchors(cut(words), passages_of(page)), user=None)
    return DocumentPage.objects.get()


def days() -> list[tuple[date, date]]:
    return list(TextVersion.objects.values_list("public_from", "public_until"))


@pytest.fixture
def record(library: LibraryIndexPage) -> DocumentPage:
    """A record that was published in 2566 without its text."""
    with time_machine.travel("2023-01-10T05:00:00Z"):
        return DocumentFactory(parent=library, slug="act", title=TITLE, year_be=2546)


def test_a_text_is_public_since_it_came_and_not_since_the_record(
    record: DocumentPage, client: Client
) -> None:
    with time_machine.travel("2024-02-01T05:00:00Z"):
        text("มาตรา ๑ ก", "1/1/2567")
    with time_machine.travel("2025-03-01T05:00:00Z"):
        text("มาตรา ๑ ข", "1/1/2568")
        assert days() == [(date(2024, 2, 1), date(2025, 3, 1))]
        assert [answer(client, day) for day in ("1/6/2566", "1/2/2567", "28/2/2568", "1/3/2568")] == [
            *("", "versions/1/", "versions/1/", "#text"),
        ]


def test_the_only_text_is_that_of_no_day_before_it_and_of_none_to_come(
    record: DocumentPage, client: Client
) -> None:
    with time_machine.travel("2024-02-01T05:00:00Z"):
        assert answer(client, "1/2/2567") == "", "there is none yet"
        text("มาตรา ๑ ก", "1/1/2567")
    with time_machine.travel("2024-05-01T05:00:00Z"):
        wanted = {"31/1/2567": "", "1/2/2567": "#text", "1/5/2567": "#text", "2/5/2567": "", "1/1/2600": ""}
        assert {day: answer(client, day) for day in wanted} == wanted


def test_a_text_that_stood_before_these_days_were_kept_has_the_day_of_its_document(
    record: DocumentPage, client: Client
) -> None:
    with time_machine.travel("2024-02-01T05:00:00Z"):
        text("มาตรา ๑ ก", "1/1/2567")
    PublicText.objects.all().delete()
    assert answer(client, "1/6/2566") == "#text" and answer(client, "1/6/2565") == ""


def test_a_public_text_is_kept_when_the_next_one_comes_while_it_is_withdrawn(
    record: DocumentPage, client: Client
) -> None:
    with time_machine.travel("2024-02-01T05:00:00Z"):
        text("มาตรา ๑ ก", "1/1/2567")
    with time_machine.travel("2024-06-01T05:00:00Z"):
        withdraw(page=DocumentPage.objects.get(), reason="ผิด")
    with time_machine.travel("2024-07-01T05:00:00Z"):
        draft_of("มาตรา ๑ ข")
        draft_of("มาตรา ๑ ค")
        assert days() == [(date(2024, 2, 1), date(2024, 6, 1))], "once, and no draft"
    with time_machine.travel("2024-08-01T05:00:00Z"):
        DocumentPage.objects.get().latest_revision.publish()
        wanted = {
            "1/3/2567": "versions/1/",
            "1/6/2567": "",
            "1/7/2567": "",
            "1/8/2567": "#text",
            "31/7/2567": "",
        }
        assert {day: answer(client, day) for day in wanted} == wanted
        assert "๑ ก" in page(client, "/library/act/versions/1/")
    with time_machine.travel("2024-09-01T05:00:00Z"):
        text("มาตรา ๑ ง", "1/9/2567", replace=True)
    assert days() == [(date(2024, 2, 1), date(2024, 6, 1)), (date(2024, 8, 1), date(2024, 9, 1))]


def test_a_text_that_comes_back_as_it_was_is_no_other_one_and_was_not_public_meanwhile(
    record: DocumentPage, client: Client
) -> None:
    with time_machine.travel("2024-02-01T05:00:00Z"):
        text("มาตรา ๑ ก", "1/1/2567")
    with time_machine.travel("2024-06-01T05:00:00Z"):
        withdraw(page=DocumentPage.objects.get(), reason="ผิด")
    with time_machine.travel("2024-08-01T05:00:00Z"):
        DocumentPage.objects.get().get_latest_revision().publish()
        assert PublicText.objects.get().public_until is None
        wanted = {"31/5/2567": "#text", "1/6/2567": "", "31/7/2567": "", "1/8/2567": "#text"}
        assert {day: answer(client, day) for day in wanted} == wanted
    assert days() == []


def test_what_was_never_public_is_kept_as_nothing(library: LibraryIndexPage) -> None:
    DocumentFactory(parent=library, slug="act", title=TITLE, live=False, first_published_at=None)
    draft_of("มาตรา ๑ ก")
    draft_of("มาตรา ๑ ข")
    assert not TextVersion.objects.exists() and not PublicText.objects.exists()
