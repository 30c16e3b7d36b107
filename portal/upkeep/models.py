"""What the last looks at the system found, and when backups were made and tried."""

from __future__ import annotations

import datetime as dt

from django.db import models

from portal.thai.dates import bangkok_datetime, to_bangkok


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

    def of_a_day_before(self) -> Inspection | None:
        """Return the newest look of an earlier day in Bangkok, with which this one is compared; None where there is none.

        Not simply the look before: two workers may look in the same minute, and whoever mended something looks once more.
        """
        day: dt.datetime = bangkok_datetime(to_bangkok(self.at).date())
        return Inspection.objects.filter(at__lt=day).first()


class BackupMoment(models.Model):
    """When something last happened to backups; `portal.upkeep.backups` names the moments. One machine makes them, all are asked."""

    which = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "backup moment"

    def __str__(self) -> str:
        return self.which
