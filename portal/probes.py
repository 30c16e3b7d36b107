"""Whether each part that visitors use really works: it is used, not asked.

Each probe answers True or False and raises nothing: what it met stands in the log, never in the answer (ASVS 13.4).
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from portal.files import PRIVATE_STORAGE
from portal.queue.models import WorkerBeat
from portal.search.sources.health import works

log = logging.getLogger(__name__)

_STARTED = time.monotonic()
AT_START = 120
"""Seconds after the start of this process in which no worker need have been seen: both may have begun together."""
LATE = timedelta(minutes=10)
"""A task that was due so long ago says that nobody works, whoever still gives signs of life."""
PATIENCE_MS = 2000
"""How long the probe of the database waits for somebody else's lock."""

Probe = Callable[[], bool]


def _answers(probe: Probe) -> Probe:
    """Turn whatever a probe raises into False and a line in the log."""

    @wraps(probe)
    def wrapped() -> bool:
        try:
            return probe()
        except Exception as error:
            # A broken part may raise anything (a damaged index alone some ten kinds); that it is broken is the answer.
            log.exception("The probe of the %s failed (%s).", probe.__name__, type(error).__name__)
            return False

    return wrapped


@_answers
def database() -> bool:
    """A row is written, read and rolled back, without waiting long for somebody's lock."""
    name = f"probe-{uuid4()}"
    now = timezone.now()
    with _impatient(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
                cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")
        WorkerBeat.objects.create(worker_id=name, started_at=now, seen_at=now)
        found = WorkerBeat.objects.filter(worker_id=name).exists()
        transaction.set_rollback(True)
    return found


class _impatient:  # noqa: N801 - read as a word of the `with` statement
    """Let SQLite wait for a lock for two seconds instead of twenty, on this connection and for this block."""

    def __enter__(self) -> None:
        self._set(PATIENCE_MS)

    def __exit__(self, *exc: object) -> None:
        self._set(int(float(settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 5)) * 1000))

    @staticmethod
    def _set(milliseconds: int) -> None:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


@_answers
def disk() -> bool:
    """Enough is free where files go, and a small file really gets there."""
    roots = {Path(settings.KLANG_VAR), Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)}
    least = settings.KLANG["LEAST_FREE_BYTES"]
    present = [root for root in roots if root.exists()]
    if settings.KLANG_VAR not in present:
        return False
    if any(shutil.disk_usage(root).free < least for root in present):
        return False
    for root in present:
        with tempfile.NamedTemporaryFile(dir=root, prefix=".probe-") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    return True


@_answers
def store() -> bool:
    """The store of files takes a small one; True where files lie on the disk, which is asked above."""
    if not settings.KLANG["STORE"]:
        return True
    return bool(PRIVATE_STORAGE.works())


@_answers
def index() -> bool:
    """The index on the disk opens, and questions that touch every part of it are answered."""
    return works()


@_answers
def queue() -> bool:
    """Somebody works on the queue, and nothing that was due has been waiting for long."""
    if not isinstance(task_backends["default"], DatabaseBackend):
        return True
    now = timezone.now()
    if (
        DBTaskResult.objects.ready()
        .filter(enqueued_at__lt=now - LATE)
        .exclude(run_after__range=(now - LATE, now))
        .exists()
    ):
        return False
    return WorkerBeat.is_any_alive(now) or time.monotonic() - _STARTED < AT_START


SPARED = frozenset({"store"})
"""Parts without which the portal is still the right one to ask: texts are taken, only files are refused, in words. All machines share
the store, so a status that followed it would have a balancer take every one of them away at once."""
PROBES: dict[str, Probe] = {
    "database": database,
    "disk": disk,
    "store": store,
    "index": index,
    "queue": queue,
}
