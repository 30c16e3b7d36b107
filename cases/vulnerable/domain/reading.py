"""Looking at the register: who looked at whom is on record, as it is for restricted cases (PDPA s.37(1); privacy 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from cases.vulnerable.domain.keeping import subject_of
from cases.vulnerable.domain.terms import TERM_MONTHS, newest_that_is
from cases.vulnerable.models import Home, Need
from portal.audit import services as audit
from portal.web.keyset import Key

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

BY_PLACE = (Key("place_key"), Key("pk"))
"""The way through the villages."""
READ, LISTED, COPIED = "first.read", "first.list", "first.copy"


@dataclass(frozen=True, slots=True)
class Village:
    """Households of one village.

    Attributes:
        subdistrict: code.
        moo: its number as typed; "" where none was.
        homes: how many.
        old: of them, how many have to be asked again.
    """

    subdistrict: str
    moo: str
    homes: int
    old: int

    @property
    def value(self) -> str:
        """By what a filter names it."""
        return f"{self.subdistrict}-{self.moo}"


def villages_of(homes: QuerySet[Home], today: dt.date) -> list[Village]:
    """Return how many households stand in each village; one query."""
    old = Q(agreed_on__lte=newest_that_is(TERM_MONTHS, today))
    rows = (
        homes.select_related(None)
        .order_by()
        .values("subdistrict_code", "moo")
        .annotate(homes=Count("pk", distinct=True), old=Count("pk", filter=old, distinct=True))
    )
    found = [Village(row["subdistrict_code"], row["moo"], row["homes"], row["old"]) for row in rows]
    return sorted(found, key=lambda one: (one.subdistrict, one.moo.zfill(20)))


def is_known(chosen: Mapping[str, str], *, villages: Collection[str], needs: Collection[Need]) -> bool:
    """Whether the village and the need of a filter are those of the page; by anything else nobody is found.

    An address may hold any signs, also such as no database takes, so it is compared here and never asked for.

    Args:
        chosen: as it came, "" for all.
        villages: `value` of those that the page lists.
        needs: all there are.
    """
    slugs = {one.slug for one in needs}
    return chosen["village"] in {"", *villages} and chosen["need"] in {"", *slugs}


def narrowed(homes: QuerySet[Home], chosen: Mapping[str, str], today: dt.date) -> QuerySet[Home]:
    """Return the households that a filter leaves.

    Args:
        homes: that the reader may see.
        chosen: `village` as `Village.value`, `need` as a slug, both known (`is_known`), `old` as any text.
        today: the day.
    """
    if village := chosen.get("village", ""):
        subdistrict, _dash, moo = village.partition("-")
        homes = homes.filter(subdistrict_code=subdistrict, moo=moo)
    if need := chosen.get("need", ""):
        homes = homes.filter(needs__slug=need)
    if chosen.get("old"):
        homes = homes.filter(agreed_on__lte=newest_that_is(TERM_MONTHS, today))
    return homes


def note_reading(actor: Officer, home: Home) -> None:
    """Put on record that somebody opened a household."""
    audit.record(actor=actor, action=READ, subject=subject_of(home))


def note_list(actor: Officer, number: int) -> None:
    """Put on record that somebody looked at so many households in a list; nothing where it was empty."""
    if number:
        audit.record(actor=actor, action=LISTED, data={"homes": number})
