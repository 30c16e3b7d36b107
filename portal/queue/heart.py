"""The heartbeat of a worker process."""

from __future__ import annotations

import datetime as dt
import logging
import threading

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from portal.queue.models import WorkerBeat

log = logging.getLogger(__name__)

BEAT_SECONDS = 15.0
KEPT = dt.timedelta(days=1)
"""How long dead workers are remembered, so that their tasks can be told from those of unknown ones."""


def beat(worker_id: str, started_at: dt.datetime) -> None:
    """Note that a worker lives."""
    WorkerBeat.objects.update_or_create(
        worker_id=worker_id, defaults={"seen_at": timezone.now(), "started_at": started_at}
    )


def forget_old() -> int:
    """Forget workers that have been dead for a day; returns how many."""
    return WorkerBeat.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()[0]


class Heart(threading.Thread):
    """Beats until its process ends. A database that does not answer is waited for: the worker itself will notice.

    Args:
        worker_id: as the queue's rows name it.
        every: seconds between two beats.
    """

    def __init__(self, worker_id: str, *, every: float = BEAT_SECONDS) -> None:
        super().__init__(name="heart", daemon=True)
        self._worker_id = worker_id
        self._every = every
        self._stopped = threading.Event()
        self._started_at = timezone.now()

    def start(self) -> None:
        """Beat once before anything else: a worker that dies of its first task must be known to have lived."""
        self._beat()
        super().start()

    def stop(self) -> None:
        """End the beating and wait for the thread."""
        self._stopped.set()
        self.join()

    def run(self) -> None:
        """Beat at every interval."""
        try:
            while not self._stopped.wait(self._every):
                close_old_connections()
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            beat(self._worker_id, self._started_at)
        except DatabaseError as error:
            log.warning("A sign of life could not be written (%s).", type(error).__name__)
