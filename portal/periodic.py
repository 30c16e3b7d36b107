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


def tick() -> bool:
    """Put the periodic work into the queue, and do what is of this machine alone (`KLANG["ON_EACH_MACHINE"]`).

    A database or a disk that does not answer now is asked in a minute; the rest is done all the same.

    Returns:
        whether all was done; the log says what was not.
    """
    well = True
    try:
        enqueue_all()
    except DatabaseError as error:
        log.warning("The periodic work could not be put into the queue (%s).", type(error).__name__)
        well = False
    for path in settings.KLANG["ON_EACH_MACHINE"]:
        try:
            import_string(path)()
        except (DatabaseError, OSError) as error:
            log.warning("What is of this machine alone was not done (%s).", type(error).__name__)
            well = False
    return well


class Ticker(threading.Thread):
    """Calls `tick` every minute, beside a worker, until its process ends.

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
            self._tick()
            while not self._stopped.wait(self._every):
                self._tick()
        finally:
            connection.close()

    @staticmethod
    def _tick() -> None:
        """Tick, whatever comes of it: a thread that ends takes all periodic work with it, and nobody would see why."""
        try:
            close_old_connections()
            tick()
        except Exception:
            # Whatever a room, a driver or a file raises; the next minute tries again, and `sweeps_late` tells in an hour.
            log.exception("The periodic work of this minute was not done.")
