"""A file's pages to the documents in it, with what ties them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from legal_library.reading.letters import agreement, letter, oddities
from legal_library.reading.letters.bundle import Cut, cut
from legal_library.reading.letters.found import (
    Enclosed,
    Found,
    Nature,
    Oddity,
    Origin,
    Piece,
    Place,
    Reading,
    SourcePage,
    Sure,
)
from portal.thai.dates import format_date
from portal.thai.text import key

_SAME_TITLE = 0.6
_SAME_START = 10
"""Signs with which the name of an enclosure and the title of a document begin alike, spelled for comparison."""


def read_pages(name: str, pages: Sequence[SourcePage]) -> Reading:
    """Return the documents that the pages of a file hold, with their fields, ties and irregularities.

    Args:
        name: of the file, for the report.
        pages: in their order.
    """
    cuts = cut(pages)
    everywhere = "\n".join(page.text for page in pages)
    pieces = [_piece(one, everywhere) for one in cuts]
    pieces = [_tied(piece, pieces) for piece in pieces]
    days = [oddities.deadlines_of(one.lines) for one in cuts]
    pieces = [
        replace(
            piece, oddities=(*piece.oddities, *_other_days(piece, pieces), *_deadlines(number, pieces, days))
        )
        for number, piece in enumerate(pieces)
    ]
    return Reading(name=name, pages=tuple(pages), pieces=tuple(pieces))


def _piece(one: Cut, everywhere: str) -> Piece:
    text = "\n".join(line.text for line in one.lines).strip("\n")
    piece = Piece(
        nature=one.nature,
        title="",
        text=text,
        first=one.lines[0].place,
        last=one.lines[-1].place,
        is_machine_read=any(line.origin == Origin.OCR for line in one.lines),
    )
    odd = list(oddities.in_lines(one.lines, everywhere))
    if oddities.digits_of_ocr(text):
        words = _("มีแต่เลข ๐ ๑ ๒ ๓ ๕: เครื่องที่อ่านไม่รู้จักเลขอื่น ตัวเลขทุกตัวต้องเทียบกับภาพ")
        odd.insert(0, Oddity("ocr_digits", words, "", piece.first))
    if one.nature == Nature.LETTER:
        return _letter(piece, one, odd)
    odd += oddities.sums(one.lines)
    if one.nature == Nature.UNKNOWN:
        return replace(piece, oddities=tuple(odd))
    return _other(piece, one, odd)


def _letter(piece: Piece, one: Cut, odd: list[Oddity]) -> Piece:
    head = letter.head_of(one)
    fields = tuple(letter.fields_of(one, head))
    if piece.is_machine_read:
        origins = {line.place: line.origin for line in one.lines}
        fields = letter.without_numbers(fields, origins)
    enclosed = letter.enclosures_of(head)
    written = next((field.written for field in fields if field.name == "reference_as_written"), "")
    own = letter.normal_number(written)
    below = [*one.lines[: one.heading], *one.lines[one.heading + 1 :]]
    cited = () if piece.is_machine_read else tuple(letter.cited_in(below, own))
    body = [line for line in below if line.place not in {row.place for row in enclosed}]
    odd += oddities.blanks_in_number(written, one.lines[one.heading].place)
    odd += oddities.stamps(head.stamps)
    odd += oddities.foreign_enclosures(body, len(enclosed))
    odd += oddities.sums(one.lines)
    title = next((field.value for field in fields if field.name == "subject"), "")
    return replace(
        piece, title=title, fields=fields, enclosures=tuple(enclosed), cited=cited, oddities=tuple(odd)
    )


def _other(piece: Piece, one: Cut, odd: list[Oddity]) -> Piece:
    signatures = agreement.signatures_of(one.lines) if one.nature == Nature.AGREEMENT else []
    fields = tuple(agreement.fields_of(one, signatures)) if one.nature == Nature.AGREEMENT else ()
    odd += oddities.in_signatures(signatures)
    counted = agreement.copies_in(one.lines) if signatures else None
    if counted:
        count, line, written = counted
        odd += oddities.copies(count, written, line.place, signatures)
    sure = Sure.LOOK if piece.is_machine_read else Sure.SURE
    title = agreement.title_of(one)
    fields = (Found("title", title, title, one.lines[one.heading].place, sure), *fields)
    return replace(piece, title=title, fields=fields, signatures=tuple(signatures), oddities=tuple(odd))


def _tied(piece: Piece, pieces: Sequence[Piece]) -> Piece:
    """Say of enclosures and citations which of them are in the same file."""
    by_number = {
        letter.normal_number(one.value("reference_as_written")): number for number, one in enumerate(pieces)
    }
    by_number.pop("", None)
    return replace(
        piece,
        enclosures=tuple(_enclosed(row, pieces, by_number) for row in piece.enclosures),
        cited=tuple(replace(row, piece=by_number.get(row.reference)) for row in piece.cited),
    )


def _enclosed(row: Enclosed, pieces: Sequence[Piece], by_number: dict[str, int]) -> Enclosed:
    numbers = [one.reference for one in letter.cited_in([_line(row)], "")]
    found = next((by_number[number] for number in numbers if number in by_number), None)
    if found is None and not numbers:
        scores = [
            (_likeness(row.title, one.title), number)
            for number, one in enumerate(pieces)
            if one.nature != Nature.LETTER and one.title
        ]
        best = max(scores, default=(0.0, 0))
        found = best[1] if best[0] >= _SAME_TITLE else None
    return replace(row, piece=found)


def _line(row: Enclosed) -> letter.Line:
    return letter.Line(row.place, row.title)


def _likeness(enclosed: str, title: str) -> float:
    """Return how alike the name of an enclosure and a title are; 0 where they begin differently."""
    one = key(enclosed.removeprefix("สำเนา").strip())
    other = key(title)
    if one[:_SAME_START] != other[:_SAME_START]:
        return 0.0
    shorter = min(len(one), len(other))
    return SequenceMatcher(None, one[: shorter + 20], other[: shorter + 20], autojunk=False).ratio()


def _other_days(piece: Piece, pieces: Sequence[Piece]) -> Iterator[Oddity]:
    """Yield where a letter is said to be of another day than it bears."""
    for row in piece.cited:
        day = pieces[row.piece].value("signed_on") if row.piece is not None else ""
        if row.signed_on and day and day != row.signed_on:
            words = _("อ้างว่าหนังสือ %(number)s ลงวันที่ %(cited)s แต่ตัวหนังสือลงวันที่ %(own)s") % {
                "number": row.reference,
                "cited": _day(row.signed_on),
                "own": _day(day),
            }
            yield Oddity("date_conflict", words, row.written, row.place)


def _deadlines(
    number: int, pieces: Sequence[Piece], days: Sequence[dict[str, tuple[str, Place]]]
) -> Iterator[Oddity]:
    """Yield where a letter sets another day than the one that it passes on: both may be right for their level."""
    own = days[number]
    for other in relays(pieces[number], pieces):
        for what in sorted(own.keys() & days[other].keys()):
            words, place = own[what]
            if words != days[other][what][0]:
                told = _("กำหนดต่างกัน: ฉบับนี้ “%(own)s” ฉบับที่ส่งต่อ “%(other)s” อาจถูกทั้งคู่ตามระดับของตน")
                yield Oddity("deadlines", told % {"own": words, "other": days[other][what][0]}, words, place)


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso), "long")


def relays(piece: Piece, pieces: Sequence[Piece]) -> list[int]:
    """Return which letters of the file a letter passes on: it encloses them, and their subject is its own."""
    return [
        row.piece
        for row in piece.enclosures
        if row.piece is not None
        and pieces[row.piece].nature == Nature.LETTER
        and key(pieces[row.piece].title) == key(piece.title)
    ]


def secrecy_of(reading: Reading) -> str:
    """Return the highest class of secrecy that is stamped in a file, as the library calls it; "" for none.

    It holds for all of the file: what is sent with a letter is as secret as the letter, and the file goes with its first one.
    """
    marks = {piece.value("secrecy") for piece in reading.pieces}
    marks |= {stamp for page in reading.pages for stamp in letter.stamps_at_the_edges(page.text)}
    return next((one for one in reversed(letter.SECRECIES.values()) if one in marks), "")


def is_secret(reading: Reading) -> bool:
    """Say whether a file holds a letter that must not be kept in this system at all (domain.md 2.2)."""
    return secrecy_of(reading) in ("secret", "top_secret")
