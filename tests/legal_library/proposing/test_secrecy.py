"""What is stamped ลับ becomes a draft of that class, and no reading takes a class off (domain.md 2.2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legal_library.domain import rules
from legal_library.models import DocumentPage, LetterReading, LibraryIndexPage
from legal_library.proposing.drafting import draft_all
from legal_library.reading.letters.found import SourcePage
from legal_library.reading.letters.reading import read_pages, secrecy_of
from legal_library.vocabulary import Holding, Secrecy
from tests.legal_library.factories import LetterFactory
from tests.legal_library.proposing.test_drafting import LETTER, _at_once, hand_in, newest, user

__all__ = ["_at_once", "user"]
OTHER = LETTER.replace("๓๓๓๒", "๔๔๔๔")


def drafts_of(text: str, user: Any, capture: Any) -> list[DocumentPage]:
    (row,) = hand_in(user, capture, ("a.txt", text.encode()))
    return [newest(page) for page in draft_all(row=row, user=user)]


def test_a_letter_stamped_confidential_is_a_draft_of_that_class_and_cannot_be_published(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    (page,) = drafts_of(f"ลับ\n{LETTER}", user, django_capture_on_commit_callbacks)
    assert page.secrecy == Secrecy.CONFIDENTIAL
    assert DocumentPage.objects.get(pk=page.pk).secrecy == Secrecy.CONFIDENTIAL
    assert rules.problems(page, publishing=True)["secrecy"] == rules.NO_SECRETS_PUBLISHED


def test_a_letter_without_a_stamp_has_no_class(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    (page,) = drafts_of(LETTER, user, django_capture_on_commit_callbacks)
    assert page.secrecy == Secrecy.NONE


def test_what_lies_in_one_file_with_a_secret_letter_is_as_secret(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """The file goes with its first document, and what a letter encloses is as secret as the letter."""
    pages = drafts_of(f"{LETTER}\n\n\nลับ\n{OTHER}", user, django_capture_on_commit_callbacks)
    assert [page.reference for page in pages] == ["กบ 0023.3/ว 3332", "กบ 0023.3/ว 4444"]
    assert [page.secrecy for page in pages] == [Secrecy.CONFIDENTIAL, Secrecy.CONFIDENTIAL]


def test_a_class_that_a_record_has_is_not_taken_off(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ghost = LetterFactory(
        parent=library,
        live=False,
        reference_as_written="กบ 0023.3/ว 3332",
        signed_on=dt.date(2013, 9, 16),
        holding=Holding.MISSING,
        secrecy=Secrecy.CONFIDENTIAL,
    )
    (page,) = drafts_of(LETTER, user, django_capture_on_commit_callbacks)
    assert (page.pk, page.secrecy) == (ghost.pk, Secrecy.CONFIDENTIAL)


@pytest.mark.parametrize(
    ("word", "secrecy"), [("ลับ", "confidential"), ("ลับมาก", "secret"), ("ลับที่สุด", "top_secret")]
)
@pytest.mark.parametrize("text", ["{}\n\n\nคำสั่งจังหวัด\n\nก", "คำสั่งจังหวัด\n\nก\n\n   {}  \n"])
def test_a_stamp_at_the_head_or_foot_of_any_document_is_seen(word: str, secrecy: str, text: str) -> None:
    reading = read_pages("a.pdf", [SourcePage(1, "คู่มือ\n\nก"), SourcePage(2, text.format(word))])
    assert secrecy_of(reading) == secrecy


def test_the_word_inside_a_text_is_no_stamp() -> None:
    body = "\n".join(["คู่มือ", "ก", "ข", "ค", "ลับมาก", "ง", "จ", "ฉ"])
    assert secrecy_of(read_pages("a.pdf", [SourcePage(1, f"{body}\nเรื่องลับ")])) == ""


def test_an_order_of_a_higher_class_is_refused_as_a_letter_is(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    text = "ลับที่สุด\n\n\nคำสั่งจังหวัด\n\nก"
    (row,) = hand_in(user, django_capture_on_commit_callbacks, ("a.txt", text.encode()))
    assert (row.state, row.file.name) == (LetterReading.State.REFUSED, "")
