"""PDFs, rewritten: what a reader sees stays, what acts, hides or travels along goes (ASVS 5.3.1; privacy 13)."""

from __future__ import annotations

import io

import pikepdf

from portal.files import limits
from portal.files.refusals import refusal, refusing

_KEPT_ROOT = frozenset(
    [
        "/Type",
        "/Pages",
        "/Version",
        "/Extensions",
        "/PageLabels",
        "/PageLayout",
        "/OCProperties",
        "/Lang",
        "/MarkInfo",
        "/StructTreeRoot",
        "/OutputIntents",
    ]
)
"""Entries of the catalog that say how pages look and read. All others act, carry files or tell of the author
(ISO 32000-2, 7.7.2): actions, scripts, names, outlines, forms, attachments, metadata, and what is yet to come."""
_GONE_EVERYWHERE = ("/AA", "/AF", "/EF", "/JS", "/Metadata", "/PieceInfo", "/RichMediaContent")
"""Entries that act, carry files (ISO 32000-2, 7.11.4, 14.13) or tell of the author, wherever they stand."""
_DICTIONARIES = ("/Names", "/AcroForm", "/Pages", "/OCProperties", "/StructTreeRoot")


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF with the same pages and nothing that acts.

    Raises:
        RefusedFile: it is locked, damaged, built in an odd way, or too large.
    """
    with refusing("pdf_damaged"):
        try:
            pdf = pikepdf.open(io.BytesIO(content))
        except pikepdf.PasswordError as error:
            raise refusal("pdf_password") from error
        with pdf:
            _check_structure(pdf)
            _strip(pdf)
            out = io.BytesIO()
            pdf.save(out, encryption=False)
            return out.getvalue()


def _check_structure(pdf: pikepdf.Pdf) -> None:
    """Refuse a PDF whose main parts are of other types than the standard has: nobody knows how a reader takes it."""
    if len(pdf.objects) > limits.MAX_OBJECTS or len(pdf.pages) > limits.MAX_PAGES:
        raise refusal("pdf_long")
    if not len(pdf.pages):
        raise refusal("pdf_odd")
    for key in _DICTIONARIES:
        if key in pdf.Root and not isinstance(pdf.Root[key], pikepdf.Dictionary):
            raise refusal("pdf_odd")
    for page in pdf.pages:
        annotations = page.obj.get("/Annots", [])
        if not isinstance(annotations, pikepdf.Array | list):
            raise refusal("pdf_odd")
        if any(not isinstance(annotation, pikepdf.Dictionary) for annotation in annotations):
            raise refusal("pdf_odd")


def _strip(pdf: pikepdf.Pdf) -> None:
    for key in set(pdf.Root.keys()) - _KEPT_ROOT:
        del pdf.Root[key]
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj["/Annots"]
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for key in _GONE_EVERYWHERE:
                if key in thing:
                    del thing[key]
    del pdf.docinfo
