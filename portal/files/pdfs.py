"""PDFs, rewritten: what a reader sees stays, what acts, hides or travels along goes (ASVS 5.3.1; privacy 13)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pikepdf

from portal.files import limits
from portal.files.pdf_embedded import strip_photographs
from portal.files.pdf_marks import flatten_marks
from portal.files.pdf_pictures import refuse_differences
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
_ACTIVE = ("/AA", "/AF", "/EF", "/JS", "/OpenAction", "/PieceInfo", "/RichMediaContent")
"""Entries that act or carry files (ISO 32000-2, 7.11.4, 12.6, 14.13), wherever they stand."""
_CARRIERS = ("/Collection", "/JavaScript", "/EmbeddedFiles")
"""Entries of the catalog or of its names that hold scripts and files."""
_HARMLESS_ACTIONS = frozenset({"/GoTo", "/URI", "/Named"})
"""What a click in a published PDF may do: lead to a place in it, to a page of the web, or to the next page."""
_DICTIONARIES = ("/Names", "/AcroForm", "/Pages", "/OCProperties", "/StructTreeRoot")


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF whose pages look the same, with nothing that acts.

    Raises:
        RefusedFile: it is locked, damaged, built in an odd way or too large, or what is written above its pages cannot
            be kept.
    """
    with refusing("pdf_damaged"):
        with _opened(content) as pdf:
            marked = flatten_marks(pdf)
            _strip(pdf)
            strip_photographs(pdf)
            cleaned = _saved(pdf)
        if marked is not None:
            refuse_differences(marked.before, cleaned, marked.pages)
        return cleaned


def quiet_pdf(content: bytes) -> bytes:
    """Return a PDF that editors publish without what acts by itself or carries files; the rest stays as it is.

    Only its photographs lose what they tell of camera, place and person.

    Its links, outline, form fields and description are there for readers, and for those who hear it read to them.

    Raises:
        RefusedFile: it is locked, damaged, built in an odd way, too large, or a form of a kind that few programs open.
    """
    with refusing("pdf_damaged"), _opened(content) as pdf:
        if "/XFA" in pdf.Root.get("/AcroForm", pikepdf.Dictionary()):
            raise refusal("document_pdf")
        for holder in (pdf.Root, pdf.Root.get("/Names", pikepdf.Dictionary())):
            _drop(holder, _CARRIERS)
        for holder in _dictionaries(pdf):
            _drop(holder, _ACTIVE)
            _quiet_click(holder)
        strip_photographs(pdf)
        return _saved(pdf)


def _drop(holder: pikepdf.Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _quiet_click(holder: pikepdf.Object) -> None:
    """Leave a click that leads somewhere; take away one that starts, sends or plays, and whatever would follow."""
    action = holder.get("/A")
    if isinstance(action, pikepdf.Dictionary) and "/S" in action:
        if str(action.S) in _HARMLESS_ACTIONS:
            _drop(action, ("/Next",))
        else:
            del holder["/A"]


@contextmanager
def _opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise refusal("pdf_password") from error
    with pdf:
        _check_structure(pdf)
        yield pdf


def _saved(pdf: pikepdf.Pdf) -> bytes:
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
    for holder in _dictionaries(pdf):
        _drop(holder, (*_ACTIVE, "/Metadata"))
    del pdf.docinfo


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Give every dictionary of a document, also those inside of others; each part of it is looked at once."""
    for part in pdf.objects:
        waiting = [part]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Array):
                inside = list(thing)
            elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                yield thing
                inside = [value for _key, value in thing.items()]
            else:
                continue
            # What stands on its own has its own turn.
            waiting.extend(child for child in inside if _is_part(child))


def _is_part(thing: object) -> bool:
    return isinstance(thing, pikepdf.Array | pikepdf.Dictionary) and not thing.is_indirect
