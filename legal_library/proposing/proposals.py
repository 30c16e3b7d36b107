"""What a document that was read would be in the library: its kind, its agency, and whether the library has it already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from legal_library.domain.kinds import rule_for
from legal_library.importing.matching import name_key
from legal_library.models import Agency, DocumentPage
from legal_library.reading.letters.found import Nature, Piece
from legal_library.vocabulary import DocumentKind
from portal.thai.dates import be_year
from portal.thai.references import parse_reference
from portal.thai.text import key

FIELDS = (
    "urgency",
    "reference_as_written",
    "owner_unit",
    "sender_address",
    "signed_on",
    "subject",
    "addressee",
    "signatory",
    "signatory_position",
    "acting_for",
    "contact",
    "parties",
    "effective_on",
)
"""Fields of a document that reading fills, in the order of a letter."""
DATES = frozenset({"signed_on", "effective_on"})
_BY_HEADING = (
    ("คู่มือ", DocumentKind.MANUAL),
    ("แบบ", DocumentKind.FORM),
    ("คำสั่ง", DocumentKind.ORDER),
    ("ประกาศ", DocumentKind.NOTIFICATION),
    ("ระเบียบ", DocumentKind.REGULATION),
    ("ข้อบังคับ", DocumentKind.RULE),
    ("หลักเกณฑ์", DocumentKind.CRITERIA),
)


def kind_of(piece: Piece) -> DocumentKind:
    """Return the kind that a document most likely is; the editor decides."""
    if piece.nature == Nature.AGREEMENT:
        return DocumentKind.MOU
    if piece.nature == Nature.ANNEX:
        return next(
            (kind for word, kind in _BY_HEADING if piece.title.startswith(word)), DocumentKind.GUIDELINE
        )
    parsed = parse_reference(piece.value("reference_as_written"))
    is_circular = parsed is None or parsed.circular
    return DocumentKind.CIRCULAR if is_circular else DocumentKind.DIRECTIVE_LETTER


def agency_of(piece: Piece) -> Agency | None:
    """Return who issued it, when its head names an agency of the library: "ศาลากลางจังหวัดกระบี่" is จังหวัดกระบี่."""
    owner = key(piece.value("owner_unit"))
    if not owner:
        return None
    named = [row for row in Agency.objects.all() if key(row.name) in owner]
    return max(named, key=lambda row: len(row.name), default=None)


def used_fields(kind: str) -> list[str]:
    """Return which of `FIELDS` a kind uses."""
    rule = rule_for(kind)
    return [name for name in FIELDS if name == "signed_on" or name in rule.uses]


@dataclass(frozen=True)
class Known:
    """The record that the library has of a document already.

    Attributes:
        page: that record.
        other_day: its day, where it is another than the one that was read: a conflict for the editor, no second record.
    """

    page: DocumentPage
    other_day: date | None

    @property
    def can_be_filled(self) -> bool:
        """Whether it is only known because others cite it, so that the draft becomes its content."""
        return self.page.is_missing


def known(*, kind: str, title: str, reference: str, signed_on: date | None) -> Known | None:
    """Return the record of the same number and year, or of the same kind, name and year; None where there is none.

    A letter is its number within a year, whatever its day is said to be (library.md, idea 3).
    """
    year = be_year(signed_on) if signed_on else None
    parsed = parse_reference(reference) if reference else None
    if parsed and not parsed.is_weak:
        same = DocumentPage.objects.filter(reference=parsed.normal).order_by("pk")
        found = (same.filter(year_be=year) if year else same).first()
    else:
        named = DocumentPage.objects.filter(kind=kind, year_be=year).order_by("pk")
        found = next((page for page in named if name_key(page.title) == name_key(title)), None)
    if found is None:
        return None
    other = found.signed_on if signed_on and found.signed_on and found.signed_on != signed_on else None
    return Known(found, other)
