"""Signs of life of the processes that work on the queue."""

from __future__ import annotations

import datetime as dt

from django.db import models

SILENCE = dt.timedelta(minutes=2)
"""A worker that has given no sign of life for so long is dead."""


class WorkerBeat(models.Model):
    """One worker process, and when it was last seen alive. It beats by a thread of its own, in long tasks too."""

    worker_id = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "worker"

    def __str__(self) -> str:
        return self.worker_id

    @classmethod
    def is_any_alive(cls, now: dt.datetime) -> bool:
        """Say whether somebody works on the queue."""
        return cls.objects.filter(seen_at__gte=now - SILENCE).exists()
