"""What a person is told because of an answer, on the page that follows it and before sending: no page of its own for it.

Whoever is in danger now is told to call first (privacy 10). Whoever asks from outside the district of the center is told at
once who is nearer, and may go on; whoever is abroad reads the numbers that are dialed from there (S2.26).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cases.intake.flow import CHECK, Journey, in_danger
from cases.intake.forms.base import Text, chosen
from cases.intake.forms.place import ABROAD, home_district, is_outside
from cases.intake.forms.short import OCCASION
from portal.organizations import areas
from portal.organizations.domain import routing
from portal.organizations.models import ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.pages.domain.lines import hotlines, lines, rescue
from portal.pages.models import Hotline
from portal.pages.models.hotlines import Occasion
from portal.pages.public.hotlines import hotlines_for
from portal.thai.phone import Phone, phones_in
from portal.vocabulary import ProblemType

MOST_LOCAL = 3
"""Local administrations of another district that are named."""


@dataclass(frozen=True, slots=True)
class Nearer:
    """An organization that is nearer.

    Attributes:
        name: in the reader's language.
        phones: of it, as links to call.
    """

    name: str
    phones: tuple[Phone, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """An address that is not of the center's own district.

    Attributes:
        home: the district that the center serves, in words.
        place: the area in words.
        nearer: the center of that place, then its local administrations, as far as they are known.
    """

    home: Text
    place: Text
    nearer: tuple[Nearer, ...]


def told_on_the_way(journey: Journey, slug: str) -> dict[str, Any]:
    """Return what the page shows beside its question: `call_first`, `outside`, `abroad`, `numbers`.

    Args:
        journey: of the draft.
        slug: of the page; `CHECK` shows all, because a changed answer leads straight there.
    """
    return {
        "call_first": slug in ("place", CHECK) and in_danger(journey.answers),
        "outside": _outside(journey) if slug in ("story", CHECK) else None,
        "abroad": from_abroad() if slug in ("story", CHECK) and is_abroad(journey) else (),
        "numbers": numbers_of(chosen(journey.answers, "problem") or ""),
    }


def from_abroad() -> list[Hotline]:
    """Return the numbers that are dialed from another country; none where nobody named any: short ones reach nobody there."""
    return [row for row in hotlines() if row.serves(Occasion.ABROAD)]


def is_abroad(journey: Journey) -> bool:
    """Say whether help is asked for somebody in another country."""
    return chosen(journey.answers, "place", "subdistrict") == ABROAD


def numbers_of(problem: str) -> Sequence[Hotline]:
    """Return the three numbers of emergencies and, in a crisis, those for it: 1663 for whoever is pregnant.

    Args:
        problem: a value of `ProblemType`, "" when it is not known yet.
    """
    known = {row.number: row for row in rescue(lines())}
    if problem and ProblemType(problem).is_crisis:
        known |= {row.number: row for row in hotlines_for(problem) if row.number not in known}
    return list(known.values())


def _outside(journey: Journey) -> Outside | None:
    """Return who is nearer to an address outside the district; asks the database for such an address only."""
    place = journey.answers.get("place")
    if OCCASION in journey.answers:
        # An event may lie in several districts; whoever works in it is found by it.
        return None
    if place is None or place["subdistrict"] == ABROAD or not is_outside(place["code"]):
        return None
    code, own = place["code"], home_district()
    beside = ServiceArea.objects.filter(
        organization__type=OrganizationType.CENTER, organization__district_code=own
    )
    if beside.filter(subdistrict_code=code).exists():
        return None
    theirs = routing.center_for(code)
    is_known = theirs is not None and theirs.district_code != own and theirs.province_code == code[:2]
    # Whoever does not want the local administration to know is not sent there (privacy 16).
    is_hidden = chosen(journey.answers, "place", "avoid_local")
    local = [] if is_hidden else routing.local_administrations_for(code, place["moo"])[:MOST_LOCAL]
    found = (*([theirs] if is_known and theirs else []), *local)
    nearer = tuple(Nearer(one.display_name, tuple(phones_in(one.phone))) for one in found)
    home = areas.area(own)
    return Outside(home.label if home else "", areas.full_name(code), nearer)
