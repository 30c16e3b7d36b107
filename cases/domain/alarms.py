"""Alarms: what is late rings, once per chain, organization and level, however often or late the job runs (S2.45–S2.48).

Behind an approved later time, or a pause, the chain begins to be late anew, and rings anew.

Only duties whose next alarm is due are read, by index and in batches (`Duty.next_alarm_at`); each case is a transaction
of its own. What the machine says counts, not the column: a duty that was looked for too early only gets its next time.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from cases.domain import folding, ladder
from cases.domain.act import act_on, lock_case, situation_of
from cases.domain.limits import Policy
from cases.domain.offices import CaseOffices
from cases.machine.act import Situation
from cases.machine.lateness import LEVELS, alarm_level, due_in_effect, late_since
from cases.machine.verb import Given
from cases.machine.vocabulary import Verb
from cases.models import Alarm, AlarmNotice, Case, Duty
from cases.vocabulary import AlarmPurpose
from portal.actors import System
from portal.outbox.services import enqueue
from portal.queue.one_by_one import each_apart
from portal.thai.dates import format_datetime
from portal.web.links import absolute

BATCH = 200
"""Duties that are looked for at once."""
MOST_AT_ONCE = 4000
"""Duties that one run rings; what is left is rung by the next one, a minute later."""
STILL = dt.timedelta(minutes=10)
"""How often a duty is looked at whose time stands still, because somebody decides whether the case is closed."""
LONGEST = 45.0
"""Seconds after which a run begins with no further batch, so that on any machine it ends within its minute (issue 14)."""


def ring_what_is_late() -> int:
    """Ring every alarm that is due; returns how many rang."""
    now = timezone.now()
    return sum(each_apart(batch, ring_case, what="ringing alarms") for batch in _batches(now))


def _batches(now: dt.datetime) -> Iterator[list[int]]:
    """Return cases in which an alarm is due, the longest due first; a case that fails keeps no other back."""
    last: tuple[dt.datetime, int] | None = None
    seen: set[int] = set()
    began = time.monotonic()
    for _each in range(MOST_AT_ONCE // BATCH):
        if time.monotonic() - began >= LONGEST:
            return
        due = Duty.objects.running().filter(next_alarm_at__lte=now)
        if last is not None:
            due = due.filter(Q(next_alarm_at__gt=last[0]) | Q(next_alarm_at=last[0], pk__gt=last[1]))
        rows = list(due.order_by("next_alarm_at", "pk").values_list("next_alarm_at", "pk", "case")[:BATCH])
        if not rows:
            return
        at, pk, _case = rows[-1]
        assert at is not None
        last = (at, pk)
        yield [case for case in dict.fromkeys(row[2] for row in rows) if case not in seen]
        seen.update(row[2] for row in rows)


def ring_case(pk: int) -> int:
    """Ring what is due in one case, within the caller's transaction; returns how many alarms rang."""
    case = lock_case(Case(pk=pk))
    situation = situation_of(case, System())
    due = case.duties.running().filter(next_alarm_at__lte=situation.now).order_by("number")
    return sum([_ring(row, situation) for row in due.select_related("case", "organization")])


def ring_reached(case: Case) -> int:
    """Ring every level that is reached in a case at whatever hour, because somebody acts on how late it is.

    Within the caller's transaction; what ended would never ring, and nobody would be told of it (S2.48). Returns how
    many rang.
    """
    situation = situation_of(case, System())
    late = case.duties.running().filter(late_from__lt=situation.now).order_by("number")
    return sum(
        [_ring(row, situation, at_any_hour=True) for row in late.select_related("case", "organization")]
    )


def _ring(row: Duty, situation: Situation, *, at_any_hour: bool = False) -> int:
    standing, now, policy = situation.standing, situation.now, Policy(row.case)
    duty = standing.duties[row.number]
    since = late_since(standing, duty, now)
    if since is None:
        due = due_in_effect(standing, duty, now)
        at = policy.rings_at(standing, due, 1)
        # Time that stands still moves the moment on at each look, which need not be every minute.
        _look_again(row, due, at if due == duty.due else max(at, now + STILL))
        return 0
    if not at_any_hour and not policy.may_ring(standing, now):
        _look_again(row, since, policy.opens_at(now))
        return 0
    reached = alarm_level(standing, duty, policy, now)
    rung = set(alarms_since(row, since).values_list("level", flat=True))
    missing = [level for level in range(1, reached + 1) if level not in rung]
    for level in missing:
        _fire(row, level, since=since, due_at=policy.alarm_at(standing, since, level))
    later = [level for level in range(reached + 1, LEVELS + 1) if level not in rung]
    _look_again(row, since, policy.rings_at(standing, since, later[0]) if later else None)
    return len(missing)


def alarms_since(row: Duty, since: dt.datetime) -> QuerySet[Alarm]:
    """Return the alarms of a chain at its organization, without those of an earlier time that it was late."""
    return Alarm.objects.filter(
        case=row.case_id, chain=row.chain, organization=row.organization_id, late_since__gte=since
    )


def _look_again(row: Duty, late_from: dt.datetime, at: dt.datetime | None) -> None:
    Duty.objects.filter(pk=row.pk).update(late_from=late_from, next_alarm_at=at)


def _fire(row: Duty, level: int, *, since: dt.datetime, due_at: dt.datetime) -> None:
    """Let one level ring: the event with what others may now know, the alarm, who was told, and the mail."""
    told = ladder.told_at(level, case=row.case, late=row.organization, offices=CaseOffices(row.case))
    given = Given(duty=row.number, targets=frozenset(one.organization.pk for one in told))
    with act_on(verb=Verb.FIRE_ALARM, case=row.case, actor=System(), given=given) as act:
        act.record(changes={"alarm": {"level": level, "duty": row.number}})
    alarm = Alarm.objects.create(
        case=row.case,
        chain=row.chain,
        organization=row.organization,
        level=level,
        kind=row.kind,
        late_since=since,
        due_at=due_at,
        fired_at=act.now,
    )
    notices = AlarmNotice.objects.bulk_create(
        AlarmNotice(alarm=alarm, organization=one.organization, purpose=one.purpose) for one in told
    )
    together = folding.keep(alarm, notices)
    for one in told:
        if one.organization.pk not in together:
            _write(alarm, one)


def _template(alarm: Alarm, told: ladder.Told) -> str:
    if told.purpose == AlarmPurpose.REPORT:
        return "case_late_report"
    return "case_late_own" if alarm.level == 1 else "case_late"


def late_link() -> str:
    """Return the address of the list of what is late."""
    with translation.override("th"):
        return absolute(reverse("desk:late"))


def write_notice(notice: AlarmNotice) -> None:
    """Write what an organization was told of an alarm and that was kept to go out with others (`cases.domain.folding`)."""
    _write(notice.alarm, ladder.Told(notice.organization, AlarmPurpose(notice.purpose)))


def _write(alarm: Alarm, told: ladder.Told) -> None:
    """Write to one organization on the ladder: the reference and since when, never what it is about."""
    found = ladder.addresses(told, case=alarm.case)
    if alarm.level == 1:
        found = list(dict.fromkeys([*found, *folding.also(alarm.case, told.organization)]))
    for position, address in enumerate(found):
        enqueue(
            template=_template(alarm, told),
            to=address,
            context={
                "reference": alarm.case.reference,
                "link": late_link(),
                "body_name": told.organization.display_name,
                "due": format_datetime(alarm.late_since),
            },
            dedup_key=f"late:{alarm.pk}:{told.organization.pk}:{position}",
            organization=told.organization,
        )
