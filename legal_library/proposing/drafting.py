"""A draft of the library from a document that was read: its fields, text, enclosures, relations and remarks."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image
from wagtail.documents import get_document_model

from legal_library.domain.kinds import rule_for
from legal_library.domain.texts import with_anchors
from legal_library.models import (
    DocumentFile,
    DocumentNote,
    DocumentPage,
    DocumentRelation,
    Enclosure,
    LetterReading,
    LibraryIndexPage,
)
from legal_library.models.storing import passages_of, rows_of
from legal_library.proposing.proposals import FIELDS, agency_of, kind_of, known, used_fields
from legal_library.reading.cutting import cut
from legal_library.reading.letters.found import Oddity, Piece, Reading, reading_from
from legal_library.reading.letters.reading import relays, secrecy_of
from legal_library.vocabulary import Holding, RelationKind, Secrecy
from portal.files.checking import check_document
from portal.files.kinds import PDF, judge
from portal.files.refusals import RefusedFile
from portal.pages.editing.addresses import free_slug
from portal.thai.filenames import file_slug
from portal.thai.references import find_references

_CONTRADICTIONS = frozenset(
    {"date_conflict", "deadlines", "copies", "signatures_twice", "signature_spelling", "sum_fails"}
)
_DAMAGE = frozenset(
    {
        "misreading",
        "paiyannoi",
        "foreign_script",
        "signature_mark",
        "blank_in_word",
        "half_sentence",
        "ocr_digits",
    }
)
_REMARKS = frozenset({"foreign_enclosures", "stamp"})
_MOST_QUOTED = 8


class AlreadyThereError(ValueError):
    """The library has a record of this document, with content; `page` is it."""

    def __init__(self, page: DocumentPage) -> None:
        super().__init__(page.title)
        self.page = page


def suggested(piece: Piece) -> dict[str, Any]:
    """Return the values that a draft gets unless the editor says otherwise."""
    kind = kind_of(piece)
    values: dict[str, Any] = {"title": piece.title[:255], "kind": kind, "agency": agency_of(piece)}
    for name in FIELDS:
        written = piece.value(name)
        values[name] = date.fromisoformat(written) if written and name.endswith("_on") else written
    return values


@transaction.atomic
def draft(*, row: LetterReading, number: int, values: Mapping[str, Any], user: Any) -> DocumentPage:
    """Make a draft of one document of a file, or fill the record that only names it.

    Args:
        row: the file, read.
        number: place of the document in it.
        values: `title`, `kind`, `agency` and any of `FIELDS`, as the editor left them.
        user: who makes it.

    Raises:
        AlreadyThereError: the library holds it already.
        LibraryIndexPage.DoesNotExist: there is no library.
    """
    reading = reading_from(row.found)
    piece = reading.pieces[number]
    there = known(
        kind=values["kind"],
        title=values["title"],
        reference=values.get("reference_as_written") or "",
        signed_on=values.get("signed_on"),
    )
    if there and not there.can_be_filled:
        raise AlreadyThereError(there.page)
    index = LibraryIndexPage.objects.get()
    page = there.page.get_latest_revision_as_object() if there else DocumentPage(live=False)
    _fill(page, piece, values)
    if secrecy_of(reading):
        # The higher classes are refused when the file is read, and a class is never taken off by reading.
        page.secrecy = Secrecy.CONFIDENTIAL
    _give_rows(page, piece, reading)
    if file := _stored_file(row, number, piece, user):
        page.files.add(DocumentFile(title=page.title, file=file, sort_order=page.files.count()))
    page.derive()
    page.has_unpublished_changes = True
    if there and not page.live:
        page.save(clean=False)
    elif not there:
        page.slug = free_slug(page.suggested_slug(), index, page)
        index.add_child(instance=page)
    page.save_revision(user=user, log_action=True, changed=True, clean=False)
    row.made = {**row.made, str(number): page.pk}
    row.save(update_fields=["made"])
    _tie(row, reading, user)
    return page


def _fill(page: DocumentPage, piece: Piece, values: Mapping[str, Any]) -> None:
    page.title, page.kind = values["title"], values["kind"]
    page.agency = values.get("agency") or page.agency
    for name in used_fields(page.kind):
        value = values.get(name)
        if value or not getattr(page, name):
            setattr(page, name, value or page._meta.get_field(name).get_default())
    if "subject" in rule_for(page.kind).uses and not page.subject:
        page.subject = page.title[:500]
    text = with_anchors(cut(piece.text), passages_of(page)) if piece.text.strip() else []
    page.passages = rows_of(page, text)
    page.holding = Holding.FULL if text else Holding.RECORD
    page.text_is_machine_read = piece.is_machine_read


def _give_rows(page: DocumentPage, piece: Piece, reading: Reading) -> None:
    """Give a draft its enclosures, relations and remarks; those that a record has stay."""
    page.enclosures = [*page.enclosures.all()] or [
        Enclosure(title=row.title[:500], quantity=row.quantity, unit=row.unit, sort_order=order)
        for order, row in enumerate(piece.enclosures)
    ]
    if not page.relations.all():
        passed_on = relays(piece, reading.pieces)
        page.relations = [
            DocumentRelation(
                kind=RelationKind.RELAYS if row.piece in passed_on else RelationKind.CITES,
                reference_text=row.written[:500],
                target=_held(row.reference, row.signed_on),
                sort_order=order,
            )
            for order, row in enumerate(piece.cited)
        ]
    if not page.notes.all():
        page.notes = _notes(piece)


def _held(reference: str, signed_on: str) -> DocumentPage | None:
    """Return the record of a letter that is cited: by number, and by year where that is told."""
    rows = DocumentPage.objects.filter(reference=reference)
    if signed_on:
        rows = rows.filter(year_be=date.fromisoformat(signed_on).year + 543)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def _notes(piece: Piece) -> list[DocumentNote]:
    """Return a remark for each kind of irregularity that readers should know, with how it stands there."""
    by_code: dict[str, list[Oddity]] = defaultdict(list)
    for one in piece.oddities:
        by_code[one.code].append(one)
    notes = []
    for code, rows in by_code.items():
        kind = _note_kind(code)
        if kind:
            words = "; ".join(dict.fromkeys(one.words for one in rows[:_MOST_QUOTED]))
            quoted = " · ".join(f"“{one.written}”" for one in rows[:_MOST_QUOTED] if one.written)
            text = f"{words}: {quoted}" if quoted else words
            notes.append(DocumentNote(kind=kind, text=text, sort_order=len(notes)))
    return notes


def _note_kind(code: str) -> str:
    for codes, kind in (
        (_CONTRADICTIONS, DocumentNote.Kind.CONTRADICTION),
        (_DAMAGE, DocumentNote.Kind.DAMAGE),
        (_REMARKS, DocumentNote.Kind.REMARK),
    ):
        if code in codes:
            return kind
    return ""


def _stored_file(row: LetterReading, number: int, piece: Piece, user: Any) -> Any:
    """Return the file as readers get it, with the first document of it; None where it may not be given out."""
    if number != 0 or not row.file:
        return None
    with row.file.open("rb") as file:
        content = file.read()
    kind = judge(content)
    name = file_slug(row.name.rpartition(".")[0] or row.name) or "letter"
    if kind not in (None, PDF):
        content, kind = _as_pdf(row), PDF
    suffix = "pdf" if kind == PDF else "docx" if content.startswith(b"PK\x03\x04") else ""
    if not suffix or not content:
        return None
    upload = SimpleUploadedFile(f"{name}.{suffix}", content)
    try:
        check_document(upload)
    except RefusedFile:
        return None
    model = get_document_model()
    stored = model(title=piece.title[:255] or row.name, uploaded_by_user=user)
    stored.file.save(upload.name, upload, save=False)
    stored._set_document_file_metadata()
    stored.save()
    stored.file.close()
    return stored


def _as_pdf(row: LetterReading) -> bytes:
    """Return the picture of a page as a PDF: what readers take home is a document."""
    leaf = row.leaves.first()
    if leaf is None:
        return b""
    out = io.BytesIO()
    with leaf.picture.open("rb") as file, Image.open(file) as picture:
        picture.convert("RGB").save(out, "PDF", resolution=150)
    return out.getvalue()


def _tie(row: LetterReading, reading: Reading, user: Any) -> None:
    """Let the drafts of one file point to each other, whichever was made first."""
    made = {int(number): pk for number, pk in row.made.items()}
    pages = {page.pk: page for page in DocumentPage.objects.filter(pk__in=made.values())}
    for number, pk in made.items():
        if pk not in pages:
            continue
        page = pages[pk].get_latest_revision_as_object()
        if _point(
            page, reading.pieces[number], {place: pages[one] for place, one in made.items() if one in pages}
        ):
            page.has_unpublished_changes = True
            if not page.live:
                page.save(clean=False)
            page.save_revision(user=user, changed=True, clean=False)


def _point(page: DocumentPage, piece: Piece, pages: Mapping[int, DocumentPage]) -> bool:
    changed = False
    for stored, found in zip(page.enclosures.all(), piece.enclosures, strict=False):
        target = pages.get(found.piece) if found.piece is not None else None
        if target and stored.document_id is None and stored.title == found.title[:500]:
            stored.document, changed = target, True
    numbers = {one.reference: one.piece for one in piece.cited if one.piece is not None}
    for relation in page.relations.all():
        parsed = next((number for number in numbers if _names(relation.reference_text, number)), None)
        target = pages.get(numbers[parsed]) if parsed else None
        if target and relation.target_id is None and target.pk != page.pk:
            relation.target, changed = target, True
    return changed


def _names(text: str, number: str) -> bool:
    return any(one.normal == number for one in find_references(text))


def draft_all(*, row: LetterReading, user: Any) -> list[DocumentPage]:
    """Make a draft of every document of a file that the library does not have, with the values that were read.

    Args:
        row: the file, read.
        user: who makes them.

    Returns:
        The drafts, in the order of the file.
    """
    found = []
    for number, piece in enumerate(reading_from(row.found).pieces):
        if str(number) in row.made or not piece.title:
            continue
        try:
            found.append(draft(row=row, number=number, values=suggested(piece), user=user))
        except AlreadyThereError:
            continue
    return found
