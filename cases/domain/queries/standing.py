"""Counts that every page of the desk asks for: composed once for each kind of reader, asked with one's own values.

Composing a statement costs the ORM several times what the database needs to answer it. Two readers whose orders let them do
the same, in offices of one type and place, are asked for with the same words; only keys and times differ. So a count is
composed for a reader who does not exist (`cases.domain.queries.counting`), and kept; what it looked at is all that two
readers have to have in common (`Kind`). What a stand-in does not know cannot be read from it, so that no count depends
quietly on something else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from cases.domain.queries.counting import NOW, ORGANIZATION, PERSON, Count, adapted, composed
from portal.accounts.functions import Function
from portal.accounts.models import Appointment, User
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.composed import asking_nothing, refuse_times
from portal.organizations.models import Organization
from portal.thai.dates import to_bangkok

MOST_KINDS = 500
"""Kinds of readers and counts that are kept at once; a district has about a dozen of the former and eight of the latter."""
PLACE = ("type", "province_code", "district_code", "subdistrict_code")
"""What a count may look at of an organization, beside its key."""


class Times:
    """The time of a page, and the times that a count makes of it.

    A count asks here instead of reckoning by itself: what it gets may be a stand-in.
    """

    def __init__(self, now: dt.datetime) -> None:
        """Take the time of the page, aware."""
        self._now = now

    @property
    def now(self) -> dt.datetime:
        """The time of the page."""
        return self.ago(dt.timedelta())

    @property
    def today(self) -> dt.date:
        """The day of the page in Bangkok."""
        return self.day(_same)

    def ago(self, time: dt.timedelta) -> dt.datetime:
        """Return the time that was so long ago."""
        return self._now - time

    def day(self, of_today: Callable[[dt.date], dt.date]) -> dt.date:
        """Return what a function makes of the day of the page; the same function for the same day, or nothing is kept."""
        return of_today(to_bangkok(self._now).date())


class _StandIns(Times):
    """Gives each time a stand-in, and remembers what it stands for."""

    def __init__(self) -> None:
        super().__init__(NOW)
        self.times: dict[dt.datetime, dt.timedelta] = {}
        self.days: dict[dt.date, Callable[[dt.date], dt.date]] = {}

    def ago(self, time: dt.timedelta) -> dt.datetime:
        known = {of: standin for standin, of in self.times.items()}
        standin = known.get(time, NOW + dt.timedelta(hours=len(known)))
        self.times[standin] = time
        return standin

    def day(self, of_today: Callable[[dt.date], dt.date]) -> dt.date:
        known = {of: standin for standin, of in self.days.items()}
        standin = known.get(of_today, NOW.date() + dt.timedelta(days=len(known)))
        self.days[standin] = of_today
        return standin


Counted = dict[str, QuerySet[Any]]
Counter = Callable[[Officer, Times], Counted]
"""Takes who reads and the times; returns what is to be counted, by names that no other room uses. It asks the database
nothing, and looks at nothing of the reader but functions, keys and `PLACE`."""


def _same(day: dt.date) -> dt.date:
    return day


@dataclass(frozen=True, slots=True)
class Kind:
    """What readers have in common for whom a count is composed alike.

    Attributes:
        functions: what their orders let them do.
        role: of the order.
        place: values of `PLACE`.
    """

    functions: frozenset[Function]
    role: Role
    place: tuple[str, ...]

    @classmethod
    def of(cls, actor: Officer) -> Kind:
        """Return the kind of an officer."""
        return cls(actor.functions, actor.role, tuple(getattr(actor.organization, name) for name in PLACE))

    def standing_in(self) -> Officer:
        """Return an officer of this kind who does not exist: whatever else is asked of them is not found."""
        known = {"id": ORGANIZATION, **dict(zip(PLACE, self.place, strict=True))}
        return Officer(
            person=User.from_db(DEFAULT_DB_ALIAS, ["id"], [PERSON]),
            appointment=Appointment.from_db(DEFAULT_DB_ALIAS, ["id"], [None]),
            organization=Organization.from_db(DEFAULT_DB_ALIAS, list(known), list(known.values())),
            role=self.role,
            functions=self.functions,
        )


def case_worker(organization: int, person: int) -> Officer:
    """Return an officer who works on cases, of whom nothing is known but these keys: for a query that is composed once.

    Args:
        organization: a stand-in for its key.
        person: the same for the person's.
    """
    return Officer(
        person=User.from_db(DEFAULT_DB_ALIAS, ["id"], [person]),
        appointment=Appointment.from_db(DEFAULT_DB_ALIAS, ["id"], [None]),
        organization=Organization.from_db(DEFAULT_DB_ALIAS, ["id"], [organization]),
        role=Role.LAO_OFFICER,
        functions=frozenset({Function.WORK}),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """How the counts of one room are asked for, with stand-ins.

    Attributes:
        counts: by name; None where nothing can be found.
        times: how long ago, by stand-in.
        days: what is made of the day, by stand-in.
    """

    counts: Mapping[str, Count | None]
    times: Mapping[dt.datetime, dt.timedelta]
    days: Mapping[dt.date, Callable[[dt.date], dt.date]]

    def filled(self, actor: Officer, now: dt.datetime) -> dict[str, Count | None]:
        """Return the counts for one officer at one time."""
        real = Times(now)
        values = adapted(
            {ORGANIZATION: actor.organization.pk, PERSON: actor.person.pk},
            {standin: real.ago(time) for standin, time in self.times.items()},
            {standin: real.day(of_today) for standin, of_today in self.days.items()},
        )
        return {name: count and count.filled(values) for name, count in self.counts.items()}


@lru_cache(MOST_KINDS)
def _kept(count: Counter, kind: Kind) -> Kept:
    times = _StandIns()
    with asking_nothing():
        counts = {name: composed(rows) for name, rows in count(kind.standing_in(), times).items()}
    known = adapted({}, {time: time for time in times.times}, {day: day for day in times.days})
    refuse_times((value for one in counts.values() if one is not None for value in one.values), known)
    return Kept(counts, times.times, times.days)


def asked_for(counters: Iterable[Counter], actor: Officer, now: dt.datetime) -> dict[str, Count | None]:
    """Return how all that several rooms count is asked for, for one officer at one time.

    Args:
        counters: of the rooms; functions of modules, because what they return is kept under them.
        actor: whose.
        now: the time of the page.

    Raises:
        RuntimeError: a counter asked the database, or reckoned with the time by itself.
    """
    kind = Kind.of(actor)
    found: dict[str, Count | None] = {}
    for count in counters:
        found |= _kept(count, kind).filled(actor, now)
    return found
