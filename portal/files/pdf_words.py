"""Words of forms and notes, drawn with our own letters, where a PDF has none for them.

The letters that every PDF reader brings (Helvetica and its like) have no Thai. WeasyPrint shapes the words, and each
text becomes a page of the size of its field.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf

from portal.files.refusals import refusal

if TYPE_CHECKING:
    # Late, as above.
    from weasyprint.urls import URLFetcher

FONT = Path(__file__).resolve().parents[2] / "static" / "fonts" / "KlangSarabun-Regular.ttf"
FACE = '@font-face { font-family: "KlangSarabun"; src: url("https://papers.invalid/font") }'
LARGEST, SMALLEST = 12.0, 4.0
"""Sizes of letters in points."""
_LETTER_WIDTH, _LINE_HEIGHT = 0.55, 1.6
"""Of a letter's size; Thai needs room for vowels and tone marks above and below."""
NOTES_TITLE = "ข้อความที่เขียนกำกับไว้ในไฟล์นี้"
"""In Thai, whatever language the interface has: the file is read by officers."""


@dataclass(frozen=True, slots=True)
class Box:
    """A text and the room that it has on its page, in points."""

    words: str
    width: float
    height: float
    is_multiline: bool

    def size_of_letters(self) -> float | None:
        """Return the largest size in which the words fit; None when they fit in none."""
        size = min(LARGEST, self.height / _LINE_HEIGHT if not self.is_multiline else LARGEST)
        while size >= SMALLEST:
            in_a_line = max(1, int((self.width - 4) / (size * _LETTER_WIDTH)))
            lines = sum(max(1, ceil(len(line) / in_a_line)) for line in self.words.splitlines())
            if lines <= max(1, int(self.height / (size * _LINE_HEIGHT))):
                return size
            size -= 0.5
        return None


@contextmanager
def drawn_boxes(boxes: Sequence[Box]) -> Iterator[pikepdf.Pdf]:
    """Draw texts, each on a page of its own size.

    Raises:
        RefusedFile: a text does not fit into its box in letters that can be read.
    """
    rules, parts = [], []
    for number, box in enumerate(boxes):
        size = box.size_of_letters()
        if size is None:
            raise refusal("pdf_form")
        rules.append(f"@page p{number} {{ size: {box.width:.2f}pt {box.height:.2f}pt; margin: 0 }}")
        top = 0 if box.is_multiline else (box.height - size * _LINE_HEIGHT) / 2
        style = f"page: p{number}; font-size: {size}pt; padding: {max(0.0, top):.2f}pt 2pt 0"
        parts.append(f'<div style="{style}">{escape(box.words)}</div>')
    css = (
        FACE + "div { font-family: KlangSarabun; line-height: 1.6; white-space: pre-wrap } body { margin: 0 }"
    )
    with _drawn(css + "".join(rules), "".join(parts)) as drawn:
        if len(drawn.pages) != len(boxes):
            raise refusal("pdf_form")
        yield drawn


@contextmanager
def drawn_notes(notes: Sequence[tuple[int, str]]) -> Iterator[pikepdf.Pdf]:
    """Print notes on sheets of A4.

    Args:
        notes: number of the page from 1, and words.
    """
    rows = "".join(f"<p><b>หน้า {page}</b><br>{escape(words)}</p>" for page, words in notes)
    css = (
        FACE
        + "@page { size: A4; margin: 2cm } body { font: 11pt/1.7 KlangSarabun } p { white-space: pre-wrap }"
    )
    with _drawn(css, f"<h1>{NOTES_TITLE}</h1>{rows}") as drawn:
        yield drawn


@contextmanager
def _drawn(css: str, body: str) -> Iterator[pikepdf.Pdf]:
    # Here, because it costs half a second and few files need it.
    from weasyprint import HTML

    html = f"<html lang=th><style>{css}</style><body>{body}</body></html>"
    content = HTML(string=html, url_fetcher=_only_the_font()).write_pdf()
    with pikepdf.open(io.BytesIO(content)) as drawn:
        yield drawn


@lru_cache(maxsize=1)
def _only_the_font() -> URLFetcher:
    # Late, as above.
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyTheFont(URLFetcher):
        """Whatever the words say, nothing but our own letters is read."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, FONT.read_bytes(), headers={"Content-Type": "font/ttf"})

    return OnlyTheFont()
