"""Cases that a person joined. Nothing of a case is changed by it, so parting them gives everything back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.households.vocabulary import LinkKind


class Household(models.Model):
    """A group of cases at one organization.

    Which of them leads is never stored: it is the worst of those that are members now (docs/many.md).
    """

    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ครัวเรือน")
        verbose_name_plural = _("ครัวเรือน")

    def __str__(self) -> str:
        return str(self.pk)


class Member(models.Model):
    """One case in a household, from when until when, by whom, and what spoke for it then."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="households")
    kind = models.CharField(_("ความสัมพันธ์"), max_length=10, choices=LinkKind)
    confidence = models.CharField(max_length=10, blank=True)
    marks = models.JSONField(default=list, blank=True)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("เรื่องในครัวเรือน")
        verbose_name_plural = _("เรื่องในครัวเรือน")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="member_of_one_household"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.case_id}"
