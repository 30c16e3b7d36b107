"""The page that hangs on the wall before the rain: who does what when the water comes, with the lines to fill in (issue 14).

Its sentences stand in the template and, word for word, in docs/wall.md (`tests/letters/kinds/test_walls.py` compares them).
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/wall.html"


@dataclass(frozen=True, kw_only=True)
class WallPaper:
    """What differs from office to office.

    Args:
        issuer: the office on whose wall it hangs.
        url: absolute address of the list of events at the desk.
        lines: pairs of what a number is for and the number, as they are in use.
        mark: who printed it and when.
    """

    issuer: str
    url: str
    lines: tuple[tuple[str, str], ...]
    mark: str


def wall_pdf(paper: WallPaper) -> bytes:
    """Draw it: A4 upright, one page."""
    assets = {"qr": (qr_svg(paper.url), "image/svg+xml")}
    context = {"paper": paper, "address": spoken_address(paper.url)}
    return render_pdf(TEMPLATE, context, assets=assets, identifier=f"wall {paper.issuer} {paper.mark}")
