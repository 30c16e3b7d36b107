"""People who came to a shelter and left it, as numbers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.events.models.shelter import Shelter


class ShelterMove(models.Model):
    """So many people came or left at a shelter at one moment. Append-only; nobody is named, families are counted whole.

    How many are in a shelter is the sum of its rows and stands nowhere else, so it cannot disagree with them.
    """

    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="moves", verbose_name=_("ศูนย์พักพิง"))
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    people = models.IntegerField(_("คนเข้าหรือออก"))
    families = models.IntegerField(_("ครอบครัวเข้าหรือออก"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("การเข้าออกศูนย์พักพิง")
        verbose_name_plural = _("การเข้าออกศูนย์พักพิง")
        constraints = [
            models.CheckConstraint(condition=~Q(people=0, families=0), name="shelter_move_moves_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.shelter_id} {self.people:+d}"
