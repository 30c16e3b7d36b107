"""A code by which a person sets a password."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.models.user import User


class Activation(models.Model):
    """A code that was given out on paper or as a link: seven days, once, and only a keyed digest of it is kept (S2.61).

    A row stays after its end, so that whoever comes with an old code is told why it does not work any more.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="activations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="one_code_of_a_person_counts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.made_at:%Y-%m-%d %H:%M}"

    def is_open(self, now: dt.datetime | None = None) -> bool:
        """Say whether a password may still be set by it."""
        return self.used_at is None and self.replaced_at is None and self.expires_at > (now or timezone.now())
