"""A question with three answers."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise

from cases.vocabulary import YES_NO


def unasked(label: str | Promise) -> models.BooleanField:
    """Return a field that is yes, no, or not asked yet (None), which it is by default."""
    return models.BooleanField(label, choices=YES_NO, null=True, blank=True, default=None)
