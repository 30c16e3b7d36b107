"""Making a book of the PDF of a manual, in the queue: some pages take seconds, and readers do not wait for them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from PIL import Image
from wagtail.signals import page_published

from legal_library.models import Book, BookPage, DocumentFile, DocumentPage
from legal_library.reading.page_pictures import pictures_of
from legal_library.reading.pdf_text import pdf_pages
from legal_library.reading.refusals import UnreadableFile
from legal_library.terms import behaving_as
from legal_library.vocabulary import DocumentKind
from portal.files.tasks import forget_files
from portal.thai.bounds import LIMIT
from portal.thai.text import fold

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument

logger = logging.getLogger(__name__)

_KINDS = frozenset({DocumentKind.MANUAL, DocumentKind.GUIDELINE})
"""What is read from cover to cover; of laws and letters the text itself stands on the page."""
MOST_PAGES = 400
"""Pages that are drawn: the longest manual of the sources has some hundred."""


def is_read(kind: str) -> bool:
    """Say whether documents of a kind are read page by page: manuals, guidelines, and what was added to behave as they do."""
    return kind in behaving_as(_KINDS)


def files_to_read() -> Iterable[AbstractDocument]:
    """Return the PDFs of public manuals of which no book is made yet, or one of an earlier file."""
    manuals = DocumentPage.objects.published().filter(kind__in=behaving_as(_KINDS))
    rows = DocumentFile.objects.filter(page__in=manuals)
    for row in rows.select_related("file", "file__book").order_by("pk"):
        book = getattr(row.file, "book", None)
        if is_pdf(row.file) and (book is None or book.fingerprint != row.file.get_file_hash()):
            yield row.file


def is_pdf(document: AbstractDocument) -> bool:
    """Say whether a file is one that can become a book."""
    return document.file_extension.lower() == "pdf"


def make_missing() -> int:
    """Make every book that is missing; a file that cannot be read is tried once and then left alone.

    Returns:
        How many were made.
    """
    return sum(make(document) for document in list(files_to_read()))


def make(document: AbstractDocument) -> bool:
    """Make the book of a file, in the place of an earlier one; say whether the file could be read.

    Args:
        document: a PDF.
    """
    fingerprint = document.get_file_hash()
    with document.open_file() as file:
        content = file.read()
    try:
        texts = pdf_pages(content)
        with pictures_of(content, MOST_PAGES) as (cover, *pictures):
            _keep(document, fingerprint, cover, pictures, texts)
    except UnreadableFile:
        logger.warning("book of document %s: the file cannot be read", document.pk)
        with transaction.atomic():
            Book.objects.filter(document=document).delete()
            Book.objects.create(document=document, fingerprint=fingerprint, made_at=timezone.now())
        return False
    return True


@transaction.atomic
def _keep(
    document: AbstractDocument, fingerprint: str, cover: Path, pictures: list[Path], texts: list[str]
) -> None:
    Book.objects.filter(document=document).delete()
    book = Book(
        document=document, fingerprint=fingerprint, made_at=timezone.now(), is_cut=len(texts) > len(pictures)
    )
    book.cover.save("cover.webp", ContentFile(cover.read_bytes()), save=False)
    book.save()
    for number, path in enumerate(pictures, start=1):
        # A page whose words no reader of ours can take is still one that people see.
        text = texts[number - 1][:LIMIT] if number <= len(texts) else ""
        with Image.open(path) as picture:
            width, height = picture.size
        page = BookPage(book=book, number=number, text=text, folded=fold(text), width=width, height=height)
        page.picture.save("page.webp", ContentFile(path.read_bytes()), save=False)
        page.save()


def _deleted(sender: Any, instance: Book | BookPage, **kwargs: Any) -> None:
    """Take the picture from the disk when its row is gone for good."""
    file = instance.cover if isinstance(instance, Book) else instance.picture
    if file:
        forget_files([file.name])


def connect(enqueue: Callable[[], object]) -> None:
    """Make books when manuals are published, and forget pictures with them; called once when the app is ready.

    Args:
        enqueue: puts the task that makes them into the queue, unless it waits there.
    """

    def published(sender: Any, instance: DocumentPage, **kwargs: Any) -> None:
        if is_read(instance.kind) and any(is_pdf(row.file) for row in instance.files.select_related("file")):
            transaction.on_commit(enqueue)

    # Not weak: nobody else holds the function.
    page_published.connect(published, sender=DocumentPage, weak=False, dispatch_uid="library-books")
    for model in (Book, BookPage):
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"library-pictures-{model.__name__}")
