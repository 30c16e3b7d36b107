"""Who asks for help in a drill, and when: a pure function of a seed. Everybody is invented and says so.

Shares and the hours of a day are those of the replay that was reckoned before anything was built (design many.md, B5): nine local
administrations with 34 to 3 % of the requests, 35 % reports of a household that reported before, 8 % in danger, of these 92 %
say so, and 15 % of all others who say so without need.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.case_words import FIRST, LAST, SENTENCES

MARK = "ผู้ใช้จำลอง"
"""Stands in the words of every request of a drill; after it comes its number."""
HOURS = (
    *(0.2, 0.15, 0.12, 0.12, 0.15, 0.3, 0.6, 0.9, 1.1, 1.2, 1.2, 1.1),
    *(1.0, 1.0, 1.0, 1.0, 1.1, 1.2, 1.3, 1.4, 1.3, 1.0, 0.6, 0.4),
)
"""How much comes in each hour of a day, beside the mean."""
RISE = (0.6, 1.6, 1.5, 1.1, 0.9, 0.7, 0.6)
"""How much comes on each day of a week; longer floods go on with the last of them."""
SHARES = (0.34, 0.18, 0.12, 0.09, 0.08, 0.07, 0.05, 0.04, 0.03)
"""What each local administration gets of the requests."""
REPEATED, DANGER, SAYS_SO, FALSELY = 0.35, 0.08, 0.92, 0.15
LANDMARKS = ("หลังวัด", "หน้ามัสยิด", "ข้างโรงเรียน", "ริมคลอง", "ใกล้สะพาน", "ท้ายตลาด", "หลังสถานีอนามัย", "ปากซอย")
DANGER_WORDS = ("น้ำถึงคอแล้ว", "ติดอยู่บนหลังคา", "เรือล่ม", "ไฟดูดในบ้าน", "แม่หายใจไม่ออก")
WANTED = ("boat", "food", "medicine", "shelter")
AMONG = ("bedridden", "machine", "pregnant", "infant", "old", "disabled")


@dataclass(frozen=True, slots=True)
class Household:
    """People who live together.

    Attributes:
        number: from 0.
        office: position of its local administration in `SHARES`.
        place: position of its subdistrict among those of the office.
        moo, house, landmark: where.
        names: two of them who may report.
        phones: theirs.
        people: how many they are.
        danger: somebody is in danger.
    """

    number: int
    office: int
    place: int
    moo: str
    house: str
    landmark: str
    names: tuple[str, str]
    phones: tuple[str, str]
    people: int
    danger: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One request that somebody sends.

    Attributes:
        number: from 1, in the order of their coming.
        at: seconds from the beginning.
        household: who needs help.
        by: which of its two people reports.
        again: the household reported before.
        says_danger: the answer to the first question.
        spot: where, in words.
        words: what they write.
        wanted, among: what they tick.
        twice: they press the button twice.
        address: from which the telephone comes.
    """

    number: int
    at: float
    household: Household
    by: int
    again: bool
    says_danger: bool
    spot: str
    words: str
    wanted: tuple[str, ...]
    among: tuple[str, ...]
    twice: bool
    address: str

    @property
    def mark(self) -> str:
        """By what it is found again, whatever happens to it."""
        return mark_of(self.number)


def mark_of(number: int) -> str:
    """Return the mark of a request."""
    return f"{MARK} {number:06}"


def arrivals(*, seed: int, requests: int, days: int) -> list[Report]:
    """Return who asks for help and when, in order; the same seed gives the same.

    Args:
        seed: of chance.
        requests: how many.
        days: over which they come.
    """
    chance = random.Random(seed)  # noqa: S311 - invented people, no secret
    times = sorted(_time(chance, days) for _number in range(requests))
    households: list[Household] = []
    reports = []
    for number, at in enumerate(times, 1):
        again = bool(households) and chance.random() < REPEATED
        if again:
            # Who reports again does so soon: the neighbors of the last two hundred rather than those of last week.
            back = 1 + int(chance.expovariate(1 / 200))
            household = households[-back] if back <= len(households) else chance.choice(households)
        else:
            household = _household(chance, len(households))
            households.append(household)
        reports.append(_report(chance, number, at, household, again))
    return reports


def _time(chance: random.Random, days: int) -> float:
    weights = [RISE[min(day, len(RISE) - 1)] * hour for day in range(days) for hour in HOURS]
    (hour,) = chance.choices(range(24 * days), weights)
    return 3600 * (hour + chance.random())


def _household(chance: random.Random, number: int) -> Household:
    (office,) = chance.choices(range(len(SHARES)), SHARES)
    family = chance.choice(LAST)
    first, second = chance.sample(FIRST, 2)
    return Household(
        number=number,
        office=office,
        place=chance.randrange(2),
        moo=str(chance.randint(1, 8)),
        house=f"{chance.randint(1, 250)}/{chance.randint(1, 9)}",
        landmark=chance.choice(LANDMARKS),
        names=(f"{first} {family}", f"{second} {family}"),
        phones=(_phone(chance), _phone(chance)),
        people=chance.randint(1, 7),
        danger=chance.random() < DANGER,
    )


def _phone(chance: random.Random) -> str:
    return f"08{chance.randrange(10**8):08}"


def _report(chance: random.Random, number: int, at: float, household: Household, again: bool) -> Report:
    by = int(again and chance.random() < 0.4)
    says = chance.random() < (SAYS_SO if household.danger else FALSELY)
    told: Sequence[str] = chance.sample(SENTENCES, 1)
    if household.danger:
        told = [chance.choice(DANGER_WORDS), *told]
    # One in five does not tell the number of the house, as on the telephone.
    spot = household.landmark if chance.random() < 0.2 else f"{household.house} {household.landmark}"
    return Report(
        number=number,
        at=at,
        household=household,
        by=by,
        again=again,
        says_danger=says,
        spot=spot,
        words=f"{' '.join(told)} {mark_of(number)}",
        wanted=tuple(chance.sample(WANTED, chance.randint(1, 2))),
        among=tuple(chance.sample(AMONG, chance.randint(0, 2))),
        twice=chance.random() < 0.05,
        address=".".join(str(chance.randint(1, 254)) for _part in range(4)),
    )
