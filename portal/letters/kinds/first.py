"""Households that need help first, as a list to call, to take on a boat or to tick by hand: A4 across (issue 14, point 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.letters.drawing.apart import Lane
from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/first.html"


@dataclass(frozen=True, kw_only=True)
class FirstList:
    """What one file of a list says, every text final and plain.

    Args:
        kind: by which the widths of the columns are chosen: "call", "boat" or "paper".
        title: what the list is for.
        event: name of the event.
        period: from which number to which.
        head: of the columns.
        rows: as many cells as the head has.
        printed_by: who asked for it, and when; on every page.
    """

    kind: str
    title: str
    event: str
    period: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    printed_by: str


def first_pdf(listed: FirstList) -> bytes:
    """Draw one list of a few hundred lines."""
    return render_pdf(TEMPLATE, {"listed": listed}, identifier=listed.title, lane=Lane.SLOW)
