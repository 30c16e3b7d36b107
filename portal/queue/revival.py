"""Tasks whose worker was killed: run again, a bounded number of times, and then left for a person to see."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.queue.models import SILENCE, WorkerBeat
from portal.queue.repeating import is_repeatable

log = logging.getLogger(__name__)

MOST_RUNS = 3
"""A task that took three workers with it is the reason, not the victim."""
UNKNOWN_WORKER = dt.timedelta(hours=1)
"""A worker that never gave a sign of life (another program's) is believed to be at it for so long."""
DIED = "portal.queue.revival.WorkerDied"
"""Stands in a row as the kind of its error."""


def revive(now: dt.datetime | None = None) -> tuple[int, int]:
    """Put tasks of dead workers back into the queue, or give them up.

    Safe to run at any time and by several workers: a row is changed only while it is as it was read.

    Returns:
        how many were put back, and how many given up.
    """
    now = now or timezone.now()
    alive = set(WorkerBeat.objects.alive(now).values_list("pk", flat=True))
    known = set(WorkerBeat.objects.values_list("pk", flat=True))
    again = given_up = 0
    # What began ahead of now was begun by a clock that has been put back since.
    long_ago = Q(started_at__lt=now - SILENCE) | Q(started_at__gt=now + SILENCE)
    for row in DBTaskResult.objects.running().filter(long_ago):
        worker = row.worker_ids[-1] if row.worker_ids else ""
        if worker in alive or (worker not in known and abs(now - row.started_at) < UNKNOWN_WORKER):
            continue
        if is_repeatable(row) and len(row.worker_ids) < MOST_RUNS:
            again += _change(row, status=TaskResultStatus.READY, started_at=None)
        elif _change(row, status=TaskResultStatus.FAILED, finished_at=now, exception_class_path=DIED):
            given_up += 1
            log.error(
                "The task %s died with its worker %d times and is given up.",
                row.task_path,
                len(row.worker_ids),
            )
    return again, given_up


def _change(row: DBTaskResult, **changes: object) -> int:
    same = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    return same.update(**changes)


def retry_failed(rows: object = None) -> int:
    """Put tasks that failed or were given up back into the queue, with all their runs; returns how many.

    Args:
        rows: a queryset of them; all by default.
    """
    failed = DBTaskResult.objects.failed() if rows is None else rows
    return failed.update(  # type: ignore[attr-defined]
        status=TaskResultStatus.READY,
        started_at=None,
        finished_at=None,
        worker_ids=[],
        exception_class_path="",
        traceback="",
    )


WELL_KEPT = dt.timedelta(days=1)
FAILED_KEPT = dt.timedelta(days=30)


def prune(now: dt.datetime | None = None) -> int:
    """Delete rows of tasks that ended well a day ago, or periodic ones that failed a month ago; returns how many.

    What failed and runs by nobody else stays until somebody lets it run again: its row alone knows what it was to do.
    """
    now = now or timezone.now()
    well = DBTaskResult.objects.successful().filter(finished_at__lt=now - WELL_KEPT).delete()[0]
    failed = DBTaskResult.objects.failed().filter(task_path__in=settings.KLANG["PERIODIC"])
    return well + failed.filter(finished_at__lt=now - FAILED_KEPT).delete()[0]
