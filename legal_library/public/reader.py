"""A manual read in the browser: page by page, with its words, and searched inside (S2.07)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from legal_library.books.making import is_read
from legal_library.models import Book, BookPage, DocumentFile, DocumentPage
from portal.thai.bounds import LINE
from portal.thai.text import fold
from portal.web.lists import page_of

MOST_HITS = 50
"""Pages that a search shows: whoever finds more asks for something else."""
AROUND = 60
"""Characters on each side of what was found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page on which the words stand.

    Attributes:
        number: of the page.
        before: the text ahead of the words.
        words: as they stand there.
        after: the text behind them.
    """

    number: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class BookLink:
    """A way to a book from the page of its document.

    Attributes:
        title: of the file.
        url: of its first page.
        cover_url: of its cover.
    """

    title: str
    url: str
    cover_url: str


def books_of(page: DocumentPage, files: Iterable[DocumentFile], request: HttpRequest) -> list[BookLink]:
    """Return the books of a document; asks nothing.

    Args:
        page: the document.
        files: its files in their order, with what was made of them (``file__book``).
        request: for addresses in the reader's language.
    """
    read = [row for row in files if hasattr(row.file, "book")] if is_read(page.kind) else []
    base = page.get_url(request)
    return [
        BookLink(row.title, f"{base}read/{place}/", f"{base}read/{place}/cover/")
        for place, row in enumerate(read, start=1)
        if row.file.book.cover
    ]


def _files(page: DocumentPage) -> list[DocumentFile]:
    """The files of a document of which there is a book, in their order."""
    rows = page.files.filter(file__book__isnull=False).order_by("sort_order", "pk")
    return list(rows.select_related("file__book"))


def _file(page: DocumentPage, place: int) -> DocumentFile:
    files = _files(page) if is_read(page.kind) else []
    if not 1 <= place <= len(files) or not files[place - 1].file.book.cover:
        raise Http404
    return files[place - 1]


def reader_page(page: DocumentPage, request: HttpRequest, place: int) -> HttpResponseBase:
    """Show one page of a book, or where words stand in it.

    Args:
        page: the document.
        request: its query may hold `page` (a number in either digits) and `q` (words to find).
        place: of the book among those of the document, from 1.

    Raises:
        Http404: the document has no such book.
    """
    row = _file(page, place)
    book = row.file.book
    shown = page_of(book.pages.all(), request.GET.get("page"), 1)
    words = request.GET.get("q", "").strip()[:LINE]
    context: dict[str, Any] = {
        **super(DocumentPage, page).get_context(request),
        "book": book,
        "file": row,
        "shown": shown,
        "leaf": shown.object_list[0],
        "picture_url": f"{page.get_url(request)}read/{place}/{shown.number}/picture/",
        "way": [*page.breadcrumbs(request), {"title": page.display_title, "url": page.get_url(request)}],
        "words": words,
        "hits": hits(book, words),
        "base": f"{page.get_url(request)}read/{place}/",
    }
    return TemplateResponse(request, "legal_library/reader.html", context)


def hits(book: Book, words: str) -> list[Hit]:
    """Return the pages of a book on which words stand, whatever digits, blanks and case they are written in.

    Args:
        book: in which.
        words: as typed, of bounded length; empty finds nothing.
    """
    wanted = fold(words)
    if not wanted:
        return []
    found = book.pages.filter(folded__contains=wanted).values_list("number", "folded")[:MOST_HITS]
    return [_hit(number, text, wanted) for number, text in found]


def _hit(number: int, text: str, wanted: str) -> Hit:
    start = text.index(wanted)
    end = start + len(wanted)
    return Hit(number, text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


def picture(page: DocumentPage, place: int, number: int) -> HttpResponseBase:
    """Answer with the picture of a page.

    Raises:
        Http404: there is no such book or page.
    """
    book = _file(page, place).file.book
    leaf = BookPage.objects.filter(book=book, number=number).first()
    if leaf is None:
        raise Http404
    return _answer(leaf.picture)


def cover(page: DocumentPage, place: int) -> HttpResponseBase:
    """Answer with the small picture of the cover.

    Raises:
        Http404: there is no such book.
    """
    return _answer(_file(page, place).file.book.cover)


def _answer(file: Any) -> FileResponse:
    try:
        return FileResponse(file.open("rb"), content_type="image/webp")
    except FileNotFoundError as gone:
        raise Http404 from gone
