"""What the desk remembers for one person: which cases were seen, and filters that were kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SeenCase(models.Model):
    """How much of a case somebody has seen for an organization: its page at a version. Goes when the case is closed."""

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", db_index=False
    )
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("เรื่องที่เปิดอ่านแล้ว")
        verbose_name_plural = _("เรื่องที่เปิดอ่านแล้ว")
        constraints = [models.UniqueConstraint(fields=["case", "organization", "person"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"


class SavedFilter(models.Model):
    """A filter of a list under a name of one's own."""

    MOST = 20
    LONGEST = 400

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    name = models.CharField(_("ชื่อตัวกรอง"), max_length=60)
    query = models.CharField(max_length=LONGEST)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("ตัวกรองที่เก็บไว้")
        verbose_name_plural = _("ตัวกรองที่เก็บไว้")
        constraints = [
            models.UniqueConstraint(fields=["person", "organization", "name"], name="saved_filter_once")
        ]

    def __str__(self) -> str:
        return self.name
