"""The board of who is accounted for: figures by village, and the households themselves for whom they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Value, When

from cases.vulnerable.domain.figures import Figures, added
from cases.vulnerable.models import Account, Home
from cases.vulnerable.vocabulary import Status
from portal.organizations.models import Organization
from portal.web.keyset import Key

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.events.models import Event

BY_HASTE = (Key("is_danger", descending=True), Key("turn"), Key("number"))
"""The order of the households of one event."""
URGENT = (Status.NOT_REACHED, Status.NEEDS)
"""Whom somebody still has to go to or call: nobody knows how the first are, so they stand before the others."""


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the board.

    Attributes:
        subdistrict: code; "" for the line of an organization.
        moo: number of the village; "" where none is known.
        organization: whose households they are; None for the line of a village.
        figures: how they stand.
    """

    subdistrict: str
    moo: str
    organization: Organization | None
    figures: Figures

    @property
    def value(self) -> str:
        """By what a filter names a village."""
        return f"{self.subdistrict}-{self.moo}"


def by_organization(event: Event) -> list[Place]:
    """Return how the households of an event stand, by organization; two queries."""
    cells: dict[int, dict[Status, int]] = {}
    rows = Account.objects.filter(event=event).order_by().values_list("organization", "status")
    for organization, status, number in rows.annotate(number=Count("pk")):
        cells.setdefault(organization, {})[Status(status)] = number
    named = Organization.objects.in_bulk(cells)
    found = [Place("", "", named[key], Figures(values)) for key, values in cells.items()]
    return sorted(found, key=lambda one: (-one.figures.of(Status.NOT_REACHED), one.organization.pk))  # type: ignore[union-attr]


def by_village(rows: QuerySet[Account]) -> list[Place]:
    """Return how these households stand, by village, most of those who were not reached first; one query."""
    cells: dict[tuple[str, str], dict[Status, int]] = {}
    counted = rows.order_by().values_list("subdistrict_code", "moo", "status").annotate(number=Count("pk"))
    for subdistrict, moo, status, number in counted:
        cells.setdefault((subdistrict, moo), {})[Status(status)] = number
    found = [Place(*key, None, Figures(values)) for key, values in cells.items()]
    return sorted(
        found,
        key=lambda one: (-one.figures.of(Status.NOT_REACHED), one.subdistrict, one.moo.zfill(20)),
    )


def sum_of(places: list[Place]) -> Figures:
    """Return the four figures of all lines."""
    return added([one.figures for one in places])


def counted_again(event: Event) -> list[list[int]]:
    """Return the numbers of the rows that are one household in the registers of several organizations; one query.

    They count once for each of them until somebody removes one: no row is merged by the portal (many.md B4). Known are those
    that are written alike, house, village and name.
    """
    keys = Home.objects.filter(accounts__event=event).order_by().values("key")
    several = keys.annotate(registers=Count("pk")).filter(registers__gt=1).values("key")
    rows = Account.objects.filter(event=event, home__key__in=several).order_by("number")
    found: dict[str, list[int]] = {}
    for key, number in rows.values_list("home__key", "number"):
        found.setdefault(key, []).append(number)
    return list(found.values())


def chosen_rows(rows: QuerySet[Account], chosen: Mapping[str, str]) -> QuerySet[Account]:
    """Return the households that a filter leaves, in the order in which somebody should go to them.

    Danger, then not reached, then other needs, then the rest; within each in the order of the way.

    Args:
        rows: that the reader may see.
        chosen: `status` as a code, "open" (the usual) or "all", `village` as `Place.value`, `need` as a slug, both
            known (`reading.is_known`).
    """
    status = chosen.get("status") or "open"
    if status in Status.values:
        rows = rows.filter(status=status)
    elif status != "all":
        rows = rows.filter(status__in=URGENT)
    if village := chosen.get("village", ""):
        subdistrict, _dash, moo = village.partition("-")
        rows = rows.filter(subdistrict_code=subdistrict, moo=moo)
    if need := chosen.get("need", ""):
        rows = rows.filter(home__needs__slug=need)
    turn = Case(
        *(When(status=one, then=Value(at)) for at, one in enumerate(URGENT)), default=Value(len(URGENT))
    )
    return rows.annotate(turn=turn).order_by(*(key.order() for key in BY_HASTE))
