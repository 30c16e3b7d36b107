"""How often something was tried in a window of time."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """One count for one key in one window; old rows are swept by the housekeeping task."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.count}"
