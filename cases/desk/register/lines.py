"""What a line of the register book says (ทะเบียนรับเรื่อง, S1.03): on the page, on paper, in a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from cases.desk.lists.rows import place_of
from cases.desk.names import brief
from cases.domain.view import case_line
from cases.machine.vocabulary import Scope, WaitingKind, WaitingState
from cases.models import Case, Referral, RegisterEntry
from portal.actors import Officer
from portal.thai.dates import bangkok_datetime, fiscal_year_bounds, format_date, to_bangkok
from portal.web.keyset import Key

CHUNK = 500
"""Entries that are held at once while a table is written."""
BY_NUMBER = (Key("number"),)
"""The order of a book of one year."""
_TOOK = (WaitingState.ACCEPTED, WaitingState.FORWARDED_ON, WaitingState.DONE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the book.

    Attributes:
        entry: number and day.
        is_ours: the organization may still see the case; if not, only number, day and reference are shown (privacy 3).
        came_from: by which channel, or from which organization.
        problem: in words; empty when it is not ours any more.
        place: as above.
        state: in words.
        holder: who is responsible now.
    """

    entry: RegisterEntry
    is_ours: bool
    came_from: str = ""
    problem: str = ""
    place: str = ""
    state: str = ""
    holder: str = ""

    @property
    def day(self) -> str:
        """The day of the entry in figures, "22/11/2569"."""
        return format_date(to_bangkok(self.entry.entered_at).date(), "numeric")

    @property
    def time(self) -> str:
        """The time of the entry, "10.05"."""
        return f"{to_bangkok(self.entry.entered_at):%H.%M}"

    @property
    def action(self) -> str:
        """How it stands and with whom."""
        return " · ".join(part for part in (self.state, self.holder) if part)


def own_entries(actor: Officer) -> QuerySet[RegisterEntry]:
    """Return the book of the actor's organization; roles without case work have no book (privacy 2)."""
    own = RegisterEntry.objects.filter(organization=actor.organization)
    return own if actor.works_on_cases else own.none()


def entries(actor: Officer, year: int, month: dt.date | None = None) -> QuerySet[RegisterEntry]:
    """Return the entries of a fiscal year, or of one month of it, in the order of their numbers.

    Args:
        actor: whose book it is.
        year: fiscal year, B.E.
        month: its first day; the whole year by default.
    """
    handed = Referral.objects.filter(
        case=OuterRef("case_id"),
        target=actor.organization,
        mode=WaitingKind.HANDOVER,
        state__in=_TOOK,
    )
    # An office's book has room for the short name, where the organization has one.
    short = Coalesce(NullIf("sender__short_name", Value("")), "sender__name_th")
    handed = handed.annotate(name=short).order_by("pk")
    found = own_entries(actor).filter(fiscal_year=year)
    if month is not None:
        found = _in_month(found, month)
    return (
        found.select_related("case__holder")
        .defer("case__narrative", "case__place_detail", "case__village")
        .annotate(
            scope=Case.objects.all().scope_for(actor, "case_id"), sender=Subquery(handed.values("name")[:1])
        )
        .order_by("number")
    )


def lines(found: Iterable[Any], *, leaves: bool = False) -> Iterator[Line]:
    """Return entries as lines, one by one.

    Args:
        found: of `entries`.
        leaves: the book leaves the screen as a file or on paper: of a restricted case it then says neither problem
            nor place (privacy 7).
    """
    for entry in found:
        line = case_line(entry.case, Scope(entry.scope) if entry.scope is not None else None, leaves=leaves)
        if not line.can_open:
            yield Line(entry=entry, is_ours=False, state=_("ส่งต่อให้หน่วยงานอื่นแล้ว"))
            continue
        hidden = _("เรื่องปกปิด") if leaves and line.is_restricted else ""
        yield Line(
            entry=entry,
            is_ours=True,
            came_from=entry.sender or (entry.case.get_channel_display() if line.channel else ""),
            problem=str(line.problem.label) if line.problem is not None else hidden,
            place=place_of(line.area) if line.area is not None else "",
            state=str(line.stage.label) if line.stage is not None else "",
            holder=brief(line.holder) if line.holder is not None else "",
        )


def streamed(found: QuerySet[RegisterEntry]) -> Iterator[RegisterEntry]:
    """Return entries without holding all of them."""
    return found.iterator(chunk_size=CHUNK)


def next_month(first: dt.date) -> dt.date:
    """Return the first day of the following month."""
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def months_with_entries(actor: Officer, year: int) -> list[dt.date]:
    """Return the months of a fiscal year in which something was entered, by their first day."""
    first, last = fiscal_year_bounds(year)
    months = [first]
    while (following := next_month(months[-1])) <= last:
        months.append(following)
    own = own_entries(actor).filter(fiscal_year=year)
    span = own.aggregate(first=Min("entered_at"), last=Max("entered_at"))
    if span["first"] is None:
        return []
    begin, end = (to_bangkok(span[name]).date() for name in ("first", "last"))
    return [
        month
        for month in months
        if begin < next_month(month) and month <= end and _in_month(own, month).exists()
    ]


def numbers_of(actor: Officer, year: int, month: dt.date) -> list[int]:
    """Return the numbers that were given in a month of a fiscal year, in order."""
    return list(
        _in_month(own_entries(actor).filter(fiscal_year=year), month)
        .values_list("number", flat=True)
        .order_by("number")
    )


def _in_month(found: QuerySet[RegisterEntry], month: dt.date) -> QuerySet[RegisterEntry]:
    begin, end = bangkok_datetime(month), bangkok_datetime(next_month(month))
    return found.filter(entered_at__gte=begin, entered_at__lt=end)


def missing_numbers(actor: Officer, year: int) -> list[int]:
    """Return the numbers that the book of a year lacks; it never should (S1.03)."""
    own = own_entries(actor).filter(fiscal_year=year)
    book = own.aggregate(last=Max("number"), count=Count("number"))
    if (book["last"] or 0) == book["count"]:
        return []
    return sorted(set(range(1, book["last"] + 1)) - set(own.values_list("number", flat=True)))
