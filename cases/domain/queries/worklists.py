"""Which cases stand in a list of an officer, in its order, page by page; and how long every list is.

All of it is read from `ListedCase`, which tells where to look and grants nothing: the cases themselves are read through
`Case.objects.visible_to` or `known_to` by whoever shows them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import CharField, F, Func, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from cases.domain.queries.counting import (
    MIDNIGHT,
    NOW,
    ORGANIZATION,
    PERSON,
    Count,
    adapted,
    composed,
    counted,
)
from cases.machine.world import DECIDES
from cases.models import Case, Duty, ListedCase, ListName
from portal.composed import Composed
from portal.thai.dates import bangkok_datetime, to_bangkok
from portal.web.keyset import Cut, Key, stretch, walked

if TYPE_CHECKING:
    from portal.actors import Officer

Rows = QuerySet[ListedCase]
MINE = "mine"
"""The list of what is given to the officer; it stands in no table of its own."""
TIMED = frozenset({ListName.TODAY, ListName.LATE, ListName.APPROVE})
"""Lists in which not every entry stands: it depends on the time, or on who decides."""
_LITERALLY = {
    name: Func(template=f"'{name}'", output_field=CharField()) for name in (ListName.ALL, ListName.LATE)
}
"""Lists with an index of their own, as they are named in it: SQLite does not take an index of some rows for a name in a parameter."""
Order = tuple[Key, ...]
BY_HASTE: Order = (Key("haste"), Key("due_at"), Key("case"))
"""Danger, then severity, then what is due first (cases.md, "Work lists")."""
BY_ARRIVAL: Order = (Key("case", descending=True),)
"""What was taken in last comes first."""


@dataclass(frozen=True, slots=True)
class Reader:
    """All that says what stands in somebody's lists, and when.

    Attributes:
        organization, person: keys.
        works: on cases.
        decides: on what others of the organization ask for.
        now: the time of the page.
        midnight: at which the day of the page ends.
    """

    organization: int
    person: int
    works: bool
    decides: bool
    now: dt.datetime
    midnight: dt.datetime

    @classmethod
    def of(cls, actor: Officer, now: dt.datetime) -> Reader:
        """Return what an officer's lists depend on."""
        tomorrow = to_bangkok(now).date() + dt.timedelta(days=1)
        return cls(
            *(actor.organization.pk, actor.person.pk, actor.works_on_cases, bool(actor.functions & DECIDES)),
            *(now, bangkok_datetime(tomorrow)),
        )


_PASSED_OVER = Coalesce(F("stands_from"), F("stands_from"))
"""The same time, out of reach of any index: by that of what is late all of a flood would be sorted for the 25 rows of a page."""


def _stands(name: ListName, reader: Reader, *, walked: bool) -> Q:
    """Until when something has to begin to stand, to be in a list now: today's work counts until midnight.

    Args:
        name: of the list.
        reader: whose.
        walked: in the order of the list, not only counted.
    """
    if name == ListName.LATE:
        return Q(LessThan(_PASSED_OVER, reader.now)) if walked else Q(stands_from__lt=reader.now)
    stands = Q(stands_from__lt=reader.midnight if name == ListName.TODAY else reader.now)
    if reader.decides:
        # Never one's own request (row 18).
        stands |= Q(to_decide=True) & (Q(asked_by=None) | ~Q(asked_by=reader.person))
    return stands


def _of(organization: int, person: int, *, works: bool) -> Rows:
    """Entries of an organization, without the cases in which the person takes no part."""
    rows = ListedCase.objects.filter(organization=organization)
    if not works:
        return rows.none()
    recused = Case.recused.through.objects.filter(user=person)
    return rows.exclude(case__in=recused.values("case"))


def _rows(name: str, reader: Reader, *, walked: bool = True) -> Rows:
    rows = _of(reader.organization, reader.person, works=reader.works)
    if name == MINE:
        given = _given(reader.person, reader.organization)
        return rows.filter(list=ListName.ALL, case__in=given.values("case"))
    rows = rows.filter(list=_LITERALLY.get(ListName(name), name))
    return rows.filter(_stands(ListName(name), reader, walked=walked)) if name in TIMED else rows


def in_list(name: str, actor: Officer, now: dt.datetime) -> Rows:
    """Return the entries of one list as it stands for an officer now.

    Args:
        name: of `ListName`, or `MINE`.
        actor: whose.
        now: the time of the page.
    """
    return _rows(name, Reader.of(actor, now))


def everything(actor: Officer) -> Rows:
    """Return an entry for each case that the actor may open, closed ones too."""
    if not actor.works_on_cases:
        return ListedCase.objects.none()
    return entries(actor.organization.pk, actor.person.pk)


def entries(organization: int, person: int) -> Rows:
    """Return the same for keys, of somebody who works on cases: for queries that are composed once."""
    return _of(organization, person, works=True).filter(list=_LITERALLY[ListName.ALL])


def beyond(code: str) -> str:
    """Return where the codes of areas end that begin with this one: "8101" and all below it are less than "8102".

    A range is entered by an index, and is asked with the same words for every area.
    """
    return str(int(code) + 1).zfill(len(code))


def given_to(person: int, actor: Officer) -> QuerySet[Duty]:
    """Return what runs at the actor's organization and is given to one person."""
    return _given(person, actor.organization.pk)


def _given(person: int, organization: int) -> QuerySet[Duty]:
    return Duty.objects.running().filter(organization=organization, person=person)


@cache
def _composed(name: str, *, works: bool, decides: bool) -> Count | None:
    """Return how a list is counted, with stand-ins for whose it is and when."""
    standing_in = Reader(ORGANIZATION, PERSON, works, decides, NOW, MIDNIGHT)
    return composed(_rows(name, standing_in, walked=False))


def lengths(
    names: Iterable[str], actor: Officer, now: dt.datetime, beside: Mapping[str, Count | None] | None = None
) -> dict[str, int]:
    """Return how long lists are, by name: one statement, which counts no further than one more than `counting.MOST_COUNTED`.

    Args:
        names: of `ListName`, or `MINE`.
        actor: whose.
        now: the time of the page.
        beside: what else is counted by the same statement, by names of its own.
    """
    reader = Reader.of(actor, now)
    values = adapted(
        {ORGANIZATION: reader.organization, PERSON: reader.person},
        {NOW: reader.now, MIDNIGHT: reader.midnight},
    )
    counts: dict[str, Count | None] = {}
    for name in names:
        count = _composed(name, works=reader.works, decides=reader.decides)
        counts[name] = count and count.filled(values)
    return counted(counts | dict(beside or {}))


# Page by page -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two rows of a list, named by the row at it.

    Attributes:
        reference: of the row's case.
        haste, due_at: by which it was ordered when the place was named.
    """

    reference: str
    haste: int = 0
    due_at: dt.datetime | None = None

    def __str__(self) -> str:
        """For an address: "K7M3-9QXF", or "K7M3-9QXF.4.1732000000000000" in a list of haste; no number of a row."""
        if self.due_at is None:
            return self.reference
        return f"{self.reference}.{self.haste}.{int(self.due_at.timestamp())}.{self.due_at.microsecond}"


Slice = Cut[ListedCase]
"""One page of a list; each row with the `reference` of its case, which itself is not loaded."""
LONGEST_PLACE = 40


def read_place(text: str, *, ordered: Order) -> Place | None:
    """Read what `Place` wrote; None for what is none."""
    parts = text[:LONGEST_PLACE].split(".")
    if ordered == BY_ARRIVAL:
        return Place(parts[0]) if len(parts) == 1 and parts[0] else None
    if len(parts) != 4 or not all(part.isascii() and part.isdecimal() for part in parts[1:]):
        return None
    haste, seconds, rest = (int(part) for part in parts[1:])
    try:
        due = dt.datetime.fromtimestamp(seconds, dt.UTC).replace(microsecond=rest)
    except (ValueError, OverflowError, OSError):
        return None
    return Place(parts[0], haste, due) if haste < 100 else None


def _number(place: Place, actor: Officer) -> int | None:
    """Return the case of a place, if the actor's organization has it in any list; no other can be told from none."""
    found = ListedCase.objects.filter(organization=actor.organization.pk, case__reference=place.reference)
    return found.values_list("case", flat=True).first()


def slice_of(
    rows: Rows, actor: Officer, *, ordered: Order, size: int, place: Place | None, before: bool
) -> Slice:
    """Return one page, reading no more rows than it shows, however far down the list it is.

    Args:
        rows: a list, filtered or not.
        actor: whose.
        ordered: `BY_HASTE` or `BY_ARRIVAL`.
        size: rows of a page.
        place: the row next to the page; None for the beginning, or the end. One that the actor does not know is the beginning.
        before: the page ends above the place, or at the end, instead of beginning below it.
    """
    number = _number(place, actor) if place is not None else None
    at = None
    if place is not None and number is not None:
        at = (place.haste, place.due_at, number) if ordered == BY_HASTE else (number,)
    before = before and (at is not None or place is None)
    # Found first and read then: an index holds what rows are found by, and none of what is only shown.
    numbers = stretch(rows, ordered, size=size, at=at, before=before).values("pk")
    found = list(_in_order(ListedCase.objects.filter(pk__in=numbers), walked(ordered, before=before)))
    if not found and at is not None:
        return slice_of(rows, actor, ordered=ordered, size=size, place=None, before=not before)
    return Slice.of(found, size=size, placed=at is not None, before=before)


def first_page(name: str, actor: Officer, now: dt.datetime, *, ordered: Order, size: int) -> Slice:
    """Return the first page of a whole list: what `slice_of` returns, with words that are composed once for all readers.

    Args:
        name: of `ListName`, or `MINE`.
        actor: whose.
        now: the time of the page.
        ordered: `BY_HASTE` or `BY_ARRIVAL`.
        size: rows of a page.
    """
    reader = Reader.of(actor, now)
    ask = _beginning(name, ordered, size, works=reader.works, decides=reader.decides)
    found = ask(
        organization=reader.organization, person=reader.person, now=reader.now, midnight=reader.midnight
    )
    return Slice.of(found, size=size, placed=False, before=False)


@cache
def _beginning(name: str, ordered: Order, size: int, *, works: bool, decides: bool) -> Composed[ListedCase]:
    """Return how the beginning of a list is asked."""

    def rows(organization: int, person: int, now: dt.datetime, midnight: dt.datetime) -> Rows:
        standing = _rows(name, Reader(organization, person, works, decides, now, midnight))
        return _in_order(standing, ordered)[: size + 1]

    asked = Composed(rows, organization=int, person=int, now=dt.datetime, midnight=dt.datetime)
    return asked.planned_each_time()


def _in_order(rows: Rows, ordered: Sequence[Key]) -> Rows:
    return rows.annotate(reference=F("case__reference")).order_by(*(key.order() for key in ordered))


def place_of_row(row: ListedCase, *, ordered: Order) -> Place:
    """Return the place of a row of a page."""
    reference: str = row.reference  # type: ignore[attr-defined]
    return Place(reference) if ordered == BY_ARRIVAL else Place(reference, row.haste, row.due_at)
