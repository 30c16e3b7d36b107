"""Families in words, for the pages of shelters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.camps.domain.counting import named_in
from cases.camps.models import AGES, Family, FamilyMove
from cases.camps.vocabulary import Leaving, MoveKind
from cases.events.domain.sheltering import Inside, inside_of
from cases.events.models import Shelter
from portal.organizations.areas import area
from portal.thai.phone import Phone, numbers_in, phones_in

SHOWN_DIGITS = 4


def people_words(number: int) -> str:
    """Return a number of people in words."""
    return ngettext("%(number)s คน", "%(number)s คน", number) % {"number": number}


def where_words(family: Family) -> str:
    """Return in which shelter a family is, or that it left."""
    return family.shelter.display_name if family.shelter else _("ออกจากศูนย์แล้ว")


def from_words(family: Family) -> str:
    """Return where a family comes from."""
    found = area(family.subdistrict_code) if family.subdistrict_code else None
    return " ".join(part for part in (family.place, str(found.label) if found else "") if part)


def ages_words(family: Family) -> str:
    """Return how many are how old, as far as there is one of that age."""
    return " · ".join(
        f"{Family._meta.get_field(name).verbose_name} {getattr(family, name)}"  # type: ignore[union-attr]
        for name in reversed(AGES)
        if getattr(family, name)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A family in a list.

    Attributes:
        family: which.
        name: of whoever speaks for it; "" once it is forgotten.
        people, where, origin, needs: in words.
        ending: the last digits of its number, "" where it gave none.
    """

    family: Family
    name: str
    people: str
    where: str
    origin: str
    needs: str
    ending: str


def lines_of(families: Iterable[Family]) -> list[Line]:
    """Return families as lines of a list; `needs` and `shelter` should have been fetched."""
    return [
        Line(
            family=one,
            name=one.name,
            people=people_words(one.people),
            where=where_words(one),
            origin=from_words(one),
            needs=", ".join(need.display_name for need in one.needs.all()),
            ending=" ".join(f"…{number[-SHOWN_DIGITS:]}" for number in numbers_in(one.phone)),
        )
        for one in families
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """Telephone numbers as `components/phones.html` takes them."""

    phones: tuple[Phone, ...]
    words: str


def told(written: str) -> Told:
    """Return the numbers of a text to tap, or its words where it has none."""
    phones = phones_in(written)
    return Told(phones, "" if phones else written)


def move_words(row: FamilyMove) -> str:
    """Return what a family did, in a line."""
    kind = MoveKind(row.kind)
    if kind is MoveKind.LEFT:
        return f"{kind.label}: {Leaving(row.leaving).label}"
    if kind is MoveKind.COUNTED:
        return f"{kind.label} {row.people:+d}"
    parts = [one.display_name for one in (row.origin, row.target) if one is not None]
    return f"{kind.label} {' → '.join(parts)}"


@dataclass(frozen=True, slots=True)
class ShelterLine:
    """A shelter with who is in it.

    Attributes:
        shelter: which.
        inside: all, by the count of the door.
        named: who of them is named.
    """

    shelter: Shelter
    inside: Inside
    named: Inside

    @property
    def not_named(self) -> int:
        """How many people were only counted."""
        return self.inside.people - self.named.people


def shelter_lines(shelters: Iterable[Shelter]) -> list[ShelterLine]:
    """Return shelters with who is in them; two queries."""
    found = list(shelters)
    inside, named = inside_of(found), named_in(one.pk for one in found)
    return [ShelterLine(one, inside[one.pk], named[one.pk]) for one in found]
