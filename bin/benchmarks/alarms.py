"""`bin/bench alarms`: what the alarm job costs over the duties of a country, on an ordinary minute and in a flood (issue 14).

The organizations are those of `bin/bench cases`; the cases are open ones only, grown until so many open duties have a time at which
they ring. Then the job runs: when nothing is due, when some are, and when thousands are late at once.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator

import time_machine
from django.utils import timezone

from benchmarks import case_copies
from benchmarks.case_copies import FIRST_CASE, Copy, Pattern
from benchmarks.cases import OF_A_LOCAL, Country, _country
from cases.domain import alarms
from cases.models import Alarm, Duty
from portal.organizations import areas
from portal.thai.dates import to_bangkok

Write = Callable[[str], object]
LONGEST = 60.0
"""Seconds that one run may take (issue 14)."""
FAR = dt.timedelta(days=3000)
STEP, BATCH = 20_000, 500
LATE = dt.timedelta(hours=1)


def run(write: Write, *, duties: int, late: list[int]) -> int:
    """Build the country and let the job ring; return 1 when a run took too long.

    Args:
        write: takes a line.
        duties: open duties with a time at which they ring.
        late: how many of them are due when the job comes, one run after the other.
    """
    started = time.perf_counter()
    country = _country()
    waiting = Duty.objects.running().exclude(next_alarm_at=None)
    while (found := waiting.count()) < duties:
        _grow(country, min(STEP, duties - found + BATCH))
        write(f"  {waiting.count():,} duties ({time.perf_counter() - started:,.0f} s)")
    write(
        f"{waiting.count():,} open duties that ring, {country.size:,} open cases,"
        f" made in {time.perf_counter() - started:,.0f} s"
    )
    with time_machine.travel(_office_hours(), tick=True):
        worst = max(_once(write, number) for number in late)
    write(f"longest run: {worst:,.1f} s, ≤ {LONGEST:.0f}: {'reached' if worst <= LONGEST else 'MISSED'}")
    return int(worst > LONGEST)


def _office_hours() -> dt.datetime:
    """Return ten o'clock of the next Tuesday: at night and on weekends ordinary duties do not ring, and nothing would be measured."""
    today = to_bangkok(timezone.now())
    day = today + dt.timedelta(days=(1 - today.weekday()) % 7 or 7)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def _grow(country: Country, number: int) -> None:
    world = country.world
    pattern = Pattern(world.center.organization.pk, world.local.organization.pk, world.lead.organization.pk)
    # The job opens nothing that is sealed, so the copies are not sealed anew: that took nine tenths of the making.
    case_copies.copy(_copies(country, number), pattern)
    country.size += number


def _copies(country: Country, more: int) -> Iterator[Copy]:
    chance = random.Random(country.size)  # noqa: S311 - invented data, no secret
    places = [part.code for district in areas.districts("81") for part in areas.subdistricts(district.code)]
    for number in range(country.size, country.size + more):
        center, local, lead = (chance.choice(one) for one in (country.centers, country.locals, country.leads))
        kind = country.patterns[chance.choice(OF_A_LOCAL)]
        yield Copy(
            FIRST_CASE + number, kind, center, local, lead, chance.randrange(1, 60), chance.choice(places)
        )


def _once(write: Write, number: int) -> float:
    """Let so many be due and the job run once; return how long it took."""
    now = timezone.now()
    waiting = Duty.objects.running().exclude(next_alarm_at=None)
    waiting.filter(next_alarm_at__lte=now).update(next_alarm_at=now + FAR)
    # What rang before is late already; each run gets others.
    fresh = waiting.filter(due_at__gt=now).order_by("pk")
    chosen = list(fresh.values_list("pk", flat=True)[:number])
    for at in range(0, len(chosen), BATCH):
        waiting.filter(pk__in=chosen[at : at + BATCH]).update(next_alarm_at=now, due_at=now - LATE)
    before, started = Alarm.objects.count(), time.perf_counter()
    alarms.ring_what_is_late()
    took = time.perf_counter() - started
    left = waiting.filter(next_alarm_at__lte=now).count()
    write(
        f"  {len(chosen):>7,} due: {Alarm.objects.count() - before:>6,} alarms in {took:>6.1f} s, {left:,} left for the next run"
    )
    return took
