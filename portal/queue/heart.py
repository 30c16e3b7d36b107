"""The heartbeat of a worker process."""

from __future__ import annotations

import datetime as dt
import logging
import threading

from django.db import close_old_connections, connection
from django.db.models import Q
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
    """Forget workers that have been dead for a day, or were seen by a clock that ran a day ahead; returns how many."""
    now = timezone.now()
    return WorkerBeat.objects.filter(Q(seen_at__lt=now - KEPT) | Q(seen_at__gt=now + KEPT)).delete()[0]


class Heart(threading.Thread):
    """Beats until its process ends, whatever goes wrong meanwhile.

    A worker that lives and gives no sign of it is taken for dead, and others do its task a second time. Of a database that does
    not answer the worker itself will hear.

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
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            close_old_connections()
            beat(self._worker_id, self._started_at)
        except Exception as error:  # noqa: BLE001 - see below
            # A driver that lost its connection raises more than Django's own errors, and nobody would miss this thread.
            log.warning("A sign of life could not be written (%s).", type(error).__name__)
