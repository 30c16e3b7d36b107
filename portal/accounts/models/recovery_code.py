"""A code that stands in for a lost telephone."""

from __future__ import annotations

from django.db import models

from portal.accounts.models.user import User


class RecoveryCode(models.Model):
    """One of the codes that a person keeps on paper; it works once, and only a keyed digest of it is stored."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} · {self.pk}"
