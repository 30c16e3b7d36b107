"""Two reports side by side, as far as their reader may read each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.lists.rows import place_of
from cases.desk.marks import CONFIDENCE, mark_words
from cases.domain.likeness import WEIGHTS, Likeness, Mark
from cases.domain.view import Part, Referral, case_view
from cases.domain.view.parts import Area
from cases.models import Case
from portal.actors import Officer
from portal.organizations import areas
from portal.web.language import is_english


@dataclass(frozen=True, slots=True)
class Side:
    """One report.

    Attributes:
        reference: of its case.
        url: its page.
        household_url: the page of its household.
        people: names.
        where: place in words.
        phones: as typed.
        story: what happened; "" where the reader may not read it.
        received_at: when.
        status: stage in words.
        is_danger: somebody is in danger now.
    """

    reference: str
    url: str
    household_url: str
    people: str
    where: str
    phones: str
    story: str
    received_at: dt.datetime
    status: str
    is_danger: bool


@dataclass(frozen=True, slots=True)
class Reasons:
    """How sure it is that two belong together, and what speaks for it and against it."""

    sure: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


def reasons_of(marks: Iterable[str]) -> Reasons:
    """Return marks in words; a code of a former edition that is no mark any more is left out."""
    known = tuple(Mark(mark) for mark in marks if mark in frozenset(Mark))
    likeness = Likeness(known)
    step = likeness.confidence
    return Reasons(
        str(CONFIDENCE[step]) if step else "",
        tuple(mark_words(mark) for mark in known if WEIGHTS[mark] > 0),
        tuple(mark_words(mark) for mark in known if WEIGHTS[mark] < 0),
    )


def side_of(case: Case, actor: Officer, now: dt.datetime) -> Side | None:
    """Return a report for one reader; None where they may not read people and place.

    Args:
        case: read through its door.
        actor: the reader.
        now: the time.
    """
    view = case_view(case, actor, now)
    if not isinstance(view, Part):
        return None
    where = view.where
    moo = _("หมู่ %(moo)s") % {"moo": where.moo} if where.moo else ""
    words = [where.place_detail, where.village, moo, _near(view.area, actor) if view.area else ""]
    phones = dict.fromkeys([*(one.phone for one in view.people), view.contact.phone if view.contact else ""])
    names = dict.fromkeys(one.name for one in view.people)
    reporter = view.contact.name if view.contact and not view.contact.is_affected else ""
    if reporter:
        names[_("แจ้งโดย %(name)s") % {"name": reporter}] = None
    return Side(
        reference=view.reference,
        url=reverse("desk:case", args=[view.reference]),
        household_url=reverse("households:case", args=[view.reference]),
        people=" · ".join(filter(None, names)) or _("ไม่ได้บอกชื่อ"),
        where=" ".join(filter(None, words)),
        phones=" · ".join(filter(None, phones)),
        story=view.story if isinstance(view, Referral) else "",
        received_at=view.received_at,
        status=str(view.stage.label),
        is_danger=view.danger_now,
    )


def _near(place: Area, actor: Officer) -> str:
    """Return a place for somebody who knows their own district: its name is not read a hundred times a day."""
    own = actor.organization.district_code
    found = areas.area(place.subdistrict_code) if own and place.district_code == own else None
    if found is None or place.country:
        return place_of(place)
    return str(found.label if is_english() else found.short_label)
