"""Work of the queue: thin, calls the domain."""

from django_tasks import task

from cases.consultation.domain import following, keeping
from portal.queue.enqueueing import enqueue_once
from portal.queue.repeating import repeatable


@task()
@repeatable
def erase_old_questions() -> None:
    """Erase what people wrote when its time is over."""
    keeping.erase_old()


@task()
@repeatable
def follow_calendar() -> int:
    """Count waiting questions by the calendar as it is now; returns how many moved."""
    return following.follow_calendar()


def calendar_changed() -> None:
    """Put the counting into the queue, once however often the calendar changes meanwhile."""
    enqueue_once(follow_calendar)
