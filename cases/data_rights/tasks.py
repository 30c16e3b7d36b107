"""Work of the queue: thin, calls the domain."""

from django_tasks import task

from cases.data_rights.domain import reminding
from portal.queue.repeating import repeatable


@task()
@repeatable
def remind_of_requests() -> None:
    """Remind offices of what people asked about their data."""
    reminding.remind()
