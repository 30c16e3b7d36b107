"""Pairs of cases: those that wait for somebody who reads both, and those that somebody told apart."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.households.vocabulary import ApartReason


class LikelyPair(models.Model):
    """Two open cases of one organization that compare well; made by the system, decided by a person, then gone.

    Attributes:
        one, other: the older case first.
        score: how well they compare, in hundredths.
        marks: codes of what speaks for it and against it.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.CASCADE, related_name="+", db_index=False
    )
    one = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    other = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    score = models.IntegerField()
    marks = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("เรื่องที่อาจเป็นครัวเรือนเดียวกัน")
        verbose_name_plural = _("เรื่องที่อาจเป็นครัวเรือนเดียวกัน")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="likely_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="likely_pair_older_first"),
        ]
        indexes = [models.Index(fields=["organization", "-score", "id"], name="likely_pair_in_order")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class KeptApart(models.Model):
    """Two cases that somebody told apart: not proposed again, and not joined by the way of a third."""

    one = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    other = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    why = models.CharField(_("เหตุที่ไม่รวม"), max_length=10, choices=ApartReason)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("เรื่องที่แยกไว้")
        verbose_name_plural = _("เรื่องที่แยกไว้")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="kept_apart_older_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class LookedUpTo(models.Model):
    """Up to which event the system has looked for pairs; one row."""

    event = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.event)
