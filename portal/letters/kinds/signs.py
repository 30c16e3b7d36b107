"""The permanent sign of a front-line unit, and its poster (S2.06, S2.62; letter MT 0891.3/W 1918, point 2, enclosure 2).

The letter leaves size and material to the unit: both are drawn as vectors on one sheet, which a workshop enlarges.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/sign.html"
LONG_NAME = 30
"""Letters of a unit's name, marks not counted, that stay in one line of the sign at full size."""


@dataclass(frozen=True, kw_only=True)
class UnitSign:
    """What a sign says.

    Args:
        unit: the name of the unit.
        problems: what one may report there.
        phones: numbers of the unit, may be empty.
        url: absolute address at which one asks for help.
    """

    unit: str
    problems: tuple[str, ...]
    url: str
    phones: tuple[str, ...] = ()


def _drawn(sign: UnitSign, form: str) -> bytes:
    letters = sum(1 for character in sign.unit if not unicodedata.category(character).startswith("M"))
    context = {
        "sign": sign,
        "form": form,
        "size": "long" if letters > LONG_NAME else "short",
        "address": spoken_address(sign.url),
    }
    assets = {"qr": (qr_svg(sign.url), "image/svg+xml")}
    return render_pdf(TEMPLATE, context, assets=assets, identifier=f"{form} {sign.unit} {sign.url}")


def sign_pdf(sign: UnitSign) -> bytes:
    """Draw the sign: A4 across, one page."""
    return _drawn(sign, "sign")


def poster_pdf(sign: UnitSign) -> bytes:
    """Draw the poster: A4 upright, one page."""
    return _drawn(sign, "poster")
