"""How likely two reports come from one household: marks that speak for it and against it, each with its weight.

Pure: it knows neither database nor page. Weights are logarithms of odds, roughly, and are added; they were set on one half
of 5,000 made pairs and are judged on the other (`bin/bench households`). Nothing is joined by a score: it decides what is
shown to a person, and the marks are what the person reads.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from portal.thai.persons import PersonName
from portal.thai.sounds import sound

NEAR_IN_TIME = dt.timedelta(days=3)
FAR_IN_TIME = dt.timedelta(days=45)


class Mark(StrEnum):
    """What speaks for or against one household; the words stand in `MARK_WORDS`."""

    OWN_PHONE = "own_phone"
    LENT_PHONE = "lent_phone"
    FULL_NAME = "full_name"
    LIKE_NAME = "like_name"
    GIVEN_NAME = "given_name"
    LIKE_GIVEN = "like_given"
    NICKNAME = "nickname"
    FAMILY_NAME = "family_name"
    HOUSE = "house"
    LANDMARK = "landmark"
    LANDMARKS = "landmarks"
    VILLAGE = "village"
    SAME_DAYS = "same_days"
    OTHER_PERSON = "other_person"
    OTHER_FAMILY = "other_family"
    OTHER_HOUSE = "other_house"
    OTHER_VILLAGE = "other_village"
    OTHER_SUBDISTRICT = "other_subdistrict"
    OTHER_LANDMARK = "other_landmark"
    OTHER_PROBLEM = "other_problem"
    LONG_BETWEEN = "long_between"


WEIGHTS: dict[Mark, float] = {
    Mark.OWN_PHONE: 5.0,
    Mark.LENT_PHONE: 1.0,
    Mark.FULL_NAME: 6.0,
    Mark.LIKE_NAME: 5.0,
    Mark.GIVEN_NAME: 3.0,
    Mark.LIKE_GIVEN: 2.0,
    Mark.NICKNAME: 2.5,
    Mark.FAMILY_NAME: 2.2,
    Mark.HOUSE: 4.0,
    Mark.LANDMARK: 1.5,
    Mark.LANDMARKS: 2.5,
    Mark.VILLAGE: 0.5,
    Mark.SAME_DAYS: 0.3,
    Mark.OTHER_PERSON: -0.8,
    Mark.OTHER_FAMILY: -3.0,
    Mark.OTHER_HOUSE: -5.0,
    Mark.OTHER_VILLAGE: -2.5,
    Mark.OTHER_SUBDISTRICT: -7.0,
    Mark.OTHER_LANDMARK: -0.7,
    Mark.OTHER_PROBLEM: -0.5,
    Mark.LONG_BETWEEN: -1.0,
}


class Confidence(StrEnum):
    """How sure it is, in steps that a person can use."""

    HIGH = "high"
    LIKELY = "likely"
    POSSIBLE = "possible"


LEAST = {Confidence.HIGH: 7.0, Confidence.LIKELY: 3.5, Confidence.POSSIBLE: 0.5}
"""The score at which a step begins. What is likely is shown unasked, what is possible to whoever looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one report says of a household.

    Attributes:
        people: who lives there: the persons concerned, and the reporter where they are one of them or of their family.
        own: telephone numbers of these.
        lent: numbers of whoever reports for others; a village head has one for the whole village.
        subdistrict: code; "" where unknown.
        moo, house: as numbers; "" where unknown.
        landmarks: as `portal.thai.landmarks` reads them.
        problem: what is wrong.
        at: when it came.
    """

    people: tuple[PersonName, ...] = ()
    own: frozenset[str] = frozenset()
    lent: frozenset[str] = frozenset()
    subdistrict: str = ""
    moo: str = ""
    house: str = ""
    landmarks: frozenset[str] = frozenset()
    problem: str = ""
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two reports compare.

    Attributes:
        marks: what was found, the weightiest first.
    """

    marks: tuple[Mark, ...]

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return sum(WEIGHTS[mark] for mark in self.marks)

    @property
    def confidence(self) -> Confidence | None:
        """The highest step that is reached; None where the two have nothing to do with each other."""
        return next((step for step, least in LEAST.items() if self.score >= least), None)

    @property
    def speaks_for(self) -> tuple[Mark, ...]:
        """The marks for one household."""
        return tuple(mark for mark in self.marks if WEIGHTS[mark] > 0)

    @property
    def speaks_against(self) -> tuple[Mark, ...]:
        """The marks against it."""
        return tuple(mark for mark in self.marks if WEIGHTS[mark] < 0)


def compare(one: Report, other: Report) -> Likeness:
    """Return how likely two reports come from one household; the order does not matter."""
    found = [*_phones(one, other), *_names(one, other), *_places(one, other), *_times(one, other)]
    return Likeness(tuple(sorted(found, key=lambda mark: (-abs(WEIGHTS[mark]), mark))))


def _phones(one: Report, other: Report) -> list[Mark]:
    if one.own & other.own:
        return [Mark.OWN_PHONE]
    return [Mark.LENT_PHONE] if (one.own | one.lent) & (other.own | other.lent) else []


def _names(one: Report, other: Report) -> list[Mark]:
    """Return the best that two persons of the two reports have in common, else the mildest that parts them."""
    pairs = product(one.people[:_MOST_PEOPLE], other.people[:_MOST_PEOPLE])
    found = [mark for a, b in pairs if (mark := _compare_persons(a, b)) is not None]
    return [max(found, key=WEIGHTS.__getitem__)] if found else []


_MOST_PEOPLE = 8


def _compare_persons(one: PersonName, other: PersonName) -> Mark | None:
    if one.given and other.given:
        return _compare_given(one, other)
    if one.called & other.called:
        return Mark.OTHER_FAMILY if _families_differ(one, other) else Mark.NICKNAME
    if one.family and other.family:
        return Mark.FAMILY_NAME if _alike(one.family, other.family) else Mark.OTHER_FAMILY
    if one.called and other.called and not (one.given or other.given):
        return Mark.OTHER_PERSON
    # A nickname beside a given name says nothing: everybody has both.
    return None


def _compare_given(one: PersonName, other: PersonName) -> Mark:
    if one.whole == other.whole and (one.family or other.family or len(one.whole) >= _SURELY_GLUED):
        return Mark.FULL_NAME
    if one.family and other.family:
        if not _alike(one.family, other.family):
            return Mark.OTHER_FAMILY
        return Mark.LIKE_NAME if _alike(one.given, other.given) else Mark.FAMILY_NAME
    if one.given == other.given or _begins(one, other):
        return Mark.GIVEN_NAME
    if _alike(one.given, other.given):
        return Mark.LIKE_GIVEN
    return Mark.NICKNAME if one.called & other.called else Mark.OTHER_PERSON


_SURELY_GLUED = 14
"""So long no given name is; a family name stands glued to it."""
_GLUED = 9


def _begins(one: PersonName, other: PersonName) -> bool:
    """Whether one is a given name and the other the same with the family name glued to it."""
    short, long = sorted((one.whole, other.whole), key=len)
    return len(long) >= _GLUED and len(short) >= 4 and long.startswith(short)


def _families_differ(one: PersonName, other: PersonName) -> bool:
    return bool(one.family and other.family) and not _alike(one.family, other.family)


def _alike(one: str, other: str) -> bool:
    """Whether two spellings may be one name: the same sound, or a slip for every four letters."""
    if one == other:
        return True
    if min(len(one), len(other)) < 3:
        return False
    heard, other_heard = sound(one), sound(other)
    if heard == other_heard and len(heard) >= 2:
        return True
    if min(len(heard), len(other_heard)) >= 4 and distance(heard, other_heard, most=1) is not None:
        return True
    return distance(one, other, most=max(len(one), len(other)) // 4) is not None


def distance(one: str, other: str, *, most: int) -> int | None:
    """Return how many letters were left out, put in, exchanged or turned round; None when more than `most`.

    Args:
        one: key of a name; its first 40 letters count.
        other: the other.
        most: slips that are forgiven.
    """
    one, other = one[:40], other[:40]
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row, last = row, [i] + [0] * len(other), before
        for j, b in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def _places(one: Report, other: Report) -> list[Mark]:
    if one.subdistrict and other.subdistrict and one.subdistrict != other.subdistrict:
        return [Mark.OTHER_SUBDISTRICT]
    found = []
    villages = {one.moo, other.moo} - {""}
    if len(villages) == 2:
        found.append(Mark.OTHER_VILLAGE)
    elif one.moo and other.moo:
        found.append(Mark.VILLAGE)
    if one.house and other.house:
        if one.house != other.house:
            found.append(Mark.OTHER_HOUSE)
        elif len(villages) < 2:
            found.append(Mark.HOUSE)
    return [*found, *_landmarks(one.landmarks, other.landmarks)]


def _landmarks(one: frozenset[str], other: frozenset[str]) -> list[Mark]:
    if not one or not other:
        return []
    shared = sum(1 for mark in one if any(_same_landmark(mark, another) for another in other))
    if shared:
        return [Mark.LANDMARKS if shared > 1 else Mark.LANDMARK]
    return [Mark.OTHER_LANDMARK]


def _same_landmark(one: str, other: str) -> bool:
    """Whether two are one: the same kind, and a name of which somebody wrote more than another."""
    if one == other:
        return True
    (kind, name), (other_kind, other_name) = one.split(":", 1), other.split(":", 1)
    short, long = sorted((name, other_name), key=len)
    return (
        kind == other_kind
        and len(short) >= 2
        and (
            long.startswith(short)
            or long.endswith(short)
            or distance(short, long, most=len(long) // 4) is not None
        )
    )


def _times(one: Report, other: Report) -> list[Mark]:
    between = abs(one.at - other.at)
    found = [Mark.OTHER_PROBLEM] if one.problem != other.problem else []
    if between <= NEAR_IN_TIME:
        return [*found, Mark.SAME_DAYS]
    return [*found, Mark.LONG_BETWEEN] if between > FAR_IN_TIME else found
