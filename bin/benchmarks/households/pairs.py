"""What both halves of the made pairs share: a pair with its truth, and a report as it would be typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from cases.domain.likeness import Report
from portal.thai.houses import read_house
from portal.thai.landmarks import landmarks
from portal.thai.persons import read_person
from portal.thai.phone import numbers_in

BEGIN = dt.datetime(2025, 11, 22, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A report as somebody typed it, all people invented.

    Attributes:
        affected: names of those concerned.
        reporter: name of who reports; "" when it is one of them.
        is_kin: the reporter is of their family.
        phone: of who reports.
        subdistrict: code.
        moo: as typed.
        place: as typed.
        problem: code.
        at: when.
    """

    affected: tuple[str, ...]
    reporter: str = ""
    is_kin: bool = True
    phone: str = ""
    subdistrict: str = "810101"
    moo: str = ""
    place: str = ""
    problem: str = "disaster"
    at: dt.datetime = BEGIN

    def read(self) -> Report:
        """Return it as the office reads it: by the same functions as a case."""
        house = read_house(self.place)
        village = read_house(f"หมู่ {self.moo}").moo or house.moo
        numbers = frozenset(number for number in numbers_in(self.phone) if len(number) >= 9)
        names = [*self.affected, *([self.reporter] if self.reporter and self.is_kin else [])]
        people = [person for name in names if (person := read_person(name)).is_known]
        return Report(
            people=tuple(people),
            own=numbers if self.is_kin else frozenset(),
            lent=frozenset() if self.is_kin else numbers,
            subdistrict=self.subdistrict,
            moo=village,
            house=house.number,
            landmarks=frozenset(landmarks(self.place)),
            problem=self.problem,
            at=self.at,
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports, and whether they come from one household.

    Attributes:
        kind: what makes them hard: "twin", "neighbors", "shared phone", "relatives", "landmark only", …
        same: the truth.
    """

    kind: str
    same: bool
    one: Typed
    other: Typed


@dataclass(slots=True)
class Count:
    """What became of the pairs of one kind."""

    pairs: int = 0
    found: int = 0
    missed: int = 0
    wrong: int = 0


@dataclass(slots=True)
class Judgement:
    """What became of all pairs.

    Attributes:
        kinds: by kind of pair.
        missed, wrong: the pairs, for whoever looks into the half that is tuned on.
    """

    kinds: dict[str, Count] = field(default_factory=dict)
    missed: list[Pair] = field(default_factory=list)
    wrong: list[Pair] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The part of the households that was found."""
        found = sum(count.found for count in self.kinds.values())
        return found / max(1, found + len(self.missed))

    @property
    def precision(self) -> float:
        """The part of what was shown that is one household."""
        found = sum(count.found for count in self.kinds.values())
        return found / max(1, found + len(self.wrong))


def judge(pairs: Iterator[Pair], says_same: Callable[[Report, Report], bool]) -> Judgement:
    """Return how a rule fares on pairs.

    Args:
        pairs: with their truth.
        says_same: the rule.
    """
    judgement = Judgement()
    for pair in pairs:
        count = judgement.kinds.setdefault(pair.kind, Count())
        count.pairs += 1
        shown = says_same(pair.one.read(), pair.other.read())
        if shown and pair.same:
            count.found += 1
        elif shown:
            count.wrong += 1
            judgement.wrong.append(pair)
        elif pair.same:
            count.missed += 1
            judgement.missed.append(pair)
    return judgement


def some(random: Random, chance: float) -> bool:
    """Say yes with a chance."""
    return random.random() < chance


def mobile(random: Random) -> str:
    """Return an invented mobile number, digits only."""
    return f"0{random.choice('689')}{random.randrange(10**8):08d}"
