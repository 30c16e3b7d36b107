"""What everybody in a drill shares: the clock, the district, who asked for what, and what became known when."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from drills.clock import Clock
from drills.district import Body, District
from drills.people import Report
from drills.seconds import Meter
from drills.waiting import Waiting

BY_DAY = range(7, 21)
DAY, NIGHT = 2 / 3, 1 / 3
"""Of the staff that is at the desk; design many.md, B5."""


@dataclass
class Scene:
    """One drill.

    Attributes:
        clock: its time.
        district: its organizations.
        chance: for what is left to chance while it runs.
        present: share of the staff at the desk at any hour; None for two thirds by day and a third by night.
        meter: what the staff did.
        sent: reference → what was asked, as the last page of the form showed it.
        refused: what could not be sent or done, in words.
        read: number of a request → when somebody opened a page with its story.
        owned: number of a request → when a named officer of a local administration had it.
        joined, wrong: pairs of one household, and others, that an officer decided.
        unjoined: decisions about pairs that the page did not take.
        many: verb → how often an act on many did it to a case; "left" for what it left.
        calls: how many were made.
        again_there: stops of a boat at a household that a boat had been to.
    """

    clock: Clock
    district: District
    chance: random.Random
    present: float | None = None
    meter: Meter = field(default_factory=Meter)
    sent: dict[str, Report] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    read: dict[int, float] = field(default_factory=dict)
    owned: dict[int, float] = field(default_factory=dict)
    joined: int = 0
    wrong: int = 0
    unjoined: int = 0
    many: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    again_there: int = 0
    visited: set[int] = field(default_factory=set)
    taken: set[tuple[int, str]] = field(default_factory=set)
    """(organization, reference or kind of work) that somebody has in hand: colleagues at one desk say so to each other."""
    _seen: dict[int, Waiting] = field(default_factory=dict)

    def on_duty(self, body: Body) -> int:
        """Return how many officers of an organization are at the desk now: one at least."""
        share = (
            self.present if self.present is not None else (DAY if int(self.clock.hour) in BY_DAY else NIGHT)
        )
        return max(1, round(share * len(body.officers)))

    def waiting(self, body: Body) -> Waiting:
        """Return what waits, looked at anew after each thing that was done."""
        key = body.organization.pk
        if key not in self._seen:
            self._seen[key] = Waiting(body)
        return self._seen[key]

    def changed(self, *bodies: Body) -> None:
        """Something was done at some organizations (at any, without them): whoever looks next, looks anew."""
        for body in bodies or (self.district.center, *self.district.locals):
            self._seen.pop(body.organization.pk, None)

    def take(self, body: Body, what: str) -> bool:
        """Say that one has something in hand; False where a colleague has."""
        key = body.organization.pk, what
        if key in self.taken:
            return False
        self.taken.add(key)
        return True

    def leave(self, body: Body, what: str) -> None:
        """Have it in hand no more."""
        self.taken.discard((body.organization.pk, what))

    def note_read(self, reference: str, page: str) -> Report | None:
        """Somebody opened a page; it counts as read when the words of the request stand on it. Returns the request."""
        report = self.sent.get(reference)
        if report is not None and report.mark in page:
            self.read.setdefault(report.number, self.clock.seconds)
        return report
