"""Thin: the queue calls the domain."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from cases.domain import (
    access,
    alarms,
    asking,
    calendar,
    catching_up,
    lists,
    quarantine,
    retention,
    succession,
    unreached,
    usual_times,
)
from cases.errors import CaseError
from cases.importing import running
from cases.machine.vocabulary import WaitingState
from cases.models import Question
from portal.queue.enqueueing import enqueue_once
from portal.queue.one_by_one import each_apart
from portal.queue.repeating import repeatable

logger = logging.getLogger(__name__)


@task()
@repeatable
def end_unanswered_questions() -> int:
    """Go on where reporters did not answer in time; returns with how many questions. Running it twice or late is fine."""
    over = Question.objects.filter(state=WaitingState.OPEN, until__lte=timezone.now()).order_by("pk")
    return each_apart(over.values_list("pk", flat=True), _end_question, what="ending a question")


def _end_question(pk: int) -> bool:
    question = Question.objects.select_related("case").get(pk=pk)
    try:
        asking.end_question(question=question)
    except CaseError:
        # Somebody answered or closed it in this very moment; then there is nothing left to do.
        logger.info("case %s no longer waits for an answer", question.case.reference)
        return False
    return True


@task()
@repeatable
def expire_grants() -> int:
    """End the access whose time is over; returns for how many cases. Running it twice or late is fine."""
    return each_apart(access.cases_with_expired_grants(), access.expire_grants, what="ending access")


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


@task()
@repeatable
def follow_retention() -> int:
    """Warn holders of what comes to its day, and go on with releases that broke off. It lets no case go by itself.

    Files of lists that were brought and are needed no more go by their own time.
    """
    return retention.warn_holders() + retention.carry_out_all() + running.forget_old()


@task()
@repeatable
def scan_files() -> int:
    """Ask the scanner about uploads that wait, where there is one; returns how many were judged."""
    return quarantine.scan_waiting()


@task()
@repeatable
def ring_alarms() -> int:
    """Tell those above of what is late; returns how many alarms rang. Running it twice or late rings none twice."""
    return alarms.ring_what_is_late()


@task()
@repeatable
def tell_of_mail_that_came_back() -> int:
    """Let holders know of mail that did not reach an organization; returns of how many. Each is told once."""
    return each_apart(unreached.given_up(), unreached.tell_holder, what="telling of lost mail")


@task()
@repeatable
def keep_lists() -> int:
    """Find what lies where nobody can answer, which no act says; returns how many entries changed.

    An installation whose cases are older than their lists gets them here.
    """
    if lists.oldest_is_unlisted():
        return catching_up.list_older_cases()
    if catching_up.oldest_is_unfindable():
        return catching_up.make_findable()
    return lists.find_what_nobody_can_answer()


@task()
@repeatable
def make_usual_times() -> int:
    """Make the usual times anew, once a day; returns of how many cases. Running it twice or late is fine."""
    return usual_times.make_once_a_day()
