"""Calls in words, for the pages of the desk: to whoever calls the number, to everybody else its last digits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.calls.domain.counting import Progress
from cases.calls.models import CallRow
from cases.calls.vocabulary import CODES, Column, Reason
from cases.desk.content.facts import cautions
from cases.domain.view import Part
from cases.vocabulary import Relation
from portal.organizations.areas import area
from portal.thai.phone import Phone, phones_in

LAST_DIGITS = 3
_TONES = {
    **dict.fromkeys((Column.SAFE, Column.SENT), "ok"),
    **dict.fromkeys((Column.NEEDS, Column.DIED), "danger"),
    **dict.fromkeys((Column.LOOK, Column.VISIT), "warn"),
}
_WORDS = {one.value: one.label for one in (*CODES, *Reason)}


def masked(phone: Phone) -> str:
    """Return a number of which only the last digits can be read: "xxx-xxx-x131"."""
    digits = sum(sign.isdigit() for sign in phone.display)
    shown, seen = "", 0
    for sign in phone.display:
        seen += sign.isdigit()
        shown += "x" if sign.isdigit() and seen <= digits - LAST_DIGITS else sign
    return shown


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of the table of progress."""

    column: Column
    label: Any
    number: int
    tone: str


def cells_of(progress: Progress) -> list[Cell]:
    """Return the columns in their order."""
    return [Cell(one, one.label, progress.cells[one], _TONES.get(one, "")) for one in Column]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, without name and without number.

    Attributes:
        row: which.
        place: the subdistrict.
        number: its last digits only.
        words: how the last call ended, or why nobody calls.
        in_hand: somebody has the number in hand.
        next_at: from when on it may be called; None where nobody calls, or it may be now.
    """

    row: CallRow
    place: str
    number: str
    words: str
    in_hand: bool
    next_at: dt.datetime | None


def line_of(row: CallRow, now: dt.datetime) -> Line:
    """Return a row for the list; its case is one that the reader may open, with its reporter."""
    reporter = getattr(row.case, "reporter", None)
    phones = phones_in(reporter.phone) if reporter is not None else ()
    later = row.next_at if row.next_at is not None and row.next_at > now else None
    return Line(
        row=row,
        place=_place(row.case.subdistrict_code),
        number=masked(phones[0]) if phones else "",
        words=str(_WORDS.get(row.code, "")),
        in_hand=row.leased_until is not None and row.leased_until > now,
        next_at=later,
    )


def _place(code: str) -> str:
    found = area(code) if code else None
    return str(found.label) if found else ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a caller needs and nothing else: no story, no other people, no history.

    Attributes:
        reference: of the case.
        name: whom to ask for.
        relation: to the person who needs help; "" when they are the same.
        place: village and subdistrict, to know that it is the right person.
        phones: to tap.
        time: when they may be called without harm; "" where nobody said.
        cautions: what must not be done when reaching them.
        danger: somebody was in danger when they told us.
        tries: calls without an answer.
        is_closed: the case was closed meanwhile.
    """

    reference: str
    name: str
    relation: str
    place: str
    phones: tuple[Phone, ...]
    time: str
    cautions: list[str]
    danger: bool
    tries: int
    is_closed: bool


def card_of(row: CallRow, view: Part) -> Card:
    """Return what the caller reads of a case, by what the door shows.

    Args:
        row: in the caller's hand.
        view: of its case.
    """
    contact = view.contact
    where = view.where
    village = _("หมู่ %(moo)s") % {"moo": where.moo} if where.moo else ""
    return Card(
        reference=view.reference,
        name=(contact.name if contact is not None else "") or _("ไม่ได้บอกชื่อ"),
        relation=str(Relation(contact.relation).label) if contact and not contact.is_affected else "",
        place=" ".join(part for part in (where.village, village, _place(where.subdistrict_code)) if part),
        phones=phones_in(contact.phone) if contact is not None else (),
        time=contact.contact_time if contact is not None else "",
        cautions=cautions(contact) if contact is not None else [],
        danger=view.danger_now,
        tries=row.tries,
        is_closed=view.is_closed,
    )
