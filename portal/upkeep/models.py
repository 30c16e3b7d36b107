"""What the last looks at the system found."""

from __future__ import annotations

from django.db import models


class Inspection(models.Model):
    """One look: of each check its name, how many it found, how long it took. Words stand in the registry; no names of anything."""

    KEPT = 60
    """Looks that are kept: two months of mornings."""

    at = models.DateTimeField(db_index=True)
    seconds = models.FloatField()
    results = models.JSONField()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "inspection"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
