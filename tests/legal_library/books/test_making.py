"""Of a manual a book is made: of which file, when, and once (S2.07)."""

from __future__ import annotations

import pytest
from django.test import Client

from legal_library.books.making import files_to_read, make, make_missing
from legal_library.models import Book, DocumentFile, DocumentPage
from legal_library.vocabulary import DocumentKind
from tests.files.samples import pdf
from tests.legal_library.books.manuals import hide, public_manual, stored

pytestmark = pytest.mark.django_db

READ = "/library/manual/read/1/"


@pytest.fixture
def manual(db: None) -> DocumentPage:
    return public_manual()


@pytest.mark.parametrize("how", ["draft", "secret", "restricted"])
def test_no_book_is_made_of_a_hidden_manual(manual: DocumentPage, how: str):
    hide(manual, how)
    assert list(files_to_read()) == []


def test_laws_have_no_book(manual: DocumentPage):
    DocumentPage.objects.filter(pk=manual.pk).update(kind=DocumentKind.ACT)
    assert make_missing() == 0
    assert Client().get(READ).status_code == 404


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", b"", b"not a pdf"])
def test_a_file_that_cannot_be_read_is_tried_once_and_offered_to_nobody(manual: DocumentPage, content: bytes):
    row = manual.files.get()
    DocumentFile.objects.filter(pk=row.pk).update(file=stored(content, "broken.pdf"))
    assert make_missing() == 0
    assert list(files_to_read()) == []
    assert Client().get(READ).status_code == 404
    assert "read/1/" not in Client().get("/library/manual/").content.decode()


def test_a_scan_has_pages_and_no_words(manual: DocumentPage):
    document = stored(pdf(), "scan.pdf")
    assert make(document)
    (page,) = document.book.pages.all()
    assert page.text == ""


def test_publishing_a_manual_makes_its_book(manual: DocumentPage, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        manual.save_revision().publish()
    assert Book.objects.get().pages.count() == 3
