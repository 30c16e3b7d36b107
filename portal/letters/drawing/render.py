"""HTML templates to PDF: the template is filled here, the page is drawn apart."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from io import BytesIO

import pikepdf
from django.template.loader import render_to_string

from portal.letters.drawing.apart import Lane, draw_apart


def render_pdf(
    template_name: str,
    context: Mapping[str, object],
    *,
    pdf_variant: str = "pdf/ua-1",
    assets: Mapping[str, tuple[bytes, str]] | None = None,
    catch_words: bool = False,
    identifier: str = "",
    lane: Lane = Lane.QUICK,
) -> bytes:
    """Draw one template as PDF.

    The same template, context and assets give the same bytes, so that a lost file can be made again.

    Args:
        template_name: a template below `templates/letters/` that sets `<html lang>` and `<title>`.
        context: its variables; all escaping is the template's.
        pdf_variant: a variant that WeasyPrint knows; `pdf/ua-1` is tagged and carries language and title.
        assets: name to (content, content type) for `asset/<name>` addresses.
        catch_words: print the first words of the next page at the foot of each page but the last.
        identifier: makes the PDF's file identifier.
        lane: how long it may take.

    Returns:
        The PDF file.

    Raises:
        MissingAssetError: a stylesheet, typeface or asset of ours is missing.
        BusyError: others draw and wait already, or it took more than any paper may.
    """
    return draw_apart(
        render_to_string(template_name, dict(context)),
        assets=assets or {},
        lane=lane,
        pdf_variant=pdf_variant,
        catch_words=catch_words,
        identifier=identifier,
    )


def renderer_stamp() -> str:
    """Return the renderer's name and version, kept beside stored papers to explain a different drawing later."""
    return f"WeasyPrint {version('weasyprint')}"


def page_count(content: bytes) -> int:
    """Return the number of pages of a PDF."""
    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)
