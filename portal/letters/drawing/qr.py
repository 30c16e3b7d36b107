"""QR codes as SVG for papers."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_svg(address: str) -> bytes:
    """Draw an address as a QR code.

    Error correction M survives a crease or a stain on a board (ISO/IEC 18004: 15 % of the symbol).

    Args:
        address: an absolute http(s) address that carries nothing personal.

    Raises:
        ValueError: it is no web address.
    """
    if not address.startswith(("https://", "http://")):
        raise ValueError("a QR code on a paper leads to a web address")
    buffer = BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", border=0, xmldecl=False, dark="#0d2748"
    )
    return buffer.getvalue()


def spoken_address(address: str) -> str:
    """Return an address as a person would type it: without scheme and closing slash."""
    return address.split("://", 1)[-1].rstrip("/")
