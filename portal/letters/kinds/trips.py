"""The list of a trip on paper, for where there is no signal: a house a line, boxes to tick, a QR code on every sheet (S1.06).

The code leads to the page on which this very sheet is typed in; it carries the number of the trip and of the sheet, nothing of
any person, and opens for nobody who is not signed in for that organization.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/trip.html"


@dataclass(frozen=True, kw_only=True)
class TripHouse:
    """One line.

    Args:
        number: of the stop.
        reference: of its case.
        mark: that somebody is in danger; "" for nobody.
        where: the address in lines, the nearest first.
        who: whom to find, and how to call them.
        cautions: what must not be done when reaching them.
        people: how many live there, and who needs care.
    """

    number: str
    reference: str
    mark: str
    where: tuple[str, ...]
    who: tuple[str, ...]
    cautions: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TripSheet:
    """One page: at most as many houses as are typed in at once.

    Args:
        number: of the sheet.
        url: absolute address of the page on which it is typed in.
        houses: its lines.
    """

    number: int
    url: str
    houses: tuple[TripHouse, ...]


@dataclass(frozen=True, kw_only=True)
class TripPaper:
    """What the list says; every text is final and plain.

    Args:
        issuer: the office.
        name: what the trip is called.
        facts: pairs of a label and its words: when, vehicle, crew.
        loads: what is on board, one text for each; also the columns in which is written what was given.
        results: the words beside the boxes.
        sheets: in their order.
        mark: who printed it and when; at the foot of every page.
    """

    issuer: str
    name: str
    facts: tuple[tuple[str, str], ...]
    loads: tuple[str, ...]
    results: tuple[str, ...]
    sheets: tuple[TripSheet, ...]
    mark: str


def trip_pdf(paper: TripPaper) -> bytes:
    """Draw it: A4 across, a page a sheet.

    Raises:
        BusyError: others draw.
    """
    assets = {f"qr-{sheet.number}": (qr_svg(sheet.url), "image/svg+xml") for sheet in paper.sheets}
    addresses = {sheet.number: spoken_address(sheet.url) for sheet in paper.sheets}
    sheets = [(sheet, addresses[sheet.number]) for sheet in paper.sheets]
    context = {"paper": paper, "sheets": sheets, "total": len(sheets)}
    return render_pdf(TEMPLATE, context, assets=assets, identifier=f"trip {paper.sheets[0].url} {paper.mark}")
