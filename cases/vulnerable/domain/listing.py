"""Call, boat and paper lists of an event: whose they are, in which order, in which pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.vulnerable.domain.board import chosen_rows
from cases.vulnerable.domain.rights import accounts_of
from cases.vulnerable.models import Account, Home
from cases.vulnerable.vocabulary import ListKind, Status
from portal.organizations.areas import area_name
from portal.thai.houses import read_house

if TYPE_CHECKING:
    from cases.events.models import Event
    from portal.actors import Officer

MOST_ROWS = 20_000
"""Households of one list; the register of a province in its worst week."""
ROWS_OF_A_FILE = 300
"""Of a list on paper: some ten pages, which one team takes along and which are drawn in seconds."""
NO_RANK = 9_999


@dataclass(frozen=True, slots=True)
class Row:
    """One household of a list, every text final.

    Attributes:
        number: within the event.
        name, where, needs, phone, other, note: as the register has them.
        people: how many; "" where not known.
        status: in words.
        rank: how urgent its most urgent need is.
        is_danger: somebody is in danger.
    """

    number: int
    name: str
    where: str
    needs: str
    phone: str
    other: str
    people: str
    note: str
    status: str
    rank: int
    is_danger: bool


def where_of(home: Home) -> str:
    """Return the place of a household in words; the village once, also where it was typed beside the house."""
    told = read_house(home.place_detail).moo == home.moo
    moo = _("หมู่ %(moo)s") % {"moo": home.moo} if home.moo and not told else ""
    return " ".join(filter(None, [home.place_detail, moo, area_name(home.subdistrict_code)]))


def rows_of(
    actor: Officer,
    event: Event,
    kind: ListKind,
    *,
    everybody: bool,
    numbers: tuple[int, int] | None = None,
) -> list[Row]:
    """Return the households of a list; three queries, however many.

    A call list stands by urgency, the others in the order of the way.

    Args:
        actor: who may see them.
        event: which.
        kind: what it is used for.
        everybody: also those who are safe or moved.
        numbers: only from this number to that one.
    """
    found = chosen_rows(accounts_of(actor, event), {"status": "all" if everybody else "open"})
    found = found.filter(home__isnull=False)
    if numbers is not None:
        found = found.filter(number__range=numbers)
    found = found.select_related("home").prefetch_related("home__needs").order_by("home__place_key", "number")
    rows = [_row(one) for one in found[:MOST_ROWS]]
    if kind is ListKind.CALL:
        rows.sort(key=lambda one: (not one.is_danger, one.rank))
    return rows


def _row(account: Account) -> Row:
    home = account.home
    assert home is not None
    needs = list(home.needs.all())
    return Row(
        number=account.number,
        name=home.name,
        where=where_of(home),
        needs=", ".join(need.display_name for need in needs),
        phone=home.phone,
        other=home.other_contact,
        people=str(home.people or ""),
        note=home.note,
        status=str(Status(account.status).label),
        rank=min((need.rank for need in needs), default=NO_RANK),
        is_danger=account.is_danger,
    )


def pieces_of(actor: Officer, event: Event, *, everybody: bool) -> list[tuple[int, int]]:
    """Return from which number to which each file of a list on paper goes; one query.

    Args:
        actor: who may see them.
        event: which.
        everybody: also those who are safe or moved.
    """
    found = chosen_rows(accounts_of(actor, event), {"status": "all" if everybody else "open"})
    numbers = sorted(found.filter(home__isnull=False).values_list("number", flat=True)[:MOST_ROWS])
    return [
        (numbers[first], numbers[min(first + ROWS_OF_A_FILE, len(numbers)) - 1])
        for first in range(0, len(numbers), ROWS_OF_A_FILE)
    ]


def table_of(kind: ListKind, rows: Iterable[Row]) -> tuple[list[str], list[list[object]]]:
    """Return a list as head and rows of a table, with empty columns for what is written by hand."""
    number, name, where, needs = _("ที่"), _("ชื่อ"), _("ที่อยู่"), _("ความจำเป็น")
    people, note, status = _("คน"), _("สิ่งที่ผู้เข้าช่วยต้องรู้"), _("สถานะ")
    if kind is ListKind.CALL:
        head = [number, name, _("โทรศัพท์"), _("ติดต่อแทน"), needs, where, status, _("ผลการโทร"), _("เวลา")]
        return head, [
            [one.number, one.name, one.phone, one.other, one.needs, one.where, one.status, "", ""]
            for one in rows
        ]
    if kind is ListKind.BOAT:
        head = [number, where, needs, people, note, name, _("โทรศัพท์"), status, _("ผล"), _("เวลา")]
        return head, [
            [one.number, one.where, one.needs, one.people, one.note, one.name, one.phone, one.status, "", ""]
            for one in rows
        ]
    head = [number, where, name, needs, people, _("ปลอดภัย"), _("ย้ายแล้ว"), _("ต้องช่วย"), _("ใครบอก เวลา")]
    return head, [[one.number, one.where, one.name, one.needs, one.people, "☐", "☐", "☐", ""] for one in rows]


def kept_numbers(text: str) -> tuple[int, int]:
    """Return a range of numbers as it stands with an ordered file: "301-600"."""
    first, _dash, last = text.partition("-")
    return int(first), int(last)
