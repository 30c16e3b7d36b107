"""Work that comes round every minute, whoever calls: the worker in the small installation, a timer in the large one."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import import_string

from portal.queue.enqueueing import enqueue_each

log = logging.getLogger(__name__)

TICK_SECONDS = 60.0


def enqueue_all() -> None:
    """Put every task of `KLANG["PERIODIC"]` into the queue that does not wait there already.

    A task that finds nothing to do costs one query. None of them minds running twice or late. While no worker runs
    nothing piles up: each stands in the queue once.
    """
    enqueue_each(import_string(path) for path in settings.KLANG["PERIODIC"])


class Ticker(threading.Thread):
    """Puts the periodic work into the queue every minute, beside a worker, until its process ends.

    In the worker and not in the process that watches over the others: that one needs no models, and without a worker
    nobody would do the work.
    """

    def __init__(self, *, every: float = TICK_SECONDS) -> None:
        super().__init__(name="ticker", daemon=True)
        self._every = every
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End the ticking and wait for the thread."""
        self._stopped.set()
        self.join()

    def run(self) -> None:
        """Tick at once, and at every interval."""
        try:
            self.tick()
            while not self._stopped.wait(self._every):
                close_old_connections()
                self.tick()
        finally:
            connection.close()

    def tick(self) -> None:
        """Put the periodic work into the queue; a database that does not answer now is asked in a minute."""
        try:
            enqueue_all()
        except DatabaseError as error:
            log.warning("The periodic work could not be put into the queue (%s).", type(error).__name__)
