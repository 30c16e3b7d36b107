"""QR codes within a page, for what must not go through another address because it holds a secret."""

from __future__ import annotations

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_on_page(address: str) -> SafeString:
    """Return a QR code as SVG that stands within the page.

    Args:
        address: what whoever scans it opens.
    """
    out = BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", scale=5, border=4, xmldecl=False, svgns=True, light="#ffffff", nl=False
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by segno; the address is encoded in modules
