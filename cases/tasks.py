"""Thin: the queue calls the domain."""

from __future__ import annotations

import logging

from django_tasks import task

from cases.domain import calendar, succession
from cases.domain.assistance import resume_unanswered
from cases.errors import CaseError
from cases.models import Case, Clock
from cases.vocabulary import CaseState, ClockKind
from portal.queue.enqueueing import enqueue_once
from portal.queue.one_by_one import each_apart
from portal.queue.repeating import repeatable

logger = logging.getLogger(__name__)


@task()
@repeatable
def resume_unanswered_cases() -> int:
    """Take cases up again whose reporters did not answer in time; returns how many. Running it twice or late is fine."""
    waiting = Clock.objects.overdue().filter(kind=ClockKind.AWAIT_ANSWER, case__state=CaseState.AWAITING_INFO)
    cases = Case.objects.filter(pk__in=waiting.values("case_id")).order_by("pk")
    return each_apart(cases.values_list("pk", flat=True), _resume, what="resuming a case")


def _resume(pk: int) -> bool:
    case = Case.objects.get(pk=pk)
    try:
        resume_unanswered(case=case)
    except CaseError:
        # Somebody answered or closed it in this very moment; then there is nothing left to do.
        logger.info("case %s no longer waits for an answer", case.reference)
        return False
    return True


@task()
@repeatable
def follow_calendar() -> int:
    """Count open deadlines by the calendar as it is now; returns how many cases changed."""
    return calendar.follow_calendar()


def calendar_changed() -> None:
    """Put the counting into the queue, once however often the calendar changes meanwhile."""
    enqueue_once(follow_calendar)


@task()
@repeatable
def hand_over_what_nobody_can_do() -> int:
    """Hand over what lies with organizations whose last officer has left; returns how many cases moved."""
    return succession.hand_over_what_nobody_can_do()
