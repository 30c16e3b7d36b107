"""Filters that were kept: what is kept of an address, and the links to what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cases.desk.lists.filters import Filters
from cases.desk.tabs import Tab
from cases.models import SavedFilter
from portal.actors import Officer
from portal.composed import Composed
from portal.web.lists import address


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter of one's own.

    Attributes:
        pk: identifies it.
        name: in its owner's words.
        url: the list with it.
        is_here: the list that is shown is that.
    """

    pk: int
    name: str
    url: str
    is_here: bool


def kept_values(tab: Tab, filters: Filters) -> dict[str, Any]:
    """Return the parameters of a list that mean something, as they were written; all that an address keeps."""
    return {"list": tab.name, **filters.values}


def query_of(values: dict[str, Any]) -> str:
    """Return parameters as they stand in an address behind the question mark."""
    return address("", values).removeprefix("?")


def kept_by(actor: Officer, query: str) -> list[Kept]:
    """Return the officer's own filters, by name; one query."""
    base = reverse("desk:worklist")
    rows = _OWN(person=actor.person.pk, organization=actor.organization.pk)
    return [Kept(row.pk, row.name, f"{base}?{row.query}", row.query == query) for row in rows]


def _own(person: int, organization: int) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(person=person, organization=organization)


_OWN = Composed(_own, person=int, organization=int)
