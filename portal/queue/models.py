"""Signs of life of the processes that work on the queue."""

from __future__ import annotations

import datetime as dt

from django.db import models

SILENCE = dt.timedelta(minutes=2)
"""A worker that has given no sign of life for so long is dead. One from so far ahead is none: the clock that wrote it was
put back since, and the dead would live until that day."""


class BeatQuerySet(models.QuerySet["WorkerBeat"]):
    """Reads of the signs of life."""

    def alive(self, now: dt.datetime) -> BeatQuerySet:
        """Return those of workers that live."""
        return self.filter(seen_at__range=(now - SILENCE, now + SILENCE))


class WorkerBeat(models.Model):
    """One worker process, and when it was last seen alive. It beats by a thread of its own, in long tasks too."""

    worker_id = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = BeatQuerySet.as_manager()

    class Meta:
        verbose_name = "worker"

    def __str__(self) -> str:
        return self.worker_id

    @classmethod
    def is_any_alive(cls, now: dt.datetime) -> bool:
        """Say whether somebody works on the queue."""
        return cls.objects.alive(now).exists()
