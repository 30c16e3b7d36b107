"""`bin/drill flood`: the worst week, replayed on the real pages by invented people and scripted officers (issue 14, point 10)."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import time_machine

from cases.events.tasks import follow_events
from cases.households.domain import finding
from cases.mass.tasks import carry_on_with_many
from cases.tasks import ring_alarms
from cases.tours.tasks import follow_tours
from drills import citizens, district, officers, register, table
from drills.citizens import NotTakenError
from drills.clock import Clock, Script
from drills.desk import Desk
from drills.people import Report, arrivals
from drills.scene import Scene
from portal.thai.dates import BANGKOK

Write = Callable[[str], object]
BEGIN = dt.datetime(2026, 11, 23, tzinfo=BANGKOK)
"""A Monday in the season, midnight in Bangkok."""
HOUR = 3600.0
LOOK_EVERY, WORK_EVERY = 120.0, 900.0
"""Seconds between two runs of the worker: what looks for households, and the rest. Each minute in truth; nothing is judged by it
but that pairs wait for up to two minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is replayed.

    Attributes:
        requests, days: how many come in how many days.
        officers: at all desks together.
        present: share of them at the desk at any hour; None for two thirds by day and a third by night.
        seed: of chance.
        homes: households in the register.
        boats: of each local administration.
        direct: requests go straight to the local administration of the place; else the center reads and forwards each.
        after: hours for which the drill goes on when nobody asks any more: who came last has to be seen too.
    """

    requests: int = 12_299
    days: int = 7
    officers: int = district.STAFF
    present: float | None = None
    seed: int = 1
    homes: int = 120
    boats: int = district.BOATS
    direct: bool = True
    after: int = 24


def run(write: Write, plan: Plan) -> int:
    """Replay, and print the table; return 1 when something was not reached.

    Args:
        write: takes each line.
        plan: what is replayed.
    """
    began = time.perf_counter()
    reports = arrivals(seed=plan.seed, requests=plan.requests, days=plan.days)
    until = (24 * plan.days + plan.after) * HOUR
    with time_machine.travel(BEGIN, tick=False) as traveller:
        made = district.make(
            seed=plan.seed, officers=plan.officers, homes=plan.homes, boats=plan.boats, direct=plan.direct
        )
        chance = random.Random(f"{plan.seed} on the way")  # noqa: S311 - invented people, no secret
        scene = Scene(Clock(traveller, BEGIN), made, chance, plan.present)
        _set_up(scene, reports, write)
        scene.clock.run(until)
        lines = table.lines(scene, reports, until, time.perf_counter() - began)
    share = (
        "two thirds by day, a third by night" if plan.present is None else f"{plan.present:.0%} at any hour"
    )
    write(
        f"{plan.requests:,} requests in {plan.days} days, seed {plan.seed}; staff {plan.officers}, {share}; invented people only"
    )
    for line in lines:
        write(str(line))
    missed = [line.name.strip() for line in lines if line.reached is False]
    unjudged = [line.name.strip() for line in lines if line.reached is None]
    if unjudged:
        write(f"not judged, because nothing of the kind happened: {', '.join(unjudged)}")
    write(
        f"MISSED: {', '.join(missed)}" if missed else "nothing missed" if unjudged else "everything reached"
    )
    return 1 if missed else 0


def _set_up(scene: Scene, reports: list[Report], write: Write) -> None:
    clock = scene.clock
    for report in reports:
        clock.at(report.at, lambda report=report: _ask(scene, report))  # type: ignore[misc]
    for body in (scene.district.center, *scene.district.locals):
        for number, actor in enumerate(body.officers):
            clock.follow(
                officers.officer(scene, body, Desk(actor, scene.meter, number)), scene.chance.random() * 60
            )
    clock.follow(register.marks(scene), register.EVERY)
    clock.follow(_look(scene), LOOK_EVERY)
    clock.follow(_work(scene), WORK_EVERY)
    clock.follow(_tell(scene, write), 24 * HOUR)


def _ask(scene: Scene, report: Report) -> None:
    """Let somebody send a request; what is not taken is noted and goes on."""
    household = report.household
    places = scene.district.locals[household.office].places
    try:
        reference = citizens.send(report, scene.district.event, places[household.place % len(places)])
    except NotTakenError as error:
        scene.refused.append(str(error))
        return
    scene.sent[reference] = report
    scene.changed(scene.district.center, scene.district.locals[household.office])


def _look(scene: Scene) -> Script:
    while True:
        if finding.look():
            scene.changed()
        yield LOOK_EVERY


def _work(scene: Scene) -> Script:
    while True:
        went_on = [task.func() for task in (carry_on_with_many, follow_tours)]
        for task in (ring_alarms, follow_events):
            task.func()
        if any(went_on):
            scene.changed()
        yield WORK_EVERY


def _tell(scene: Scene, write: Write) -> Script:
    """Say each day how far it is, for a replay takes hours."""
    began = time.perf_counter()
    while True:
        day = int(scene.clock.seconds // (24 * HOUR))
        write(
            f"  day {day}: {len(scene.sent):,} sent, {len(scene.read):,} read, {len(scene.owned):,} accepted"
            f" ({time.perf_counter() - began:,.0f} s)"
        )
        yield 24 * HOUR
