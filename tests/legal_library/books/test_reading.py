"""A manual is read in the browser: cover, pages, words on each, and a search inside (S2.07)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoDbBlocker
from weasyprint import HTML

from legal_library.books.making import make_missing
from legal_library.models import Book, BookPage, DocumentPage
from legal_library.public.reader import hits
from tests.helpers import count_queries
from tests.lasting import Lasting, lasting
from tests.legal_library.books.manuals import PAGES, hide, public_manual

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Lasting[tuple[DocumentPage, Book]]]:
    """Drawing the pages takes most of the time of each test."""

    def made() -> tuple[DocumentPage, Book]:
        page = public_manual()
        assert make_missing() == 1
        return page, Book.objects.get()

    with lasting(django_db_blocker, made) as kept:
        yield kept


@pytest.fixture
def scene(db: None, once: Lasting[tuple[DocumentPage, Book]]) -> tuple[DocumentPage, Book]:
    return once.fresh()


@pytest.fixture
def manual(scene: tuple[DocumentPage, Book]) -> DocumentPage:
    """A public manual with its file."""
    return scene[0]


@pytest.fixture
def book(scene: tuple[DocumentPage, Book]) -> Book:
    """What was made of it."""
    return scene[1]


def get(path: str, **query: str):
    """Ask as anybody."""
    return Client().get(f"/library/manual/{path}", query)


def words_of(response) -> str:
    """What is read on a page."""
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def pictures() -> list[Path]:
    """Every picture on the disk."""
    return sorted((Path(settings.PRIVATE_ROOT) / "books").rglob("*.webp"))


def test_each_page_is_drawn_and_its_words_are_kept(book: Book):
    pages = list(book.pages.all())
    assert [page.number for page in pages] == [1, 2, 3]
    assert all(words.split()[0] in page.text for words, page in zip(PAGES, pages, strict=True))
    assert all(page.width == 1000 < page.height for page in pages)
    assert len(pictures()) == 4


def test_the_pages_are_turned_and_their_words_stand_below_for_who_sees_no_picture(book: Book):
    first = get("read/1/")
    assert first.status_code == 200
    assert "หน้า 1 จาก 3" in words_of(first)
    second = get("read/1/", page="๒")
    assert "รับแจ้งเหตุภายใน" in words_of(second)
    image = BeautifulSoup(second.content, "html.parser").select_one(".reader-leaf img")
    picture = Client().get(image["src"])
    assert picture["Content-Type"] == "image/webp"
    assert b"".join(picture.streaming_content)[8:12] == b"WEBP"
    assert image["alt"]


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "", "9" * 300])
def test_an_odd_page_number_gives_the_nearest_page(book: Book, page: str):
    assert get("read/1/", page=page).status_code == 200


@pytest.mark.parametrize("words", ["24 ชั่วโมง", "๒๔ ชั่วโมง", "  รับแจ้งเหตุ ", "24 ชั่วโมง"])
def test_words_are_found_inside_in_either_digits(book: Book, words: str):
    (hit,) = hits(book, words)
    assert hit.number == 2
    answer = get("read/1/", q=words)
    assert "พบใน 1 หน้า" in words_of(answer)
    assert BeautifulSoup(answer.content, "html.parser").select_one("mark")


def test_latin_words_are_found_in_any_case(book: Book):
    assert [hit.number for hit in hits(book, "oscc")] == [3]


def test_what_is_not_in_the_book_is_said_so(book: Book):
    assert "ไม่มีคำนี้ในเล่ม" in words_of(get("read/1/", q="ไดโนเสาร์"))


@pytest.mark.parametrize("words", ["<script>", "%", "_", "\x00", "ก" * 5000, "'; --"])
def test_odd_words_are_words(book: Book, words: str):
    answer = get("read/1/", q=words)
    assert answer.status_code == 200
    assert b"<script>" not in answer.content.replace(b'<script src="', b"")


def test_the_page_of_the_document_leads_to_it_with_its_cover(book: Book):
    soup = BeautifulSoup(get("").content, "html.parser")
    assert soup.select_one('a[href$="/read/1/"]')
    cover = Client().get(soup.select_one('img[src$="/cover/"]')["src"])
    assert cover.status_code == 200
    assert len(b"".join(cover.streaming_content)) < 30_000


def test_a_page_of_a_book_asks_as_much_for_a_long_one(book: Book):
    get("read/1/")
    few = count_queries(lambda: get("read/1/"))
    BookPage.objects.bulk_create(
        BookPage(book=book, number=number, picture="x.webp", width=1, height=1, text="ก", folded="ก")
        for number in range(4, 200)
    )
    assert count_queries(lambda: get("read/1/")) == few


@pytest.mark.parametrize(
    "path", ["read/0/", "read/2/", "read/1/9/picture/", "read/2/cover/", "read/1/0/picture/"]
)
def test_what_there_is_not_is_not_found(book: Book, path: str):
    assert get(path).status_code == 404


ADDRESSES = ("read/1/", "read/1/cover/", "read/1/1/picture/")


@pytest.mark.parametrize("how", ["draft", "secret", "restricted"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_no_page_of_a_hidden_manual_is_given_out(book: Book, manual: DocumentPage, how: str, path: str):
    hide(manual, how)
    answer = get(path)
    assert answer.status_code in (302, 404, 410)


def test_another_file_makes_another_book_and_leaves_nothing_of_the_first(
    book: Book, manual: DocumentPage, django_capture_on_commit_callbacks
):
    before = pictures()
    document = manual.files.get().file
    document.file.save("new.pdf", ContentFile(HTML(string="<p>ฉบับใหม่</p>").write_pdf()))
    document.file_hash = ""
    document.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert make_missing() == 1
    assert Book.objects.get().pages.count() == 1
    assert not set(before) & set(pictures())
    assert make_missing() == 0
