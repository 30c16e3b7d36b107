"""Open deadlines follow the calendar of the office (S2.45)."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict

from django.utils import timezone

from cases.domain.act import act_on
from cases.domain.clocks import followed_due_time
from cases.domain.limits import look_again_at_alarms
from cases.errors import CaseError
from cases.machine.verb import Given
from cases.machine.vocabulary import Verb
from cases.models import Case, Duty
from portal.actors import System
from portal.calendar.domain.days import closed_days
from portal.queue.one_by_one import each_apart

logger = logging.getLogger(__name__)


def follow_calendar() -> int:
    """Count every open deadline in working days by the calendar as it is now; returns how many cases changed.

    Each case changes in a transaction of its own, with an event that keeps the old and the new time. What is counted in
    hours, was set by somebody or is already missed stays. Running it twice changes nothing. Alarms climb by working days
    too: what is late is looked at anew.
    """
    look_again_at_alarms()
    differing = _dues_that_differ()

    def count(pk: int) -> int:
        case = Case.objects.get(pk=pk)
        given = Given(dues=differing[pk])
        try:
            with act_on(verb=Verb.FOLLOW_CALENDAR, case=case, actor=System(), given=given) as act:
                act.record()
        except CaseError:
            # It was closed in this very moment; then nothing is due any more.
            logger.info("case %s is no longer open", case.reference)
            return 0
        return 1

    return each_apart(sorted(differing), count, what="counting deadlines anew")


def _dues_that_differ() -> dict[int, dict[int, dt.datetime]]:
    """Return the new due times, by case and number of the duty."""
    now, holidays = timezone.now(), closed_days()
    counted = Duty.objects.running().filter(working_days__isnull=False, due_at__gte=now)
    found: dict[int, dict[int, dt.datetime]] = defaultdict(dict)
    for duty in counted.iterator():
        due = followed_due_time(
            start=duty.started_at,
            working_days=duty.working_days or 1,
            due=duty.due_at,
            now=now,
            holidays=holidays,
        )
        if due != duty.due_at:
            found[duty.case_id][duty.number] = due
    return found
