"""Work of the queue: thin, calls the domain."""

from django_tasks import task

from cases.consultation.domain import keeping
from portal.queue.repeating import repeatable


@task()
@repeatable
def erase_old_questions() -> None:
    """Erase what people wrote when its time is over."""
    keeping.erase_old()
