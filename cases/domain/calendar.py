"""Open deadlines follow the calendar of the office (S2.45)."""

from __future__ import annotations

import logging

from django.utils import timezone

from cases.domain.act import act_on
from cases.domain.clocks import followed_due_time
from cases.errors import CaseError
from cases.models import Case, Clock
from cases.vocabulary import Verb
from portal.actors import System
from portal.calendar.domain.days import closed_days

logger = logging.getLogger(__name__)


def follow_calendar() -> int:
    """Count every open deadline in working days by the calendar as it is now; returns how many cases changed.

    Each case changes in a transaction of its own, with an event that keeps the old and the new time. What is counted in
    hours, was set by somebody or is already missed stays. Running it twice changes nothing.
    """
    changed = 0
    for case in Case.objects.filter(pk__in=_cases_that_differ()).order_by("pk"):
        try:
            with act_on(verb=Verb.RECOUNT, case=case, actor=System()) as act:
                act.record()
        except CaseError:
            # It was closed in this very moment; then nothing is due any more.
            logger.info("case %s is no longer open", case.reference)
        else:
            changed += 1
    return changed


def _cases_that_differ() -> set[int]:
    now, holidays = timezone.now(), closed_days()
    counted = Clock.objects.running().filter(working_days__isnull=False, due_at__gte=now)
    return {
        clock.case_id
        for clock in counted.iterator()
        if clock.due_at
        != followed_due_time(
            start=clock.started_at,
            working_days=clock.working_days or 1,
            due=clock.due_at,
            now=now,
            holidays=holidays,
        )
    }
