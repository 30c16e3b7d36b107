"""Where families came from and went to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.camps.models.family import Family
from cases.camps.vocabulary import Leaving, MoveKind


class FamilyMove(models.Model):
    """A family came, went to another shelter, left, or was counted again. Append-only; holds no words.

    Attributes:
        people: how many they were; of a new count, how many more (fewer: below 0).
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="moves", verbose_name=_("ครอบครัว"))
    kind = models.CharField(_("การเคลื่อนย้าย"), max_length=8, choices=MoveKind)
    origin = models.ForeignKey(
        "events.Shelter", models.PROTECT, null=True, related_name="+", verbose_name=_("จากศูนย์")
    )
    target = models.ForeignKey(
        "events.Shelter", models.PROTECT, null=True, related_name="+", verbose_name=_("ไปศูนย์")
    )
    leaving = models.CharField(_("ออกไปที่ใด"), max_length=10, choices=Leaving, blank=True)
    people = models.IntegerField(_("จำนวนคน"))
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("การเคลื่อนย้ายของครอบครัว")
        verbose_name_plural = _("การเคลื่อนย้ายของครอบครัว")
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=MoveKind.LEFT) & ~Q(leaving="")) | (~Q(kind=MoveKind.LEFT) & Q(leaving="")),
                name="camp_leaving_says_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family_id} {self.kind}"
