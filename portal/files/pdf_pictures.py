"""Pages of a PDF as a reader draws them (pdfium, which Chromium uses), to see that nothing was lost."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from portal.files.refusals import refusal

LONG_SIDE = 800
"""Pixels of a page's longer side: letters of 6 points are still several pixels high."""
REACH = 5
"""Pixels of the square within which a point may have moved: painting rounds places, and scales by a little."""
BLOCK = 4
"""Pixels of the squares whose mean differences count: less than a letter."""
TOLERANCE = 20
"""Largest mean difference of a square in a channel, of 255. What only moved stays under 10 (measured); a missing letter
comes to 40 or more, a missing pale highlight to 60."""


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        # Before any page is loaded: fields are drawn for such pages only. No script runs; it is built without them.
        document.init_forms()
        yield document
    finally:
        document.close()


def _picture(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number]
    try:
        width, height = page.get_size()
        return page.render(scale=LONG_SIDE / max(width, height)).to_pil().convert("RGB")
    finally:
        page.close()


def refuse_differences(before: bytes, after: bytes, pages: Iterable[int]) -> None:
    """Draw pages of two documents and see that they look alike.

    Args:
        before: a PDF with marks above its pages.
        after: the same with the marks painted into the pages.
        pages: numbers of the pages to compare, from 0.

    Raises:
        RefusedFile: something looks different.
    """
    with _opened(before) as old, _opened(after) as new:
        for number in pages:
            if _differ(_picture(old, number), _picture(new, number)):
                raise refusal("pdf_form")


def _differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether one shows anything that is not near the same place on the other, or the other way round."""
    if one.size != other.size:
        return True
    box = ImageChops.difference(one, other).getbbox()
    if box is None:
        return False
    # Looking near a point is slow, and most of a page is the same point by point.
    left, top, right, bottom = box
    near = (
        max(0, left - REACH),
        max(0, top - REACH),
        min(one.width, right + REACH),
        min(one.height, bottom + REACH),
    )
    one, other = one.crop(near), other.crop(near)
    return _shows_more(one, other) or _shows_more(other, one)


def _shows_more(one: Image.Image, other: Image.Image) -> bool:
    darker = ImageChops.subtract(other.filter(ImageFilter.MinFilter(REACH)), one)
    lighter = ImageChops.subtract(one, other.filter(ImageFilter.MaxFilter(REACH)))
    for excess in (darker, lighter):
        extrema: tuple[tuple[int, int], ...] = excess.reduce(BLOCK).getextrema()  # type: ignore[assignment]
        if max(highest for _lowest, highest in extrema) > TOLERANCE:
            return True
    return False


@contextmanager
def generated_appearances(content: bytes, pages: Iterable[int]) -> Iterator[pikepdf.Pdf]:
    """Let a reader draw pages, and return the document with the appearances that it made up for marks without one.

    Args:
        content: a PDF.
        pages: numbers of the pages to draw, from 0.

    Returns:
        A context with the document; its marks stand in the same places.
    """
    out = io.BytesIO()
    with _opened(content) as document:
        for number in pages:
            _picture(document, number)
        document.save(out)
    with pikepdf.open(out) as generated:
        yield generated
