"""The notice for the board: a poster of one announcement (S1.23 ปิดประกาศ)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.drawing.render import page_count, render_pdf

TEMPLATE = "letters/notice.html"

# Longest title, in letters without their marks, that still fits its size: a line holds 15, 19, 23 or 26 of them.
# 30 pt draws consonants about 5.5 mm high, which people with ordinary sight read at two meters.
TITLE_SIZES = ((14, "xl"), (38, "l"), (69, "m"))
SMALLEST_TITLE = "s"
DENSITIES = ("large", "ordinary", "compact", "dense")
"""Classes of the text, largest first: the first that keeps the poster on one page is taken."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One piece of a notice's text."""

    text: str
    style: Literal["paragraph", "heading", "item"] = "paragraph"

    @property
    def is_heading(self) -> bool:
        """It stands above what follows."""
        return self.style == "heading"

    @property
    def is_item(self) -> bool:
        """It is one of a list."""
        return self.style == "item"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a notice says.

    Args:
        kind: the kind of announcement in words, above the title.
        title: printed as large as its length allows.
        body: the text in order.
        issuer: the organization that announces.
        number: the announcement's own number, may be empty.
        issued_on: its date.
        posted_from: first day on the board.
        posted_until: last day on the board; None when open.
        url: absolute address of the page with the full text and attachments.
        attachments: titles of what is attached on the page.
        phones: "label number" lines to ask at.
    """

    kind: str
    title: str
    body: tuple[Block, ...]
    issuer: str
    issued_on: date
    posted_from: date
    url: str
    posted_until: date | None = None
    number: str = ""
    attachments: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


def title_size(title: str) -> str:
    """Return the size class for a title: the largest at which it stays within three lines."""
    letters = sum(1 for character in title if not unicodedata.combining(character) and character not in "ัิีึืุู็่้๊๋์ํ")
    for longest, size in TITLE_SIZES:
        if letters <= longest:
            return size
    return SMALLEST_TITLE


def notice_pdf(notice: Notice) -> bytes:
    """Draw a notice: A4, on one page if the text allows it, else with the foot and its code on every page."""
    context = {"notice": notice, "size": title_size(notice.title), "address": spoken_address(notice.url)}
    assets = {"qr": (qr_svg(notice.url), "image/svg+xml")}
    for density in DENSITIES:
        drawn = render_pdf(TEMPLATE, {**context, "density": density}, assets=assets, identifier=notice.url)
        if page_count(drawn) == 1:
            break
    return drawn
