"""`bin/bench library`: what the library costs with a document of a megabyte, a letter of twenty pages and ten thousand documents.

Pages go through the whole stack, without a wire, for a visitor who brings a cookie: no ready page is taken from the store. Lists are
measured while nothing changed, as readers find them, and after a change of everything, which is printed beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from weasyprint import HTML

from benchmarks.growth import grow
from legal_library.editing.texts import read_text, store_text
from legal_library.models import Agency, DocumentPage, LibraryIndexPage
from legal_library.reading.letters.pages import leaves_of
from legal_library.reading.letters.reading import read_pages
from legal_library.vocabulary import DocumentKind, DocumentStatus
from portal.page_cache import memory
from portal.page_cache.rooms import EVERY_ROOM
from portal.page_cache.stores import store

Write = Callable[[str], object]
MEGABYTE = 1_000_000
ROUNDS = 7
OPENS, SAVES, READS, LISTS = 300.0, 3_000.0, 5_000.0, 20.0
"""Milliseconds of the issue: a document of 1 MB opens and saves, a PDF of twenty pages is read, a list at ten thousand."""
PAGES = 20
_LINE = "ให้องค์กรปกครองส่วนท้องถิ่นช่วยเหลือประชาชนที่เดือดร้อนตามอำนาจหน้าที่และตามความจำเป็นโดยไม่ชักช้า "
_FONT = Path(__file__).resolve().parents[2] / "static/fonts/KlangSarabun-Regular.ttf"


def run(write: Write, size: int) -> int:
    """Measure everything and say what is over its bound; returns how many are.

    Args:
        write: takes a line.
        size: documents in the library for the lists.
    """
    over = [*_reading(write), *_document(write), *_lists(write, size)]
    write("")
    write("all within the bounds" if not over else f"over the bound: {', '.join(over)}")
    return len(over)


def _told(write: Write, name: str, figures: list[float], bound: float, more: str = "") -> Iterator[str]:
    half, worst = median(figures), max(figures)
    mark = "!" if half > bound else " "
    write(f"  {name:<52} {half:>8.1f} ms{mark} worst {worst:>8.1f}  bound {bound:>6.0f}  {more}")
    if half > bound:
        yield name


def _timed(do: Callable[[], Any], rounds: int = ROUNDS) -> list[float]:
    """Return the processor milliseconds of this process and its children for each round; the first is not counted."""
    do()
    figures = []
    for _round in range(rounds):
        started = time.process_time()
        do()
        figures.append((time.process_time() - started) * 1000)
    return figures


def _reading(write: Write) -> Iterator[str]:
    """Measure a born-digital PDF of twenty pages, read as a letter: seconds of the clock, for other programs read it."""
    head = "ที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒\nศาลากลางจังหวัดกระบี่\n๑๖ กันยายน ๒๕๕๖\nเรื่อง ช่วยเหลือ\nเรียน นายอำเภอ\n"
    css = f"@font-face{{font-family:K;src:url({_FONT.as_uri()})}}@page{{size:A4;margin:2cm}}div{{font:12pt/1.6 K;white-space:pre-wrap}}div+div{{break-before:page}}"
    divs = "".join(
        f"<div>{escape(head if number == 0 else '')}{escape(_LINE * 25)}</div>" for number in range(PAGES)
    )
    content = HTML(string=f"<style>{css}</style><body>{divs}").write_pdf()

    def read() -> int:
        with leaves_of(content, "letter.pdf", engine=None, pictures=True) as leaves:
            return len(read_pages("letter.pdf", leaves.pages).pages)

    count, figures = read(), []
    for _round in range(3):
        started = time.perf_counter()
        read()
        figures.append((time.perf_counter() - started) * 1000)
    yield from _told(write, f"a letter of {count} pages is read, with its pictures", figures, READS)


def _act(index: LibraryIndexPage, title: str, number: int, **values: Any) -> DocumentPage:
    now = timezone.now()
    page = DocumentPage(
        title=title,
        slug=f"bench-{number}",
        kind=DocumentKind.ACT,
        status=DocumentStatus.IN_FORCE,
        summary="เอกสารสำหรับวัด",
        agency=Agency.objects.first(),
        year_be=2540 + number % 25,
        first_published_at=now,
        last_published_at=now,
        **values,
    )
    index.add_child(instance=page)
    return page


def _document(write: Write) -> Iterator[str]:
    """Measure opening and saving a document of a megabyte."""
    index = LibraryIndexPage.objects.get()
    sections: list[str] = []
    size = 0
    while size < MEGABYTE:
        sections.append(f"มาตรา {len(sections) + 1} {_LINE * 4}")
        size += len(sections[-1].encode())
    page = _act(index, "กฎหมายขนาดหนึ่งเมกะไบต์", 0)
    chief = get_user_model().objects.create_superuser("bench")
    passages = read_text("\n".join(sections))
    store_text(page=page.get_latest_revision_as_object(), passages=passages, user=chief)
    page.get_latest_revision().publish(user=chief)
    page = DocumentPage.objects.get(pk=page.pk)
    client = _visitor()
    more = f"{len(passages):,} sections, {_queries(client, page.url)} queries"
    yield from _told(write, "a document of 1 MB opens", _timed(lambda: _get(client, page.url)), OPENS, more)
    editor = Client(SERVER_NAME="localhost")
    editor.force_login(chief)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    yield from _told(write, "its form opens in /cms/", _timed(lambda: _get(editor, edit), 3), SAVES)

    def save() -> None:
        # What the form of the text and the form of the document do when they are sent.
        newest = DocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        store_text(page=newest, passages=passages, user=chief)

    yield from _told(write, "its text is saved in /cms/", _timed(save, 3), SAVES)
    yield from _told(
        write, "it is published", _timed(lambda: page.get_latest_revision().publish(user=chief), 3), SAVES
    )


def _lists(write: Write, size: int) -> Iterator[str]:
    """Measure the lists at a tenth of the size and at all of it: the time is bounded, the queries are the same."""
    queries: dict[str, list[int]] = {}
    for wanted in (size // 10, size):
        grow(wanted)
        write(f"  -- {DocumentPage.objects.count():,} documents")
        for name, path in (
            ("the list", "/library/"),
            ("one kind and a year", "/library/?kind=act&year=2550"),
            ("the hundredth page", "/library/?page=100"),
            ("the feed of a kind", "/library/feed.json?kind=act"),
        ):
            client = _visitor()
            asked = _queries(client, path)
            queries.setdefault(name, []).append(asked)
            anew = median(_timed(partial(_get, client, path)))
            more = f"{asked} queries; {anew:.1f} ms when everything has just changed"
            figures = _timed(partial(_get, client, path, changed=False))
            over = list(_told(write, name, figures, LISTS, more))
            if wanted == size:
                yield from over
    for name, counts in queries.items():
        if len(set(counts)) > 1:
            write(f"  {name}: the number of queries grew: {counts}!")
            yield f"{name} (queries)"


def _visitor() -> Client:
    """Return a visitor who brings a cookie, for whom no ready page is taken from the store."""
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = "bench"
    return client


def _queries(client: Client, path: str) -> int:
    """Return the statements of a page that is made anew."""
    count = 0

    def counting(execute: Callable[..., object], *rest: object) -> object:
        nonlocal count
        count += 1
        return execute(*rest)

    _get(client, path)
    with connection.execute_wrapper(counting):
        _get(client, path)
    return count


def _get(client: Client, path: str, *, changed: bool = True) -> None:
    """Ask for a page that is made anew.

    Args:
        client: who asks.
        path: what for.
        changed: let the portal think that something of every room has just changed, so that no part of it is held.

    Raises:
        RuntimeError: it is not answered.
    """
    if changed:
        store().versions.rise(EVERY_ROOM)
        memory.forget()
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}")
